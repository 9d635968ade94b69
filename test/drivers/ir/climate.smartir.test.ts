import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { ClimateState } from '../../../drivers/ir/climate/protocol.ts'
import { protocols, recogniseClimate } from '../../../drivers/ir/climate/protocols/index.ts'
import { fromRaw, toBroadlink, toPronto, toRaw } from '../../../drivers/ir/codes/index.ts'
import { type FileClimate, parseClimate, readClimate } from '../../../drivers/ir/smartir/climate.ts'
import { parseKeyFile, readKeyFile } from '../../../drivers/ir/smartir/keys.ts'
import { Failure } from '../../../src/home/failure.ts'

/** A code that only this number has: its second pulse. */
const numbered = (n: number) => fromRaw([3000, n * 100, 500, 1500, 500, 40_000])
const leaf = (n: number) => toBroadlink(numbered(n))
const numberOf = (pulses: readonly number[] | undefined) => Math.round((pulses?.[1] ?? 0) / 100)
/** The codes of a state of which everything was asked for by name. */
const codesFor = (climate: FileClimate, state: ClimateState, before?: ClimateState) =>
  climate.resolve(state, new Set(Object.keys(state).filter((key) => key !== 'power' && key !== 'mode')), before).codes
const fitted = (climate: FileClimate, state: ClimateState) => climate.resolve(state, new Set()).state
const numbers = (climate: FileClimate, state: ClimateState, before?: ClimateState) =>
  codesFor(climate, state, before).map(({ pulses }) => numberOf(pulses))

const head = {
  ...{ manufacturer: 'X', supportedController: 'Broadlink', commandsEncoding: 'Base64' },
  ...{ minTemperature: 18, maxTemperature: 19, precision: 1, operationModes: ['cool'], fanModes: ['auto', 'low'] },
}
const file = (over: object, commands: object) =>
  readClimate({ ...head, ...over, commands: { off: leaf(5), ...commands } }, 'a.json')
const cool = { auto: { '18': leaf(10), '19': leaf(11) }, low: { '18': leaf(12), '19': leaf(13) } }
const on = { power: true, mode: 'cool' } as const
const reasonOf = (act: () => unknown) => {
  try {
    act()
    return undefined
  } catch (error) {
    return error instanceof Failure ? error.reason.code : error
  }
}

test('a file gives its limits, and a code for each state', () => {
  const climate = file({}, { cool })
  expect(climate).toMatchObject({
    ...{ fanNames: ['low'], problems: [] },
    modes: { cool: { temperatures: [18, 19], fanSpeeds: [1], swings: [] } },
  })
  expect(numbers(climate, { ...on, targetTemperature: 18 })).toEqual([10])
  expect(numbers(climate, { ...on, targetTemperature: 19, fanSpeed: 1 })).toEqual([13])
  expect(numbers(climate, { ...on, power: false })).toEqual([5])
  for (const state of [{ targetTemperature: 20 }, { targetTemperature: 18.5 }, { fanSpeed: 2, targetTemperature: 18 }])
    expect(reasonOf(() => codesFor(climate, { ...on, ...state }))).toBe('badValue')
  expect(reasonOf(() => codesFor(climate, { power: true, mode: 'heat', targetTemperature: 18 }))).toBe('badValue')
})

test('codes of a mode that would turn it off are not offered, and are reported', () => {
  const press = (state: ClimateState) => toBroadlink(protocols['daikin-ac']?.encode(state) ?? numbered(1))
  const state = { mode: 'cool', targetTemperature: 24 } as const
  const climate = file(
    { operationModes: ['cool', 'dry'], fanModes: [] },
    {
      off: press({ ...state, power: false }),
      cool: { '18': press({ ...state, power: true, targetTemperature: 18 }), '19': press({ ...state, power: false }) },
      dry: press({ power: false, mode: 'dehumidify' }),
    },
  )
  expect(Object.keys(climate.modes)).toEqual(['cool'])
  expect(climate.modes.cool?.temperatures).toEqual([])
  expect(climate.problems.map(String)).toEqual([
    'a.json: commands.cool.19: it turns off: it is a code of daikin-ac for off; it is not offered',
    'a.json: commands.dry: it turns off: it is a code of daikin-ac for off; it is not offered',
  ])
})

