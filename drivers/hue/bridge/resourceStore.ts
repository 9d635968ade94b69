import { createDeadline } from '../../../src/home/deadline.ts'
import { Failure } from '../../../src/home/failure.ts'
import { isObject } from '../../../src/util/parse.ts'
import { runInSlices, runSteps, type Steps } from '../../../src/util/slices.ts'
import { say } from '../messages.ts'
import type { BridgeClient } from './client.ts'
import { notPaired } from './errors.ts'
import { type Event, maxResources, ResourceMap, type Resources } from './resources.ts'
import { SharedReads } from './sharedReads.ts'

/** Which resources changed (perhaps all), and how that became known. */
export type ChangeListener = (changed: ReadonlySet<string> | 'all', by: 'event' | 'answer') => void

/** So many resources of a type are read one by one; more of them by one request for the whole type. */
const maxSingleReads = 2
/** A house never has as many changes while one answer is under way. */
const maxRecordedChanges = 5000

/** Everything that a bridge answered, and the number of the read. */
interface WholeRead {
  readonly fresh: ResourceMap
  readonly number: number
}

/** What a bridge has: by its answers, and by the events that came since. */
export class ResourceStore {
  readonly #known = new ResourceMap()
  readonly #get: BridgeClient['get']
  readonly #bridgeId: string | undefined
  readonly #listeners = new Set<ChangeListener>()
  /** the events that came while answers were under way, oldest first */
  #recorded: Event[] = []
  #recordedChanges = 0
  #readsUnderWay = 0
  /** reads are numbered in the order in which the bridge is asked */
  #lastBegunRead = 0
  /** the read of everything that was taken last, and of each resource a later one */
  #lastTakenRead = 0
  readonly #taken = new Map<string, number>()
  /** by type: reads of resources of these ids, or of all of the type */
  readonly #reads = new Map<string, SharedReads<string | undefined>>()

  /** @param bridgeId whose resources they must be, in small letters */
  constructor(get: BridgeClient['get'], bridgeId: string | undefined) {
    this.#get = get
    this.#bridgeId = bridgeId
  }

  get resources(): Resources {
    return this.#known
  }

