import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import {
  type ClimatePreset,
  type ClimateProtocol,
  type ClimateState,
  climatePresets,
} from '../../../drivers/ir/climate/protocol.ts'
import {
  fitToProtocol,
  protocolOf,
  protocols,
  protocolWords,
  recogniseClimate,
} from '../../../drivers/ir/climate/protocols/index.ts'
import { code } from '../../../drivers/ir/codes/code.ts'
import { runs } from '../../support/randomRuns.ts'
import { heardOfLg2, judgedFrames, vectors, wires } from './climateVectors.ts'

fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: runs(100) })

/** The frame in hex as light, by the second table: how an independent sender would shine it. */
function lightOf(name: string, hex: string): number[] {
  const wire = wires[name]
  if (!wire) throw new Error(`no wire of ${name}`)
  const [header, space, mark, zero, one, order, ...lengths] = wire
  const isGree = name.startsWith('gree')
  const words = lengths.length === 0 && !isGree ? [hex] : (hex.match(/../g) ?? [])
  const bits = words.map((word) => {
    const all = [
      ...Number.parseInt(word, 16)
        .toString(2)
        .padStart(word.length * 4, '0'),
    ]
    return order === 'lsb' ? all.reverse() : all
  })
  // Gree's halves have three bits between them, and one header.
  const halves = [[...bits.slice(0, 4).flat(), '0', '1', '0'], bits.slice(4).flat()]
  const sections = isGree ? halves : lengths.length === 0 ? [bits.flat()] : split(bits, lengths)
  return sections.flatMap((section, i) => [
    ...(isGree && i > 0 ? [] : [header, space]),
    ...section.flatMap((bit) => [mark, bit === '1' ? one : zero]),
    ...[mark, 20_000],
  ])
}
function split(bytes: readonly string[][], lengths: readonly number[]): string[][] {
  const [length = bytes.length, ...others] = lengths
  if (bytes.length === 0) return []
  return [bytes.slice(0, length).flat(), ...split(bytes.slice(length), others)]
}
const named = (name: string): ClimateProtocol => {
  const protocol = protocols[name]
  if (!protocol) throw new Error(`no protocol ${name}`)
  return protocol
}
const all = Object.values(protocols)

/** Where the first section begins. */
const firstHeader = (name: string, pulses: readonly number[]) =>
  pulses.findIndex((pulse, i) => pulse === wires[name]?.[0] && pulses[i + 1] === wires[name]?.[1])

/** The zeros and ones in some light, whatever its times: what an independent reader would see. */
const bitsIn = (pulses: readonly number[], from: number, count: number) =>
  Array.from({ length: count }, (_, i) => ((pulses[from + 2 * i + 1] ?? 0) > 850 ? 1 : 0)).join('')

const flaps: Readonly<Record<string, string>> = { still: 'off', up: 'vertical', side: 'horizontal', both: 'both' }
/** The states in words: mode, preset, temperature, fan, flaps; before them off. */
const judged = judgedFrames
  .trim()
  .split('\n')
  .map((line) => {
    const [name = '', hex = '', ...words] = line.split(' ')
    const isOff = words[0] === 'off'
    const state: Record<string, unknown> = { power: !isOff }
    for (const word of words.slice(isOff ? 1 : 0)) {
      if (/^\d/.test(word)) state.targetTemperature = Number(word)
      else if (/^fan\d/.test(word)) state.fanSpeed = Number(word.slice(3))
      else if (word in flaps) state.oscillation = flaps[word]
      else if (climatePresets.some((preset) => preset === word)) state.preset = word
      else state.mode = word
    }
    return { name, hex, state: state as unknown as ClimateState, received: undefined }
  })

