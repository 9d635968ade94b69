import { jest } from '@jest/globals'
import { type MqttStep, mqttBench } from '../../../support/mqttBench.ts'

const start = new Date('2026-11-30T10:00:00.000Z')
beforeEach(() => void jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'], now: start }))
afterEach(() => void jest.useRealTimers())

const power = { state: 't', on: 'ON', off: 'OFF' }
const brightness = { state: 't', path: '$.level', range: [0, 254] }
const color = { state: 't', path: { hue: '$.h', saturation: '$.s' } }
const blue = { h: 240, s: 100 }
const isBlue = { color: { hue: 240, saturation: 100 } }
const inMode = { traits: { color: { ...color, when: { path: '$.mode', is: ['hs', 7] } } } }
const modeElsewhere = { traits: { color: { ...color, when: { state: 'mode', path: '$.is', is: ['hs'] } }, power } }
const moving = { on: ['opening'], off: ['closing'], stopped: ['stopped'] }
const cover = { traits: { open: { state: 't', on: 'open', off: 'closed', moving } } }
const coverElsewhere = { traits: { open: { ...cover.traits.open, moving: { ...moving, state: 'motor' } } } }
const motor = {
  traits: {
    open: {
      ...{ state: 't', path: '$.at', on: 'open', off: 'closed' },
      moving: { path: '$.motor', on: ['up'], off: ['down'], stopped: ['stop'] },
    },
  },
}
const motorWithPosition = { traits: { open: { ...motor.traits.open, position: [0, 100] } } }
const toggled = {
  traits: {
    power: { ...power, template: "{{ ('OFF' if this.state == 'ON' else 'ON') if value == 'toggle' else value }}" },
  },
}
const toggledOrNone = {
  traits: {
    power: {
      ...power,
      template:
        "{{ none if value == 'lost' else ('OFF' if this.state == 'ON' else 'ON') if value == 'toggle' else value }}",
    },
  },
}
const meters = {
  traits: {
    consumption: {
      items: [
        { state: 'a', name: 'today', unit: 'kWh', expireAfter: '60s' },
        { state: 'b', path: '$.v', name: 'month' },
      ],
    },
    power,
  },
}
const today = (value: number) => ({ name: 'today', unit: 'kWh', value })
const month = (value: number) => ({ name: 'month', unit: '', value })
const door = { traits: { openedAt: { state: 't', moment: 'Open' } } }

/** What is known after these messages, and what meant nothing. */
const cases: readonly (readonly [
  what: string,
  options: object,
  steps: readonly MqttStep[],
  state: object,
  meaningless?: readonly string[],
])[] = [
  ['a word', { traits: { power } }, [['t', 'ON']], { power: true }],
  ['nothing of another topic', { traits: { power } }, [['u', 'ON']], {}],
  [
    'what was said last',
    { traits: { power } },
    [
      ['t', 'ON'],
      ['t', 'OFF'],
    ],
    { power: false },
  ],
  ['nothing once the broker is lost', { traits: { power } }, [['t', 'ON'], 'broker lost'], {}],
  ...['', 'none', 'NULL', 'nan', 'Unknown', 'unavailable', 'undefined'].map(
    (word): [string, object, MqttStep[], object, string[]] => [
      `that it is unknown by "${word}"`,
      { traits: { power } },
      [
        ['t', 'ON'],
        ['t', word],
      ],
      {},
      [],
    ],
  ),
  [
    'a word that means nothing',
    { traits: { power } },
    [
      ['t', 'ON'],
      ['t', 'maybe'],
    ],
    {},
    ['power cannot be maybe'],
  ],
  [
    'nothing of a lock that is turning',
    { traits: { locked: { state: 't', on: 'L', off: 'U' } } },
    [
      ['t', 'L'],
      ['t', 'UNLOCKING'],
    ],
    {},
    [],
  ],
  [
    'nothing by a word of the device that is no value of the trait',
    { traits: { fanSpeed: { state: 't', values: { 1: 'low', 2: 'high' }, ignore: ['auto'] } } },
    [
      ['t', 'low'],
      ['t', 'AUTO'],
    ],
    {},
    [],
  ],
  [
    'a value whose word is one for being on its way elsewhere',
    { traits: { locked: { state: 't', on: 'LOCKING', off: 'U' } } },
    [['t', 'LOCKING']],
    { locked: true },
    [],
  ],
  [
    'a long word that means nothing, cut',
    { traits: { power } },
    [['t', 'x'.repeat(60)]],
    {},
    [`power cannot be ${'x'.repeat(50)}`],
  ],
  ['no JSON', { traits: { brightness } }, [['t', 'junk']], {}, ['it is no JSON']],
  ['an empty message', { traits: { brightness } }, [['t', '']], {}, []],
  ['JSON of something else', { traits: { brightness } }, [['t', { other: 1 }]], {}, []],
  [
    'text that one of two traits understands',
    { traits: { power, muted: { state: 't', on: 'M', off: 'N' } } },
    [['t', 'ON']],
    { power: true },
    [],
  ],
  [
    'JSON that one of two traits cannot take',
    { traits: { brightness, power: { ...power, path: '$.on' } } },
    [['t', { level: 254, on: 'maybe' }]],
    { brightness: 100 },
    ['power cannot be maybe'],
  ],
  [
    'a fault in place of a state',
    { traits: { locked: { state: 't', on: 'L', off: 'U' } } },
    [
      ['t', 'L'],
      ['t', 'JAMMED'],
    ],
    {},
    [],
  ],
  // Modes.
  ['a colour in its mode', inMode, [['t', { ...blue, mode: 'hs' }]], isBlue],
  ['a colour in its mode by a number', inMode, [['t', { ...blue, mode: 7 }]], isBlue],
  [
    'no colour in another mode',
    inMode,
    [
      ['t', { ...blue, mode: 'hs' }],
      ['t', { ...blue, mode: 'ct' }],
    ],
    {},
  ],
  ['a colour without a mode', inMode, [['t', blue]], isBlue],
  [
    'a colour whose mode was told before',
    modeElsewhere,
    [
      ['mode', { is: 'hs' }],
      ['t', blue],
    ],
    isBlue,
  ],
  [
    'no colour whose mode is another',
    modeElsewhere,
    [
      ['mode', { is: 'ct' }],
      ['t', blue],
    ],
    {},
  ],
  [
    'no colour once its mode is another',
    modeElsewhere,
    [
      ['t', blue],
      ['mode', { is: 'ct' }],
    ],
    {},
  ],
  [
    'a colour once its mode is back',
    modeElsewhere,
    [
      ['mode', { is: 'ct' }],
      ['mode', { is: 'hs' }],
      ['t', blue],
    ],
    isBlue,
  ],
  [
    'a colour while its mode is told by nothing',
    modeElsewhere,
    [
      ['t', blue],
      ['mode', { no: 1 }],
    ],
    isBlue,
  ],
  [
    'other traits in every mode',
    modeElsewhere,
    [
      ['mode', { is: 'ct' }],
      ['t', 'ON'],
    ],
    { power: true },
  ],
  // What moves.
  ['that it is open', cover, [['t', 'open']], { open: true }],
  [
    'that it opens and stops',
    cover,
    [
      ['t', 'closed'],
      ['t', 'opening'],
      ['t', 'stopped'],
    ],
    { open: true },
  ],
  [
    'that it closes and stops somewhere',
    cover,
    [
      ['t', 'open'],
      ['t', 'closing'],
      ['t', 'stopped'],
    ],
    {},
  ],
  [
    'that it stops, which it had said before',
    cover,
    [
      ['t', 'closed'],
      ['t', 'stopped'],
    ],
    { open: false },
  ],
  [
    'that it moves, by another topic',
    coverElsewhere,
    [
      ['t', 'closed'],
      ['motor', 'opening'],
      ['motor', 'stopped'],
    ],
    { open: true },
  ],
  [
    'a word of its motor that means nothing',
    coverElsewhere,
    [
      ['t', 'closed'],
      ['motor', 'tired'],
    ],
    { open: false },
    [],
  ],
  [
    'a position next to its end as its end',
    { traits: { open: { state: 't', position: [0, 100] } } },
    [['t', '1']],
    { open: false },
  ],
  // Parts.
  [
    'a colour of two messages',
    { traits: { color } },
    [
      ['t', { h: 240 }],
      ['t', { s: 100 }],
    ],
    isBlue,
  ],
  ['half a colour', { traits: { color } }, [['t', { h: 240 }]], {}, []],
  [
    'a colour with an impossible half',
    { traits: { color } },
    [
      ['t', blue],
      ['t', { s: 'much' }],
    ],
    {},
  ],
  // Lists of measurements.
  ['one of two measurements', meters, [['a', '3.5']], { consumption: [today(3.5)] }],
  [
    'two measurements in their order',
    meters,
    [
      ['b', { v: 7 }],
      ['a', '3.5'],
    ],
    { consumption: [today(3.5), month(7)] },
  ],
  [
    'a measurement that is unknown',
    meters,
    [
      ['b', { v: 7 }],
      ['a', '3.5'],
      ['a', ''],
    ],
    { consumption: [month(7)] },
  ],
  [
    'a measurement that is no number',
    meters,
    [
      ['a', '3.5'],
      ['a', 'much'],
    ],
    {},
    ['consumption cannot be much'],
  ],
  ['an infinite measurement', meters, [['a', 'Infinity']], {}, ['consumption cannot be Infinity']],
  // Times.
  ['the moment of a word', door, [1000, ['t', 'open']], { openedAt: '2026-11-30T10:00:01.000Z' }],
  [
    'the moment of a word that is said again',
    door,
    [['t', 'OPEN'], 1000, ['t', 'open']],
    { openedAt: start.toISOString() },
  ],
  [
    'the moment of a word that comes back',
    door,
    [['t', 'open'], ['t', 'closed'], 1000, ['t', 'open']],
    { openedAt: '2026-11-30T10:00:01.000Z' },
  ],
  ['no moment of a word that the broker kept', door, [['t', 'open', 'retained']], {}],
  ['no moment of another word', door, [['t', 'closed']], {}],
  // What decides only in such a case.
  [
    'an object in place of a word',
    { traits: { power: { ...power, path: '$.on' } } },
    [['t', { on: {} }]],
    {},
    ['power cannot be {}'],
  ],
  ['a colour, whatever else is called as its mode', modeElsewhere, [['t', { ...blue, is: 'ct' }]], isBlue],
  [
    'the direction in which it moved before it stopped',
    motor,
    [
      ['t', { motor: 'up' }],
      ['t', { at: 'closed' }],
      ['t', { motor: 'stop' }],
    ],
    { open: true },
  ],
  [
    'that it turned round',
    motor,
    [
      ['t', { at: 'closed' }],
      ['t', { motor: 'up' }],
      ['t', { motor: 'down' }],
    ],
    { open: false },
  ],
  [
    'the position at which it stopped',
    motorWithPosition,
    [
      ['t', { at: 0 }],
      ['t', { motor: 'up' }],
      ['t', { motor: 'stop' }],
    ],
    { open: false },
  ],
  [
    'what a template makes of the state before',
    toggled,
    [
      ['t', 'ON'],
      ['t', 'toggle'],
    ],
    { power: false },
  ],
  [
    'what a template makes of the state before twice',
    toggled,
    [
      ['t', 'ON'],
      ['t', 'toggle'],
      ['t', 'toggle'],
    ],
    { power: true },
  ],
  [
    'what a template makes of a state that is unknown, and not of the one before that',
    toggledOrNone,
    [
      ['t', 'ON'],
      ['t', 'lost'],
      ['t', 'toggle'],
    ],
    { power: true },
  ],
  [
    'that a template makes no word of it',
    toggled,
    [
      ['t', 'ON'],
      ['t', 'maybe'],
    ],
    {},
    ['power cannot be maybe'],
  ],
  ['one measurement, the other of which never came', meters, [['b', { v: 7 }]], { consumption: [month(7)] }],
  [
    'one measurement, the other of which is no number',
    meters,
    [
      ['b', { v: 7 }],
      ['a', 'much'],
    ],
    { consumption: [month(7)] },
  ],
  ['no measurements, one of which is too old', meters, [['a', '1'], ['b', { v: 7 }], 60_000], {}],
  [
    'the moment of a word, though it was unknown meanwhile',
    { traits: { openedAt: { state: 't', path: '$.d', moment: 'Open' } } },
    [['t', { d: 'open' }], ['t', { d: null }], 1000, ['t', { d: 'open' }]],
    { openedAt: start.toISOString() },
  ],
  // What expires.
  ['what is fresh', { traits: { power: { ...power, expireAfter: '60s' } } }, [['t', 'ON'], 59_999], { power: true }],
  ['nothing that is too old', { traits: { power: { ...power, expireAfter: '60s' } } }, [['t', 'ON'], 60_000], {}],
  [
    'what was said again',
    { traits: { power: { ...power, expireAfter: '60s' } } },
    [['t', 'ON'], 40_000, ['t', 'ON'], 40_000],
    { power: true },
  ],
  [
    'measurements that are not too old',
    meters,
    [['b', { v: 7 }], ['a', '1'], 59_999],
    { consumption: [today(1), month(7)] },
  ],
]
test.each(cases.map(([what, options, steps, state, meaningless]) => ({ what, options, steps, state, meaningless })))(
  'the known state of a device is $what',
  async ({ options, steps, state, meaningless }) => {
    const bench = mqttBench(options)
    for (const step of steps) await bench.step(step)
    expect(await bench.state()).toStrictEqual(state)
    if (meaningless) expect(bench.meaningless).toEqual(meaningless)
  },
)

test.each<[string, object, MqttStep]>([
  ['nothing of it', { traits: { brightness } }, ['t', { other: 1 }]],
  ['a word of its motor that means nothing', coverElsewhere, ['motor', 'tired']],
])('a message with %s changes nothing', async (_what, options, step) => {
  const bench = mqttBench(options)
  await bench.step(step)
  expect(bench.changes).toEqual([])
})

test('a message for which a template fails is reported with the reason', async () => {
  const template = '{% for i in range(1000) %}{% for j in range(1000) %}{{ j }}{% endfor %}{% endfor %}'
  const bench = mqttBench({ traits: { brightness: { state: 't', template } } })
  await bench.step(['t', '1'])
  expect(bench.meaningless).toEqual(['its template takes too much work'])
})

test('half a colour stays known while another trait is commanded', async () => {
  const bench = mqttBench({ traits: { color, power: { ...power, state: 'p', command: 'set' } } })
  await bench.step(['t', { h: 240 }])
  expect(await bench.answer({ kind: 'set', patch: { power: true } }, [['p', 'ON']])).toEqual({ power: true })
  await bench.step(['t', { s: 100 }])
  expect(await bench.state()).toEqual({ ...isBlue, power: true })
})

describe('a device', () => {
  const signal = new AbortController().signal
  test('is offline when all its reports have expired', async () => {
    const bench = mqttBench({ traits: { power: { ...power, expireAfter: '60s' }, muted: { state: 'm' } } })
    await bench.step(['t', 'ON'])
    await bench.step(['m', 'ON'])
    await bench.step(60_000)
    expect(await bench.device.read({ signal })).toMatchObject({ online: true, state: { muted: true } })
    const other = mqttBench({ traits: { power: { ...power, expireAfter: '60s' } } })
    expect(await other.device.read({ signal })).toEqual({ online: true, state: {} })
    await other.step(['t', 'ON'])
    jest.advanceTimersByTime(60_000)
    expect(await other.device.read({ signal })).toEqual({ online: false, state: {} })
  })

  test('is offline with the reason of its broker while that cannot be reached', async () => {
    const bench = mqttBench({ traits: { power } })
    await bench.step('broker away')
    const reading = await bench.device.read({ signal })
    expect(reading.online).toBe(false)
    expect(JSON.stringify(reading)).toContain('ECONNREFUSED')
  })

  test('has no expired measurement in its list when another one comes', async () => {
    const bench = mqttBench(meters)
    for (const step of [['b', { v: 7 }], ['a', '1'], 60_000] as const) await bench.step(step as MqttStep)
    expect(await bench.state()).toEqual({})
    await bench.step(['b', { v: 8 }])
    expect(await bench.state()).toEqual({ consumption: [month(8)] })
  })

  test('has no expired measurement, also if it was not read meanwhile, and keeps the others in its list', async () => {
    const bench = mqttBench(meters)
    for (const step of [['a', '1'], 60_000, ['b', { v: 8 }]] as const) await bench.step(step as MqttStep)
    for (let i = 0; i < 2; i += 1) {
      expect(await bench.state()).toEqual({ consumption: [month(8)] })
      await bench.step(60_000)
    }
  })

  test('has the time of its last report, unless the broker retained another value', async () => {
    const bench = mqttBench({ traits: { power } })
    const reportedAt = async () => (await bench.device.read({ signal })).reportedAt
    await bench.step(['t', 'ON', 'retained'])
    expect(await reportedAt()).toBeUndefined()
    await bench.step(['t', 'ON'])
    expect(await reportedAt()).toEqual(start)
    await bench.step(5000)
    await bench.step(['t', 'ON', 'retained'])
    expect(await reportedAt()).toEqual(start)
    await bench.step(['t', 'OFF', 'retained'])
    expect(await reportedAt()).toBeUndefined()
  })

  test('is turned on with its last mode', async () => {
    const bench = mqttBench({ traits: { power: { ...power, on: 'auto', command: 'set', resume: true } } })
    for (const word of ['auto', 'low', 'OFF']) await bench.step(['t', word])
    expect(await bench.answer({ kind: 'set', patch: { power: true } }, [['t', 'low']])).toEqual({ power: true })
    expect(bench.sent).toEqual(['set low'])
  })

  test('is asked again after a cancelled command, and must then report both parts of a colour', async () => {
    const bench = mqttBench({ ask: { topic: 'ask' }, traits: { color: { ...color, command: 'set' } } })
    await bench.step(['t', blue])
    const requested = { kind: 'set', patch: { color: { hue: 120, saturation: 50 } } } as const
    expect(await bench.answer(requested, [['t', { h: 120 }], 'given up'])).toBe('offline: given up')
    const reading = bench.state()
    await jest.advanceTimersByTimeAsync(0)
    expect(bench.sent.filter((text) => text.startsWith('ask'))).toHaveLength(1)
    await bench.step(['t', { s: 50 }])
    await bench.step(700)
    expect(await reading).toEqual({})
    await bench.step(['t', blue])
    expect(await bench.state()).toEqual(isBlue)
  })

  test('that opens has no known movement after a cancelled command', async () => {
    const bench = mqttBench({
      settle: '100ms',
      traits: { open: { ...cover.traits.open, command: 'set' } },
    })
    await bench.step(['t', 'opening'])
    expect(await bench.answer({ kind: 'set', patch: { open: false } }, ['given up'])).toBe('offline: given up')
    await bench.step(['t', 'stopped'])
    expect(await bench.state()).toEqual({})
  })
})
