import { batch, signal } from '@preact/signals'
import type { RequestOf, ResponseOf } from '../../control/api.ts'
import { call } from '../api/client.ts'
import { onEvent } from '../api/stream.ts'

export type LogEntry = ResponseOf<'requests'>['entries'][number]

/** Which entries are listed. */
type Query = Omit<RequestOf<'requests'>, 'before' | 'limit'>

/** How many entries are read at once. */
const pageSize = 100

/** The entries of the log that a query finds. New ones wait until the user wants to see them, so that nothing jumps. */
export class LogList {
  readonly entries = signal<readonly LogEntry[]>([])
  readonly counts = signal<ResponseOf<'requests'>['counts'] | undefined>(undefined)
  /** how many entries came since the list was read, whether or not the query finds them */
  readonly waiting = signal(0)
  readonly error = signal<unknown>(undefined)
  readonly isRead = signal(false)
  /** absent: the list is complete */
  readonly next = signal<number | undefined>(undefined)
  private query: Query = {}
  private reading: AbortController | undefined

  /** Follows what happens. @returns a function that ends it */
  follow(): () => void {
    const ends = [
      onEvent('request', ({ entry }) => {
        if (entry) this.note(entry)
      }),
      onEvent('incident', ({ entry }) => this.note(entry)),
    ]
    return () => {
      this.reading?.abort()
      for (const end of ends) end()
    }
  }

  /** Reads the newest entries of a query. An earlier reading that is under way is given up. */
  async read(query: Query): Promise<void> {
    this.query = query
    this.reading?.abort()
    const reading = new AbortController()
    this.reading = reading
    try {
      const { entries, next, counts } = await call('requests', { ...query, limit: pageSize }, reading.signal)
      if (reading.signal.aborted) return
      batch(() => {
        this.entries.value = entries
        this.counts.value = counts
        this.next.value = next
        this.waiting.value = 0
        this.error.value = undefined
        this.isRead.value = true
      })
    } catch (error) {
      if (!reading.signal.aborted) this.error.value = error
    }
  }

  /** Reads the entries before the oldest one. */
  async readMore(): Promise<void> {
    const before = this.next.value
    if (before === undefined) return
    this.next.value = undefined
    try {
      const { entries, next } = await call('requests', { ...this.query, before, limit: pageSize })
      batch(() => {
        this.entries.value = [...this.entries.value, ...entries]
        this.next.value = next
      })
    } catch (error) {
      this.error.value = error
      this.next.value = before
    }
  }

  /** A bundled entry that has grown is changed where it stands; a new one waits. */
  private note(entry: LogEntry): void {
    const entries = this.entries.peek()
    if (entries.some(({ id }) => id === entry.id))
      this.entries.value = entries.map((known) => (known.id === entry.id ? entry : known))
    else if (entry.id > (entries[0]?.id ?? -1)) this.waiting.value += 1
    const counts = this.counts.peek()
    if (counts)
      this.counts.value = {
        ...counts,
        today: counts.today + 1,
        failedToday: counts.failedToday + (entry.outcome === 'failed' ? 1 : 0),
      }
  }
}
