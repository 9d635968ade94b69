export const round = (value: number, digits: number) => Math.round(value * 10 ** digits) / 10 ** digits

export interface Point {
  readonly x: number
  readonly y: number
}
export type Gamut = { readonly red: Point; readonly green: Point; readonly blue: Point }

/** The nearest point that the lamp can show. */
export function within(point: Point, { red, green, blue }: Gamut): Point {
  const sides = [
    [red, green],
    [green, blue],
    [blue, red],
  ] as const
  const turns = sides.map(([a, b]) => Math.sign((b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x)))
  if (turns.every((turn) => turn >= 0) || turns.every((turn) => turn <= 0)) return point
  const near = sides.map(([a, b]) => {
    const [dx, dy] = [b.x - a.x, b.y - a.y]
    const t = Math.max(0, Math.min(1, ((point.x - a.x) * dx + (point.y - a.y) * dy) / (dx * dx + dy * dy)))
    return { x: a.x + t * dx, y: a.y + t * dy }
  })
  const far = ({ x, y }: Point) => Math.hypot(x - point.x, y - point.y)
  return near.reduce((best, one) => (far(one) < far(best) ? one : best))
}

/** The white of so many mirek, by the cubic approximation of Kim and others (2002). */
export function whiteOf(mirek: number): Point {
  const t = 1e6 / mirek
  const x =
    t <= 4000
      ? -0.2661239e9 / t ** 3 - 0.2343589e6 / t ** 2 + 0.8776956e3 / t + 0.17991
      : -3.0258469e9 / t ** 3 + 2.1070379e6 / t ** 2 + 0.2226347e3 / t + 0.24039
  const y =
    t <= 2222
      ? -1.1063814 * x ** 3 - 1.3481102 * x ** 2 + 2.18555832 * x - 0.20219683
      : t <= 4000
        ? -0.9549476 * x ** 3 - 1.37418593 * x ** 2 + 2.09137015 * x - 0.16748867
        : 3.081758 * x ** 3 - 5.8733867 * x ** 2 + 3.75112997 * x - 0.37001483
  return { x: round(x, 4), y: round(y, 4) }
}
