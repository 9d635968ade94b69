import { drawPresses, pictureWidth } from '../../../../src/web/pages/remotes/pulses.ts'

/** A code with a leader: 9 ms and 4.5 ms, then for each bit a mark of 560 µs and a space that tells it, then a mark and a gap. */
const press = (bits: string) => [
  9000,
  4500,
  ...[...bits].flatMap((bit) => [560, bit === '1' ? 1690 : 560]),
  560,
  40_000,
]
const marks = (path: string) => path.split('M').length - 1
const ends = (path: string) => [...path.matchAll(/M([\d.]+),\d+h([\d.]+)/g)].map(([, x, w]) => Number(x) + Number(w))

test('presses are drawn above each other on one scale, and each differing space has a pointer at its mark', () => {
  const picture = drawPresses(press('0000'), press('0010'), [7])
  expect([picture.first, picture.second, picture.differing, picture.pointers].map(marks)).toEqual([6, 5, 1, 1])
  expect(Math.max(...ends(picture.second))).toBeCloseTo(pictureWidth, 0)
  expect(Math.max(...ends(picture.first))).toBeLessThan(pictureWidth)
  const [differing = 0, pointer = 0] = [picture.differing, picture.pointers].map((path) =>
    Number(path.slice(1).split(',')[0]),
  )
  expect(Math.abs(differing - pointer)).toBeLessThan(10)
})

test('the gap behind a press is not drawn', () => {
  expect(drawPresses(press('01'), undefined)).toMatchObject({
    second: '',
    differing: '',
    pointers: '',
    durationMs: 17.4,
  })
})

test('a pointer at the edge stays inside the drawing', () => {
  const { pointers } = drawPresses([500, 500, 500], [500, 500, 500], [0, 2])
  const places = [...pointers.matchAll(/M([\d.]+),/g)].map(([, x]) => Number(x))
  expect(places[0]).toBeGreaterThanOrEqual(0)
  expect(places[1]).toBeLessThanOrEqual(pictureWidth - 10)
})
