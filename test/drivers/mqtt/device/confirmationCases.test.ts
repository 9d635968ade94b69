import { jest } from '@jest/globals'
import type { State } from '../../../../src/home/traits.ts'
import { type MqttStep, mqttBench } from '../../../support/mqttBench.ts'

beforeEach(() => void jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] }))
afterEach(() => void jest.useRealTimers())

const settle = '100ms'
const ask = { topic: 'ask', payload: '?' }
const power = { state: 't', path: '$.on', command: 'power/set', on: 'ON', off: 'OFF' }
const brightness = { state: 't', path: '$.level', range: [0, 254], command: 'level/set' }
const lamp = { settle, traits: { power, brightness } }
const coarse = { settle, traits: { brightness: { state: 't', range: [0, 10], command: 'level/set' } } }
const colored = {
  settle,
  traits: { color: { state: 't', path: { hue: '$.h', saturation: '$.s' }, command: 'color/set' } },
}
const shining = {
  settle,
  traits: {
    ...colored.traits,
    brightness,
    color: { ...colored.traits.color, payload: '{"h":${hue},"s":${saturation}}' },
  },
}
const cover = {
  settle,
  ask,
  traits: { open: { state: 't', path: '$.position', position: [0, 100], command: 'cover/set' } },
}
const movingCover = {
  settle,
  traits: {
    open: {
      ...{ state: 't', path: '$.at', command: 'cover/set', on: 'open', off: 'closed' },
      moving: { path: '$.motor', on: ['up'], off: ['down'], stopped: ['stop'] },
    },
  },
}
const lock = {
  settle,
  faults: 'lock',
  traits: { locked: { state: 't', command: 'lock/set', on: 'LOCK', off: 'UNLOCK' } },
}
const at = (position: number): MqttStep => ['t', { position }]
const wordCover = {
  settle,
  traits: { open: { state: 't', position: [0, 100], command: 'cover/set', on: 'open', off: 'closed' } },
}
const movingPositionCover = {
  settle,
  traits: { open: { ...cover.traits.open, moving: movingCover.traits.open.moving } },
}
const fan = {
  settle,
  traits: {
    power,
    open: cover.traits.open,
    fanSpeed: { state: 't', path: '$.speed', command: 'fan/set', values: { 1: 'low', 2: 'mid', 3: 'mid' } },
    mode: { state: 't', path: '$.mode', command: 'mode/set', values: { cool: 'c', cold: 'c' } },
  },
}
const withBrightness = {
  settle,
  traits: {
    color: {
      state: 't',
      path: { hue: '$.h', saturation: '$.s' },
      command: 'color/set',
      payload: '{"h":${hue},"s":${saturation},"b":${brightness}}',
    },
  },
}
const brightColor = {
  settle,
  traits: {
    color: { ...withBrightness.traits.color, path: { hue: '$.h', saturation: '$.s', brightness: '$.b' } },
  },
}
const blue50 = { color: { hue: 200, saturation: 80, brightness: 50 } }

