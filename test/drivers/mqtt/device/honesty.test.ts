import { setTimeout as pause } from 'node:timers/promises'
import type { Command } from '../../../../src/home/device.ts'
import { Failure } from '../../../../src/home/failure.ts'
import type { State } from '../../../../src/home/traits.ts'
import { type MqttFixture, testMqttHome } from '../../../support/mqttFixture.ts'
import { eventually } from '../../driverContract.ts'

/** A message of the device: on the topic `s` where no other is named. */
type Message = string | object | readonly [topic: string, payload: string | object]

interface Case {
  readonly name: string
  /** the traits, each with the state topic `s` and the command topic `c` where it names none */
  readonly traits: Readonly<Record<string, object>>
  /** further keys of the appliance */
  readonly keys?: object
  /** what the device reported before the command; the last of it is known when the command is given */
  readonly before?: readonly Message[]
  readonly known?: State
  readonly command: Command | State
  /** what the device reports after the command, with the pauses between in milliseconds */
  readonly answers?: readonly (number | Message)[]
  /** what the device reports when it is asked */
  readonly asked?: Message
  /** the code of the failure, or the state in the answer */
  readonly result: string | object
  /** the payloads that it was sent */
  readonly sent?: readonly string[]
}

const settle = '80ms'
const lock = { locked: { on: 'LOCKED', off: 'UNLOCKED', send: { on: 'LOCK', off: 'UNLOCK' } } }
const plug = { power: { on: 'ON', off: 'OFF' } }
const rgb = {
  color: { path: { hue: '$.h', saturation: '$.s' }, payload: '{"h":${hue},"s":${saturation}}' },
  brightness: { path: '$.b', payload: '{"b":${value}}' },
}
const red = { h: 0, s: 100 }
const blue = { hue: 240, saturation: 100 }
const blind = { open: { path: '$.p', position: [0, 100], send: { on: 'OPEN', off: 'CLOSE' } } }
const stop = { verbs: { stop: { command: 'c', payload: 'STOP' } } }
const stopIt: Command = { kind: 'perform', verb: 'stop' }
const move = { moving: { path: '$.m', on: ['UP'], off: ['DOWN'], stopped: ['STOP'] } }
const words = {
  open: {
    on: 'open',
    off: 'closed',
    moving: { on: ['opening'], off: ['closing'], stopped: ['stopped'] },
    send: { on: 'OPEN', off: 'CLOSE' },
  },
}
const position = {
  open: {
    state: 'p',
    position: [0, 100],
    moving: { state: 's', on: ['opening'], off: ['closing'], stopped: ['stopped'] },
    send: { on: 'OPEN', off: 'CLOSE' },
  },
}

