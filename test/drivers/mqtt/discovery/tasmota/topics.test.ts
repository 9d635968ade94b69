import { expect, test } from '@jest/globals'
import { mqttApplianceSchema } from '../../../../../drivers/mqtt/options.ts'
import { type TasmotaConfig, tasmotaConfig } from '../../../../support/tasmota/device.ts'
import { announced, bytes, listen, mac, on } from './createParser.ts'

/** Full topics, and what becomes of them: command, result. */
const topics: readonly (readonly [string, Partial<TasmotaConfig>, string, string])[] = [
  ['the usual', {}, 'cmnd/t/POWER1', 'stat/t/RESULT'],
  ['as Home Assistant once wanted it', { ft: '%topic%/%prefix%/' }, 't/cmnd/POWER1', 't/stat/RESULT'],
  ['without a slash at its end', { ft: 'home/%prefix%/%topic%' }, 'home/cmnd/t/POWER1', 'home/stat/t/RESULT'],
  ['two slashes', { ft: 'home//%prefix%/%topic%/' }, 'home/cmnd/t/POWER1', 'home/stat/t/RESULT'],
  ['prefixes of its own', { tp: ['c', 's', 'x'] }, 'c/t/POWER1', 's/t/RESULT'],
  ['an empty prefix is the usual one', { tp: ['', '', ''] }, 'cmnd/t/POWER1', 'stat/t/RESULT'],
  ['without a prefix', { ft: 'd/%topic%/' }, 'd/t/cmnd/POWER1', 'd/t/RESULT'],
  ['its host name', { ft: '%prefix%/%hostname%/', hn: 'bulb' }, 'cmnd/bulb/POWER1', 'stat/bulb/RESULT'],
  ['its MAC', { ft: '%prefix%/%id%/' }, `cmnd/${mac}/POWER1`, `stat/${mac}/RESULT`],
  ['levels in its topic', { t: 'eg/küche/licht' }, 'cmnd/eg/küche/licht/POWER1', 'stat/eg/küche/licht/RESULT'],
  ['a hash is none', { ft: '%prefix%/#/%topic%/' }, 'cmnd/t/POWER1', 'stat/t/RESULT'],
]
test.each(topics)('the topics of a device: %s', (_, change, told, result) => {
  const [one] = announced({ t: 't', ...change })
  expect(one?.description.traits?.power).toMatchObject({ command: told, state: expect.arrayContaining([result]) })
})

const problems: readonly (readonly [string, Partial<TasmotaConfig> | string, RegExp])[] = [
  ['no JSON: a name with a quotation mark', '{"dn":"a "b"","t":"t"}', /is no JSON; a quotation mark/],
  ['no topic', { t: '' }, /is not understood at t/],
  ['a wildcard in the topic', { t: '+' }, /its topic "cmnd\/\+\/" is none/],
  ['on is off', { state: ['x', 'X'] }, /words for off and on are the same/],
  ['half a shutter', { rl: [3] }, /relay 1 is half of a shutter/],
  ['not even an object', '[1]', /is not understood at its beginning/],
]
test.each(problems)('a device that cannot be used is reported with its problem: %s', (_, config, why) => {
  const parser = listen()
  expect(parser.parse(on('config'), bytes(typeof config === 'string' ? config : tasmotaConfig(config)))).toBe(true)
  const [one] = parser.devices()
  expect(one?.problems.join()).toMatch(why)
  expect(one).not.toHaveProperty('type')
  expect(mqttApplianceSchema.parse(one?.description)).toMatchObject({ traits: {} })
})
