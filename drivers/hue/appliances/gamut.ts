import type { Point } from '../bridge/resources.ts'

/** The corners of what a lamp can show, in the CIE 1931 diagram. */
export interface Gamut {
  readonly red: Point
  readonly green: Point
  readonly blue: Point
}

/** How far one point lies from another. */
export const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y)

/** The point itself if the lamp can show it, else the nearest that it can. */
export function clip(point: Point, gamut: Gamut | undefined): Point {
  if (!gamut) return point
  const { red, green, blue } = gamut
  const edges = [
    [red, green],
    [green, blue],
    [blue, red],
  ] as const
  const sides = edges.map(([from, to]) => (to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x))
  if (sides.every((side) => side >= 0) || sides.every((side) => side <= 0)) return point
  const candidates = edges.map(([from, to]) => nearest(point, from, to))
  return candidates.reduce(
    (best, one) => (distance(one, point) < distance(best, point) ? one : best),
    candidates[0] ?? point,
  )
}

function nearest(point: Point, from: Point, to: Point): Point {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const length = dx * dx + dy * dy
  // Two corners may be the same point.
  const along = length === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / length
  const part = Math.min(1, Math.max(0, along))
  return { x: from.x + part * dx, y: from.y + part * dy }
}
