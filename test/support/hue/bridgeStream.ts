import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { Resource } from './bridgeHome.ts'

/** One event as the stream carries it. */
interface Event {
  readonly creationtime: string
  readonly id: string
  readonly type: string
  readonly data: readonly object[]
}

export interface Stream {
  /** `stalled`: it accepts connections and sends nothing more; `silent`: it answers nothing; `doubled`: each event comes twice */
  mode: 'ok' | 'stalled' | 'doubled' | 'refusing' | 'silent'
  /** what happens before a stream is open */
  beforeOpen?: (() => Promise<unknown>) | undefined
  /** how many are open now, and how many there have been */
  readonly open: number
  readonly opened: number
  /** all events, in their order */
  readonly sentEvents: Event[]
  take(response: ServerResponse): void
  sendEvent(type: string, data: readonly object[]): void
  /** Says something that is no event. */
  say(text: string): void
  /** Sends the events that wait for the next second now. */
  flush(): void
  /** Ends every connection: in good order, or broken. */
  end(how?: 'ended' | 'broken'): void
  /** Resolves once an event of a resource was sent. */
  saidOf(id: string): Promise<void>
  /** Resolves once so many have been opened since the bridge began. */
  listened(times?: number): Promise<void>
  close(): void
}

/**
 * The event stream: `: hi` first, then batches. Real bridges send events once a second.
 * @param every ms between two batches; 0 sends each event at once
 * @param lasts ms after which each connection is ended; 0 never
 */
export function stream(every: number, lasts: number): Stream {
  const listeners = new Map<ServerResponse, NodeJS.Timeout | undefined>()
  const waiting = new Set<() => void>()
  let events: Event[] = []
  let timer: NodeJS.Timeout | undefined
  let opened = 0
  let count = 0
  const self: Stream = {
    mode: 'ok',
    get open() {
      return listeners.size
    },
    get opened() {
      return opened
    },
    sentEvents: [],
    take(response) {
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' })
      response.write(': hi\n\n')
      listeners.set(response, lasts > 0 ? setTimeout(() => response.end(), lasts) : undefined)
      response.on('close', () => {
        clearTimeout(listeners.get(response))
        listeners.delete(response)
      })
      opened += 1
      for (const look of [...waiting]) look()
    },
    sendEvent(type, data) {
      if (data.length === 0) return
      const creationtime = new Date().toISOString().replace(/\.\d+/, '')
      events.push({ creationtime, id: randomUUID(), type, data })
      if (every === 0) self.flush()
      else timer ??= setTimeout(self.flush, every)
    },
    say(text) {
      for (const response of listeners.keys()) response.write(text)
    },
    flush() {
      clearTimeout(timer)
      timer = undefined
      const batch = events
      events = []
      if (batch.length === 0) return
      self.sentEvents.push(...batch)
      for (const look of [...waiting]) look()
      if (self.mode === 'stalled') return
      const text = `id: ${Math.floor(Date.now() / 1000)}:${count++}\ndata: ${JSON.stringify(batch)}\n\n`
      self.say(self.mode === 'doubled' ? text + text : text)
    },
    end(how = 'ended') {
      for (const response of listeners.keys()) how === 'ended' ? response.end() : response.destroy()
    },
    saidOf: (id) => once(() => self.sentEvents.some(({ data }) => data.some((one) => (one as Resource).id === id))),
    listened: (times = 1) => once(() => opened >= times),
    close() {
      clearTimeout(timer)
      self.end('broken')
    },
  }
  return self

  function once(isSo: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!isSo()) return
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
    })
  }
}

/** The content of an event of a resource that has changed. */
export const changedOf = ({ id, id_v1, owner, type }: Resource, patch: object): object => ({
  id,
  ...(id_v1 !== undefined && { id_v1 }),
  ...(owner && { owner }),
  ...patch,
  type,
})
