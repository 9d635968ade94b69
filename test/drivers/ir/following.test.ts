import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { protocols } from '../../../drivers/ir/climate/protocols/index.ts'
import { type Code, encodePress, fromRaw, keySchema, toBroadlink, toTuya } from '../../../drivers/ir/codes/index.ts'
import { irConfigSchema } from '../../../drivers/ir/config.ts'
import {
  type CodeSignature,
  EchoFilter,
  followersOf,
  isReceived,
  PressFollowers,
  type PressMatcher,
  recogniseReceived,
  signatureOf,
} from '../../../drivers/ir/following.ts'
import { ir } from '../../../drivers/ir/index.ts'
import { irApplianceSchema } from '../../../drivers/ir/options.ts'
import { createReplyParser } from '../../../drivers/ir/transmitters/lircReplies.ts'
import type { State } from '../../../src/home/traits.ts'
import { testContext } from '../../support/context.ts'
import { makeFolder, removeFolder } from '../../support/folder.ts'
import { silent } from '../../support/log.ts'
import { testBus } from './testBus.ts'

const { signal } = new AbortController()
const folder = makeFolder()
afterAll(() => removeFolder(folder))

const nec = (command: number) => ({ nec: { address: 4, command } })
const press = (written: unknown): Code => encodePress(keySchema.parse(written), { times: 2 })
const strange = [1000, -2000, 3000, -500, 1000, -4500, 700, -20_000]

/** A file in which every mode has a code for each temperature, and fan mode one for all. */
const leaf = (n: number) =>
  fromRaw([3000, 1500, ...[4, 3, 2, 1, 0].flatMap((place) => [500, (n >> place) & 1 ? 1700 : 600]), 500, 40_000])
const range = (first: number) =>
  Object.fromEntries([24, 25, 26].map((celsius, i) => [celsius, toBroadlink(leaf(first + i))]))
writeFileSync(
  join(folder, 'ac.json'),
  JSON.stringify({
    ...{
      supportedController: 'Broadlink',
      commandsEncoding: 'Base64',
      minTemperature: 24,
      maxTemperature: 26,
      precision: 1,
    },
    ...{ operationModes: ['cool', 'heat', 'fan_only'], fanModes: ['auto', 'low'] },
    commands: {
      off: toBroadlink(leaf(0)),
      cool: { auto: range(1), low: range(4) },
      heat: { auto: range(7), low: { ...range(10), '26': toBroadlink(leaf(1)) } },
      fan_only: { auto: toBroadlink(leaf(13)) },
    },
  }),
)
const lgState = { power: true, mode: 'cool', targetTemperature: 22, fanSpeed: 2 } as const