describe.each([...judged, ...vectors.map(([name, hex, state, received]) => ({ name, hex, state, received }))])(
  '$name $hex',
  ({ name, hex, state, received }) => {
    test('is decoded', () => {
      expect(named(name).decode(lightOf(name, hex))).toEqual(state)
      expect(recogniseClimate(code(lightOf(name, hex)))?.protocol.name).toBe(name)
    })
    if (!received)
      test('is encoded to the same bytes', () => {
        const { pulses } = named(name).encode(state)
        const wanted = lightOf(name, hex)
        const gaps = (times: readonly number[]) =>
          times.map((time) => (time > 2500 && !wanted.slice(0, 2).includes(time) ? 'gap' : time))
        expect(gaps(pulses.slice(firstHeader(name, pulses))).slice(0, wanted.length)).toEqual(
          gaps(wanted).with(-1, expect.anything()),
        )
      })
  },
)

/** All states that a protocol can encode. */
const states = (protocol: ClimateProtocol): fc.Arbitrary<ClimateState> =>
  fc
    .record({
      mode: fc.constantFrom(...(Object.keys(protocol.modes) as ClimateState['mode'][])),
      steps: fc.nat((protocol.temperature.max - protocol.temperature.min) / protocol.temperature.step),
      fanSpeed: fc.option(fc.integer({ min: 1, max: Math.max(1, protocol.fanSpeeds) }), { nil: undefined }),
      oscillation: protocol.swings.length === 0 ? fc.constant(undefined) : fc.constantFrom(...protocol.swings),
      preset: fc.constantFrom(undefined, ...(Object.keys(protocol.presets) as ClimatePreset[])),
    })
    .map(({ mode, steps, fanSpeed, oscillation, preset }) => ({
      ...{ power: true, mode },
      ...(preset && protocol.presets[preset]?.includes(mode) && { preset }),
      ...(protocol.modes[mode]?.hasTemperature && {
        targetTemperature: protocol.temperature.min + steps * protocol.temperature.step,
      }),
      ...(fanSpeed !== undefined && { fanSpeed }),
      ...(oscillation !== undefined && { oscillation }),
    }))

/** Modes that have fewer levels of fan. */
const fewer: Readonly<Record<string, readonly string[]>> = {
  'samsung-ac': ['auto'],
  'hitachi-ac': ['dehumidify', 'fan'],
  'hitachi344-ac': ['dehumidify', 'fan'],
  'hitachi424-ac': ['dehumidify', 'fan'],
  // Its fan is never its own choice.
  'mitsubishi112-ac': ['auto', 'cool', 'heat', 'dehumidify'],
  'mitsubishi136-ac': ['auto', 'cool', 'heat', 'dehumidify', 'fan'],
  'daikin176-ac': ['auto', 'cool', 'heat', 'dehumidify', 'fan'],
  'sharp-ac': ['auto', 'dehumidify'],
  'sharp-a903-ac': ['dehumidify'],
  'sharp-a705-ac': ['dehumidify'],
  'midea-ac': ['auto', 'dehumidify'],
  'coolix-ac': ['auto', 'dehumidify'],
  'gree-ac': ['dehumidify'],
  'gree-ybofb-ac': ['dehumidify'],
}
/** Protocols that have no sum over some of their bits, so that a wrong one cannot be seen. */
const hasUnsummedBits = ['gree-ac', 'gree-ybofb-ac']
const jittered = (pulses: readonly number[], by: readonly number[]) =>
  pulses.map((pulse, i) => Math.round(pulse * (1 + (by[i % by.length] ?? 0) / 100)))
const jitter = fc.array(fc.integer({ min: -24, max: 24 }), { minLength: 7, maxLength: 31 })

