import { raceAbort } from '../../../src/home/deadline.ts'
import { Failure } from '../../../src/home/failure.ts'
import type { Bridge } from '../bridge/bridge.ts'
import type { ResourceRequest } from '../bridge/client.ts'
import { say } from '../messages.ts'
import type { HueCommand } from './command.ts'

/**
 * When the resources of a command are read from the bridge, in milliseconds since it took the command: at once, since its events
 * may come a second later, and again, since lamps take their time. What has not followed at last is not going to.
 */
export const defaultPollDelaysMs: readonly number[] = [0, 120, 400, 1000, 2000]

type Watched = Pick<Bridge, 'resources' | 'onChange' | 'onLost' | 'refresh' | 'state' | 'problem' | 'expectEvent'>

/**
 * Waits until a bridge shows that a command was done. It watches from its creation, so that no event is missed that comes
 * before the command is answered; what was known before the command was sent confirms nothing.
 */
export class HueConfirmation {
  readonly #command: HueCommand
  readonly #bridge: Watched
  readonly #pollDelaysMs: readonly number[]
  readonly #unsubscribe: readonly (() => void)[]
  /** the resources that the bridge reported since the command was sent, and those that an event reported */
  readonly #reported = new Set<string>()
  readonly #reportedByEvent = new Set<string>()
  readonly #done: Promise<void>
  #resolve: () => void = () => {}
  #reject: (reason: Failure) => void = () => {}
  /** what the resources were when the command was sent, by id */
  readonly #before = new Map<string, string>()
  #isTaken = false

  constructor(command: HueCommand, bridge: Watched, pollDelaysMs = defaultPollDelaysMs) {
    this.#command = command
    this.#bridge = bridge
    this.#pollDelaysMs = pollDelaysMs
    this.#done = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    this.#done.catch(() => {})
    this.#unsubscribe = [
      bridge.onChange((changed, by) => this.#onChange(changed, by)),
      bridge.onLost(() => this.#reject(new Failure('offline', bridge.problem() ?? say('bridgeWent')))),
    ]
  }

  /** One of its requests is sent now: earlier reports of the lamp, or of all lamps of the group, do not count. */
  onSent({ type, id }: ResourceRequest): void {
    for (const [, other] of this.#command.confirmedBy) {
      if (type === 'light' && other !== id) continue
      this.#reported.delete(other)
      this.#reportedByEvent.delete(other)
      this.#before.set(other, this.#textOf(other))
    }
  }

  /**
   * To be called when the bridge has taken the command.
   * @returns true once the bridge shows that it was done; false if it still shows something else at the last poll
   * @throws Failure `offline` if the bridge or the lamp goes away, or the bridge cannot be read; the signal's reason
   */
  async confirmed(signal: AbortSignal): Promise<boolean> {
    this.#isTaken = true
    if (this.#isConfirmed()) return true
    const start = performance.now()
    let problem: unknown
    for (const delayMs of this.#pollDelaysMs) {
      const leftMs = start + delayMs - performance.now()
      if (leftMs > 0 && (await this.#within(leftMs, signal))) return true
      problem = undefined
      try {
        await raceAbort(Promise.race([this.#done, this.#poll(signal)]), signal)
      } catch (error) {
        signal.throwIfAborted()
        if (this.#bridge.state === 'offline') throw error
        // Asked again later: a command that was taken is not undone by a bridge that has too much to do.
        problem = error
      }
      if (!this.#isConfirmed()) continue
      if (this.#wasMissedByStream()) this.#bridge.expectEvent()
      return true
    }
    if (problem !== undefined) throw problem
    return false
  }

  end(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe()
  }

  #onChange(changed: ReadonlySet<string> | 'all', by: 'event' | 'answer'): void {
    // An answer may be older than the command; those to requests after it are counted in `#poll`.
    if (by === 'event' && changed !== 'all')
      for (const [, id] of this.#command.confirmedBy)
        if (changed.has(id)) {
          this.#reported.add(id)
          this.#reportedByEvent.add(id)
        }
    if (this.#isGone()) this.#reject(new Failure('offline', say('removed')))
    else if (this.#isTaken && this.#isConfirmed()) this.#resolve()
  }

  #isConfirmed(): boolean {
    return this.#command.confirmedBy.every(([, id]) => this.#reported.has(id)) && this.#command.missing().length === 0
  }

  /** True if none of the resources that were sent a command exists any more. */
  #isGone(): boolean {
    return this.#command.requests.every(({ id }) => !this.#bridge.resources.get(id))
  }

  /** True if the command changed a resource and only an answer showed that: the stream may be dead. */
  #wasMissedByStream(): boolean {
    return this.#command.confirmedBy.some(
      ([, id]) => this.#textOf(id) !== this.#before.get(id) && !this.#reportedByEvent.has(id),
    )
  }

  #textOf(id: string): string {
    return JSON.stringify(this.#bridge.resources.get(id) ?? null)
  }

  async #poll(signal: AbortSignal): Promise<void> {
    await Promise.all(this.#command.confirmedBy.map(([type, id]) => this.#bridge.refresh(type, id, signal)))
    for (const [, id] of this.#command.confirmedBy) this.#reported.add(id)
  }

  /** @returns true if it was done within so many milliseconds */
  async #within(ms: number, signal: AbortSignal): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined
    const over = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), ms)
    })
    try {
      return await raceAbort(Promise.race([this.#done.then(() => true), over]), signal)
    } finally {
      clearTimeout(timer)
    }
  }
}
