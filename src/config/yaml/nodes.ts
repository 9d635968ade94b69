import { isMap, isNode, isScalar, type Node, type Pair } from 'yaml'

/** Where something stands: the keys that lead there; of a list the number of the item. */
export type Path = readonly (string | number)[]

/** What is wrong, with the path of where that is. */
export const misplaced = (path: Path, message: string) => Object.assign(new Error(message), { stands: path })

/** Where the key of an entry begins. */
export function startOf({ key }: Pair): number {
  return isNode(key) ? (key.range?.[0] ?? 0) : 0
}

/** Where the value of an entry ends. */
export function endOf(pair: Pair | undefined): number {
  const [, keyEnd = 0] = isNode(pair?.key) ? (pair.key.range ?? []) : []
  const [, valueEnd = 0] = isNode(pair?.value) ? (pair.value.range ?? []) : []
  return Math.max(keyEnd, valueEnd)
}

/** Where the line of a place begins. */
export const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1

/** Where the line after a place begins; the place itself, if a line ended before it. */
export function lineEnd(text: string, at: number): number {
  if (text[at - 1] === '\n') return at
  const found = text.indexOf('\n', at)
  return found === -1 ? text.length : found + 1
}

/** True for a key with nothing behind it. */
export const isNothing = (node: Node | undefined) =>
  node === undefined || (isScalar(node) && node.value === null) || (isMap(node) && node.items.length === 0)

/** The entry of a map under a key. */
export const named = (map: Node | undefined, key: string | number | undefined): Pair | undefined =>
  isMap(map) ? map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key)) : undefined