describe.each(all)('$name', (protocol) => {
  test('encodes the state, and is decoded to the same', () => {
    fc.assert(
      fc.property(states(protocol), jitter, (state, by) => {
        const { pulses, carrierHz: carrier, medium } = protocol.encode(state)
        const received = protocol.decode(pulses)
        // A preset may say how strong the fan is, and what the flaps do.
        if (state.preset) {
          const { power, mode, preset, targetTemperature } = state
          expect(received).toMatchObject({ power, mode, preset, targetTemperature })
          expect(received).toEqual(fitToProtocol(protocol, state))
        } else if (fewer[protocol.name]?.includes(state.mode)) {
          expect({ ...received, fanSpeed: 0 }).toEqual({ ...state, fanSpeed: 0 })
          expect(received).toEqual(fitToProtocol(protocol, state))
        } else expect(received).toEqual(state)
        expect(protocol.decode(jittered(pulses, by))).toEqual(received)
        const found = recogniseClimate({ pulses, carrierHz: carrier, medium })
        expect(found?.state).toEqual(received)
        // Where another sends the very same, either is right.
        if (found?.protocol !== protocol) expect(found?.protocol.encode(state).pulses).toEqual(pulses)
        expect(pulses.length % 2).toBe(0)
      }),
    )
  })
  test('is off after the power is off, whatever the other values are', () => {
    fc.assert(
      fc.property(states(protocol), (state) => {
        expect(protocol.decode(protocol.encode({ ...state, power: false }).pulses)?.power).toBe(false)
      }),
    )
  })
  test('refuses a frame with a flipped bit, and a truncated one', () => {
    // What no sum is over cannot be seen to be wrong.
    if (hasUnsummedBits.includes(protocol.name)) return
    fc.assert(
      fc.property(states(protocol), fc.nat(), fc.nat(), (state, bit, length) => {
        const { pulses } = protocol.encode(state)
        const [, , , low = 0, high = 0, , ...lengths] = wires[protocol.name] ?? []
        const from = firstHeader(protocol.name, pulses) + 2
        const bits = pulses.flatMap((pulse, i) =>
          i > from && i % 2 === 1 && (pulse === low || pulse === high) ? [i] : [],
        )
        const count = lengths.reduce((sum, length) => sum + length * 8, 0) || 28
        const at = bits[bit % count] ?? 0
        expect(
          protocol.decode(pulses.map((pulse, i) => (i !== at ? pulse : pulse === low ? high : low))),
        ).toBeUndefined()
        expect(protocol.decode(pulses.slice(0, Math.min(length % pulses.length, 50)))).toBeUndefined()
      }),
    )
  })
  test('is not decoded by another protocol', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20_000 }), { maxLength: 300 }), (pulses) => {
        expect(protocol.decode(pulses)).toBeUndefined()
      }),
    )
  })
})