describe('presets of a file', () => {
  const degrees = (n: number) => ({
    auto: { '18': leaf(n), '19': leaf(n + 1) },
    low: { '18': leaf(n + 2), '19': leaf(n + 3) },
  })
  const presets = {
    presetModes: ['eco', 'none', 'boost', 'fireplace'],
    operationModes: ['heat', 'cool', 'cool_powerful', 'sleep'],
  }
  const climate = file(presets, {
    cool: { eco: degrees(10), none: degrees(20), fireplace: degrees(30) },
    heat: { none: degrees(40), boost: degrees(50) },
    cool_powerful: { none: degrees(60) },
    sleep: degrees(70),
  })
  test('are offered as modes if CLOVA has a word for them, and the mode itself without a preset', () => {
    expect(Object.keys(climate.modes)).toEqual([
      ...['cool', 'cool+powersaving', 'heat', 'cool+powercool', 'cool+sleep'],
    ])
    const at18 = (mode: 'cool' | 'heat', preset?: 'powersaving' | 'powercool' | 'sleep') =>
      numbers(climate, { power: true, mode, ...(preset && { preset }), targetTemperature: 18 })
    expect([at18('cool'), at18('cool', 'powersaving'), at18('heat')]).toEqual([[20], [10], [40]])
    expect([at18('cool', 'powercool'), at18('cool', 'sleep')]).toEqual([[60], [70]])
    expect(reasonOf(() => at18('heat', 'powersaving'))).toBe('badValue')
  })
  test('are recognised from received codes', () => {
    expect(climate.readCode(numbered(11))).toMatchObject({ mode: 'cool', preset: 'powersaving' })
    const plain = climate.readCode(numbered(20))
    expect(plain).toMatchObject({ power: true, mode: 'cool' })
    expect(plain).not.toHaveProperty('preset')
  })
  test('without a word of CLOVA are reported', () => {
    expect(climate.problems.map(String)).toEqual([
      'a.json: presetModes: fireplace: CLOVA has no word for it; it is not offered',
    ])
  })
})

