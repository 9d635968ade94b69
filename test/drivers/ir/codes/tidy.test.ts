import fc from 'fast-check'
import {
  code,
  encodePress,
  isSameCode,
  normalize,
  normalizeWithCount,
  type ProtocolKey,
  recognise,
} from '../../../../drivers/ir/codes/index.ts'
import { minGapUs, withoutGap } from '../../../../drivers/ir/codes/pulses.ts'
import { runs } from '../../../support/randomRuns.ts'
import { anyCode, anyKey, jittered, keyOf, receivedPulses } from './support.ts'

fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: runs(100) })

/** What an air conditioner sends: two parts with a gap, each with its own bits. */
const part = (bits: string) => [
  3400,
  1700,
  ...[...bits].flatMap((bit) => (bit === '1' ? [430, 1280] : [430, 430])),
  430,
]
const whole = [...part('1011000111010010'), 12_000, ...part('000111010001'), 40_000]

test('a held key is reduced to its first frame, and stays the same key', () => {
  fc.assert(
    fc.property(receivedPulses, ({ key, code: learnt }) => {
      const clean = normalize(learnt)
      const found = recognise(clean) as ProtocolKey
      if (found.protocol === key.protocol) expect(found).toEqual(key)
      else expect([key.protocol, found.protocol]).toEqual(['aeha', 'panasonic'])
      // A toggle bit joins or parts two halves of a bit, so the next press may have two pulses more.
      expect(clean.pulses.length).toBeLessThanOrEqual(Math.max(encodePress(key).pulses.length + 2, 64))
      expect(isSameCode(clean, learnt)).toBe(true)
    }),
  )
})

test.each([
  [{ nec: 0x20df10ef }, 68],
  [{ samsung: 0xe0e040bf }, 68],
  [{ sony: 0xa90 }, 26],
  [{ jvc: 0xc2b8 }, 36],
  [{ sharp: 0x454a }, 64],
  [{ samsung36: { device: 1, subdevice: 2, extra: 3, command: 4 } }, 78],
])('one frame is left of %j, held for four frames', (written, length) => {
  const { code: clean, frameCount: times } = normalizeWithCount(encodePress(keyOf(written), { times: 4 }))
  expect([clean.pulses.length, times]).toEqual([length, 4])
  expect(clean.pulses).toEqual(encodePress(keyOf(written)).pulses.slice(0, length))
})

test('parts of one frame stay together, and a truncated frame is left out', () => {
  expect(normalizeWithCount(code(whole))).toEqual({ code: code(whole), frameCount: 1 })
  expect(normalizeWithCount(code([...whole, ...whole]))).toEqual({ code: code(whole), frameCount: 2 })
  expect(normalizeWithCount(code([...whole, ...whole, ...whole.slice(0, 11)]))).toEqual({
    code: code(whole),
    frameCount: 2,
  })
})

/** The code cut off behind so many pulses, the last of them in its middle, as a blaster ends a recording: with a long gap. */
const endedAt = (pulses: readonly number[], at: number): number[] => {
  const kept = pulses.slice(0, at)
  return kept.length % 2 === 0
    ? [...kept.slice(0, -1), 101_859]
    : [...kept.slice(0, -1), Math.ceil((kept.at(-1) ?? 1) / 2), 101_859]
}
/** Codes of no protocol, of one part or of several that are not alike, each long enough to be distinguished from noise. */
const bits = fc.array(fc.boolean(), { minLength: 8, maxLength: 40 })
const unknown = fc
  .uniqueArray(bits, { minLength: 1, maxLength: 3, selector: (some) => some.slice(0, 8).join() })
  .map((parts) => parts.flatMap((some) => [3400, 1700, ...some.flatMap((bit) => [430, bit ? 1280 : 430]), 430, 21_000]))
const known = anyKey.map((key) => ({
  once: encodePress(key).pulses,
  held: (times: number) => encodePress(key, { times }).pulses,
}))
const either = fc.oneof(
  known,
  unknown.map((once) => ({ once, held: (times: number) => Array.from({ length: times }, () => once).flat() })),
)

test('a frame that is truncated at the end is neither averaged, counted nor kept', () => {
  fc.assert(
    fc.property(
      either,
      fc.integer({ min: 1, max: 3 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (given, n, far) => {
        const [whole, more] = [given.held(n), given.held(n + 1)]
        fc.pre(more.length > whole.length)
        const at = whole.length + 1 + Math.floor(far * (more.length - whole.length - 1))
        // A frame of which half of the last mark of a quarter of a millisecond is missing is whole to every receiver.
        fc.pre(at % 2 === 0 || (more[at] ?? 0) < minGapUs || (more[at - 1] ?? 0) > 400)
        const cut = endedAt(more, at)
        const [clean, left] = [normalizeWithCount(code(whole)), normalizeWithCount(code(cut))]
        expect(withoutGap(left.code.pulses)).toEqual(withoutGap(clean.code.pulses))
        // A sign of a held key of three pulses may be one that was cut off in the last.
        expect(left.frameCount - clean.frameCount).toBeLessThanOrEqual(more.length - whole.length <= 4 ? 1 : 0)
      },
    ),
    { numRuns: runs(500) },
  )
})

test('frames are averaged, and similar pulses get the same duration', () => {
  fc.assert(
    fc.property(jittered(code([...whole, ...whole, ...whole])), (learnt) => {
      const { code: clean, frameCount: times } = normalizeWithCount(learnt)
      expect([times, clean.pulses.length]).toEqual([3, whole.length])
      // Of the marks, that of the bits, and those of the two leaders.
      expect(new Set(clean.pulses.filter((_, i) => i % 2 === 0)).size).toBeLessThanOrEqual(3)
      clean.pulses.slice(0, -1).forEach((pulse, i) => {
        expect(Math.abs(pulse / (whole[i] ?? 0) - 1)).toBeLessThanOrEqual(0.101)
      })
    }),
  )
})

test('a code without noise stays unchanged', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        anyCode,
        receivedPulses.map(({ code }) => code),
      ),
      (learnt) => {
        const clean = normalize(learnt)
        expect(normalize(clean)).toEqual(clean)
        expect(clean.carrierHz).toBe(learnt.carrierHz)
      },
    ),
  )
})

test('a radio code is left as it is', () => {
  const radio = code([300, 900, 310, 890, 300, 9000, 300, 900, 310, 890, 300, 9000], 0, 'rf433')
  expect(normalizeWithCount(radio)).toEqual({ code: radio, frameCount: 1 })
})

describe('whether two codes are the same', () => {
  test('is true for a code and its reception with errors', () => {
    fc.assert(
      fc.property(
        anyCode.chain((sent) => fc.tuple(fc.constant(sent), jittered(sent))),
        ([sent, learnt]) => {
          expect(isSameCode(sent, learnt)).toBe(true)
          expect(
            isSameCode(sent, {
              ...sent,
              pulses: sent.pulses.length % 2 === 0 ? sent.pulses : [...sent.pulses, 50_000],
            }),
          ).toBe(true)
        },
      ),
    )
  })

  test.each([
    ['another key', keyOf({ nec: 0x20dfc03f })],
    ['another protocol', keyOf({ samsung: 0xe0e040bf })],
  ])('is false for %s', (_, other) => {
    expect(isSameCode(encodePress(keyOf({ nec: 0x20df10ef })), encodePress(other))).toBe(false)
  })

  test('is false for a radio code and an infrared code', () => {
    expect(isSameCode(code([300, 900]), code([300, 900], 0, 'rf433'))).toBe(false)
  })
})
