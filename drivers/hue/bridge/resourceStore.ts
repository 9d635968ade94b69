import { createDeadline } from '../../../src/home/deadline.ts'
import { Failure } from '../../../src/home/failure.ts'
import type { BridgeClient } from './client.ts'
import { wrongBridge } from './clipErrors.ts'
import { type Event, type Resources, resources } from './resources.ts'

/** What changed: these resources, or perhaps all. */
export type Changed = ReadonlySet<string> | 'all'

/** What a bridge has, by what it answers and by what it tells. */
export interface ResourceStore {
  readonly resources: Resources
  onChange(listener: (changed: Changed) => void): () => void
  applyEvents(batch: readonly Event[]): void
  /** @throws Failure `offline`, also if it is another bridge */
  readAll(signal: AbortSignal): Promise<void>
  /** Reads everything. @returns true if it was known; false also if it cannot be read */
  isCurrent(patience: number): Promise<boolean>
  /** Reads one resource, or all of a type; what is no longer there is gone after that. @throws Failure `offline` */
  refresh(type: string, id: string | undefined, signal: AbortSignal): Promise<void>
}

/** @param bridgeId whose it must be, in small letters */
export function createResourceStore(get: BridgeClient['get'], bridgeId: string | undefined): ResourceStore {
  const known = resources()
  const listeners = new Set<(changed: Changed) => void>()
  return {
    resources: known,
    onChange: (listener) => subscribe(listeners, listener),
    applyEvents: take,
    readAll,
    async isCurrent(patience) {
      const limit = createDeadline(patience)
      try {
        const before = JSON.stringify([...known.all()])
        await readAll(limit.signal)
        return JSON.stringify([...known.all()]) === before
      } catch (error) {
        // One that has too much to do says nothing about its stream.
        return error instanceof Failure && error.reason.code === 'busy'
      } finally {
        limit.end()
      }
    },
    async refresh(type, id, signal) {
      const data = await get(`/clip/v2/resource/${type}${id === undefined ? '' : `/${id}`}`, signal)
      const there = new Set(data.flatMap((one) => known.merge(one, false) ?? []))
      const asked = id === undefined ? [...known.all()].filter((one) => one.type === type).map((one) => one.id) : [id]
      const gone = asked.filter((one) => !there.has(one)).flatMap((one) => known.remove({ id: one }) ?? [])
      const told = new Set([...there, ...gone])
      if (told.size > 0) notify(told)
    },
  }

  async function readAll(signal: AbortSignal): Promise<void> {
    const data = await get('/clip/v2/resource', signal)
    const fresh = resources()
    fresh.replace(data)
    const reason = wrongBridge(bridgeId, fresh)
    if (reason) throw reason
    known.replace(data)
    notify('all')
  }

  function take(batch: readonly Event[]): void {
    const touched = new Set<string>()
    for (const { type, data } of batch) {
      for (const one of data) {
        const id = type === 'delete' ? known.remove(one) : isUpdate(type) ? known.merge(one, type === 'add') : undefined
        if (id !== undefined) touched.add(id)
      }
    }
    if (touched.size > 0) notify(touched)
  }

  function notify(what: Changed): void {
    for (const listener of [...listeners]) listener(what)
  }
}

/** The kinds of event that tell of resources; all others, and those of years to come, tell nothing. */
const isUpdate = (type: string) => type === 'add' || type === 'update'

/** Puts a listener among others. @returns what takes it away */
export function subscribe<T>(all: Set<T>, one: T): () => void {
  all.add(one)
  return () => all.delete(one)
}