/** A press that a receiver reports, and the state of the appliance before and after it. */
const cases: readonly {
  readonly name: string
  readonly appliance: object
  readonly received: Code
  readonly before: State
  readonly after: State
}[] = [
  {
    name: 'a key for on',
    appliance: { remote: { on: nec(1), off: nec(2) } },
    received: press(nec(1)),
    before: { power: false },
    after: { power: true },
  },
  {
    name: 'a key that somebody held',
    appliance: { remote: { on: nec(1), off: nec(2) } },
    received: encodePress(keySchema.parse(nec(2)), { times: 5 }),
    before: {},
    after: { power: false },
  },
  {
    name: 'a level of the fan',
    appliance: { remote: { off: nec(1), 'fan.1': nec(2), 'fan.2': nec(3) } },
    received: press(nec(3)),
    before: {},
    after: { power: true, fanSpeed: 2 },
  },
  {
    name: 'an input',
    appliance: { remote: { 'input.HDMI1': nec(1), 'input.TV': nec(2) } },
    received: press(nec(2)),
    before: { inputSource: 'HDMI1' },
    after: { inputSource: 'TV' },
  },
  {
    name: 'the next mode, so that it is known no longer',
    appliance: { remote: { mode: nec(9), 'mode.sleep': nec(1), 'mode.eco': nec(2) } },
    received: press(nec(9)),
    before: { mode: 'eco' },
    after: {},
  },
  {
    name: 'one key for on and off, with a plug that sees it',
    appliance: { remote: { power: nec(1) }, borrow: { power: { from: 'plug', watts: 5 } } },
    received: press(nec(1)),
    before: { power: true },
    after: { power: false },
  },
  {
    name: 'pulses of no protocol',
    appliance: { remote: { on: { raw: strange }, off: nec(2) } },
    received: fromRaw(strange.map((us) => Math.round(us * 1.07))),
    before: {},
    after: { power: true },
  },
  {
    name: 'a code of two keys',
    appliance: { remote: { on: nec(1), off: nec(1) } },
    received: press(nec(1)),
    before: { power: false },
    after: { power: false },
  },
  {
    name: 'a code of no key',
    appliance: { remote: { on: nec(1), off: nec(2) } },
    received: press(nec(77)),
    before: { power: false },
    after: { power: false },
  },
  {
    name: 'a state of a built-in protocol',
    appliance: { climate: { protocol: 'lg-ac' } },
    received: protocols['lg-ac']?.encode(lgState) as Code,
    before: {},
    after: lgState,
  },
  {
    name: 'off of a built-in protocol, which tells no mode',
    appliance: { climate: { protocol: 'lg-ac' } },
    received: protocols['lg-ac']?.encode({ power: false, mode: 'auto' }) as Code,
    before: lgState,
    after: { ...lgState, power: false },
  },
  {
    name: 'a state of another protocol',
    appliance: { climate: { protocol: 'lg-ac' } },
    received: protocols['samsung-ac']?.encode(lgState) as Code,
    before: {},
    after: {},
  },
  {
    name: 'a state of a file',
    appliance: { climate: { codes: 'ac.json' } },
    received: leaf(5),
    before: {},
    after: { power: true, mode: 'cool', targetTemperature: 25, fanSpeed: 1 },
  },
  {
    name: 'a state of a file whose fan chooses by itself',
    appliance: { climate: { codes: 'ac.json' } },
    received: leaf(8),
    before: { power: true, mode: 'cool', fanSpeed: 1 },
    after: { power: true, mode: 'heat', targetTemperature: 25 },
  },
  {
    name: 'a code that a file has in two modes',
    appliance: { climate: { codes: 'ac.json' } },
    received: leaf(1),
    before: { power: false },
    after: { power: false },
  },
  {
    name: 'off of a file',
    appliance: { climate: { codes: 'ac.json' } },
    received: leaf(0),
    before: { power: true, mode: 'cool' },
    after: { power: false, mode: 'cool' },
  },
]

const rawData = ({ pulses }: Code) => pulses.map((us, i) => `${i % 2 === 0 ? '+' : '-'}${us}`).join('')
const received = (code: Code) => ({
  IrReceived: { Protocol: 'UNKNOWN', RawData: rawData(code), RawDataInfo: [8, 8, 0] },
})

