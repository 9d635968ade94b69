import fc from 'fast-check'
import {
  code,
  encodePress,
  isSameCode,
  type ProtocolKey,
  protocolNames,
  protocols,
  recognise,
} from '../../../../drivers/ir/codes/index.ts'
import { runs } from '../../../support/randomRuns.ts'
import { anyKey, jittered, keyIn, keyOf, receivedPulses } from './support.ts'
import { captured, printed, sent } from './vectors.ts'

fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: runs(100) })

const starts = (pulses: readonly number[], frame: number) => {
  const gaps = pulses.flatMap((pulse, i) => (i % 2 === 1 && pulse > 6000 ? [i + 1] : []))
  const until = (i: number) => pulses.slice(0, i).reduce((sum, pulse) => sum + pulse, 0)
  return [0, ...gaps.map(until)][frame]
}

test.each(printed)('$key is the value that other programs print', ({ key, protocol, fields }) => {
  expect(keyOf(key)).toEqual({ protocol, fields })
})

test.each(captured)('the key of $name is recognised', ({ cycles, carrier, key }) => {
  const pulses = cycles.split(' ').map((cycle) => Math.round((Number(cycle) * 1e6) / carrier))
  expect(recognise(code(pulses, carrier))).toEqual(keyOf(key))
  expect(isSameCode(encodePress(keyOf(key)), code(pulses, carrier))).toBe(true)
})

test.each(sent)('$key is sent as other programs send it', ({ key, unit, units }) => {
  const wanted = units.split(' ').map((count) => Math.round(Number(count) * unit))
  const { pulses } = encodePress(keyOf(key))
  expect(pulses.length).toBeGreaterThan(wanted.length)
  wanted.forEach((pulse, i) => {
    expect(Math.abs((pulses[i] ?? 0) - pulse)).toBeLessThanOrEqual(2)
  })
})

test('the most regular code of RC6, received with the largest errors, is not recognised as Sony', () => {
  const pulses = [
    2877, 800, 467, 800, 434, 419, 427, 459, 464, 800, 800, 406, 463, 437, 443, 458, 400, 427, 400, 472, 433,
  ]
  const rest = [
    400, 408, 400, 458, 458, 401, 433, 406, 406, 449, 423, 400, 458, 482, 450, 444, 454, 901, 800, 415, 92_293,
  ]
  expect(recognise(code([...pulses, ...rest]))).toEqual({ protocol: 'rc6', fields: { address: 0, command: 2 } })
})

test('an NEC frame without a gap, with long marks, is recognised', () => {
  const one = [650, 1650]
  const bits = (0x4bb640bf).toString(2).padStart(32, '0')
  const pulses = [9000, 4500, ...[...bits].flatMap((bit) => (bit === '1' ? one : [650, 550])), 600]
  expect(recognise(code(pulses))).toEqual({ protocol: 'nec', fields: { address: 0x6dd2, command: 2 } })
})

describe.each(protocolNames)('%s', (name) => {
  test('is recognised from the sent signal with the errors of a receiver', () => {
    const presses = fc
      .tuple(keyIn(name), fc.integer({ min: 1, max: 4 }), fc.boolean())
      .chain(([key, times, toggle]) => jittered(encodePress(key, { times, toggle })).map((code) => ({ key, code })))
    fc.assert(
      fc.property(presses, ({ key, code }) => {
        const found = recognise(code) as ProtocolKey
        // What begins with Panasonic's code is Panasonic's, by whichever name it was sent.
        if (found.protocol === name) expect(found).toEqual(key)
        else expect([name, found.protocol]).toEqual(['aeha', 'panasonic'])
      }),
      { numRuns: runs(200) },
    )
  })

  test('keeps its own fields', () => {
    fc.assert(
      fc.property(keyIn(name), (key) => {
        expect(keyOf({ [name]: key.fields })).toEqual(key)
      }),
    )
  })

  test('ends each frame with a gap, and a longer press only adds frames', () => {
    fc.assert(
      fc.property(keyIn(name), fc.integer({ min: 1, max: 4 }), (key, times) => {
        const [short, long] = [encodePress(key, { times }).pulses, encodePress(key, { times: times + 1 }).pulses]
        expect(short.length % 2).toBe(0)
        expect(short.at(-1)).toBeGreaterThanOrEqual(6000)
        expect(long.slice(0, short.length)).toEqual(short)
      }),
    )
  })

  test('does not recognise a frame with a missing or an extra pulse', () => {
    fc.assert(
      fc.property(keyIn(name), fc.nat(20), fc.boolean(), (key, at, isLost) => {
        const pulses = [...(protocols[name].encode(key.fields, 1, false) as readonly number[])]
        const frame = pulses.slice(
          0,
          pulses.findIndex((pulse, i) => i > 2 && pulse > 6000),
        )
        if (isLost) frame.splice(at % frame.length, 2)
        else frame.splice((at % 5) * 2 + 2, 0, 1000, 3000)
        fc.pre(frame.length > 0)
        expect(recognise(code(frame))).not.toEqual(key)
      }),
    )
  })
})

test('a press is recognised by one protocol only', () => {
  fc.assert(
    fc.property(receivedPulses, ({ code }) => {
      const knowing = protocolNames.filter((name) => protocols[name].read(code.pulses, 0)?.fields)
      expect(knowing.filter((name) => name !== 'aeha').length).toBeLessThanOrEqual(1)
    }),
  )
})

