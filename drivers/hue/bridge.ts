import { deadline, type Signal } from '../../src/home/deadline.ts'
import type { Context } from '../../src/home/device.ts'
import { Failure } from '../../src/home/failure.ts'
import { type Client, client, type Line } from './client.ts'
import type { Config } from './config.ts'
import { joined, type Knowledge, knowledge } from './knowledge.ts'
import { place } from './place.ts'
import type { Event } from './resources.ts'
import { openStream, type Stream } from './stream.ts'
import { type Timings, usualTimings } from './timings.ts'
import { isDistrust, trust } from './trust.ts'
import { type Vigil, vigil } from './vigil.ts'

/** One bridge: what it has, kept current by its events. */
export interface Bridge extends Pick<Knowledge, 'resources' | 'onChange' | 'refresh'> {
  /** Resolves once the first try to connect is over, whichever way. */
  readonly ready: Promise<void>
  /** `live`: everything known is current; `mute`: it answers, and tells nothing by itself; `away`: it does not answer */
  readonly state: 'live' | 'mute' | 'away'
  readonly put: Client['put']
  /** Tells whoever waits that the bridge is gone. */
  onLost(listener: () => void): () => void
  /** The stream did not tell of something that happened: if it goes on in silence, it is opened anew. */
  suspect(): void
  /** What is wrong with the bridge, in plain words. */
  problem(): string | undefined
  close(): Promise<void>
}

/** What a session comes to: the next may begin now, or after a pause. */
type Outcome = 'now' | 'later' | 'hopeless'

/** Begins to connect and is back at once. */
export function connectBridge(config: Config, { log, file }: Context, timings: Timings = usualTimings): Bridge {
  const lost = new Set<() => void>()
  let state: Bridge['state'] = 'away'
  let line: Line | undefined
  let moved = false
  let stream: Stream | undefined
  let complaint: string | undefined
  let timer: NodeJS.Timeout | undefined
  let watch: Vigil | undefined
  let wake: () => void = () => {}
  let closed = false
  const closing = new AbortController()
  let first: () => void = () => {}
  const requests = client(
    () => line,
    timings.connect,
    (what) => what === 'refused' && stream?.close(),
  )
  const known = knowledge(requests.get, config.bridgeId)
  const ready = new Promise<void>((resolve) => {
    first = resolve
  })
  const over = run()

  return {
    ready,
    get state() {
      return state
    },
    resources: known.resources,
    onChange: known.onChange,
    refresh: known.refresh,
    put,
    onLost: (listener) => joined(lost, listener),
    suspect: () => watch?.doubt(),
    problem: () => complaint,
    async close() {
      closed = true
      closing.abort(new Failure('offline', 'the connection is closed'))
      requests.close()
      become('away')
      stream?.close()
      clearTimeout(timer)
      watch?.end()
      wake()
      hangUp()
      await over
    },
  }

  /** What it says that it does not have is gone, before its event tells so. */
  async function put(...[type, id, ...order]: Parameters<Client['put']>): Promise<void> {
    try {
      await requests.put(type, id, ...order)
    } catch (error) {
      if ((error as { readonly status?: number }).status === 404) known.take([{ type: 'delete', data: [{ id }] }])
      throw error
    }
  }

  /** Connects for ever. A stream that held is opened again at once: bridges end theirs every few minutes. */
  async function run(): Promise<void> {
    let delay = timings.first
    while (!closed) {
      const outcome = await session().catch(failed)
      first()
      if (outcome === 'now') delay = timings.first
      else if (!closed) {
        // Jitter, so that all who lost the bridge do not come back at once.
        await pause((outcome === 'hopeless' ? timings.refused : delay) * (0.5 + Math.random() / 2))
        delay = Math.min(delay * 2, timings.most)
      }
    }
  }

  async function session(): Promise<Outcome> {
    const limit = deadline(timings.connect, closing.signal)
    const early: Event[] = []
    let heard = (batch: readonly Event[]): void => void (early.length < 10_000 && early.push(...batch))
    try {
      line ??= await connected(limit.signal)
      // Neither waits for the other: what happens meanwhile is told by the stream.
      const [opened, read] = await Promise.allSettled([
        openStream(line.trust.stream, line.place, (batch) => heard(batch), limit.signal),
        known.readAll(limit.signal),
      ])
      if (opened.status === 'fulfilled') stream = opened.value
      if (read.status === 'rejected' || closed) {
        stream?.close()
        throw read.status === 'rejected' ? read.reason : new Error('closed')
      }
      if (opened.status === 'rejected') return mute(opened.reason)
      known.take(early)
      watch = vigil(opened.value, timings, () => known.isCurrent(timings.connect))
      heard = (batch) => {
        watch?.heard()
        known.take(batch)
      }
    } finally {
      limit.end()
    }
    become('live')
    complaint = undefined
    moved = false
    log.info({ resources: known.resources.size }, 'connected to the bridge')
    first()
    const since = performance.now()
    await stream?.ended
    watch?.end()
    watch = undefined
    stream = undefined
    if (!closed) become('mute')
    // One that ends each stream as soon as it is open is not asked again at once.
    return performance.now() - since > timings.first ? 'now' : 'later'
  }

  async function connected(signal: Signal): Promise<Line> {
    const where = await place(config, moved, signal)
    const made = { place: where, trust: await trust(config, where, file, signal) }
    if (closed) made.trust.destroy()
    return made
  }

  /** Everything can be asked for and nothing is told. */
  function mute(reason: Error): Outcome {
    become('mute')
    first()
    complain(reason, 'the bridge tells no events; it is asked each time until it does')
    return 'later'
  }

  function failed(error: Error & { readonly status?: number }): Outcome {
    stream = undefined
    become('away')
    hangUp()
    moved = !moved
    complain(error, 'the bridge cannot be used; trying again, and its appliances are offline until then')
    return isDistrust(error) || error.status === 401 || error.status === 403 ? 'hopeless' : 'later'
  }

  function hangUp(): void {
    line?.trust.destroy()
    line = undefined
  }

  function become(next: Bridge['state']): void {
    const before = state
    state = next
    if (next === 'away' && before !== 'away') for (const listener of [...lost]) listener()
  }

  /** Says once what is wrong, not at each try. */
  function complain({ message }: Error, what: string): void {
    if (message !== complaint && !closed) log.warn({ reason: message }, what)
    complaint = message
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      wake = resolve
      timer = setTimeout(resolve, ms)
      timer.unref()
    })
  }
}
