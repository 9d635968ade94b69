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

test('a single piece is not copied', () => {
  const body = new GrowingBuffer(100)
  const piece = Buffer.from('one')
  body.add(piece)
  expect(body.bytes()).toBe(piece)
  expect(new GrowingBuffer(100).bytes()).toHaveLength(0)
})

test('the end of a large body makes no large copy', () => {
  const body = new GrowingBuffer(4_000_000)
  for (let i = 0; i < 40; i += 1) body.add(Buffer.alloc(100_000, i))
  const whole = body.bytes()
  expect(whole).toHaveLength(4_000_000)
  expect(body.bytes().buffer).toBe(whole.buffer)
})
