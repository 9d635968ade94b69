import { randomUUID } from 'node:crypto'
import { controlError } from '../../../control/errors.ts'
import { explain, explainError } from '../../../control/explanations/index.ts'
import { explainOffline } from '../../../control/explanations/reasons.ts'
import type { Pairing } from '../../../control/operations/setup.ts'
import type { ChangeOutcome } from '../../../control/operations/shapes.ts'
import { ERR_PLAIN_HTTP_ONLY, type PairingResult } from '../../../home/connectionSetup.ts'
import type { Driver } from '../../../home/driver.ts'
import { errorText, plainText } from '../../../util/translate.ts'

/** How long the user may take to press a button, in milliseconds, and how long a pairing that has ended is told of. */
const buttonMs = 30_000
const retentionMs = 10 * 60_000
const maxPairings = 8

/** How many lines of the driver are told. */
const maxLines = 20

interface PairingOptions {
  /** the driver */
  readonly type: string
  readonly pair: NonNullable<Driver['pair']>
  readonly host?: string
  readonly allowPlainHttp: boolean
}

/** Saves what a pairing gave. */
type Save = (paired: PairingResult) => Promise<{ readonly connection: string; readonly change: ChangeOutcome }>

/** The pairings under way and those that have just ended. Each ends by itself, whether the page is open or not. */
export class Pairings {
  readonly #pairings = new Map<string, { value: Pairing; readonly abort: AbortController }>()
  readonly #onChange: (pairing: Pairing) => void

  constructor(onChange: (pairing: Pairing) => void) {
    this.#onChange = onChange
  }

  /** Starts a pairing. @throws controlError `busy` if too many are under way */
  start(options: PairingOptions, save: Save): Pairing {
    for (const [id, { value }] of this.#pairings) if (value.state !== 'waiting') this.#pairings.delete(id)
    if (this.#pairings.size >= maxPairings) throw controlError('busy', explain('tooManyPairings'))
    const { type, host } = options
    const value: Pairing = {
      id: randomUUID(),
      type,
      ...(host !== undefined && { host }),
      state: 'waiting',
      secondsLeft: buttonMs / 1000,
      lines: [],
    }
    const abort = new AbortController()
    this.#pairings.set(value.id, { value, abort })
    setTimeout(() => this.#pairings.delete(value.id), retentionMs).unref()
    void this.#run(value.id, options, abort.signal, save)
    return value
  }

  /** @throws controlError `notFound` */
  find(id: string): Pairing {
    const found = this.#pairings.get(id)
    if (!found) throw controlError('notFound', explain('pairingGone'))
    return found.value
  }

  cancel(id: string): Pairing {
    this.find(id)
    this.#update(id, { state: 'cancelled' })
    this.#pairings.get(id)?.abort.abort(new Error('cancelled'))
    return this.find(id)
  }

  async #run(
    id: string,
    { pair, host, allowPlainHttp }: PairingOptions,
    signal: AbortSignal,
    save: Save,
  ): Promise<void> {
    try {
      const paired = await pair(
        {
          ...(host !== undefined && { host }),
          allowPlainHttp,
          timeoutMs: buttonMs,
          printLine: (line) => this.#update(id, { lines: [...this.find(id).lines, plainText(line)].slice(-maxLines) }),
          onCountdown: (secondsLeft) => this.#update(id, { secondsLeft }),
        },
        AbortSignal.any([signal, AbortSignal.timeout(2 * buttonMs)]),
      )
      this.#update(id, { state: 'paired', secondsLeft: 0, ...(await save(paired)) })
    } catch (error) {
      if (signal.aborted) return
      const { code } = error as NodeJS.ErrnoException
      const reason = code === ERR_PLAIN_HTTP_ONLY ? explainError(error) : explainOffline(errorText(error))
      this.#update(id, { state: 'failed', secondsLeft: 0, reason })
    }
  }

  /** Only one that is under way changes. */
  #update(id: string, patch: Partial<Pairing>): void {
    const found = this.#pairings.get(id)
    if (found?.value.state !== 'waiting') return
    found.value = { ...found.value, ...patch }
    this.#onChange(found.value)
  }
}
