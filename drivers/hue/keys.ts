import * as z from 'zod'
import type { Memory } from '../../src/home/memory.ts'
import type { Thing } from './things.ts'

/** What was known of a thing when its bridge was last seen. */
export interface Kept {
  readonly id: string
  readonly key: string
  readonly kind: string
  readonly name: string
  readonly v1?: string
}

/** Where keys outlive the process. */
export interface KeyStore {
  load(): { readonly bridgeId?: string; readonly kept: readonly Kept[] }
  save(bridgeId: string | undefined, kept: readonly Kept[]): void
}

/** The keys by which the house knows things, whatever ids their bridge gives them. */
export interface Keys {
  keyOf(id: string): string
  idOf(key: string): string
  /** Takes what the bridge has now. @param bridgeId whose that is */
  learn(things: readonly Thing[], bridgeId: string | undefined): void
}

/**
 * A thing's key is the id that it had first. On another bridge, to which everything was moved, it is known again by its
 * name, or by its id of CLIP v1; on the same one by its name alone, since that gives such an id to one lamp after another.
 */
export function keys(store: KeyStore): Keys {
  let { bridgeId: lastBridge, kept } = store.load()
  let byId = new Map(kept.map(({ id, key }) => [id, key]))
  let byKey = new Map(kept.map(({ id, key }) => [key, id]))
  let saved = ''
  return {
    keyOf: (id) => byId.get(id) ?? id,
    idOf: (key) => byKey.get(key) ?? key,
    learn(things, bridgeId) {
      const present = new Set(things.map(({ id }) => id))
      const taken = new Set<string>()
      // Of those whose ids the bridge has, or that are known under another id by now, nothing is to be found out.
      const next = new Map<string, string>()
      for (const { id } of things) {
        const key = byId.get(id)
        if (key !== undefined) taken.add(next.set(id, key).get(id) ?? id)
      }
      const lost = kept.filter(({ key }) => !taken.has(key) && !present.has(key))
      const isOther = lastBridge !== undefined && bridgeId !== undefined && lastBridge !== bridgeId
      for (const thing of things) {
        const { id, kind, v1 } = thing
        if (next.has(id)) continue
        const free = lost.filter((one) => one.kind === kind && !taken.has(one.key))
        const same =
          free.find((one) => isOther && v1 !== undefined && one.v1 === v1) ??
          free.find((one) => one.name === fullName(thing))
        const key = same?.key ?? id
        taken.add(key)
        next.set(id, key)
      }
      byId = next
      byKey = new Map([...next].map(([id, key]) => [key, id]))
      kept = things.map((thing) => ({
        id: thing.id,
        key: next.get(thing.id) ?? thing.id,
        kind: thing.kind,
        name: fullName(thing),
        ...(thing.v1 !== undefined && { v1: thing.v1 }),
      }))
      lastBridge = bridgeId ?? lastBridge
      const text = JSON.stringify([lastBridge, kept])
      if (text !== saved) store.save(lastBridge, kept)
      saved = text
    },
  }
}

/** Every room may have a scene of the same name. */
const fullName = ({ kind, name, aliases: [full = name] }: Thing) => (kind === 'scene' ? full : name)

/**
 * Keys in the memory of an appliance that there is not: as readings, which hold any text.
 * @param isGuest looks only, and keeps nothing
 */
export function inMemory(memory: Memory, isGuest: boolean): KeyStore {
  return {
    load() {
      const kept = (memory.get().readings ?? []).flatMap(({ name, value }) => readKept(name, value) ?? [])
      const bridgeId = memory.get().phase
      return { ...(bridgeId !== undefined && { bridgeId }), kept }
    },
    save(bridgeId, kept) {
      if (isGuest) return
      const readings = kept.map(({ kind, name, v1, id, key }) => ({
        name: JSON.stringify([kind, name.slice(0, 200), v1?.slice(0, 100) ?? null]),
        value: JSON.stringify([id, key]),
      }))
      memory.merge({ readings, ...(bridgeId !== undefined && { phase: bridgeId }) })
    },
  }
}

const line = z.tuple([z.string(), z.string(), z.string().nullable(), z.string(), z.string()])

function readKept(name: string, value: string | number): Kept | undefined {
  try {
    const [kind, full, v1, id, key] = line.parse([...JSON.parse(name), ...JSON.parse(String(value))])
    return { kind, name: full, id, key, ...(v1 !== null && { v1 }) }
  } catch {
    return undefined
  }
}