  /** @returns what ends it */
  readonly onChange = (listener: ChangeListener): (() => void) => subscribe(this.#listeners, listener)

  applyEvents(batch: readonly Event[]): void {
    if (this.#readsUnderWay > 0) this.#record(batch)
    const changed = runSteps(applyTo(this.#known, batch))
    if (changed.size > 0) this.#notify(changed, 'event')
  }

  /** @throws Failure `offline`, also if it is another bridge */
  async readAll(signal: AbortSignal): Promise<void> {
    this.#adopt(await this.#readWhole(signal))
  }

  /** Reads everything. @returns true if it was known already; false also if it cannot be read */
  async isCurrent(timeoutMs: number): Promise<boolean> {
    const deadline = createDeadline(timeoutMs)
    try {
      const read = await this.#readWhole(deadline.signal)
      this.#keepNewer(read)
      if (await runInSlices(read.fresh.isSame(this.#known), deadline.signal)) return true
      this.#adopt(read)
      return false
    } catch (error) {
      // A bridge that has too much to do says nothing about its stream.
      return error instanceof Failure && error.reason.code === 'busy'
    } finally {
      deadline.end()
    }
  }

  /**
   * Reads one resource, or all of a type; what is no longer there is gone after that. Reads of one type that are requested
   * while another is under way become one request.
   * @throws Failure `offline`; the signal's reason
   */
  readonly refresh = (type: string, id: string | undefined, signal: AbortSignal): Promise<void> => {
    const reads = this.#reads.get(type) ?? new SharedReads((ids, signal) => this.#readParts(type, ids, signal))
    this.#reads.set(type, reads)
    return reads.request(id, signal)
  }

  async #readParts(type: string, ids: ReadonlySet<string | undefined>, signal: AbortSignal): Promise<void> {
    const isWhole = ids.has(undefined) || ids.size > maxSingleReads
    await Promise.all((isWhole ? [undefined] : [...ids]).map((id) => this.#read(type, id, signal)))
  }

  async #read(type: string, id: string | undefined, signal: AbortSignal): Promise<void> {
    const path = `/clip/v2/resource/${type}${id === undefined ? '' : `/${id}`}`
    const touched = await this.#answer(path, signal, async (data, number, apply) => {
      const present = await runInSlices(this.#mergeAll(data, number), signal)
      const requested = (id === undefined ? this.#known.idsOf(type) : [id]).filter((one) => this.#take(one, number))
      const gone = requested.filter((one) => !present.has(one) && this.#known.remove({ id: one }) !== undefined)
      // What events reported meanwhile is newer than the answer, which may have been made before them.
      const concerned = new Set([...present, ...requested])
      await apply(this.#known, (one) => isObject(one) && concerned.has(String(one.id)))
      return new Set([...present, ...gone])
    })
    this.#notify(touched, 'answer')
  }

  async #readWhole(signal: AbortSignal): Promise<WholeRead> {
    const read = await this.#answer('/clip/v2/resource', signal, async (data, number, apply) => {
      const fresh = new ResourceMap()
      await runInSlices(fresh.replace(data), signal)
      await apply(fresh)
      return { fresh, number }
    })
    const failure = wrongBridge(this.#bridgeId, read.fresh)
    if (failure) throw failure
    return read
  }

  /** The ids of what is known of the data. What was read since the bridge was asked for them stays as it is. */
  *#mergeAll(data: readonly unknown[], number: number): Steps<Set<string>> {
    const present = new Set<string>()
    for (const one of data.slice(0, maxResources)) {
      const id = isObject(one) && typeof one.id === 'string' ? one.id : undefined
      if (id !== undefined && this.#take(id, number) && this.#known.merge(one, false) !== undefined) present.add(id)
      yield
    }
    return present
  }

  /** @returns false if a read that began later was taken already */
  #take(id: string, number: number): boolean {
    if (number < this.#lastTakenRead || number < (this.#taken.get(id) ?? 0)) return false
    if (this.#taken.size > maxResources) this.#taken.clear()
    if (this.#known.get(id)) this.#taken.set(id, number)
    return true
  }

  /** Takes over what was read of single resources since the bridge was asked for everything. */
  #keepNewer({ fresh, number }: WholeRead): void {
    for (const [id, taken] of this.#taken) if (taken > number) fresh.copy(id, this.#known)
  }

  /**
   * @param take reads the answer of the bridge; what it is given applies the events that came since the bridge was asked
   * @returns what `take` returns
   */
  async #answer<T>(
    path: string,
    signal: AbortSignal,
    take: (
      data: readonly unknown[],
      number: number,
      apply: (known: ResourceMap, isConcerned?: (one: unknown) => boolean) => Promise<void>,
    ) => Promise<T>,
  ): Promise<T> {
    this.#readsUnderWay += 1
    this.#lastBegunRead += 1
    const number = this.#lastBegunRead
    let next = this.#recorded.length
    try {
      return await take(await this.#get(path, signal), number, async (known, isConcerned = () => true) => {
        // Further ones may come while these are applied.
        for (;;) {
          if (this.#recordedChanges > maxRecordedChanges) throw new Failure('busy', say('tooManyEvents'))
          if (next >= this.#recorded.length) return
          const since = this.#recorded.slice(next)
          next = this.#recorded.length
          const concerned = since.map(({ type, data }) => ({ type, data: data.filter(isConcerned) }))
          await runInSlices(applyTo(known, concerned), signal)
        }
      })
    } finally {
      this.#readsUnderWay -= 1
      if (this.#readsUnderWay === 0) {
        this.#recorded = []
        this.#recordedChanges = 0
      }
    }
  }

  /** Keeps events for the answers that are under way; beyond the limit only how many there were. */
  #record(batch: readonly Event[]): void {
    for (const event of batch) {
      this.#recordedChanges += event.data.length
      if (this.#recordedChanges <= maxRecordedChanges && event.data.length > 0) this.#recorded.push(event)
    }
  }

  #adopt(read: WholeRead): void {
    if (read.number < this.#lastTakenRead) return
    this.#keepNewer(read)
    this.#lastTakenRead = read.number
    for (const [id, taken] of this.#taken) if (taken < read.number) this.#taken.delete(id)
    this.#known.adopt(read.fresh)
    this.#notify('all', 'answer')
  }

  #notify(changed: ReadonlySet<string> | 'all', by: 'event' | 'answer'): void {
    for (const listener of [...this.#listeners]) listener(changed, by)
  }
}

/** @returns the ids that it touched */
function* applyTo(known: ResourceMap, batch: readonly Event[]): Steps<Set<string>> {
  const touched = new Set<string>()
  for (const { type, data } of batch)
    for (const one of data) {
      const id = type === 'delete' ? known.remove(one) : isUpdate(type) ? known.merge(one, type === 'add') : undefined
      if (id !== undefined) touched.add(id)
      yield
    }
  return touched
}

/** Events of other types, and of those of years to come, tell of no resource. */
const isUpdate = (type: string) => type === 'add' || type === 'update'

/** The failure if the resources are those of another bridge than was meant. @param bridgeId in small letters */
export function wrongBridge(bridgeId: string | undefined, known: Resources): Failure | undefined {
  if (bridgeId === undefined) return undefined
  for (const { type, bridge_id } of known.all())
    if (type === 'bridge' && bridge_id !== undefined && bridge_id.toLowerCase() !== bridgeId)
      return Object.assign(
        new Failure('offline', say('otherBridgeAnswers', { id: bridge_id.toLowerCase(), expected: bridgeId })),
        { code: notPaired },
      )
  return undefined
}

/** Puts a listener among others. @returns what takes it away */
export function subscribe<T>(all: Set<T>, one: T): () => void {
  all.add(one)
  return () => all.delete(one)
}
