import { randomUUID } from 'node:crypto'
import type { ResponseOf } from '../../../control/api.ts'
import { controlError } from '../../../control/errors.ts'
import { explain } from '../../../control/explanations/index.ts'
import { explainOffline } from '../../../control/explanations/reasons.ts'
import type { CodePort, ReceivedCode } from '../../../home/codeTools.ts'
import { Failure } from '../../../home/failure.ts'
import { errorText } from '../../../util/translate.ts'

type Learning = ResponseOf<'learning'>
type PressDescription = NonNullable<Learning['press']>

/** For how many milliseconds a learning session that has ended can still be read, and how many there are at most. */
const retentionMs = 10 * 60_000
const maxLearningSessions = 20

interface LearnOptions {
  readonly connection: string
  readonly port: CodePort
  readonly key?: string
  readonly isRadio: boolean
  readonly timeoutMs: number
  /** Tells what a code is. */
  describe(code: ReceivedCode): PressDescription
}

/** The presses that blasters wait for, and those that they received. Each ends by itself, whether the page is open or not. */
export class LearningSessions {
  readonly #sessions = new Map<string, { value: Learning; readonly abort: AbortController }>()
  readonly #onChange: (learning: Learning) => void

  constructor(onChange: (learning: Learning) => void) {
    this.#onChange = onChange
  }

  /** Lets a blaster listen for one press. One that listens already stops doing so. */
  start(options: LearnOptions): Learning {
    const { connection, key, timeoutMs } = options
    for (const [id, { value }] of this.#sessions) {
      if (value.connection === connection && value.state === 'listening') this.cancel(id)
      if (this.#sessions.size >= maxLearningSessions && value.state !== 'listening') this.#sessions.delete(id)
    }
    const value: Learning = {
      id: randomUUID(),
      connection,
      ...(key !== undefined && { key }),
      state: 'listening',
      endsAt: Date.now() + timeoutMs,
    }
    const abort = new AbortController()
    this.#sessions.set(value.id, { value, abort })
    setTimeout(() => this.#sessions.delete(value.id), retentionMs).unref()
    void this.#run(value.id, options, abort.signal)
    return value
  }

  /** @throws controlError `notFound` */
  find(id: string): Learning {
    const found = this.#sessions.get(id)
    if (!found) throw controlError('notFound', explain('pressGone'))
    return found.value
  }

  cancel(id: string): Learning {
    this.find(id)
    this.#update(id, { state: 'cancelled' })
    this.#sessions.get(id)?.abort.abort(new Error('cancelled'))
    return this.find(id)
  }

  async #run(id: string, { port, isRadio, timeoutMs, describe }: LearnOptions, cancelled: AbortSignal): Promise<void> {
    const timeout = AbortSignal.timeout(timeoutMs)
    try {
      const received = await port.learn(isRadio, AbortSignal.any([cancelled, timeout]), () =>
        this.#update(id, { hint: explain('pressAgainForRadio') }),
      )
      this.#update(id, { state: 'received', press: describe(received) })
    } catch (error) {
      if (cancelled.aborted) return
      const isUnsupported = error instanceof Failure && error.reason.code === 'unsupported'
      const reason = timeout.aborted
        ? explain('nothingReceived')
        : isUnsupported
          ? explain('cannotLearn')
          : explainOffline(errorText(error))
      this.#update(id, { state: 'failed', reason })
    }
  }

  /** Only one that listens changes. */
  #update(id: string, patch: Partial<Learning>): void {
    const found = this.#sessions.get(id)
    if (found?.value.state !== 'listening') return
    found.value = { ...found.value, ...patch }
    this.#onChange(found.value)
  }
}