/** How a command to a device is answered: after the last of the steps, and not before. */
const cases: readonly (readonly [
  what: string,
  options: object,
  before: readonly MqttStep[],
  patch: State,
  steps: readonly MqttStep[],
  answer: unknown,
])[] = [
  ['what was requested', lamp, [], { power: true }, [['t', { on: 'ON' }]], { power: true }],
  [
    'what was requested, and not what it says of others',
    lamp,
    [['t', { on: 'OFF' }]],
    { power: true },
    [['t', { level: 254 }], 99, ['t', { on: 'ON' }]],
    { power: true, brightness: 100 },
  ],
  [
    'both of two requested values',
    lamp,
    [],
    { power: true, brightness: 50 },
    [
      ['t', { on: 'ON' }],
      ['t', { level: 127 }],
    ],
    { power: true, brightness: 50 },
  ],
  [
    'what the broker kept is of before',
    lamp,
    [],
    { power: true },
    [['t', { on: 'ON' }, 'retained'], 500, ['t', { on: 'ON' }]],
    { power: true },
  ],
  ['another value that stays', lamp, [], { brightness: 90 }, [['t', { level: 77 }], 99, 1], { brightness: 30 }],
  [
    'the last of several values',
    lamp,
    [],
    { brightness: 90 },
    [['t', { level: 77 }], 90, ['t', { level: 127 }], 99, 1],
    { brightness: 50 },
  ],
  [
    'a value that is said again does not begin the wait anew',
    lamp,
    [],
    { brightness: 90 },
    [['t', { level: 77 }], 60, ['t', { level: 77 }], 39, 1],
    { brightness: 30 },
  ],
  [
    'the old value that stays three times as long',
    lamp,
    [['t', { level: 77 }]],
    { brightness: 90 },
    [['t', { level: 77 }], 299, 1],
    { brightness: 30 },
  ],
  [
    'the old value, while others change',
    lamp,
    [['t', { level: 77, on: 'OFF' }]],
    { brightness: 90, power: true },
    [['t', { level: 77, on: 'ON' }], 99, 1],
    { brightness: 30, power: true },
  ],
  [
    'one of two requested values, until it was given up',
    lamp,
    [],
    { power: true, brightness: 90 },
    [['t', { on: 'OFF' }], 100, 1000, 'given up'],
    'offline: given up',
  ],
  [
    'one of two requested values late',
    lamp,
    [],
    { power: true, brightness: 90 },
    [['t', { on: 'OFF' }], 100, 1000, ['t', { level: 77 }], 99, 1],
    { power: false, brightness: 30 },
  ],
  [
    'a value that is unknown',
    lamp,
    [['t', { level: 77 }]],
    { brightness: 90 },
    [['t', { level: null }], 99, 1],
    'actionFailed: brightness was to be 90, and it is not known what it is',
  ],
  [
    'a value as near as the scale of the device allows',
    coarse,
    [],
    { brightness: 34 },
    [['t', '3']],
    { brightness: 30 },
  ],
  [
    'a value a step away on the scale of the device',
    coarse,
    [],
    { brightness: 34 },
    [['t', '4'], 99, 1],
    { brightness: 40 },
  ],
  [
    'the same colour',
    colored,
    [['t', { h: 10, s: 50 }]],
    { color: { hue: 200, saturation: 80 } },
    [['t', { h: 200, s: 80 }]],
    { color: { hue: 200, saturation: 80 } },
  ],
  [
    'another colour than before',
    colored,
    [['t', { h: 10, s: 50 }]],
    { color: { hue: 200, saturation: 80 } },
    [['t', { h: 190, s: 60 }], 99, 1],
    { color: { hue: 190, saturation: 60 } },
  ],
  [
    'the colour of before',
    colored,
    [['t', { h: 10, s: 50 }]],
    { color: { hue: 200, saturation: 80 } },
    [['t', { h: 10, s: 50 }], 299, 1],
    'actionFailed: color was to be {"hue":200,"saturation":80}, and it is {"hue":10,"saturation":50}',
  ],
  [
    'another colour, where none was known before',
    colored,
    [],
    { color: { hue: 200, saturation: 80 } },
    [['t', { h: 190, s: 60 }], 99, 1],
    'actionFailed: color was to be {"hue":200,"saturation":80}, and it is {"hue":190,"saturation":60}',
  ],
  [
    'the colour apart from its brightness',
    shining,
    [['t', { h: 10, s: 50, level: 254 }]],
    { color: { hue: 200, saturation: 80, brightness: 50 } },
    [['t', { h: 200, s: 80 }], 50, ['t', { level: 127 }]],
    { color: { hue: 200, saturation: 80 }, brightness: 50 },
  ],
  [
    'that it is locked, after it was locking for longer than it may rest',
    lock,
    [['t', 'UNLOCK']],
    { locked: true },
    [['t', 'UNLOCK'], 50, ['t', 'LOCKING'], 4000, ['t', 'LOCK']],
    { locked: true },
  ],
  [
    'that it is jammed after it was locking',
    lock,
    [['t', 'UNLOCK']],
    { locked: true },
    [['t', 'LOCKING'], 4000, ['t', 'JAMMED']],
    'deviceFault: the device says "JAMMED"',
  ],
  [
    'that it is unlocked again after it was locking',
    lock,
    [['t', 'UNLOCK']],
    { locked: true },
    [['t', 'LOCKING'], 4000, ['t', 'UNLOCK'], 299, 1],
    { locked: false },
  ],
  ['a fault in its own words', lock, [], { locked: true }, [['t', 'jammed']], 'deviceFault: the device says "jammed"'],
  ['a fault of its bridge', lock, [], { locked: true }, ['bridge fault'], 'deviceFault: motor stuck'],
  ['that the broker went away', lamp, [], { power: true }, ['broker lost'], 'offline: the broker went away'],
  ['that it was given up', lamp, [], { power: true }, [5000, 'given up'], 'offline: given up'],
  [
    'that it went away',
    { ...lamp, availability: { topic: 'there' } },
    [['there', 'online']],
    { power: true },
    [
      ['there', 'online'],
      ['there', 'offline'],
    ],
    'offline: the device says that it is not there',
  ],
  // Something that opens and tells its position.
  ['that it is open', cover, [at(0)], { open: true }, [at(99)], { open: true }],
  [
    'that it is open next to its end only',
    cover,
    [at(97)],
    { open: true },
    [at(98), 499, 1],
    'actionFailed: open was to be true, and it is true',
  ],
  ['that it opens', cover, [at(20)], { open: true }, [at(22), 50, at(23)], {}],
  ['that it closes', cover, [at(20)], { open: false }, [at(18), 50, at(17)], {}],
  ['that it is closed', cover, [at(20)], { open: false }, [at(1)], { open: false }],
  ['that it opens, from where nobody knew', cover, [], { open: true }, [at(20), 50, at(23)], {}],
  ['that it goes the other way first', cover, [at(50)], { open: true }, [at(40), 50, at(53)], {}],
  ['that it opens, by its words', movingCover, [['t', { at: 'closed' }]], { open: true }, [['t', { motor: 'up' }]], {}],
  [
    'that it closes, by its words',
    movingCover,
    [['t', { at: 'open' }]],
    { open: false },
    [['t', { motor: 'down' }]],
    {},
  ],
  [
    'that it goes the other way, by its words',
    movingCover,
    [['t', { at: 'closed' }]],
    { open: true },
    [['t', { motor: 'down' }], 50, ['t', { motor: 'up' }]],
    {},
  ],
  [
    'that it has opened, by its words',
    movingCover,
    [['t', { at: 'closed' }]],
    { open: true },
    [['t', { at: 'open' }]],
    { open: true },
  ],
  // What decides only in such a case.
  [
    'one of two requested values, and the old value of the other long after',
    lamp,
    [['t', { on: 'OFF', level: 77 }]],
    { power: true, brightness: 90 },
    [['t', { on: 'OFF' }], 400, ['t', { level: 77 }], 299, 1],
    { power: false, brightness: 30 },
  ],
  [
    'one of two requested values that was so before, once it is said again',
    lamp,
    [['t', { on: 'ON' }]],
    { power: true, brightness: 50 },
    [['t', { level: 127 }], 50, ['t', { on: 'ON' }]],
    { power: true, brightness: 50 },
  ],
  [
    'that a value is unknown as before, and it is not asked for',
    { ...lamp, ask },
    [],
    { brightness: 90 },
    [['t', { level: null }], 299, 1],
    'actionFailed: brightness was to be 90, and it is not known what it is',
  ],
  [
    'two of our numbers that are one word of the device',
    fan,
    [],
    { fanSpeed: 2 },
    [['t', { speed: 'mid' }]],
    { fanSpeed: 3 },
  ],
  [
    'two of our words that are one of the device, late',
    fan,
    [],
    { mode: 'cool' },
    [['t', { mode: 'c' }], 99, 1],
    { mode: 'cold' },
  ],
  [
    'a colour whose brightness it does not say',
    withBrightness,
    [],
    blue50,
    [['t', { h: 200, s: 80 }]],
    { color: { hue: 200, saturation: 80 } },
  ],
  ['a colour with its brightness', brightColor, [], blue50, [['t', { h: 200, s: 80, b: 50 }]], blue50],
  [
    'a colour with another brightness',
    brightColor,
    [['t', { h: 10, s: 50, b: 50 }]],
    blue50,
    [['t', { h: 200, s: 80, b: 90 }], 99, 1],
    { color: { hue: 200, saturation: 80, brightness: 90 } },
  ],
  [
    'the colour of before with another brightness',
    brightColor,
    [['t', { h: 10, s: 50, b: 100 }]],
    blue50,
    [['t', { h: 10, s: 50, b: 40 }], 99, 1],
    expect.stringMatching(/^actionFailed: color was to be/),
  ],
  [
    'where it is, though it moved before',
    movingCover,
    [
      ['t', { at: 'closed' }],
      ['t', { motor: 'up' }],
    ],
    { open: true },
    [['t', { at: 'closed' }], 299, 1],
    { open: false },
  ],
  ['that it trembles and stays open', cover, [at(20)], { open: false }, [at(22), 499, 1], { open: true }],
  ['that it is open, by a word', wordCover, [], { open: true }, [['t', 'open']], { open: true }],
  [
    'a word that it is open, at the position of before',
    wordCover,
    [['t', '50']],
    { open: true },
    [['t', 'open'], 299, 1],
    'actionFailed: open was to be true, and it is true',
  ],
  [
    'a fault by a word that also means that it stands still',
    {
      settle,
      traits: {
        open: {
          state: 't',
          path: '$.v',
          command: 'cover/set',
          fault: ['jam'],
          moving: { state: 'm', stopped: ['jam'] },
        },
      },
    },
    [],
    { open: true },
    [['t', { v: 'jam' }]],
    'deviceFault: the device says "jam"',
  ],
  ['that it is closed, by a word', wordCover, [], { open: true }, [['t', 'closed'], 99, 1], { open: false }],
  [
    'a position further on where it rests',
    movingPositionCover,
    [at(20)],
    { open: true },
    [['t', { position: 30, motor: 'stop' }]],
    {},
  ],
  [
    'another trait than the position that it has',
    fan,
    [at(50)],
    { power: true },
    [['t', { on: 'ON' }]],
    { power: true, open: true },
  ],
  [
    'another trait that does not follow while it moves',
    fan,
    [at(20)],
    { power: true },
    [['t', { on: 'OFF', position: 30 }], 99, 1],
    { power: false, open: true },
  ],
  [
    'that it opened in part and came back',
    fan,
    [at(20)],
    { power: true, open: true },
    [at(60), at(50), ['t', { on: 'ON' }], 99, 1],
    'actionFailed: open was to be true, and it is true',
  ],
  [
    'that it closed in part and came back',
    fan,
    [at(80)],
    { power: true, open: false },
    [at(40), at(50), ['t', { on: 'ON' }], 99, 1],
    { power: true, open: true },
  ],
]
test.each(cases)('a command is answered by %s', async (_what, options, before, patch, steps, answer) => {
  const bench = mqttBench(options)
  for (const one of before) await bench.step(one)
  const listeners = bench.listenerCount()
  expect(await bench.answer({ kind: 'set', patch }, steps)).toEqual(answer)
  expect([bench.listenerCount(), bench.abortListenerCount(), jest.getTimerCount()]).toEqual([listeners, 0, 0])
})