describe('different spellings in files', () => {
  test.each([
    [
      'half degrees',
      { precision: 0.5 },
      { cool: { auto: { '18': leaf(10), '18.5': leaf(11) } } },
      { targetTemperature: 18.5 },
      [11],
    ],
    [
      'degrees with a point',
      {},
      { cool: { auto: { '18.0': leaf(10), '19.0': leaf(11) } } },
      { targetTemperature: 19 },
      [11],
    ],
    [
      'capitals',
      { operationModes: ['Cool'], fanModes: ['Auto'] },
      { Cool: { auto: { '18': leaf(10), '19': leaf(11) } } },
      { targetTemperature: 19 },
      [11],
    ],
    [
      'flaps',
      { swingModes: ['stop', 'swing'] },
      { cool: { auto: { stop: { '18': leaf(10) }, swing: { '18': leaf(11) } } } },
      { oscillation: 'vertical' },
      [11],
    ],
    [
      'flaps outside of the fan',
      { swingModes: ['off', 'swing'] },
      { cool: { swing: { auto: { '18': leaf(10) }, low: { '18': leaf(11) } }, off: { auto: { '18': leaf(12) } } } },
      { oscillation: 'vertical', fanSpeed: 1 },
      [11],
    ],
    [
      'flaps announced as fan',
      { fanModes: ['swing', 'stop'], swingModes: ['low', 'high'] },
      { cool: { stop: { low: leaf(10), high: leaf(11) }, swing: { low: leaf(12), high: leaf(13) } } },
      { oscillation: 'vertical', fanSpeed: 2 },
      [13],
    ],
    [
      'flaps to the sides',
      { swingModes: ['off', 'vSwing', 'hSwing'] },
      { cool: { auto: { off: leaf(10), vSwing: leaf(11), hSwing: leaf(12) } } },
      { oscillation: 'horizontal' },
      [12],
    ],
    ['no fan', { fanModes: [] }, { cool: { '18': leaf(10), '19': leaf(11) } }, { targetTemperature: 19 }, [11]],
    ['no temperature', {}, { cool: { auto: leaf(10), low: leaf(11) } }, { fanSpeed: 1 }, [11]],
    ['nothing but the mode', {}, { cool: leaf(10) }, { fanSpeed: 1 }, [10]],
    ['a command for on', {}, { on: leaf(7), cool }, { targetTemperature: 18 }, [7, 10]],
    ['a command for on, sent once', {}, { on_once: leaf(7), cool }, { targetTemperature: 18 }, [7, 10]],
    [
      'remarks',
      {},
      { cool: { ...cool, _comment: 'x', auto: { ...cool.auto, $note: 'same' } } },
      { targetTemperature: 18 },
      [10],
    ],
    [
      '°F',
      { minTemperature: 60, maxTemperature: 86 },
      { cool: { auto: { '64': leaf(10), '77': leaf(11), '86': leaf(12) } } },
      { targetTemperature: 25 },
      [11],
    ],
    [
      'Base64 without its end',
      {},
      { cool: { auto: { '18': leaf(10).replace(/=+$/, ''), '19': `\n${leaf(11)}== ` } } },
      { targetTemperature: 19 },
      [11],
    ],
    [
      'hex',
      { commandsEncoding: 'Hex' },
      { cool: { auto: { '18': Buffer.from(leaf(10), 'base64').toString('hex'), '19': '' } } },
      {},
      [10],
    ],
    ['Pronto', { commandsEncoding: 'Pronto' }, { cool: { auto: { '18': toPronto(numbered(10)) } } }, {}, [10]],
    [
      'times of ESPHome',
      { supportedController: 'ESPHome', commandsEncoding: 'Raw' },
      { cool: { auto: { '18': JSON.stringify(toRaw(numbered(10))) } } },
      {},
      [10],
    ],
    [
      'times as a list',
      { supportedController: 'ESPHome', commandsEncoding: 'Raw' },
      { cool: { auto: { '18': toRaw(numbered(10)) } } },
      {},
      [10],
    ],
    [
      'times of LOOKin',
      { supportedController: 'LOOKin', commandsEncoding: 'Raw' },
      { cool: { auto: { '18': toRaw(numbered(10)).join(' ') } } },
      {},
      [10],
    ],
    [
      'a message for MQTT',
      { supportedController: 'MQTT', commandsEncoding: 'Raw' },
      { cool: { auto: { '18': JSON.stringify({ ir_code_to_send: leaf(10) }) } } },
      {},
      [10],
    ],
    ['two codes in a row', {}, { cool: { auto: { '18': [leaf(10), leaf(11)] } } }, {}, [10, 11]],
  ] as [string, object, object, Partial<ClimateState>, number[]][])('%s', (_, over, commands, state, sent) => {
    const climate = file(over, commands)
    expect(numbers(climate, { ...on, ...state })).toEqual(sent)
    if (sent[0] === 7) expect(numbers(climate, { ...on, ...state }, on)).toEqual(sent.slice(1))
  })

  test('modes by other names are modes of the trait', () => {
    const modes = ['heat_cool', 'dry', 'fan_only', 'heat', 'unheard']
    const climate = file({ operationModes: modes }, Object.fromEntries(modes.map((mode) => [mode, cool])))
    expect(Object.keys(climate.modes).sort()).toEqual(['auto', 'dehumidify', 'fan', 'heat'])
    expect(climate.modes.fan?.temperatures).toEqual([])
    expect(numbers(climate, { power: true, mode: 'fan', fanSpeed: 1 })).toHaveLength(1)
    expect(climate.modes.dehumidify?.temperatures).toEqual([18, 19])
  })
  test('a mode whose codes are the same at each temperature has no temperature', () => {
    const climate = file({ operationModes: ['dry'] }, { dry: { auto: { '18': leaf(10), '19': leaf(10) } } })
    expect(Object.keys(climate.modes)).toEqual(['dehumidify'])
    expect(climate.modes.dehumidify?.temperatures).toEqual([])
    expect(numbers(climate, { power: true, mode: 'dehumidify' })).toEqual([10])
  })
  test.each([
    [
      ['high', 'auto', 'low', 'mid'],
      ['low', 'mid', 'high'],
    ],
    [
      ['turbo', 'quiet', 'high', 'low', 'highest', 'mediumHigh', 'medium'],
      ['quiet', 'low', 'medium', 'mediumHigh', 'high', 'highest', 'turbo'],
    ],
    [
      ['level3', 'level1', 'level2', 'Silent'],
      ['Silent', 'level1', 'level2', 'level3'],
    ],
    [
      ['3', '1', '2'],
      ['1', '2', '3'],
    ],
    [
      ['low', 'eco', 'high'],
      ['low', 'eco', 'high'],
    ],
  ])('fans %j are, from the slowest, %j', (fanModes, levels) => {
    const tables = Object.fromEntries(fanModes.map((fan, i) => [fan, { '18': leaf(10 + i), '19': leaf(30 + i) }]))
    const climate = file({ fanModes }, { cool: tables })
    expect(climate.fanNames).toEqual(levels)
    levels.forEach((fan, i) => {
      expect(numbers(climate, { ...on, targetTemperature: 18, fanSpeed: i + 1 })).toEqual([10 + fanModes.indexOf(fan)])
    })
  })
  test('the error of a mode without this fan speed lists its fan speeds', () => {
    const climate = file(
      { operationModes: ['cool', 'dry'], fanModes: ['low', 'mid', 'high'] },
      { cool: { ...cool, mid: cool.low, high: cool.low }, dry: { low: cool.low, mid: cool.auto } },
    )
    const state = { power: true, mode: 'dehumidify', targetTemperature: 18, fanSpeed: 3 } as const
    expect(fitted(climate, state)).toEqual({ ...state, fanSpeed: 2 })
    expect(fitted(climate, { ...state, mode: 'cool' })).toEqual({ ...state, mode: 'cool' })
    expect(fitted(climate, { power: true, mode: 'cool', targetTemperature: 18 }).fanSpeed).toBe(2)
  })
})

