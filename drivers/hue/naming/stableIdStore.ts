import * as z from 'zod'
import type { Memory } from '../../../src/home/memory.ts'
import type { Traits } from '../../../src/home/traits.ts'
import type { Steps } from '../../../src/util/slices.ts'
import type { SavedIds, StableIdStore } from './stableIds.ts'

type Lines = Traits['readings']

/** So many records or names are read or written in one step. */
const linesPerStep = 256

/**
 * Saves keys in the memories of appliances that do not exist, one for each bridge: as readings, which hold any text. The memory
 * under the name of the connection says which bridge that had last.
 * @param of the memory of one name
 * @param readOnly nothing is saved
 * @param replaces the id of the bridge whose place this one took, if its owner says so
 */
export function stableIdStore(
  of: (name: string) => Memory,
  connection: string,
  readOnly: boolean,
  replaces: string | undefined,
): StableIdStore {
  const named = (name: string) => of(`hue bridge ${name}`)
  let saved: { readonly bridgeId: string | undefined; readonly lines: Lines } | undefined
  return {
    *load(bridgeId) {
      const own = bridgeId === undefined ? undefined : yield* read(named(bridgeId))
      if (own && own.records.length > 0) return own
      const before = replaces === undefined ? undefined : yield* read(named(replaces))
      if (before && before.records.length > 0) return before
      // Earlier versions saved everything under the name of the connection; a bridge that reports no id still is.
      const here = yield* read(named(connection))
      if (here.records.length > 0 || here.bridgeId === undefined) return here
      return yield* read(named(here.bridgeId))
    },
    *save(savedIds) {
      if (readOnly) return
      const { bridgeId } = savedIds
      const lines = yield* write(savedIds)
      if (saved && saved.bridgeId === bridgeId && (yield* isSame(saved.lines, lines))) return
      saved = { bridgeId, lines }
      if (bridgeId === undefined) return void named(connection).merge({ readings: lines })
      named(bridgeId).merge({ readings: lines, phase: bridgeId })
      named(connection).merge({ readings: [], phase: bridgeId })
    },
  }
}

function* write({ records, names }: SavedIds): Steps<Lines> {
  const lines: Lines = []
  for (const { kind, name, v1, id, key } of records) {
    lines.push({
      name: JSON.stringify([kind, name.slice(0, 200), v1?.slice(0, 100) ?? null]),
      value: JSON.stringify([id, key]),
    })
    if (lines.length % linesPerStep === 0) yield
  }
  for (const { kind, name, key } of names) {
    lines.push({ name: JSON.stringify([kind, name]), value: JSON.stringify([key]) })
    if (lines.length % linesPerStep === 0) yield
  }
  return lines
}

function* isSame(before: Lines, now: Lines): Steps<boolean> {
  if (before.length !== now.length) return false
  for (const [i, { name, value }] of now.entries()) {
    if (before[i]?.name !== name || before[i]?.value !== value) return false
    if (i % linesPerStep === linesPerStep - 1) yield
  }
  return true
}

const recordTuple = z.tuple([z.string(), z.string(), z.string().nullable(), z.string(), z.string()])
const nameTuple = z.tuple([z.string(), z.string(), z.string()])

function* read(memory: Memory): Steps<SavedIds> {
  const { readings = [], phase } = memory.get()
  const records: SavedIds['records'][number][] = []
  const names: SavedIds['names'][number][] = []
  for (const [i, { name: firstPart, value: secondPart }] of readings.entries()) {
    const line = parsed(firstPart, secondPart)
    const record = recordTuple.safeParse(line)
    if (record.success) {
      const [kind, name, v1, id, key] = record.data
      records.push({ kind, name, id, key, ...(v1 !== null && { v1 }) })
    }
    const named = nameTuple.safeParse(line)
    if (named.success) names.push({ kind: named.data[0], name: named.data[1], key: named.data[2] })
    if (i % linesPerStep === linesPerStep - 1) yield
  }
  return { ...(phase !== undefined && { bridgeId: phase }), records, names }
}

function parsed(name: string, value: string | number): unknown {
  try {
    return [...JSON.parse(name), ...JSON.parse(String(value))]
  } catch {
    return undefined
  }
}