/** Presses are followed in slices of the event loop: on a busy machine in a later turn, each in one of its own. */
async function pressesFollowed(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

/** A Tasmota blaster with these appliances. */
async function open(appliances: Readonly<Record<string, object>>, transmitter: 'tasmota' | 'zigbee2mqtt' = 'tasmota') {
  const bus = testBus()
  const topic = transmitter === 'tasmota' ? 'blaster' : 'zigbee2mqtt/blaster'
  if (transmitter === 'tasmota') bus.say('tele/blaster/LWT', 'Online', { retain: true })
  else bus.say('zigbee2mqtt/bridge/state', { state: 'online' }, { retain: true })
  bus.onPublish = () => bus.say('stat/blaster/RESULT', { IRSend: 'Done' })
  const context = testContext({ bus: () => bus, resolveFile: (name: string) => join(folder, name) })
  const connection = await ir.connect(irConfigSchema.parse({ transmitter, broker: 'b', topic }), context)
  const devices = Object.entries(appliances).map(([id, given]) => connection.device(id, irApplianceSchema.parse(given)))
  const hear = (code: Code) => {
    bus.say('tele/blaster/RESULT', received(code))
    return pressesFollowed()
  }
  return { bus, devices, connection, hear }
}

test.each(cases.map((each) => [each.name, each] as const))(
  'the state follows %s',
  async (_name, { appliance, received, before, after }) => {
    const { devices, connection, hear } = await open({ it: appliance })
    const [device] = devices
    device?.assume?.(before)
    await hear(received)
    expect((await device?.read({ signal }))?.state).toEqual(after)
    await connection.close()
  },
)

test('a code that two appliances have changes neither', async () => {
  const remote = { on: nec(1), off: nec(2) }
  const { devices, connection, hear } = await open({ one: { remote }, other: { remote } })
  await hear(press(nec(1)))
  for (const device of devices) expect((await device.read({ signal })).state).toEqual({})
  devices[1]?.close?.()
  await hear(press(nec(1)))
  expect((await devices[0]?.read({ signal }))?.state).toEqual({ power: true })
  await connection.close()
})

test('a code that the gateway sent, or that the broker retained, does not count as a press', async () => {
  const { bus, devices, connection, hear } = await open({
    tv: { remote: { power: nec(1) }, borrow: { power: { from: 'plug', watts: 5 } } },
  })
  const [tv] = devices
  tv?.assume?.({ power: false })
  await tv?.apply({ kind: 'set', patch: { power: true } }, signal)
  await hear(press(nec(1)))
  expect((await tv?.read({ signal }))?.state).toEqual({ power: true })
  bus.say('tele/blaster/RESULT', 'no JSON')
  bus.say('tele/blaster/RESULT', { IrReceived: { RawData: '+1', RawDataInfo: [1, 1, 1] } })
  await connection.close()
  await hear(press(nec(1)))
})

test('a code that Zigbee2MQTT publishes again with its state is not pressed again', async () => {
  const remote = { 'input.TV': nec(1), 'input.HDMI1': nec(2) }
  const { bus, devices, connection } = await open({ tv: { remote } }, 'zigbee2mqtt')
  const say = (command: number) => {
    bus.say('zigbee2mqtt/blaster', { learned_ir_code: toTuya(press(nec(command))), linkquality: 9 })
    return pressesFollowed()
  }
  const state = async () => (await devices[0]?.read({ signal }))?.state
  await say(1)
  expect(await state()).toEqual({ inputSource: 'TV' })
  devices[0]?.assume?.({ inputSource: 'HDMI1' })
  await say(1)
  expect(await state()).toEqual({ inputSource: 'HDMI1' })
  await connection.close()
})

test('lircd reports each press by name, once however long it is held', () => {
  const received: object[] = []
  const parse = createReplyParser(
    () => {},
    (one) => received.push(one),
  )
  parse(Buffer.from('000000037ff07bf3 00 KEY_POWER mceusb\n000000037ff07bf3 01 KEY_POWER mceusb\nBEGIN\nSIGHUP\nEND\n'))
  parse(Buffer.from('0 0 KEY_1 tv\nnonsense\n'))
  expect(received).toEqual([
    { remote: 'mceusb', key: 'KEY_POWER' },
    { remote: 'tv', key: 'KEY_1' },
  ])
})

test('an echo is forgotten two seconds after the end of the signal', () => {
  let nowMs = 0
  const echoes = new EchoFilter(() => nowMs)
  const one = { code: press(nec(1)) }
  echoes.sending(one, 100)
  expect([
    echoes.isEcho(one),
    echoes.isEcho({ code: press(nec(2)) }),
    echoes.isEcho({ remote: 'tv', key: 'A' }),
  ]).toEqual([true, false, false])
  nowMs = 2099
  expect(echoes.isEcho(one)).toBe(true)
  nowMs = 2101
  expect(echoes.isEcho(one)).toBe(false)
})

describe('several connections of one home', () => {
  /** Two blasters, each with its own appliances; only the first one hears remotes. */
  async function home(near: object, far: object) {
    const bus = testBus()
    bus.onPublish = () => bus.say('stat/far/RESULT', { IRSend: 'Done' })
    const shared = {}
    const connect = async (topic: string, appliances: object) => {
      bus.say(`tele/${topic}/LWT`, 'Online', { retain: true })
      const context = testContext({ name: topic, home: shared, bus: () => bus })
      const connection = await ir.connect(irConfigSchema.parse({ transmitter: 'tasmota', broker: 'b', topic }), context)
      const devices = Object.entries(appliances).map(([id, given]) =>
        connection.device(id, irApplianceSchema.parse(given)),
      )
      return { connection, devices }
    }
    const [one, other] = [await connect('near', near), await connect('far', far)]
    return {
      ...{ near: one.devices, far: other.devices },
      hear(code: Code, topic = 'near') {
        bus.say(`tele/${topic}/RESULT`, received(code))
        return pressesFollowed()
      },
      close: () => Promise.all([one.connection.close(), other.connection.close()]),
    }
  }
  const stateOf = async (device: { read(query: { signal: AbortSignal }): Promise<{ state: State }> } | undefined) =>
    (await device?.read({ signal }))?.state

  test('an appliance follows its remote also through another receiver', async () => {
    const { far, hear, close } = await home({}, { tv: { remote: { on: nec(1), off: nec(2) } } })
    await hear(press(nec(1)))
    expect(await stateOf(far[0])).toEqual({ power: true })
    await close()
  })
  test('if both have the code, the appliance of the receiver itself changes', async () => {
    const remote = { on: nec(1), off: nec(2) }
    const { near, far, hear, close } = await home({ tv: { remote } }, { other: { remote } })
    await hear(press(nec(1)))
    expect([await stateOf(near[0]), await stateOf(far[0])]).toEqual([{ power: true }, {}])
    await close()
  })
  test('a code that one blaster sends does not count as a press at the receiver of another', async () => {
    const tv = { remote: { power: nec(1) }, borrow: { power: { from: 'plug', watts: 5 } } }
    const { far, hear, close } = await home({}, { tv })
    far[0]?.assume?.({ power: false })
    await far[0]?.apply({ kind: 'set', patch: { power: true } }, signal)
    await hear(press(nec(1)))
    expect(await stateOf(far[0])).toEqual({ power: true })
    await close()
  })
  test('a press that two receivers receive counts once, and two presses count twice', () => {
    let nowMs = 0
    let presses = 0
    const followers = new PressFollowers(() => nowMs)
    const apply = () => {
      presses += 1
      return {}
    }
    followers.set('tv', 'near', () => ({ apply }))
    const toggle = { code: press(nec(1)) }
    const hear = (...receivers: readonly string[]) => {
      for (const receiver of receivers) followers.receive(toggle, receiver, silent)
      return presses
    }
    expect([hear('near', 'far'), hear('far', 'near'), hear('near', 'near', 'far', 'far')]).toEqual([1, 2, 4])
    nowMs = 1001
    expect(hear('far')).toBe(5)
  })
})

describe('the receivers of a home', () => {
  const key = (name: string, remote = 'tv') => ({ remote, key: name })
  const code = (command: number) => ({ code: press(nec(command)) })

  /** The followers of a home, with a clock and the appliances that followed, in their order. */
  function setUp() {
    const clock = { nowMs: 0 }
    const followed: string[] = []
    const lines: [fields: object, message: string][] = []
    const followers = new PressFollowers(() => clock.nowMs)
    const follow = (id: string, connection = 'near'): PressMatcher => {
      const matcher: PressMatcher = () => ({
        apply() {
          followed.push(id)
          return { power: true }
        },
      })
      followers.set(id, connection, matcher)
      return matcher
    }
    const log = { ...silent, debug: (fields: object, message: string) => void lines.push([fields, message]) }
    return { clock, followed, lines, followers, follow, log }
  }

  test.each([
    ['the same key of a remote', key('A'), key('A'), true],
    ['another key', key('A'), key('B'), false],
    ['the key of another remote', key('A'), key('A', 'amp'), false],
    ['a code, where a key was sent', key('A'), code(1), false],
    ['a key, where a code was sent', code(1), key('A'), false],
    ['the same code', code(1), code(1), true],
    ['another code', code(1), code(2), false],
  ])('decide whether a received code is the echo of a sent code: %s', (_what, sent, received, isEcho) => {
    const { followed, followers, follow, log } = setUp()
    follow('tv')
    followers.sending(sent, 0)
    followers.receive(received, 'near', log)
    expect(followed).toEqual(isEcho ? [] : ['tv'])
  })

  test('remember the last sixteen codes that were sent', () => {
    const { followers, followed, follow, log } = setUp()
    follow('tv')
    for (let i = 0; i < 17; i += 1) followers.sending(key(String(i)), 0)
    for (const name of ['1', '16', '0']) followers.receive(key(name), 'near', log)
    expect(followed).toEqual(['tv'])
  })

  test('expect no echo two seconds after the signal', () => {
    const { clock, followers, followed, follow, log } = setUp()
    follow('tv')
    followers.sending(key('A'), 100)
    clock.nowMs = 2100
    followers.receive(key('A'), 'near', log)
    expect(followed).toEqual(['tv'])
  })

  test('count a press once if another receiver received it within a second', () => {
    const { clock, followers, followed, follow, log } = setUp()
    follow('tv')
    followers.receive(key('A'), 'near', log)
    clock.nowMs = 1000
    followers.receive(key('A'), 'far', log)
    followers.receive(key('B'), 'far', log)
    expect(followed).toEqual(['tv', 'tv'])
  })

  test('count a press twice if another receiver received it longer ago', () => {
    const { clock, followers, followed, follow, log } = setUp()
    follow('tv')
    clock.nowMs = 5000
    followers.receive(key('A'), 'near', log)
    clock.nowMs = 6001
    followers.receive(key('A'), 'far', log)
    expect(followed).toEqual(['tv', 'tv'])
  })

  test('remember the last thirty-two presses', () => {
    const { followers, followed, follow, log } = setUp()
    follow('tv')
    for (let i = 0; i < 33; i += 1) followers.receive(key(String(i)), 'near', log)
    expect(followed).toHaveLength(33)
    followers.receive(key('2'), 'far', log)
    expect(followed).toHaveLength(33)
    followers.receive(key('1'), 'far', log)
    expect(followed).toHaveLength(34)
  })

  test('prefer the appliances of the receiver, and change nothing if several have the code', () => {
    const { followers, followed, follow, lines, log } = setUp()
    follow('one', 'far')
    follow('two', 'far')
    followers.receive(key('A'), 'near', log)
    expect(lines).toEqual([[{ appliances: ['one', 'two'] }, expect.stringContaining('nothing is concluded')]])
    follow('own', 'near')
    followers.receive(key('B'), 'near', log)
    expect(lines[1]).toEqual([{ appliance: 'own', state: { power: true } }, expect.stringContaining('follows')])
    expect(followed).toEqual(['own'])
  })

  test('ignore an appliance that was removed, unless another replaced it', () => {
    const { followers, followed, follow, lines, log } = setUp()
    const first = follow('tv')
    const second = follow('tv')
    followers.delete('tv', first)
    followers.receive(key('A'), 'near', log)
    followers.delete('tv', second)
    followers.delete('tv', second)
    followers.receive(key('B'), 'near', log)
    expect(followed).toEqual(['tv'])
    expect(lines).toHaveLength(1)
  })

  test('are shared by the connections of one home only', () => {
    const home = {}
    expect(followersOf(home)).toBe(followersOf(home))
    expect(followersOf(home)).not.toBe(followersOf({}))
    expect(followersOf()).not.toBe(followersOf())
  })
})

test.each<[string, Code, Code, boolean]>([
  ['the same key of a protocol', press(nec(1)), press(nec(1)), true],
  ['a key that is held', encodePress(keySchema.parse(nec(1)), { times: 5 }), press(nec(1)), true],
  ['another key of it', press(nec(1)), press(nec(2)), false],
  ['a key of another protocol', press(nec(1)), press({ samsung: { address: 4, command: 1 } }), false],
  ['a key, where the own code is of no protocol', press(nec(1)), fromRaw(strange), false],
  ['pulses of no protocol, where the own code is a key', fromRaw(strange), press(nec(1)), false],
  ['the same pulses, a little longer', fromRaw(strange.map((us) => Math.round(us * 1.07))), fromRaw(strange), true],
  ['other pulses', fromRaw([1000, -2000, 1000, -500, 3000, -4500, 700, -20_000]), fromRaw(strange), false],
])('a received code is compared with a sent one: %s', (_what, received, own, isSame) => {
  expect(isReceived(recogniseReceived(received), signatureOf(own))).toBe(isSame)
})

test('the fields of a key are compared in any order', () => {
  const known = (fields: object) => ({ protocol: 'nec', fields }) as unknown as CodeSignature['known']
  const received = { code: press(nec(1)), known: known({ address: 4, command: 1, parts: [2, 1], rest: null }) }
  const isSame = (fields: object) => isReceived(received, { known: known(fields), pulses: [] })
  expect(isSame({ rest: null, parts: [2, 1], command: 1, address: 4 })).toBe(true)
  expect(isSame({ rest: null, parts: [1, 2], command: 1, address: 4 })).toBe(false)
  expect(isSame({ rest: null, parts: [2, 1], command: 2, address: 4 })).toBe(false)
})

test('the pulses of a key are compared only if neither code is recognised', () => {
  const own = signatureOf(press(nec(1)))
  const received = { ...recogniseReceived(press(nec(1))), known: undefined }
  expect([isReceived(received, own), isReceived(received, { ...own, known: undefined })]).toEqual([false, true])
})
