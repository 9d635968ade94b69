import { localizedError } from '../../../src/util/translate.ts'
import { mqttMessage } from '../messages.ts'

/** A JSON path such as `$.color.hue`, `$['a b']` or `$[0].state`, as the keys that lead there. */
export type JsonPath = readonly (string | number)[]

/** What to make of a JSON payload: a path, a constant, or a list or object of such. */
export type PayloadShape =
  | { readonly path: JsonPath }
  | { readonly constant: string | number | boolean }
  | readonly PayloadShape[]
  | { readonly fields: Readonly<Record<string, PayloadShape>> }

const part = /\.([\p{L}\p{N}_-]+)|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\]/uy

/**
 * Reads a path.
 * @throws Error in plain words
 */
export function parsePath(text: string): JsonPath {
  if (!text.startsWith('$')) throw localizedError(mqttMessage('pathStart', { path: text }))
  const keys: (string | number)[] = []
  let at = 1
  while (at < text.length) {
    part.lastIndex = at
    const found = part.exec(text)
    if (!found) throw localizedError(mqttMessage('pathUnreadable', { path: text, rest: text.slice(at) }))
    const [whole, name, index, single, double] = found
    keys.push(index === undefined ? (name ?? single ?? double ?? '') : Number(index))
    at += whole.length
  }
  return keys
}

/**
 * Reads what a user writes under `path:`, where a text by itself is always a path.
 * @throws Error in plain words
 */
export const parsePathOrShape = (written: unknown): PayloadShape =>
  typeof written === 'string' ? { path: parsePath(written) } : parsePayloadShape(written)

/** Reads what a user writes under `path:`: texts that begin with `$` are paths, everything else is a constant. */
export function parsePayloadShape(written: unknown): PayloadShape {
  if (Array.isArray(written)) return written.map(parsePayloadShape)
  if (typeof written === 'object' && written !== null) {
    return {
      fields: Object.fromEntries(Object.entries(written).map(([key, value]) => [key, parsePayloadShape(value)])),
    }
  }
  if (typeof written === 'string' && written.startsWith('$')) return { path: parsePath(written) }
  return { constant: written as string | number | boolean }
}

/** What is at the end of a path, also null; nothing if it leads nowhere. */
export function follow(path: JsonPath, json: unknown): unknown {
  let here = json
  for (const key of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined
    here = Reflect.get(here, key)
  }
  return here
}

/** The paths of a shape, in their order. */
export function pathsOf(shape: PayloadShape): readonly JsonPath[] {
  if ('path' in shape) return [shape.path]
  if ('constant' in shape) return []
  return ('fields' in shape ? Object.values(shape.fields) : (shape as readonly PayloadShape[])).flatMap(pathsOf)
}

/** The value that a shape makes of a payload; a list leaves out what is not all there. */
export const extract = (shape: PayloadShape, json: unknown): unknown =>
  assemble(
    shape,
    pathsOf(shape).map((path) => follow(path, json)),
  )

/**
 * The value that a shape makes of what is at the end of its paths.
 * @param found in the order of `pathsOf`
 */
export function assemble(shape: PayloadShape, found: readonly unknown[]): unknown {
  let next = 0
  return build(shape, false)

  function build(shape: PayloadShape, isItem: boolean): unknown {
    if ('path' in shape) return found[next++]
    if ('constant' in shape) return shape.constant
    if ('fields' in shape) {
      const first = next
      const fields = Object.entries(shape.fields).map(([key, inner]) => [key, build(inner, false)] as const)
      // An item of a list of which nothing was said is none, whatever constants it has.
      const isThere =
        !isItem || next === first || found.slice(first, next).some((value) => value !== undefined && value !== null)
      // Of a value with parts, what is null is left out; of one without, null says that it is unknown.
      return isThere
        ? Object.fromEntries(fields.filter(([, value]) => value !== undefined && value !== null))
        : undefined
    }
    return (shape as readonly PayloadShape[])
      .map((inner) => build(inner, true))
      .filter((item) => item !== undefined && item !== null)
  }
}