const cases: readonly Case[] = [
  // What became unknown is no confirmation.
  {
    name: 'a lock that says UNLOCKED and then JAMMED',
    traits: lock,
    before: ['UNLOCKED'],
    known: { locked: false },
    command: { locked: true },
    answers: ['UNLOCKED', 20, 'JAMMED'],
    result: 'deviceFault',
  },
  {
    name: 'a lock that says JAMMED in a word of its own',
    traits: { locked: { ...lock.locked, fault: ['STUCK'] } },
    before: ['UNLOCKED'],
    known: { locked: false },
    command: { locked: true },
    answers: ['STUCK'],
    result: 'deviceFault',
  },
  {
    name: 'a plug that says OFF and then a word that means nothing',
    traits: plug,
    before: ['ON'],
    known: { power: true },
    command: { power: false },
    answers: ['ON', 20, 'MAYBE'],
    result: 'actionFailed',
  },
  {
    name: 'a plug that says null',
    traits: { power: { path: '$.state' } },
    before: [{ state: 'OFF' }],
    known: { power: false },
    command: { power: true },
    answers: [{ state: 'OFF' }, 20, { state: null }],
    result: 'actionFailed',
  },
  {
    name: 'a plug that says a word that means nothing, and then the right one',
    traits: plug,
    before: ['OFF'],
    known: { power: false },
    command: { power: true },
    answers: ['MAYBE', 20, 'ON'],
    result: { power: true },
  },
  // Silence is none.
  {
    name: 'a plug that has the value already and says nothing, though its availability says that it is there',
    traits: plug,
    keys: { availability: { topic: 'a' } },
    before: [['a', 'online'], 'ON'],
    known: { power: true },
    command: { power: true },
    result: 'offline',
  },
  {
    name: 'a plug that has the value already and answers when it is asked',
    traits: plug,
    keys: { ask: { topic: 'ask' } },
    before: ['ON'],
    known: { power: true },
    command: { power: true },
    asked: 'ON',
    result: { power: true },
  },
  {
    name: 'a lamp that tells its brightness and is silent about its power',
    traits: { power: { path: '$.state', on: 'ON', off: 'OFF' }, brightness: { path: '$.b' } },
    before: [{ state: 'ON', b: 10 }],
    known: { power: true },
    command: { power: true, brightness: 50 },
    answers: [{ b: 50 }],
    result: 'offline',
  },
  // A colour is confirmed by both of its parts, reported after the command.
  {
    name: 'a lamp that says its old colour again',
    traits: rgb,
    before: [{ ...red, b: 50 }],
    known: { brightness: 50 },
    command: { color: blue },
    answers: [red],
    result: 'actionFailed',
  },
  {
    name: 'a lamp that says its old colour, and the new one when it is asked',
    traits: rgb,
    keys: { ask: { topic: 'ask' } },
    before: [{ ...red, b: 50 }],
    known: { brightness: 50 },
    command: { color: blue },
    answers: [red],
    asked: { h: 240, s: 100 },
    result: { color: blue },
  },
  {
    name: 'a lamp that follows in its brightness only',
    traits: rgb,
    before: [{ ...red, b: 50 }],
    known: { brightness: 50 },
    command: { color: { ...blue, brightness: 80 } },
    answers: [{ ...red, b: 80 }],
    result: 'actionFailed',
  },
  {
    name: 'a lamp that follows in its colour only',
    traits: rgb,
    before: [{ ...red, b: 50 }],
    known: { brightness: 50 },
    command: { color: { ...blue, brightness: 80 } },
    answers: [{ h: 240, s: 100 }],
    result: 'offline',
  },
  {
    name: 'a lamp that says its colour in two messages',
    traits: rgb,
    before: [{ ...red, b: 50 }],
    known: { brightness: 50 },
    command: { color: blue },
    answers: [{ h: 240 }, 20, { s: 100 }],
    result: { color: blue },
  },
  {
    name: 'a lamp that says one part of its colour',
    traits: rgb,
    before: [{ ...red, b: 50 }],
    known: { brightness: 50 },
    command: { color: blue },
    answers: [{ h: 240 }],
    result: 'offline',
  },
  {
    name: 'a lamp that takes another colour, the nearest that it has',
    traits: rgb,
    before: [{ ...red, b: 50 }],
    known: { brightness: 50 },
    command: { color: blue },
    answers: [{ h: 220, s: 80 }],
    result: { color: { hue: 220, saturation: 80 } },
  },
  {
    name: 'a lamp whose message has nothing of its colour keeps it',
    traits: rgb,
    before: [{ ...red, b: 50 }, { b: 60 }],
    known: { brightness: 60 },
    command: { brightness: 70 },
    answers: [{ b: 70 }],
    result: { color: { hue: 0, saturation: 100 }, brightness: 70 },
  },
  // Curtains.
  {
    name: 'a blind that trembles',
    traits: blind,
    before: [{ p: 40 }],
    known: { open: true },
    command: { open: true },
    answers: [{ p: 41 }, 20, { p: 40 }],
    result: 'actionFailed',
  },
  {
    name: 'a blind that is seen to open',
    traits: blind,
    before: [{ p: 10 }],
    known: { open: true },
    command: { open: true },
    answers: [{ p: 14 }],
    result: {},
  },
  {
    name: 'a blind that says in words that it opens, its position still 0',
    traits: { open: { ...blind.open, ...move } },
    before: [{ p: 0, m: 'STOP' }],
    known: { open: false },
    command: { open: true },
    answers: [{ p: 0, m: 'UP' }],
    result: {},
  },
  {
    name: 'a blind that says on another topic that it opens, and its position at the end',
    traits: position,
    before: [['p', '0']],
    known: { open: false },
    command: { open: true },
    answers: ['opening'],
    result: {},
  },
  {
    name: 'a blind that says that it closes when it was to open',
    traits: position,
    before: [['p', '50']],
    known: { open: true },
    command: { open: true },
    answers: ['closing'],
    result: 'actionFailed',
  },
  {
    name: 'a blind without a position that is stopped while it opens is open',
    traits: words,
    keys: stop,
    before: ['closed', 'opening', 'stopped'],
    known: { open: true },
    command: stopIt,
    answers: ['stopped'],
    result: { open: true },
  },
  // Stop, and what no trait shows.
  {
    name: 'a blind that ignores STOP and goes on',
    traits: blind,
    keys: { ...stop, settle: '200ms' },
    before: [{ p: 10 }],
    known: { open: true },
    command: stopIt,
    answers: Array.from({ length: 22 }, (_, i) => [{ p: 12 + i * 4 }, 35]).flat(),
    result: 'actionFailed',
  },
  {
    name: 'a blind that stops where it is',
    traits: blind,
    keys: stop,
    before: [{ p: 10 }],
    known: { open: true },
    command: stopIt,
    answers: [{ p: 12 }, 30, { p: 13 }],
    result: { open: true },
  },
  {
    name: 'a blind that tells its battery after STOP',
    traits: { ...blind, battery: { path: '$.battery', command: undefined } },
    keys: stop,
    before: [{ p: 10 }],
    known: { open: true },
    command: stopIt,
    answers: [{ battery: 50 }],
    result: 'offline',
  },
  {
    name: 'a vacuum that tells its battery when it is to charge',
    traits: { power: { path: '$.on' }, battery: { path: '$.battery', command: undefined } },
    keys: { verbs: { charge: { command: 'c', payload: 'dock' } } },
    before: [{ on: true }],
    known: { power: true },
    command: { kind: 'perform', verb: 'charge' },
    answers: [{ battery: 50 }],
    result: 'offline',
  },
  {
    name: 'a vacuum that says that it returns to its dock',
    traits: { power: { path: '$.on' } },
    keys: {
      verbs: {
        charge: {
          command: 'c',
          payload: 'dock',
          confirm: { state: 's', path: '$.state', is: ['returning', 'docked'] },
        },
      },
    },
    before: [{ on: true }],
    known: { power: true },
    command: { kind: 'perform', verb: 'charge' },
    answers: [{ state: 'cleaning', on: true }, 20, { state: 'returning', on: true }],
    result: { power: true },
  },
  {
    name: 'a vacuum that says something else than that it returns',
    traits: { power: { path: '$.on' } },
    keys: {
      verbs: {
        charge: {
          command: 'c',
          payload: 'dock',
          confirm: { state: 's', path: '$.state', is: ['returning', 'docked'] },
        },
      },
    },
    before: [{ on: true }],
    known: { power: true },
    command: { kind: 'perform', verb: 'charge' },
    answers: [{ state: 'cleaning', on: true }],
    result: 'offline',
  },
  // More than nothing is never nothing.
  {
    name: 'brightness 1 on a scale of 20',
    traits: { brightness: { range: [0, 20] } },
    before: ['10'],
    known: { brightness: 50 },
    command: { brightness: 1 },
    answers: ['1'],
    result: { brightness: 5 },
    sent: ['1'],
  },
  {
    name: 'brightness 1 of 254 is not 0',
    traits: { brightness: { range: [0, 254] } },
    before: ['10'],
    known: { brightness: 4 },
    command: { brightness: 4 },
    answers: ['1'],
    result: { brightness: 1 },
  },
  // Words.
  {
    name: 'words that are JSON',
    traits: { power: { on: '{"relay":1}', off: '{"relay":0}' } },
    before: [{ relay: 0 }],
    known: { power: false },
    command: { power: true },
    answers: [' {"relay": 1}\n'],
    result: { power: true },
    sent: ['{"relay":1}'],
  },
  {
    name: 'words that are numbers with a point',
    traits: { power: { on: '1.0', off: '0.0' } },
    before: ['0.0'],
    known: { power: false },
    command: { power: true },
    answers: ['1.0'],
    result: { power: true },
    sent: ['1.0'],
  },
  {
    name: 'a word with white space around it',
    traits: plug,
    before: ['OFF '],
    known: { power: false },
    command: { power: true },
    answers: ['ON\n'],
    result: { power: true },
  },
  {
    name: 'a mode with white space around it',
    traits: { mode: { values: { cool: 'COOL', heat: 'HEAT' } } },
    before: ['COOL\r\n'],
    known: { mode: 'cool' },
    command: { mode: 'heat' },
    answers: ['HEAT '],
    result: { mode: 'heat' },
  },
  {
    name: 'a bare nan in JSON',
    traits: { power: { path: '$.on' }, currentTemperature: { path: '$.t', command: undefined } },
    before: ['{"on": false, "t": nan}'],
    known: { power: false },
    command: { power: true },
    answers: ['{"t": NaN, "on": true}'],
    result: { power: true },
  },
  {
    name: 'a device that says with true that it is there, and then that it is not',
    traits: plug,
    keys: { availability: { topic: 'a', template: '{{ value_json.alive }}', online: 'True', offline: 'False' } },
    before: [['a', { alive: true }], 'OFF', ['a', { alive: false }]],
    command: { power: true },
    answers: ['ON'],
    result: 'offline',
    sent: [],
  },
  // A device that reports its state and not the result of a command.
  {
    name: 'an optimistic device that never says anything is assumed',
    traits: { power: { on: 'ON', off: 'OFF', optimistic: true } },
    command: { power: true },
    result: { power: true },
  },
  {
    name: 'an optimistic device is what it was told last, until it says something else',
    traits: { power: { on: 'ON', off: 'OFF', optimistic: true } },
    before: ['OFF'],
    known: { power: false },
    command: { power: true },
    result: { power: true },
  },
  // A lamp whose brightness is a command of its own.
  {
    name: 'a lamp that must be turned on too',
    traits: { power: { state: 'p', on: 'ON', off: 'OFF' }, brightness: { turnsOn: 'after' } },
    before: [['p', 'OFF'], '10'],
    known: { power: false, brightness: 10 },
    command: { brightness: 50 },
    answers: ['50', ['p', 'ON']],
    result: { power: true, brightness: 50 },
    sent: ['50', 'ON'],
  },
  {
    name: 'a lamp that must be turned on too, and is not',
    traits: { power: { state: 'p', on: 'ON', off: 'OFF' }, brightness: { turnsOn: 'before' } },
    before: [['p', 'OFF'], '10'],
    known: { power: false, brightness: 10 },
    command: { brightness: 50 },
    answers: ['50'],
    result: 'offline',
    sent: ['ON', '50'],
  },
  {
    name: 'a lamp that must be turned on too, and is on already',
    traits: { power: { state: 'p', on: 'ON', off: 'OFF' }, brightness: { turnsOn: 'after' } },
    before: [['p', 'ON'], '10'],
    known: { power: true, brightness: 10 },
    command: { brightness: 50 },
    answers: ['50'],
    result: { power: true, brightness: 50 },
    sent: ['50'],
  },
  // Modes on a topic of their own.
  {
    name: 'a colour that is one only while another topic says so',
    traits: { power: {}, color: { state: 'h', form: 'hs', when: { state: 'm', is: ['hs'] } } },
    before: [['m', 'hs'], ['h', '120,50'], ['m', 'color_temp'], 'OFF'],
    known: { power: false },
    command: { power: true },
    answers: ['ON'],
    result: { power: true, color: undefined },
  },
]

