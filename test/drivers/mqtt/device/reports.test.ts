import { connectToBroker } from '../../../../drivers/mqtt/broker/broker.ts'
import { mqttConfigSchema } from '../../../../drivers/mqtt/config.ts'
import { BridgeFaults } from '../../../../drivers/mqtt/device/bridgeFaults.ts'
import { mqttDevice } from '../../../../drivers/mqtt/device/device.ts'
import { deviceProfiles } from '../../../../drivers/mqtt/device/traitChannel.ts'
import { mqttApplianceSchema } from '../../../../drivers/mqtt/options.ts'
import { airQualityGrader } from '../../../../src/clova/airQuality.ts'
import { Failure } from '../../../../src/home/failure.ts'
import { untranslated } from '../../../../src/util/translate.ts'
import { testContext } from '../../../support/context.ts'
import { type MqttFixture, reasonOf, testMqttHome } from '../../../support/mqttFixture.ts'
import { eventually } from '../../driverContract.ts'

const home = testMqttHome()
let bench: MqttFixture

const read = async () => (await bench.device.read({ signal: bench.signalWithin(60_000) })).state
const problems = () => bench.connection.problems?.().join('\n') ?? ''

describe('a message without a meaning is counted by its topic', () => {
  const lamp = {
    availability: { topic: 'lamp/lwt' },
    traits: { power: { state: 'lamp', path: '$.state' }, brightness: { state: 'lamp', path: '$.b', range: [0, 254] } },
  }
  test.each([
    [
      'a word that is none of its words',
      'lamp',
      '{"state":"MAYBE"}',
      /2 messages on "lamp" meant nothing: power cannot be MAYBE/,
    ],
    [
      'a value that is no number',
      'lamp',
      '{"b":"bright"}',
      /2 messages on "lamp" meant nothing: brightness cannot be bright/,
    ],
    ['no JSON', 'lamp', '{"state":', /2 messages on "lamp" meant nothing: it is no JSON/],
    ['an availability of another word', 'lamp/lwt', 'alive', /2 messages on "lamp\/lwt" meant nothing: .*"online"/],
  ])('%s', async (_what, topic, payload, words) => {
    bench = await home.open(lamp)
    await bench.client.publishAsync(topic, payload)
    await bench.client.publishAsync(topic, payload)
    await eventually(() => words.test(problems()))
  })

  test.each(['{"state":"ON","b":254}', '{"linkquality":80}', '{"state":null}', '{"b":"unavailable"}', ''])(
    '%j is not counted',
    async (payload) => {
      bench = await home.open(lamp)
      await bench.client.publishAsync('lamp', payload)
      await bench.client.publishAsync('lamp', '{"state":"ON","b":127}')
      await eventually(async () => (await read()).brightness === 50)
      expect(problems()).toBe('')
    },
  )
})

test('a failure that a bridge reports for a cancelled command does not count for the next', async () => {
  bench = await home.open({ traits: { power: { state: 'x' } } })
  const connection = connectToBroker(mqttConfigSchema.parse({ url: home.broker.url }), testContext())
  await connection.ready
  const faults = new BridgeFaults()
  const shared = { profiles: deviceProfiles(airQualityGrader('kr')), broker: connection, faults, reportChange() {} }
  const options = { faults: 'lamp', traits: { power: { state: 'lamp', command: 'lamp/set' } } }
  const device = mqttDevice('lamp', mqttApplianceSchema.parse(options), shared, () => testContext().memory('lamp'))
  const set = (power: boolean, signal = bench.signalWithin(60_000)) =>
    device.apply({ kind: 'set', patch: { power } }, signal)
  const sent = (payload: string) => bench.messages.filter((message) => message.join() === `lamp/set,${payload}`).length
  const deadline = new AbortController()
  const cancelled = reasonOf(set(true, deadline.signal))
  await eventually(() => sent('ON') === 1)
  // The broker says that it has read all before: else the connection would be reset together with the command.
  await (await connection.send('barrier', '', bench.signalWithin(60_000))).release(bench.signalWithin(60_000))
  deadline.abort(new Failure('offline', untranslated('too late')))
  expect(await cancelled).toBe('offline')
  const next = set(false)
  await eventually(() => sent('OFF') === 1)
  faults.report('lamp', untranslated('no answer from the device'))
  await bench.client.publishAsync('lamp', 'OFF')
  expect(await next).toEqual({ power: false })
  const third = set(true)
  await eventually(() => sent('ON') === 2)
  faults.report('lamp', untranslated('no answer from the device'))
  expect(await reasonOf(third)).toBe('deviceFault')
  device.close?.()
  await connection.close()
})

test('a template that uses its last state as the default keeps it', async () => {
  bench = await home.open({
    traits: { humidity: { state: 'h', template: '{{ value_json.h | default(this.state) }}' } },
  })
  await bench.client.publishAsync('h', '{"h":40}')
  await eventually(async () => (await read()).humidity === 40)
  await bench.client.publishAsync('h', '{"x":1}')
  await bench.client.publishAsync('h', '{"x":2}', { qos: 1 })
  await eventually(() => bench.messages.length >= 3)
  expect((await read()).humidity).toBe(40)
})

test('value_json is undefined for a payload that is not JSON, as in Home Assistant', async () => {
  bench = await home.open({
    traits: { power: { state: 'p', template: "{{ 'ON' if value_json is defined and value_json.on else value }}" } },
  })
  await bench.client.publishAsync('p', 'OFF')
  await eventually(async () => (await read()).power === false)
  await bench.client.publishAsync('p', '{"on":1}')
  await eventually(async () => (await read()).power === true)
})

test('on and off with the same payload are reported', () => {
  bench = { close: async () => {} } as MqttFixture
  const same = { traits: { power: { state: 'a', command: 'b', on: '1', off: '1.0' } } }
  expect(mqttApplianceSchema.safeParse(same).error?.issues[0]?.message).toMatch(/on and off are the same word/)
})