describe('a device that reports nothing, or the old value,', () => {
  const asked = { ...lamp, ask }
  test('is asked for its state once after a long silence', async () => {
    const bench = mqttBench(asked)
    expect(await bench.answer({ kind: 'set', patch: { power: true } }, [99])).toBe('nothing yet')
    expect(bench.sent).toEqual(['power/set ON'])
    await bench.step(1)
    expect(bench.sent).toEqual(['power/set ON', 'ask ?'])
    await bench.step(['t', { level: 3 }])
    await bench.step(5000)
    expect(bench.sent).toEqual(['power/set ON', 'ask ?'])
    await bench.step('given up')
  })

  test('is not asked for a trait that is confirmed while another is not', async () => {
    const bench = mqttBench(asked)
    await bench.step(['t', { on: 'ON', level: 77 }])
    const requested = { kind: 'set', patch: { power: true, brightness: 90 } } as const
    expect(await bench.answer(requested, [['t', { on: 'ON', level: 127 }], 99, 1])).toEqual({
      power: true,
      brightness: 50,
    })
    expect(bench.sent).toEqual(['power/set ON', 'level/set 229'])
  })

  test('is not asked if it has reported all traits', async () => {
    const bench = mqttBench(asked)
    expect(await bench.answer({ kind: 'set', patch: { brightness: 90 } }, [['t', { level: 77 }], 100])).toEqual({
      brightness: 30,
    })
    expect(bench.sent).toEqual(['level/set 229'])
  })

  test('is asked if it has reported one of two traits', async () => {
    const bench = mqttBench(asked)
    const requested = { kind: 'set', patch: { power: true, brightness: 90 } } as const
    expect(await bench.answer(requested, [['t', { on: 'ON' }], 100, 1000, ['t', { level: 229 }]])).toEqual({
      power: true,
      brightness: 90,
    })
    expect(bench.sent).toEqual(['power/set ON', 'level/set 229', 'ask ?', 'ask ?'])
  })

  test('is asked twice if it keeps the old value, and answers with the new one', async () => {
    const bench = mqttBench(asked)
    await bench.step(['t', { level: 77 }])
    const requested = { kind: 'set', patch: { brightness: 90 } } as const
    expect(await bench.answer(requested, [['t', { level: 77 }], 300, 100, ['t', { level: 229 }]])).toEqual({
      brightness: 90,
    })
    expect(bench.sent).toEqual(['level/set 229', 'ask ?', 'ask ?'])
    expect(await bench.answer(requested, [['t', { level: 77 }], 100])).toEqual({ brightness: 30 })
  })
})

