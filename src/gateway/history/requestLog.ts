import { readFileSync } from 'node:fs'
import * as z from 'zod'
import type { RequestRecord } from '../../clova/handler.ts'
import type { Home } from '../../home/home.ts'
import type { LinkingEvent } from '../../oauth/linkingEvents.ts'
import { writeAtomically } from '../../storage/replaceFile.ts'
import { isObject } from '../../util/parse.ts'
import { entryOf, type RequestEntry, type RequestSource, requestEntry } from './requestEntry.ts'

/**
 * The bounds: so many entries, of about 600 bytes each, and so many characters of messages in all of them. A message that is
 * longer than the last number is not kept, such as the list of a large home. Together that is at most some 1.6 MiB.
 */
const maxEntries = 1000
/** So many of them may be what anybody on the internet can cause, so that a flood pushes out nothing of CLOVA's. */
const maxForeignEntries = 100
const maxMessageCharacters = 500_000
const maxCharactersOfOne = 8000

/** Refused requests of one reason are one entry as long as no more than this is between two, in milliseconds. */
const bundleMs = 30 * 60_000

/** Both messages of a request, as they went over the network. */
export interface MessagePair {
  readonly request: string
  readonly answer: string
}

interface RequestLogOptions {
  /** where the log is kept while the gateway restarts */
  readonly file: string
  home(): Home
  /** is told of each new entry, and of a bundled one that has grown */
  onEntry(entry: RequestEntry): void
  /** milliseconds since 1970 */
  readonly now?: () => number
}

/** The last requests, in memory. Everything is done after the answer was sent; the disk is written when the gateway stops. */
export class RequestLog {
  /** the oldest first */
  readonly #entries: RequestEntry[] = []
  readonly #options: RequestLogOptions
  readonly #now: () => number
  #nextId = 1
  #messageCharacters = 0
  #foreignCount = 0
  /** the index of the oldest entry that may still have messages */
  #oldestWithMessages = 0

  constructor(options: RequestLogOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
    for (const entry of read(options.file)) this.#push(entry)
  }

  /**
   * Notes an answered request.
   * @param user who sits at the dashboard; for a request of CLOVA the record says whose link it was
   */
  add(record: RequestRecord, source: RequestSource, messages?: MessagePair, user?: string): RequestEntry {
    const entry = entryOf(this.#nextId, this.#now(), record, source, this.#options.home())
    if (user !== undefined) entry.user = user
    if (messages) addMessages(entry, messages)
    this.#push(entry)
    this.#options.onEntry(entry)
    return entry
  }

  /** Notes requests that were refused since CLOVA did not sign them. */
  addRefused(detail: string, count: number): void {
    const last = this.#entries.findLast(({ kind }) => kind === 'refused')
    const now = this.#now()
    if (last?.detail === detail && now - (last.lastAt ?? last.at) <= bundleMs) {
      last.count = (last.count ?? 0) + count
      last.lastAt = now
      this.#options.onEntry(last)
      return
    }
    this.#note({ kind: 'refused', source: 'stranger', outcome: 'failed', code: 'strangers', detail, count, ms: {} })
  }

  /** Notes a step of linking that failed, or that gave a link. */
  addLinking({ step, user, link, failure, detail }: LinkingEvent): void {
    const isNewLink = step === 'code' && failure === undefined
    if (!failure && !isNewLink) return
    this.#note({
      kind: 'linking',
      source: 'clova',
      action: step,
      ...(user !== undefined && { user }),
      ...(link !== undefined && { link }),
      outcome: failure ? 'failed' : 'answered',
      ...(failure && { code: failure }),
      ...(detail !== undefined && { detail: detail.slice(0, 300) }),
      ms: {},
    })
  }

  /** All entries, the newest first. */
  *newestFirst(): Generator<RequestEntry> {
    for (let i = this.#entries.length - 1; i >= 0; i--) {
      const entry = this.#entries[i]
      if (entry) yield entry
    }
  }

  find(id: number): RequestEntry | undefined {
    return this.#entries.find((entry) => entry.id === id)
  }

  get size(): number {
    return this.#entries.length
  }

  /** Keeps the log for the next start. @throws NodeJS.ErrnoException */
  async save(): Promise<void> {
    if (this.#entries.length === 0) return
    await writeAtomically(this.#options.file, JSON.stringify({ version: 1, data: this.#entries }))
  }

  #note(entry: Omit<RequestEntry, 'id' | 'at'>): void {
    const whole = { id: this.#nextId, at: this.#now(), ...entry }
    this.#push(whole)
    this.#options.onEntry(whole)
  }

  #removeAt(index: number): void {
    const [gone] = this.#entries.splice(index, 1)
    if (!gone) return
    this.#messageCharacters -= charactersOf(gone)
    if (isForeign(gone)) this.#foreignCount -= 1
    if (index < this.#oldestWithMessages) this.#oldestWithMessages -= 1
  }

  #push(entry: RequestEntry): void {
    this.#entries.push(entry)
    this.#nextId = Math.max(this.#nextId, entry.id + 1)
    this.#messageCharacters += charactersOf(entry)
    if (isForeign(entry)) {
      this.#foreignCount += 1
      if (this.#foreignCount > maxForeignEntries) this.#removeAt(this.#entries.findIndex(isForeign))
    }
    while (this.#entries.length > maxEntries) this.#removeAt(0)
    while (this.#messageCharacters > maxMessageCharacters) {
      const oldest = this.#entries[this.#oldestWithMessages]
      if (!oldest) return
      this.#messageCharacters -= charactersOf(oldest)
      oldest.request = undefined
      oldest.answer = undefined
      this.#oldestWithMessages += 1
    }
  }
}

/** True for what needs no key of CLOVA and no password: refused requests, and linking that failed. */
const isForeign = ({ kind, outcome }: RequestEntry) =>
  kind === 'refused' || (kind === 'linking' && outcome === 'failed')

const charactersOf = ({ request = '', answer = '' }: RequestEntry) => request.length + answer.length

function addMessages(entry: RequestEntry, { request, answer }: MessagePair): void {
  if (request.length <= maxCharactersOfOne) entry.request = withoutToken(request)
  if (answer.length <= maxCharactersOfOne) entry.answer = answer
}

/** The access token is taken out at once: nothing that is kept in memory or on the disk may hold one. */
const withoutToken = (text: string): string =>
  text.replace(/("accessToken"\s*:\s*)("(?:[^"\\]|\\.)*"|[^,}\s]+)/g, '$1""')

/** Older versions wrote the requested values as `wish`. */
const currentEntry = (entry: unknown) =>
  isObject(entry) && 'wish' in entry ? { ...entry, requested: entry.wish } : entry

const file = z.object({
  version: z.literal(1),
  data: z.array(z.preprocess(currentEntry, requestEntry)).max(maxEntries),
})

/** The log of the last run; empty if there is none, or if it cannot be read. */
function read(path: string): readonly RequestEntry[] {
  try {
    return file.parse(JSON.parse(readFileSync(path, 'utf8'))).data
  } catch {
    return []
  }
}
