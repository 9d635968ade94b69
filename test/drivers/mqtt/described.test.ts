import { mqttApplianceSchema } from '../../../drivers/mqtt/options.ts'
import type { State } from '../../../src/home/traits.ts'
import { type MqttFixture, reasonOf, testMqttHome } from '../../support/mqttFixture.ts'
import { eventually } from '../driverContract.ts'

/** What the keys of a description mean: messages in, state out; commands in, payloads out. */
describe('a device described by', () => {
  const home = testMqttHome()
  let bench: MqttFixture

  const open = async (options: object) => {
    bench = await home.open({ settle: '100ms', ...options })
  }
  const state = async () => (await bench.device.read({ signal: bench.signalWithin(60_000) })).state
  const say = (topic: string, payload: string | object, retain = false) =>
    bench.client.publishAsync(topic, typeof payload === 'string' ? payload : JSON.stringify(payload), { retain })
  const knows = async (expected: State) =>
    eventually(async () => {
      const now = await state()
      return Object.entries(expected).every(([k, v]) => JSON.stringify(now[k as keyof State]) === JSON.stringify(v))
    })
  /** Answers each command on `c` by what the device then is. */
  const obedient = (answer: (payload: string) => readonly (readonly [topic: string, payload: object | string])[]) => {
    bench.client.on('message', (topic, payload) => {
      if (topic === 'c') for (const [to, what] of answer(payload.toString())) void say(to, what)
    })
  }

  const reports: readonly (readonly [
    name: string,
    traits: object,
    said: readonly (object | string)[],
    known: object,
  ])[] = [
    [
      'a Jinja template',
      { humidity: { template: '{{ value_json.h | round(1) }}' } },
      [{ h: 45.67 }],
      { humidity: 45.7 },
    ],
    [
      'a colour as x and y',
      { color: { path: { x: '$.x', y: '$.y' } } },
      [{ x: 0.7006, y: 0.2993 }],
      { color: { hue: 0, saturation: 100 } },
    ],
    ['a colour as a text', { color: { form: 'hs' } }, ['240,50'], { color: { hue: 240, saturation: 50 } }],
    [
      'a colour as red, green and blue',
      { color: { path: '$.rgb', form: 'rgb' } },
      [{ rgb: [0, 255, 0] }],
      { color: { hue: 120, saturation: 100 } },
    ],
    [
      'a colour that counts only in the colour mode',
      {
        color: { path: { h: '$.h', s: '$.s' }, when: { path: '$.mode', is: ['hs', 'xy'] } },
        power: { path: '$.on' },
      },
      [
        { h: 1, s: 2, mode: 'hs', on: true },
        { h: 1, s: 2, mode: 'ct', on: true },
      ],
      { color: undefined, power: true },
    ],
    ['a position', { open: { path: '$.p', position: [0, 100] } }, [{ p: 40 }], { open: true }],
    ['a position upside down', { open: { path: '$.p', position: [100, 0] } }, [{ p: 100 }], { open: false }],
    [
      'words for being on its way',
      { open: { on: 'open', off: 'closed', moving: { on: ['opening'], off: ['closing'] } } },
      ['closing'],
      { open: true },
    ],
    ['any word but off', { power: { off: 'off', resume: true } }, ['cool'], { power: true }],
    [
      'a grade of dust',
      { fineDust: { path: '$.pm10', level: 'pm10' } },
      [{ pm10: 95 }],
      { fineDust: { value: 95, index: 'bad' } },
    ],
    ['a grade of air', { airQuality: { path: '$.co2', level: 'co2' } }, [{ co2: '650' }], { airQuality: 'good' }],
    [
      'a grade of what cannot be',
      { airQuality: { path: '$.co2', level: 'co2' }, humidity: { path: '$.h' } },
      [{ co2: -4, h: 3 }],
      { airQuality: undefined, humidity: 3 },
    ],
    [
      'several measurements',
      {
        consumption: {
          items: [
            { state: 's', path: '$.e', name: 'energy', unit: 'kWh' },
            { state: 's', path: '$.p', name: 'power', unit: 'W' },
          ],
        },
      },
      [
        { e: 1.5, p: 20 },
        { e: null, p: 0 },
      ],
      { consumption: [{ name: 'power', value: 0, unit: 'W' }] },
    ],
    [
      'null',
      { humidity: { path: '$.h' }, power: { path: '$.on' } },
      [
        { h: 4, on: true },
        { h: null, on: true },
      ],
      { humidity: undefined, power: true },
    ],
  ]
  test.each(reports)('%s is read', async (_name, traits, said, known) => {
    await open({
      traits: Object.fromEntries(
        Object.entries(traits).map(([t, keys]) => [t, 'items' in keys ? keys : { state: 's', ...keys }]),
      ),
    })
    for (const message of said) await say('s', message)
    await knows(known)
  })

  const commands: readonly (readonly [name: string, trait: object, requested: State, payload: string])[] = [
    [
      'a Jinja payload',
      { brightness: { payloadTemplate: '{"b": {{ value }}}', range: [0, 255] } },
      { brightness: 100 },
      '{"b": 255}',
    ],
    [
      'a colour as x and y',
      { color: { payload: '{"x":${x},"y":${y}}' } },
      { color: { hue: 0, saturation: 100 } },
      '{"x":0.7006,"y":0.2993}',
    ],
    [
      'a colour as red, green and blue',
      { color: { payloadTemplate: '{{ red }},{{ green }},{{ blue }}' } },
      { color: { hue: 240, saturation: 100 } },
      '0,0,255',
    ],
  ]
  test.each(commands)('%s is published', async (_name, traits, requested, payload) => {
    await open({
      traits: Object.fromEntries(Object.entries(traits).map(([t, keys]) => [t, { command: 'c', ...keys }])),
    })
    await bench.set(requested)
    await eventually(() => bench.messages.some(([topic, what]) => topic === 'c' && what === payload))
  })

  test('the brightness of a colour is published separately if the payload of the colour has none', async () => {
    await open({
      traits: {
        color: {
          state: 's',
          path: { hue: '$.h', saturation: '$.s' },
          command: 'c',
          payload: '{"h":${hue},"s":${saturation}}',
        },
        brightness: { state: 's', path: '$.b', command: 'c', payload: '{"b":${value}}' },
      },
    })
    let is = {}
    obedient((payload) => {
      is = { ...is, ...JSON.parse(payload) }
      return [['s', is]]
    })
    expect(await bench.set({ color: { hue: 10, saturation: 20, brightness: 30 } })).toEqual({
      color: { hue: 10, saturation: 20 },
      brightness: 30,
    })
  })

  test('a position is confirmed when the device reaches it, and is unknown meanwhile', async () => {
    await open({
      // The second report ends it, however late it comes.
      settle: '5s',
      traits: { open: { state: 's', path: '$.p', position: [0, 100], command: 'c', on: 'OPEN', off: 'CLOSE' } },
    })
    await say('s', { p: 60 })
    await knows({ open: true })
    obedient(() => [
      ['s', { p: 60 }],
      ['s', { p: 52 }],
    ])
    expect(await bench.set({ open: false })).toEqual({})
  })

  test('a position that moves the other way does not confirm the command', async () => {
    await open({
      traits: { open: { state: 's', path: '$.p', position: [0, 100], command: 'c', on: 'OPEN', off: 'CLOSE' } },
    })
    await say('s', { p: 60 })
    await knows({ open: true })
    obedient(() => [['s', { p: 70 }]])
    expect(await bench.set({ open: false })).toEqual({ open: true })
  })

  test('turning on with resume restores the last mode', async () => {
    await open({ traits: { power: { state: 's', off: 'off', resume: true, send: { on: 'auto' }, command: 'c' } } })
    obedient((payload) => [['s', payload]])
    await bench.set({ power: true })
    await say('s', 'cool')
    await knows({ power: true })
    await bench.set({ power: false })
    await bench.set({ power: true })
    expect(bench.messages.filter(([topic]) => topic === 'c').map(([, payload]) => payload)).toEqual([
      'auto',
      'off',
      'cool',
    ])
  })

  test('a time trait is the time of the first report, not of a repeated or retained one', async () => {
    await say('s', { contact: false }, true).catch(() => {})
    await open({
      traits: {
        open: { state: 's', path: '$.contact', on: 'false', off: 'true' },
        openedAt: { state: 's', path: '$.contact', moment: 'false' },
        closedAt: { state: 's', path: '$.contact', moment: 'true' },
      },
    })
    expect(Object.keys(await state())).toEqual([])
    const before = Date.now()
    await say('s', { contact: true })
    await knows({ open: false })
    const { openedAt, closedAt } = await state()
    expect(openedAt).toBeUndefined()
    expect(Date.parse(closedAt ?? '')).toBeGreaterThanOrEqual(before)
    await say('s', { contact: true, again: true })
    await say('s', { contact: false })
    await knows({ open: true })
    const later = await state()
    expect(later.closedAt).toBe(closedAt)
    expect(Date.parse(later.openedAt ?? '')).toBeGreaterThanOrEqual(before)
  })

  test('several state topics gets reports on each', async () => {
    await open({ traits: { power: { state: ['s', 't'], path: '$.POWER' } } })
    await say('s', { POWER: 'ON' })
    await knows({ power: true })
    await say('t', { POWER: 'OFF' })
    await knows({ power: false })
  })

  const presences: readonly (readonly [mode: string, said: Readonly<Record<string, string>>, online: boolean])[] = [
    ['all', { a: 'online' }, true],
    ['all', { a: 'online', b: 'offline' }, false],
    ['all', { a: '{"state":"online"}', b: '{"state":"online"}' }, true],
    ['any', { a: 'online', b: 'offline' }, true],
    ['any', { a: 'offline', b: 'offline' }, false],
    ['latest', { a: 'online', b: 'offline' }, false],
    ['latest', { a: 'offline', b: 'online' }, true],
  ]
  test.each(presences)('several availability topics (%s), and %j is published: %s', async (mode, said, online) => {
    await open({
      traits: { power: { state: 's' } },
      availability: { mode, topics: ['a', 'b'].map((topic) => ({ topic, path: '$.state' })) },
    })
    await say('s', 'ON')
    await knows({ power: true })
    for (const [topic, word] of Object.entries(said)) await say(topic, word)
    await eventually(async () => (await bench.device.read({ signal: bench.signalWithin(60_000) })).online === online)
  })

  test('a silent device is asked for its state once, and its answer counts', async () => {
    await open({ traits: { power: { state: 's', command: 'c' } }, ask: { topic: 'ask', payload: '' } })
    bench.client.on('message', (topic) => {
      if (topic === 'ask') void say('s', 'ON')
    })
    const asked = () => bench.messages.filter(([topic]) => topic === 'ask').length
    // Once before, when nothing was known.
    await eventually(() => asked() === 1)
    expect(await bench.set({ power: true })).toEqual({ power: true })
    await eventually(() => asked() === 2)
  })

  test('the same topic for state and command is refused', async () => {
    await open({ traits: { power: { state: 's' } } })
    const parsed = mqttApplianceSchema.safeParse({ traits: { power: { state: 'x', command: 'x' } } })
    expect(parsed.error?.issues[0]?.message).toMatch('our own word')
  })

  test('a value whose command got no answer is unknown, neither the old nor the new one', async () => {
    await open({ traits: { power: { state: 's', path: '$.on', command: 'c' }, humidity: { state: 's', path: '$.h' } } })
    await say('s', { on: true, h: 5 })
    await knows({ power: true })
    expect(await reasonOf(bench.set({ power: false }, 300))).toBe('offline')
    expect(await state()).toEqual({ humidity: 5 })
    // It was off all the same, and receives nothing of what follows: nothing counts as done already.
    expect(await reasonOf(bench.set({ power: true }, 300))).toBe('offline')
    await say('s', { on: false, h: 5 })
    await knows({ power: false })
  })

  test('a verb is confirmed by any report of the device, and fails without one', async () => {
    const stop = { verbs: { stop: { command: 'c', payload: 'STOP' } } }
    await open({ traits: { open: { state: 's', path: '$.p', position: [0, 100], command: 'c' } }, ...stop })
    const perform = (ms: number) => bench.device.apply({ kind: 'perform', verb: 'stop' }, bench.signalWithin(ms))
    expect(await reasonOf(perform(300))).toBe('offline')
    obedient(() => [['s', { p: 40 }]])
    expect(await perform(60_000)).toEqual({ open: true })
  })

  test('a retained message confirms nothing', async () => {
    await say('kept', 'ON', true).catch(() => {})
    await open({ traits: { power: { state: 'kept', command: 'c' } } })
    expect(await reasonOf(bench.set({ power: true }, 300))).toBe('offline')
    await bench.client.publishAsync('kept', '', { retain: true })
  })
})