test.each([
  ['a check that is wrong', { nec: { data: 0x20df10ee } }],
  ['an address that differs from itself', { samsung: { data: 0xe0e140bf } }],
  ['a parity that is wrong', { aeha: { bytes: [0x54, 0x32, 0x11, 0, 0x3e, 0x2f] } }],
  ['a last byte that is wrong', { aeha: { bytes: [0x02, 0x20, 0x80, 0, 0x3e, 0x01] } }],
])('%s is sent, and not recognised', (_, key) => {
  expect(recognise(encodePress(keyOf(key)))).toBeUndefined()
})

describe('a held key', () => {
  // From the start of one frame to that of the next, in µs, and how many pulses the second has.
  test.each([
    [{ nec: 0x20df10ef }, 108_000, 4],
    [{ samsung: 0xe0e040bf }, 108_000, 68],
    [{ samsung36: { device: 1, subdevice: 2, extra: 3, command: 4 } }, 108_000, 78],
    [{ lg: 0x4b4ae51 }, 108_050, 4],
    [{ sony: 0xa90 }, 45_000, 26],
    [{ sony: 0x81080 }, 45_000, 42],
    [{ jvc: 0xc2b8 }, 59_080, 34],
    [{ rc5: { address: 5, command: 1 } }, 113_778, 22],
    [{ rc6: { address: 0, command: 0 } }, 107_000, 44],
    [{ sharp: 0x454a }, 67_000, 32],
    [{ mitsubishi: 0xe242 }, 54_780, 34],
  ])('%j is repeated at its interval', (written, period, length) => {
    const once = encodePress(keyOf(written)).pulses
    const { pulses } = encodePress(keyOf(written), { times: 4 })
    const samsung36Pause = 'samsung36' in written
    if (!samsung36Pause) expect(starts(pulses, 1)).toBe(period)
    const gaps = pulses.flatMap((pulse, i) => (i % 2 === 1 && pulse > 6000 ? [i] : []))
    expect((gaps[1] ?? 0) - (gaps[0] ?? 0)).toBe(length)
    expect(once.length).toBeLessThan(pulses.length)
  })

  test.each([
    [{ sony: 0xa90 }, 3],
    [{ mitsubishi: 0xe242 }, 2],
    [{ sharp: 0x454a }, 2],
    [{ nec: 0x20df10ef }, 1],
  ])('%j is sent at least %i times', (written, least) => {
    expect(encodePress(keyOf(written)).pulses.filter((pulse, i) => i % 2 === 1 && pulse > 6000)).toHaveLength(least)
  })

  test('of NEC repeats with three pulses', () => {
    const { pulses } = encodePress(keyOf({ nec: 0x20df10ef }), { times: 2 })
    expect(pulses.slice(-4)).toEqual([9000, 2250, 560, 96_190])
  })

  test('of Sharp inverts each second frame except the address', () => {
    const { pulses } = encodePress(keyOf({ sharp: 0x454a }))
    const bits = (from: number) =>
      Array.from({ length: 15 }, (_, i) => ((pulses[from + 2 * i + 1] ?? 0) > 1300 ? 1 : 0)).join('')
    expect([bits(0), bits(32)]).toEqual(['100010101001010', '100011010110101'])
  })

  const toggled = [
    { rc5: { address: 5, command: 1 } },
    { rc6: { address: 5, command: 1 } },
    { rc6a: 0xc800f040c },
    { rc6a: { bits: 24, data: 0x123456 } },
    { rcmm: { bits: 32, data: 0x24002041 } },
  ]
  test.each(toggled)('%j has a toggle bit', (written) => {
    const [off, on] = [encodePress(keyOf(written)), encodePress(keyOf(written), { toggle: true })]
    expect(off.pulses).not.toEqual(on.pulses)
    expect([recognise(off), recognise(on)]).toEqual([keyOf(written), keyOf(written)])
    expect(isSameCode(off, on)).toBe(true)
    expect(encodePress(keyOf(written), { toggle: false })).toEqual(off)
  })

  test('cannot be longer than a code may last, and has whole frames only', () => {
    expect(() => encodePress(keyOf({ nec: 1 }), { times: 20 })).toThrow('at most 1500')
    for (const times of [0, -1, 1.5, Number.NaN])
      expect(() => encodePress(keyOf({ nec: 1 }), { times })).toThrow('a key is held for 1 frame or more')
  })
})

test('a press that was cut off in its second frame is recognised', () => {
  fc.assert(
    fc.property(anyKey, fc.double({ min: 0, max: 1, noNaN: true }), (key, share) => {
      const [once, twice] = [encodePress(key, { times: 3 }).pulses.length, encodePress(key, { times: 4 }).pulses]
      const cut = code(twice.slice(0, once + Math.floor(share * (twice.length - once))))
      expect([key, { protocol: 'panasonic' }]).toContainEqual(
        key.protocol === 'aeha' && recognise(cut)?.protocol === 'panasonic'
          ? { protocol: 'panasonic' }
          : recognise(cut),
      )
    }),
  )
})

test('two keys one after the other are not recognised as one', () => {
  const both = [{ nec: 0x20df10ef }, { nec: 0x20dfc03f }].flatMap((key) => encodePress(keyOf(key)).pulses)
  expect(recognise(code(both))).toBeUndefined()
})