describe('a broken code is reported once, and never sent', () => {
  test.each([
    ['', 'it is empty'],
    [null, 'it is empty'],
    [7, 'it is no code'],
    ['JgBAAA{}', 'it is not Base64'],
    [leaf(10).slice(0, 12), 'it is cut off'],
    ['AAAA', 'it is too short'],
    ['QFhIXEBcyFRIWERg', 'it begins with 0x40'],
    [Buffer.from([0x26, 0, 44, 1, ...Array.from({ length: 300 }, () => 255)]).toString('base64'), 'it lasts 2335 ms'],
    [undefined, 'has no 19'],
  ])('%j', (broken, message) => {
    const whole = broken === undefined ? { '18': leaf(10) } : { '18': leaf(10), '19': broken }
    const climate = file({}, { cool: { low: { '18': leaf(12), '19': leaf(13) }, auto: whole } })
    expect(climate.problems).toHaveLength(1)
    expect(String(climate.problems[0])).toContain(message)
    expect(String(climate.problems[0])).toMatch(/^a\.json: commands\.cool\.auto/)
    // The fan was not asked for: the file has 19 °C with another one.
    expect(numbers(climate, { ...on, targetTemperature: 19 })).toEqual([13])
    expect(climate.resolve({ ...on, targetTemperature: 19 }, new Set(['targetTemperature'])).state.fanSpeed).toBe(1)
    expect(numbers(climate, { ...on, targetTemperature: 18 })).toEqual([10])
    expect(numbers(climate, { ...on, targetTemperature: 19, fanSpeed: 1 })).toEqual([13])
  })
  test('a code for off that is broken or missing', () => {
    const climate = file({}, { off: 'x', cool })
    expect(climate.problems.map(String)).toEqual([expect.stringMatching(/^a\.json: commands\.off: /)])
    expect(reasonOf(() => codesFor(climate, { ...on, power: false }))).toBe('badValue')
  })
})

test.each([
  [`{"a": 1,\n "b": "${'x'.repeat(30)}",\n "c": }\n${' '.repeat(30)}`, /^b\.json:3 is not JSON: .+; correct it there/],
  ['', /^b\.json.* is not JSON/],
  ['[]', /^b\.json is no file of SmartIR/],
  ['{"commands":{}}', /^b\.json is no file of SmartIR as is wanted here: minTemperature/],
  [JSON.stringify({ ...head, commands: { off: leaf(1) } }), /^b\.json has no code that can be sent/],
  [JSON.stringify({ ...head, operationModes: 'cool', commands: {} }), /operationModes/],
])('%j is refused with a clear message', (text, message) => {
  expect(() => parseClimate(text, 'b.json')).toThrow(message)
})