describe('air conditioners', () => {
  test.each([
    ['haier-yrw02-ac', 'A6AC0000402000200000200005F7', 26],
    ['haier-yrw02-ac', 'A63000004020002000002100057C', 19],
    ['midea-ac', 'A18263FFFF6E5E7D9C000091', 18],
  ])('%s %s, of a remote that shows Fahrenheit, is decoded in Celsius', (name, hex, celsius) => {
    expect(named(name).decode(lightOf(name, hex))?.targetTemperature).toBe(celsius)
  })
  test('a press as a receiver records it is decoded', () => {
    expect(recogniseClimate(code(heardOfLg2))).toEqual({
      protocol: protocols['lg2-ac'],
      state: { power: true, mode: 'cool', targetTemperature: 18, fanSpeed: 5 },
    })
    expect(recogniseClimate(code([244, 54_443, ...heardOfLg2, 40_000]))?.protocol.name).toBe('lg2-ac')
    expect(recogniseClimate(code(heardOfLg2, 0, 'rf433'))).toBeUndefined()
  })
  test.each([
    ['lg2-ac', { oscillation: 'vertical' }, '1000100000010011000101001001'],
    ['lg2-ac', { oscillation: 'off' }, '1000100000010011000101011010'],
  ] as const)('%s sends the flap setting %j once in a separate frame', (name, swing, bits) => {
    const state = { power: true, mode: 'cool', targetTemperature: 18, ...swing } as const
    const { pulses } = named(name).encode(state)
    const second = pulses.indexOf(3200, 1)
    expect(bitsIn(pulses, second + 2, 28)).toBe(bits)
    expect(named(name).encode(state, state).pulses.indexOf(3200, 1)).toBe(-1)
  })
  test('Toshiba sends the flap setting once in separate frames', () => {
    const state = { power: true, mode: 'cool', targetTemperature: 18, oscillation: 'vertical' } as const
    const headers = (pulses: readonly number[]) => pulses.filter((pulse) => pulse === 4400).length
    const { pulses } = named('toshiba-ac').encode(state)
    expect(headers(pulses)).toBe(4)
    expect(pulses.slice(-116)).toEqual(
      lightOf('toshiba-ac', 'F20D01FE210120').map((one) => (one === 20_000 ? 7400 : one)),
    )
    expect(headers(named('toshiba-ac').encode(state, state).pulses)).toBe(2)
  })
  test('Samsung sends the long frame if the power changes or may have changed', () => {
    const state = { power: true, mode: 'cool', targetTemperature: 20, oscillation: 'off' } as const
    const short = named('samsung-ac').encode(state, { ...state, targetTemperature: 25 }).pulses
    expect(short.slice(2, -1)).toEqual(
      lightOf('samsung-ac', '02920F000000F001E2FE714011F0')
        .map((one) => (one === 20_000 ? 2886 : one))
        .slice(0, -1),
    )
    const long = 2 + 3 * (2 + 7 * 16 + 2)
    expect(named('samsung-ac').encode(state).pulses).toHaveLength(long)
    expect(named('samsung-ac').encode(state, { ...state, power: false }).pulses).toHaveLength(long)
    expect(named('samsung-ac').encode({ ...state, power: false }, state).pulses).toHaveLength(long)
  })
  test.each([
    ['samsung-ac', { mode: 'auto', targetTemperature: 22, fanSpeed: 2 }, { mode: 'auto', targetTemperature: 22 }],
    [
      'hitachi344-ac',
      { mode: 'dehumidify', targetTemperature: 22, fanSpeed: 5 },
      { mode: 'dehumidify', targetTemperature: 22, fanSpeed: 2 },
    ],
    ['lg-ac', { mode: 'fan', targetTemperature: 22, fanSpeed: 2 }, { mode: 'fan', fanSpeed: 2 }],
  ] as const)('%s reduces the request %j to %j', (name, asked, encoded) => {
    const swing = named(name).swings.length > 0 ? { oscillation: 'off' as const } : {}
    for (const power of [true, false])
      expect(fitToProtocol(named(name), { power, ...asked, ...swing })).toEqual({ power, ...encoded, ...swing })
  })
  test('a frame of a Sharp remote that counts from 17 °C is not decoded as one that counts from 15 °C', () => {
    expect(recogniseClimate(code(lightOf('sharp-ac', 'AA5ACF10091132000D9000E4A1')))).toBeUndefined()
    expect(recogniseClimate(code(lightOf('sharp-a903-ac', 'AA5ACF1001112200088000F021')))).toBeUndefined()
  })
  test.each(['ko', 'ja', 'en'])('are all listed in the documents (%s)', (language) => {
    const table = readFileSync(`docs/${language}/infrared.md`, 'utf8').matchAll(/^\| `([^`]+-ac)` \|/gm)
    expect([...table].map(([, name]) => name)).toEqual(Object.keys(protocols))
  })
  test('may be named in the usual spellings', () => {
    for (const written of ['LG', 'lg_ac', ' Samsung AC ', 'Mitsubishi Electric', 'hitachi-ac', 'Fujitsu General'])
      expect(protocolOf(written)?.name).toMatch(/-ac$/)
    expect(protocolOf('mitsubishi light')).toBeUndefined()
    expect(protocolOf('constructor')).toBeUndefined()
    for (const name of protocolWords) expect(protocolOf(name)).toBeDefined()
    expect(Object.keys(wires).sort()).toEqual(Object.keys(protocols).sort())
  })
})