describe('the answer to a command over MQTT is what the device reported', () => {
  const home = testMqttHome()
  let bench: MqttFixture

  test.each(cases)(
    '$name',
    async ({ traits, keys, before = [], known, command, answers = [], asked, result, sent }) => {
      const given = Object.fromEntries(
        Object.entries(traits).map(([trait, options]) => {
          const whole: Record<string, unknown> = { state: 's', command: 'c', ...options }
          return [trait, Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined))]
        }),
      )
      bench = await home.open({ settle, traits: given, ...keys })
      const say = (message: Message) => {
        const [topic, payload] = (Array.isArray(message) ? message : ['s', message]) as [string, string | object]
        return bench.client.publishAsync(topic, typeof payload === 'string' ? payload : JSON.stringify(payload))
      }
      for (const message of before) await say(message)
      const now = async () => (await bench.device.read({ signal: bench.signalWithin(1000) })).state
      if (known)
        await eventually(async () => {
          const state = await now()
          return Object.entries(known).every(([trait, value]) => state[trait as keyof State] === value)
        })
      else await bench.delivered()
      let isAnswering = false
      bench.client.on('message', async (topic) => {
        if (topic === 'ask' && asked !== undefined) await say(asked)
        if (topic !== 'c' || isAnswering) return
        isAnswering = true
        // Reports that are still due when the test is over are dropped.
        for (const answer of answers) await (typeof answer === 'number' ? pause(answer) : say(answer).catch(() => {}))
      })
      const whole = ('kind' in command ? command : { kind: 'set', patch: command }) as Command
      const outcome = await bench.device.apply(whole, bench.signalWithin(900)).then(
        (state) => state,
        (error: unknown) => (error instanceof Failure ? error.reason.code : error),
      )
      if (typeof result === 'string') expect(outcome).toBe(result)
      else {
        expect(outcome).toMatchObject(
          Object.fromEntries(Object.entries(result).filter(([, value]) => value !== undefined)),
        )
        for (const [trait, value] of Object.entries(result))
          if (value === undefined) expect(outcome).not.toHaveProperty(trait)
      }
      const commands = () => bench.messages.filter(([topic]) => topic === 'c').map(([, payload]) => payload)
      if (sent) {
        await eventually(() => commands().length >= sent.length)
        expect(commands()).toEqual(sent)
      }
    },
  )
})