describe('a late report to a cancelled command', () => {
  const set = (brightness: number) => ({ kind: 'set', patch: { brightness } }) as const
  const level = (percent: number): MqttStep => ['t', { level: Math.round(percent * 2.54) }]
  async function givenUp(options: object = lamp) {
    const bench = mqttBench(options)
    expect(await bench.answer(set(40), ['given up'])).toBe('offline: given up')
    return bench
  }

  test('does not answer the next command for 30 s', async () => {
    const bench = await givenUp()
    await bench.step(30_000)
    expect(await bench.answer(set(70), [level(40), 900, level(70)])).toEqual({ brightness: 70 })
  })

  test('answers a command after that', async () => {
    const bench = await givenUp()
    await bench.step(30_001)
    expect(await bench.answer(set(70), [level(40), 99, 1])).toEqual({ brightness: 40 })
  })

  test('answers a command for the same value', async () => {
    const bench = await givenUp()
    expect(await bench.answer(set(40), [level(40)])).toEqual({ brightness: 40 })
  })

  test('is not a report with another value', async () => {
    const bench = await givenUp()
    expect(await bench.answer(set(70), [level(55), 99, 1])).toEqual({ brightness: 55 })
  })

  test('does not make another command fail', async () => {
    const bench = mqttBench(lock)
    const requested = { kind: 'set', patch: { locked: true } } as const
    expect(await bench.answer(requested, ['given up'])).toBe('offline: given up')
    expect(await bench.answer(requested, ['bridge fault', 10, ['t', 'LOCK']])).toEqual({ locked: true })
    expect(await bench.answer(requested, ['bridge fault'])).toBe('deviceFault: motor stuck')
  })

  test('of a colour is separate from its brightness', async () => {
    const bench = mqttBench(shining)
    const color = (hue: number, brightness?: number) =>
      ({
        kind: 'set',
        patch: { color: { hue, saturation: 80, ...(brightness !== undefined && { brightness }) } },
      }) as const
    expect(await bench.answer(color(200, 50), ['given up'])).toBe('offline: given up')
    const steps: MqttStep[] = [['t', { h: 200, s: 80 }], 900, ['t', { h: 20, s: 80 }]]
    expect(await bench.answer(color(20), steps)).toMatchObject({ color: { hue: 20, saturation: 80 } })
  })
})

