import fc from 'fast-check'
import { GrowingBuffer } from '../../src/util/growingBuffer.ts'

test('pieces of any size are joined, until the body would be too long', () => {
  const maxBytes = 2_000_000
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 500_000 }), { maxLength: 12 }), (sizes) => {
      const body = new GrowingBuffer(maxBytes)
      const joined: Buffer[] = []
      let size = 0
      for (const [i, length] of sizes.entries()) {
        const piece = Buffer.alloc(length, i + 1)
        const fits = size + length <= maxBytes
        expect(body.add(piece)).toBe(fits)
        if (!fits) continue
        size += length
        joined.push(piece)
      }
      expect(body.bytes().equals(Buffer.concat(joined))).toBe(true)
    }),
  )
})

test('a body may be as long as it is allowed to, and no byte longer', () => {
  const body = new GrowingBuffer(1_500_000)
  expect(body.add(Buffer.alloc(1_500_000, 1))).toBe(true)
  expect(body.add(Buffer.from('x'))).toBe(false)
  expect(body.bytes().equals(Buffer.alloc(1_500_000, 1))).toBe(true)
})
