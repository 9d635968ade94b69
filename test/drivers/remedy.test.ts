import { readFileSync } from 'node:fs'
import { hue } from '../../drivers/hue/index.ts'
import { say as hueSay } from '../../drivers/hue/messages.ts'
import { ir } from '../../drivers/ir/index.ts'
import { say as irSay } from '../../drivers/ir/messages.ts'
import { mqtt } from '../../drivers/mqtt/index.ts'
import { say as mqttSay } from '../../drivers/mqtt/messages.ts'
import { explainOffline, toDriverProblem } from '../../src/control/explanations/reasons.ts'
import type { Driver } from '../../src/home/driver.ts'
import { describeNetworkError } from '../../src/home/networkErrors.ts'
import { inAllLanguages, inEnglish, joinTexts, type LocalizedText, type Text } from '../../src/util/translate.ts'

const here = { url: 'mqtt://127.0.0.1:1883' }
const there = { url: 'mqtts://nas.local' }
const bridge = { host: '192.0.2.1' }
const failed = (code: string) => describeNetworkError(Object.assign(new Error('it failed'), { code }))
const away = (why: Text) => mqttSay('unreachable', { url: here.url, why })

test.each<[driver: Driver, config: object, problem: Text, mend: string]>([
  [mqtt, here, away(failed('ECONNREFUSED')), 'sudo systemctl restart mosquitto'],
  [mqtt, here, away(mqttSay('connectionClosed')), 'sudo systemctl restart mosquitto'],
  [mqtt, there, away(failed('ECONNREFUSED')), 'nc -vz nas.local 8883'],
  [mqtt, there, away(failed('ENOTFOUND')), 'ping nas.local'],
  [mqtt, there, away(failed('EHOSTUNREACH')), 'ping -c 3 nas.local'],
  [mqtt, there, away(failed('SELF_SIGNED_CERT_IN_CHAIN')), 'ca: who signed its certificate'],
  [mqtt, there, away(failed('ERR_TLS_CERT_ALTNAME_INVALID')), 'subjectAltName'],
  [mqtt, here, away(mqttSay('refusesLogin')), 'mosquitto_passwd'],
  [mqtt, here, away(mqttSay('unreadableFile', { path: 'ca.pem', use: 'ca', why: '?' })), 'chgrp'],
  [mqtt, here, mqttSay('topicRefused', { topics: 'a/b' }), 'acl_file'],
  [mqtt, here, mqttSay('notAnnouncedName', { name: 'x' }), 'clova-home discover'],
  [hue, bridge, hueSay('keyUnknown'), 'clova-home pair hue'],
  [hue, bridge, hueSay('otherBridgeAnswers', { id: 'a', expected: 'b' }), 'clova-home discover'],
  [hue, bridge, hueSay('mismatch', { why: hueSay('otherName', { name: 'x' }) }), 'clova-home discover'],
  [hue, bridge, hueSay('unreachable', { address: '192.0.2.1', why: failed('ETIMEDOUT') }), 'ping -c 3 192.0.2.1'],
  [hue, bridge, hueSay('wrongClock', { time: '1970' }), 'timedatectl'],
  [hue, bridge, hueSay('pemMissing', { where: hueSay('pemFile', { key: 'ca', file: 'x' }) }), 'clova-home pair hue'],
  [hue, bridge, hueSay('moved', { id: 'a', before: 'b', address: 'c', host: 'c' }), 'gateway.yaml'],
  [hue, { bridgeId: '001788fffe000001' }, hueSay('bridgeAway'), 'clova-home discover'],
  [hue, bridge, hueSay('hasNo', { kind: 'light', name: 'x' }), 'names that there are'],
  [ir, {}, irSay('locked', { name: 'living' }), '"Lock device" off'],
  [ir, {}, irSay('nothingAnswers', { place: '192.0.2.2' }), 'clova-home discover'],
  [ir, {}, irSay('lircAway', { address: 'x', why: irSay('lircNoSocket') }), 'sudo systemctl restart lircd'],
  [ir, {}, irSay('deviceForbidden', { device: '/dev/lirc0' }), 'usermod -aG video'],
  [ir, {}, irSay('tuyaAway', { host: 'x', why: irSay('tuyaCannotDecrypt') }), 'localKey'],
  [ir, {}, irSay('tuyaAway', { host: 'x', why: irSay('silent') }), 'settings of the router'],
])('case %#: a remedy', (driver, config, problem, mend) =>
  expect(inEnglish(driver.remedy?.(problem, config) ?? '')).toContain(mend),
)

test('an unknown problem has no remedy of the driver', () =>
  expect(mqtt.remedy?.('??', mqtt.config.parse(here))).toBeUndefined())

type Say = (word: never) => LocalizedText
const tables: readonly (readonly [name: string, driver: Driver, config: object, say: Say])[] = [
  ['hue', hue, bridge, hueSay],
  ['ir', ir, {}, irSay],
  ['mqtt', mqtt, here, mqttSay],
]
const rows = tables.flatMap(([name, driver, config, say]) =>
  readFileSync(`drivers/${name}/messages.ts`, 'utf8')
    .split(/^ {2}(?=\w+: \{)/m)
    .flatMap((row) => {
      const mark = (key: string) => new RegExp(`\\b${key}: '(\\w+)'`).exec(row)?.[1]
      const [word = ''] = row.split(':')
      const [cause, fix] = [mark('cause'), mark('fix')]
      return cause === undefined && fix === undefined ? [] : [{ word, cause, fix, driver, config, say }]
    }),
)

test('each problem with a cause is explained by it, and each with a remedy has it, in three languages', () => {
  expect(rows.length).toBeGreaterThan(60)
  const wrong = rows.filter(({ word, cause, fix, driver, config, say }) => {
    const problem = joinTexts('living: ', say(word as never))
    const remedy = inAllLanguages(driver.remedy?.(problem, config) ?? '')
    const { code, text } = explainOffline(problem)
    return (
      (cause !== undefined && (code !== cause || text.ko === text.en || text.ja === text.en)) ||
      (fix !== undefined && (remedy.en === '' || (remedy.ko === remedy.en && !/^(sudo|clova-home) /.test(remedy.en))))
    )
  })
  expect(wrong.map(({ word }) => word)).toEqual([])
})

test('the innermost message with a cause explains a problem, and the text of a device does not', () => {
  expect(explainOffline(away(failed('ECONNREFUSED'))).code).toBe('refusedConnection')
  expect(explainOffline(away('the link button was not pressed')).code).toBe('unreachableHost')
  expect(explainOffline('it is locked').code).toBe('offline')
})

test('a problem of a driver is completely in Korean: what is wrong, why, and its remedy', () => {
  const problem = mqttSay('topicRefused', { topics: 'a/b' })
  const told = JSON.parse(
    JSON.stringify(toDriverProblem('nas', problem, mqtt.remedy?.(problem, mqtt.config.parse(here)))),
  )
  expect(told).toMatchObject({
    connection: 'nas',
    text: { ko: '브로커가 이 토픽을 듣지 못하게 합니다: a/b' },
    remedy: { ko: '브로커의 acl_file에서 이 사용자가 이 토픽을 읽을 수 있게 하세요' },
  })
})