test('a cancelled command leaves the movement of another trait known', async () => {
  const bench = mqttBench(fan)
  await bench.step(at(20))
  expect(await bench.answer({ kind: 'set', patch: { power: true } }, ['given up'])).toBe('offline: given up')
  expect(await bench.answer({ kind: 'set', patch: { open: true } }, [at(23)])).toEqual({})
})

test.each([
  [true, 20],
  [false, 80],
])(
  'a cover that is commanded to %s reports its movement, although its earlier position expires',
  async (open, before) => {
    const bench = mqttBench({ settle, traits: { open: { ...cover.traits.open, expireAfter: '1s' } } })
    await bench.step(at(before))
    let answer: unknown
    void bench.device.apply({ kind: 'set', patch: { open } }, new AbortController().signal).then((state) => {
      answer = state
    })
    await bench.step(1000)
    expect(await bench.state()).toEqual({})
    await bench.step(at(50))
    expect(answer).toEqual({})
  },
)

test('a command to a device that never reports is confirmed when it is sent', async () => {
  const bench = mqttBench({
    settle,
    traits: { power: { command: 'power/set' }, muted: { ...power, optimistic: true } },
  })
  expect(await bench.answer({ kind: 'set', patch: { power: true, muted: false } }, [])).toEqual({
    power: true,
    muted: false,
  })
  expect(bench.sent).toEqual(['power/set ON, acknowledged', 'power/set OFF, acknowledged'])
})

