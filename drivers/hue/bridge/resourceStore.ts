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

/** What a bridge answered to a read. */
interface Answer {
  readonly data: readonly unknown[]
  readonly number: number
  /**
   * Applies the events that came since the bridge was asked, or since the last call of this function.
   * @returns whether there were any
   * @throws Failure `busy` if there were too many to be kept
   */
  apply(known: ResourceMap, isConcerned?: (id: string) => boolean): Promise<boolean>
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
  /**
   * Reads are numbered in the order in which they begin. If two are under way at once, the answer to the one that began later
   * counts: it is no older than its request, and while a stream is open an event tells what changed after that.
   */
  #lastBegunRead = 0
  /** the last read of everything that was taken */
  #lastWholeRead = 0
  /** by id of a resource: the last read of it that was taken. Empty while no read is under way. */
  readonly #lastReads = new Map<string, number>()
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

  /** @throws Failure `offline`, also if it is another bridge; `busy` if too much changes meanwhile */
  async readAll(signal: AbortSignal): Promise<void> {
    await this.#readWhole(signal, () => false)
  }

  /** Reads everything. @returns true if it was known already; false also if it cannot be read */
  async isCurrent(timeoutMs: number): Promise<boolean> {
    const deadline = createDeadline(timeoutMs)
    try {
      return await this.#readWhole(deadline.signal, (fresh) => runInSlices(fresh.isSame(this.#known), deadline.signal))
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
    const touched = await this.#answer(path, signal, async ({ data, number, apply }) => {
      const requested = id === undefined ? this.#known.idsOf(type) : [id]
      // From here on it is not given up: what is merged may be older than an event, which is applied again after it.
      const present = await runInSlices(this.#mergeAll(data, number))
      const gone = requested.filter((one) => !present.has(one) && this.#take(one, number))
      for (const one of gone) this.#known.remove({ id: one })
      // What events reported meanwhile is newer than the answer, which may have been made before them.
      const concerned = new Set([...present, ...requested])
      await apply(this.#known, (one) => concerned.has(one) && this.#isLatest(one, number))
      return new Set([...present, ...gone])
    })
    this.#notify(touched, 'answer')
  }

  /**
   * Reads everything, and puts it in place of what is known.
   * @param isKnown whether that is the same, so that it need not be; events may come meanwhile
   * @returns what `isKnown` did
   */
  #readWhole(signal: AbortSignal, isKnown: (fresh: ResourceMap) => boolean | Promise<boolean>): Promise<boolean> {
    return this.#answer('/clip/v2/resource', signal, async ({ data, number, apply }) => {
      const fresh = new ResourceMap()
      await runInSlices(fresh.replace(data), signal)
      await apply(fresh)
      const failure = wrongBridge(this.#bridgeId, fresh)
      if (failure) throw failure
      this.#keepLater(fresh, number)
      if (await isKnown(fresh)) return true
      // An event that came meanwhile was known at once.
      if ((await apply(fresh)) && (await isKnown(fresh))) return true
      await apply(fresh)
      if (number > this.#lastWholeRead) this.#adopt(fresh, number)
      return false
    })
  }

  /** The ids of what is known of the data. */
  *#mergeAll(data: readonly unknown[], number: number): Steps<Set<string>> {
    const present = new Set<string>()
    for (const one of data.slice(0, maxResources)) {
      const id = isObject(one) && typeof one.id === 'string' ? one.id : undefined
      if (id !== undefined && this.#take(id, number) && this.#known.merge(one, false) !== undefined) present.add(id)
      yield
    }
    return present
  }

  /** @returns false if it is not known, or a read that began later was taken */
  #take(id: string, number: number): boolean {
    if (!this.#known.get(id) || !this.#isLatest(id, number)) return false
    if (this.#lastReads.size > maxResources) this.#lastReads.clear()
    this.#lastReads.set(id, number)
    return true
  }

  #isLatest(id: string, number: number): boolean {
    return number > this.#lastWholeRead && number >= (this.#lastReads.get(id) ?? 0)
  }

  /** Takes over what single resources are by reads that began after the one of everything. */
  #keepLater(fresh: ResourceMap, number: number): void {
    for (const [id, last] of this.#lastReads) if (last > number) fresh.copy(id, this.#known)
  }

  #adopt(fresh: ResourceMap, number: number): void {
    this.#keepLater(fresh, number)
    this.#lastWholeRead = number
    this.#known.adopt(fresh)
    this.#notify('all', 'answer')
  }

  /** @returns what `take` returns, which reads the answer of the bridge */
  async #answer<T>(path: string, signal: AbortSignal, take: (answer: Answer) => Promise<T>): Promise<T> {
    this.#readsUnderWay += 1
    this.#lastBegunRead += 1
    const number = this.#lastBegunRead
    let next = this.#recorded.length
    const apply: Answer['apply'] = async (known, isConcerned = () => true) => {
      // Further ones may come while these are applied.
      for (let hasApplied = false; ; hasApplied = true) {
        this.#throwIfTooManyEvents()
        if (next >= this.#recorded.length) return hasApplied
        const since = this.#recorded.slice(next)
        next = this.#recorded.length
        await runInSlices(applyTo(known, since, isConcerned))
      }
    }
    try {
      const data = await this.#get(path, signal)
      this.#throwIfTooManyEvents()
      return await take({ data, number, apply })
    } finally {
      this.#readsUnderWay -= 1
      if (this.#readsUnderWay === 0) {
        this.#recorded = []
        this.#recordedChanges = 0
        this.#lastReads.clear()
      }
    }
  }

  #throwIfTooManyEvents(): void {
    if (this.#recordedChanges > maxRecordedChanges) throw new Failure('busy', say('tooManyEvents'))
  }

  /** Keeps events for the answers that are under way; beyond the limit only how many there were. */
  #record(batch: readonly Event[]): void {
    for (const event of batch) {
      this.#recordedChanges += event.data.length
      if (this.#recordedChanges <= maxRecordedChanges && event.data.length > 0) this.#recorded.push(event)
    }
  }

  #notify(changed: ReadonlySet<string> | 'all', by: 'event' | 'answer'): void {
    for (const listener of [...this.#listeners]) listener(changed, by)
  }
}

/** @returns the ids that it touched */
function* applyTo(
  known: ResourceMap,
  batch: readonly Event[],
  isConcerned: (id: string) => boolean = () => true,
): Steps<Set<string>> {
  const touched = new Set<string>()
  for (const { type, data } of batch)
    for (const one of data) {
      yield
      if (!isConcerned(isObject(one) ? String(one.id) : '')) continue
      const id = type === 'delete' ? known.remove(one) : isUpdate(type) ? known.merge(one, type === 'add') : undefined
      if (id !== undefined) touched.add(id)
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
