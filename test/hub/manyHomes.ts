import { type ChildProcess, fork } from 'node:child_process'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { enrol } from '../../src/hub/credentials.ts'
import type { HubState } from '../../src/hub/state.ts'
import { killed } from '../support/process.ts'

const homesPerProcess = 250
/** The pause between two requests of one of those who ask, in milliseconds. */
const pauseMs = 10

/** Homes in processes of their own, which answer each request with their own id. */
export interface ManyHomes {
  readonly ids: readonly string[]
  stop(): Promise<void>
}

/** Starts so many homes, and is back when all are connected. The program of their processes is `dist/hubHomes.mjs`. */
export async function startManyHomes(state: HubState, urls: readonly string[], count: number): Promise<ManyHomes> {
  const children: ChildProcess[] = []
  const ids: string[] = []
  for (let first = 0; first < count; first += homesPerProcess) {
    const batch: { home: string; jwt: string; seed: string }[] = []
    for (let i = first; i < Math.min(count, first + homesPerProcess); i += 1) {
      const { home, credentials } = await enrol(state, `home-${i}`)
      batch.push({ home: home.home, ...credentials })
      ids.push(home.home)
    }
    const child = fork(resolve('dist/hubHomes.mjs'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    children.push(child)
    child.send({ urls, batch })
    await new Promise<void>((resolve) => child.once('message', () => resolve()))
  }
  return {
    ids,
    async stop() {
      await Promise.all(children.map((child) => killed(child)))
    },
  }
}

/** Asks many homes, each in turn, and counts what comes of it. */
export class Crowd {
  /** when the answer of each was asked for that came last, by its id */
  readonly #answeredAtMs = new Map<string, number>()
  readonly #ids: readonly string[]
  readonly #ask: (id: string) => Promise<string>
  readonly #counts = new Map<string, number>()
  /** the answers of another home than was asked */
  wrong = 0

  constructor(ids: readonly string[], ask: (id: string) => Promise<string>) {
    this.#ids = ids
    this.#ask = ask
  }

  /** Asks one home after the other, several at once. */
  async load(isOver: () => boolean): Promise<void> {
    let next = 0
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        while (this.#ids.length > 0 && !isOver()) {
          await this.#askOne(this.#ids[next++ % this.#ids.length] ?? '')
          await sleep(pauseMs)
        }
      }),
    )
  }

  /** Asks each home once, and those again that did not answer. @returns how many never did since then */
  async silentAfter(sinceMs: number): Promise<number> {
    let missing = this.#ids
    for (let attempt = 0; attempt < 3; attempt += 1) {
      for (let i = 0; i < missing.length; i += 16)
        await Promise.all(missing.slice(i, i + 16).map((id) => this.#askOne(id)))
      missing = missing.filter((id) => (this.#answeredAtMs.get(id) ?? 0) < sinceMs)
    }
    return missing.length
  }

  /** What came of the requests since the last call. */
  report(): string {
    const told = [...this.#counts].map(([kind, count]) => `${kind} ${count}`).join(', ')
    this.#counts.clear()
    return told
  }

  async #askOne(id: string): Promise<void> {
    const sentAtMs = performance.now()
    const result = await this.#ask(id)
    const isOwn = result === `home ${id}`
    if (isOwn) this.#answeredAtMs.set(id, sentAtMs)
    else if (result.startsWith('home ')) this.wrong += 1
    const kind = isOwn ? 'answered' : result.replace(/^home .*/, 'answered by another')
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1)
  }
}