describe('a Xiaomi blaster', () => {
  const state = { power: true, mode: 'heat', targetTemperature: 21, fanSpeed: 3, oscillation: 'vertical' } as const
  const raw = { supportedController: 'Xiaomi', commandsEncoding: 'Raw' }
  const { pulses } = protocols['mitsubishi-ac']?.encode(state) ?? { pulses: [] }
  test('its signals are read', () => {
    const times = [...new Set(pulses)]
    const table = Buffer.alloc(68)
    table.writeUInt16LE(0xa567, 0)
    table.writeUInt16LE(pulses.length, 2)
    times.forEach((time, i) => {
      table.writeUInt32LE(time, 4 + 4 * i)
    })
    const pairs = Buffer.from(
      Array.from(
        { length: pulses.length / 2 },
        (_, i) => times.indexOf(pulses[2 * i] ?? 0) | (times.indexOf(pulses[2 * i + 1] ?? 0) << 4),
      ),
    )
    const climate = file(raw, {
      off: '',
      cool: { auto: { '18': Buffer.concat([table, pairs]).toString('base64'), '19': table.toString('base64') } },
    })
    const [code] = codesFor(climate, { ...on, targetTemperature: 18 })
    expect(code && recogniseClimate(code)?.state).toEqual(state)
    expect(climate.problems.map(String)).toEqual([
      ...[expect.stringContaining('cool has no low'), expect.stringContaining('it is too short')],
      expect.stringContaining('it is empty'),
    ])
  })
  test('its packed times are read', () => {
    // 3000,900,450,900,450,900,450,1600: characters but for one stretch of 8 from 8 back, then a zero byte.
    const bits = [...'3000,900,450,900,'].map((one) => `1${one.charCodeAt(0).toString(2).padStart(8, '0')}`)
    bits.push(`0${(7).toString(2).padStart(11, '0')}${(7).toString(2).padStart(4, '0')}`)
    bits.push(...[...'450,1600\0'].map((one) => `1${one.charCodeAt(0).toString(2).padStart(8, '0')}`))
    const bytes =
      bits
        .join('')
        .match(/.{1,8}/g)
        ?.map((byte) => Number.parseInt(byte.padEnd(8, '0'), 2)) ?? []
    const climate = file(raw, { cool: { auto: { '18': Buffer.from(bytes).toString('base64') } } })
    expect(codesFor(climate, on)[0]?.pulses).toEqual([3000, 900, 450, 900, 450, 900, 450, 1600])
  })
})

describe('keys of other files', () => {
  const keysIn = (over: object, commands: object) =>
    readKeyFile({ ...head, operationModes: undefined, ...over, commands }, 'k.json')
  test.each([
    [
      'a fan',
      { speed: ['low', 'high'] },
      { off: leaf(1), default: { high: leaf(2), low: leaf(3) }, oscillate: leaf(4) },
      { off: 1, high: 2, low: 3, oscillate: 4 },
      ['low', 'high'],
      [],
    ],
    [
      'a fan of two directions',
      {},
      { forward: { mediumHigh: leaf(2), low: leaf(3) }, reverse: { low: leaf(4) } },
      { mediumHigh: 2, low: 3, 'reverse low': 4 },
      ['low', 'mediumHigh'],
      [],
    ],
    [
      'a television',
      {},
      { on: leaf(1), sources: { HDMI: leaf(2), on: leaf(3), 'Channel 11': [leaf(4), leaf(5)] } },
      { on: 1, HDMI: 2, 'sources on': 3, 'Channel 11': 4 },
      [],
      ['HDMI', 'sources on', 'Channel 11'],
    ],
  ] as [string, object, object, Record<string, number>, string[], string[]][])(
    '%s',
    (_, over, commands, codes, speeds, sources) => {
      const { keys, ...rest } = keysIn(over, commands)
      expect(Object.fromEntries([...keys].map(([name, code]) => [name, numberOf(code()[0]?.pulses)]))).toEqual(codes)
      expect(rest).toEqual({ speeds, sources, levels: {}, problems: [] })
    },
  )
  test('a broken file has no keys, and a file of an air conditioner is refused', () => {
    const { keys, problems } = keysIn({}, { on: leaf(1), off: '', sources: { HDMI: 'x' } })
    expect([...keys.keys()]).toEqual(['on'])
    expect(problems.map(String)).toEqual([
      expect.stringMatching(/^k\.json: commands\.off: it is empty/),
      expect.stringMatching(/^k\.json: commands\.sources\.HDMI: /),
    ])
    expect(() => readKeyFile({ ...head, commands: {} }, 'k.json')).toThrow('k.json is for an air conditioner')
  })
})

const samples = '../shared/samples/smartir'
const own = existsSync(samples) ? readdirSync(samples).filter((name) => name.endsWith('.json')) : []
if (own.length > 0)
  describe('published files', () => {
    test.each(own)('%s', (name) => {
      const text = readFileSync(`${samples}/${name}`, 'utf8')
      if (name === 'climate-2680.json') {
        expect(() => parseClimate(text, name)).toThrow(/^climate-2680\.json:154 is not JSON/)
        return
      }
      if (!name.startsWith('climate')) {
        expect(parseKeyFile(text, name).keys.size).toBeGreaterThan(5)
        return
      }
      const climate = parseClimate(text, name)
      for (const [mode, { temperatures }] of Object.entries(climate.modes)) {
        const state = {
          power: true,
          mode: mode as ClimateState['mode'],
          ...(temperatures.length > 0 && { targetTemperature: temperatures.at(-1) ?? 0 }),
        }
        expect(codesFor(climate, fitted(climate, state)).length).toBeGreaterThan(0)
      }
      expect(codesFor(climate, { ...on, power: false })).toHaveLength(1)
    })
  })
