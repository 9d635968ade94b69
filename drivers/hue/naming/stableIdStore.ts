import * as z from 'zod'
import type { Memory } from '../../../src/home/memory.ts'
import type { IdRecord, SavedIds, StableIdStore } from './stableIds.ts'

/**
 * Keys in the memories of appliances that there are not, one a bridge: as readings, which hold any text. What is kept
 * under the name of the connection says which bridge that was last.
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
  return {
    load(bridgeId) {
      const own = bridgeId === undefined ? undefined : read(named(bridgeId))
      if (own && own.records.length > 0) return own
      const before = replaces === undefined ? undefined : read(named(replaces))
      if (before && before.records.length > 0) return before
      // Earlier versions saved everything under the name of the connection; a bridge that tells no id still is.
      const here = read(named(connection))
      if (here.records.length > 0 || here.bridgeId === undefined) return here
      return read(named(here.bridgeId))
    },
    save({ bridgeId, records: kept, names }) {
      if (readOnly) return
      const appliances = kept.map(({ kind, name, v1, id, key }) => ({
        name: JSON.stringify([kind, name.slice(0, 200), v1?.slice(0, 100) ?? null]),
        value: JSON.stringify([id, key]),
      }))
      const words = [...names].map(([nameTuple, key]) => ({ name: nameTuple, value: JSON.stringify([key]) }))
      const readings = [...appliances, ...words]
      if (bridgeId === undefined) return void named(connection).merge({ readings })
      named(bridgeId).merge({ readings, phase: bridgeId })
      named(connection).merge({ readings: [], phase: bridgeId })
    },
  }
}

function read(memory: Memory): SavedIds {
  const { readings = [], phase } = memory.get()
  const lines = readings.map(({ name, value }) => parsed(name, value))
  return {
    ...(phase !== undefined && { bridgeId: phase }),
    records: lines.flatMap((one) => parseRecord(one) ?? []),
    names: new Map(lines.flatMap((one) => parseName(one) ?? [])),
  }
}

const recordTuple = z.tuple([z.string(), z.string(), z.string().nullable(), z.string(), z.string()])
const word = z.tuple([z.string(), z.string(), z.string()])

function parseRecord(line: unknown): IdRecord | undefined {
  const [kind, name, v1, id, key] = recordTuple.safeParse(line).data ?? []
  if (kind === undefined || name === undefined || id === undefined || key === undefined) return undefined
  return { kind, name, id, key, ...(typeof v1 === 'string' && { v1 }) }
}

function parseName(line: unknown): (readonly [string, string])[] | undefined {
  const [kind, name, key] = word.safeParse(line).data ?? []
  return kind === undefined || key === undefined ? undefined : [[JSON.stringify([kind, name]), key]]
}

function parsed(name: string, value: string | number): unknown {
  try {
    return [...JSON.parse(name), ...JSON.parse(String(value))]
  } catch {
    return undefined
  }
}