/** How a verb is answered: after the last of the steps, and not before. Nothing is a success. */
const stop = { verbs: { stop: { command: 'stop/set', payload: 'now' } } }
const stopped = { ...cover, ...stop }
const named = {
  ...lamp,
  verbs: { charge: { command: 'charge/set', confirm: { state: 'dock', path: '$.is', is: ['home', 1] } } },
}
const verbCases: readonly (readonly [
  what: string,
  options: object,
  before: readonly MqttStep[],
  verb: 'stop' | 'charge',
  steps: readonly MqttStep[],
  answer?: unknown,
])[] = [
  [
    'a word that its description names',
    named,
    [],
    'charge',
    [['t', { on: 'ON' }], ['dock', { is: 'away' }], 900, ['dock', { is: 'home' }]],
  ],
  [
    'a number that its description names',
    named,
    [],
    'charge',
    [
      ['dock', { no: 1 }],
      ['dock', { is: 1 }],
    ],
  ],
  [
    'no word that the broker kept',
    named,
    [],
    'charge',
    [
      ['dock', { is: 'home' }, 'retained'],
      ['dock', { is: 'home' }],
    ],
  ],
  [
    'a fault, though it has words',
    { ...named, faults: 'it' },
    [],
    'charge',
    ['bridge fault'],
    'deviceFault: motor stuck',
  ],
  [
    'any word of what a device does',
    { ...lamp, ...stop },
    [],
    'stop',
    [['t', { level: 3 }], 500, ['t', { on: 'OFF' }]],
  ],
  ['that what it does is unknown', { ...lamp, ...stop }, [], 'stop', [['t', { on: null }]]],
  [
    'that it moves, where it need not stop',
    { ...movingCover, verbs: { charge: { command: 'c' } } },
    [],
    'charge',
    [['t', { motor: 'up' }]],
  ],
  ['a position that stands still', stopped, [at(20)], 'stop', [at(20), 99, 1]],
  ['a position that stands still after it moved', stopped, [at(20)], 'stop', [at(25), 99, at(26), 147, at(26), 2]],
  [
    'a position that goes on',
    stopped,
    [at(20)],
    'stop',
    [at(25), 90, at(30), 130, at(35), 90, at(40)],
    'actionFailed: it goes on moving',
  ],
  ['a position where none was known', stopped, [], 'stop', [at(25), 99, 1]],
  [
    'that it stopped, by its words',
    { ...movingCover, ...stop },
    [['t', { motor: 'up' }]],
    'stop',
    [['t', { motor: 'up' }], 250, ['t', { motor: 'stop' }]],
  ],
  [
    'that it goes on, by its words',
    { ...movingCover, ...stop },
    [],
    'stop',
    [['t', { motor: 'up' }], 301, ['t', { motor: 'up' }]],
    'actionFailed: it goes on moving',
  ],
  [
    'a word of its state, without a position',
    { ...movingCover, ...stop },
    [['t', { motor: 'up' }]],
    'stop',
    [['t', { at: 'open' }]],
  ],
  [
    'that it stopped, by its words, with a position',
    { ...movingPositionCover, ...stop },
    [at(20)],
    'stop',
    [['t', { position: 30, motor: 'up' }], 50, ['t', { motor: 'stop' }]],
  ],
  [
    'no word of another trait than the position',
    { ...fan, ...stop },
    [at(20)],
    'stop',
    [['t', { on: 'ON' }], 500, at(20), 99, 1],
  ],
  [
    'a word of another trait, where it says no position',
    { settle, traits: { power, open: { command: 'cover/set' } }, ...stop },
    [],
    'stop',
    [['t', { on: 'ON' }]],
  ],
  [
    'a word of something that opens without a position',
    { settle, traits: { open: { state: 't', command: 'cover/set', on: 'o', off: 'c' } }, ...stop },
    [],
    'stop',
    [['t', 'o']],
  ],
  [
    'that it moved again within the time of a stop',
    stopped,
    [at(20)],
    'stop',
    [at(20), 90, at(25), 100, at(30), 120, at(35), 179, 1],
  ],
  [
    'that it goes on for longer than the time of a stop',
    { ...movingCover, ...stop },
    [],
    'stop',
    [['t', { motor: 'up' }], 300, ['t', { motor: 'up' }], 1, ['t', { motor: 'up' }]],
    'actionFailed: it goes on moving',
  ],
  ['a position that came every two seconds before', stopped, [at(18), 2000, at(20)], 'stop', [at(20), 2999, 1]],
  ['a position that came more slowly before', stopped, [at(18), 2001, at(20)], 'stop', [at(20), 99, 1]],
  ...(['mode', 'phase', 'locked'] as const).map((trait): (typeof verbCases)[number] => [
    `a word of its ${trait}`,
    { settle, traits: { [trait]: { state: 't', ...(trait === 'mode' && { values: { ON: 'ON' } }) } }, ...stop },
    [],
    'stop',
    [['t', 'ON']],
  ]),
]
test.each(
  verbCases.map(([what, options, before, verb, steps, answer]) => ({ what, options, before, verb, steps, answer })),
)('a verb is confirmed by $what', async ({ options, before, verb, steps, answer }) => {
  const bench = mqttBench(options)
  for (const one of [1000, ...before]) await bench.step(one)
  const listeners = bench.listenerCount()
  const result = await bench.answer({ kind: 'perform', verb }, steps)
  if (answer === undefined) expect(result).toEqual(await bench.state())
  else expect(result).toBe(answer)
  expect([bench.listenerCount(), bench.abortListenerCount(), jest.getTimerCount()]).toEqual([listeners, 0, 0])
})

test('a verb of a device that reports nothing is confirmed when it is sent', async () => {
  const bench = mqttBench({ settle, traits: { power: { command: 'power/set' } }, ...stop })
  expect(await bench.answer({ kind: 'perform', verb: 'stop' }, [])).toEqual({})
  expect([bench.sent, jest.getTimerCount()]).toEqual([['stop/set now, acknowledged'], 0])
})
