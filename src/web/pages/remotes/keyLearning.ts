import { signal } from '@preact/signals'
import type { RequestOf, ResponseOf } from '../../../control/api.ts'
import { callOwner } from '../../api/ownerClient.ts'
import { onEvent } from '../../api/stream.ts'
import { clockDifferenceMs } from '../../app/session.ts'
import { errorText } from '../../components/errorText.ts'

type Learning = ResponseOf<'startLearning'>
type Press = NonNullable<Learning['press']>
export type Code = Press['code']
export type PressComparison = ResponseOf<'compareCodes'>

/** How far learning a key has come. */
export type KeyLearningState =
  | { readonly step: 'starting'; readonly isSecond: boolean }
  | { readonly step: 'listening'; readonly isSecond: boolean; readonly endsAt: number; readonly learning: Learning }
  | { readonly step: 'silent'; readonly reason: Learning['reason']; readonly message?: string }
  | { readonly step: 'comparing' }
  | { readonly step: 'different'; readonly comparison: PressComparison }
  | { readonly step: 'sending' | 'sent' | 'denied'; readonly comparison: PressComparison }
  | { readonly step: 'unsent'; readonly comparison: PressComparison; readonly message: string }

interface KeyLearningPlan {
  readonly connection: string
  /** the remote, so that the gateway finds the same code among its other keys */
  readonly remote: string
  readonly key: string
  readonly isRadio: boolean
}

/**
 * Learns one key: two presses that must agree, then the code is sent back and the user says whether it worked. Every code is
 * received, compared and recognised by the gateway.
 */
export class KeyLearning {
  readonly plan: KeyLearningPlan
  readonly state = signal<KeyLearningState>({ step: 'starting', isSecond: false })
  private first: Press | undefined
  private current: Learning | undefined
  /** the learning of an event that came before the answer of the request that it belongs to */
  private early: Learning | undefined
  private isEnded = false
  private readonly stopFollowing: () => void

  constructor(plan: KeyLearningPlan) {
    this.plan = plan
    this.stopFollowing = onEvent('learning', ({ learning }) => this.follow(learning))
    void this.listen()
  }

  /** Stops learning: the blaster no longer listens. */
  end(): void {
    this.isEnded = true
    this.stopFollowing()
    if (this.state.peek().step === 'listening' && this.current)
      void callOwner('cancelLearning', { id: this.current.id }).catch(() => {})
  }

  /** Begins anew, with the first press. */
  pressAgain(): void {
    this.first = undefined
    void this.listen()
  }

  /** Goes on with the second press though it differs from the first. */
  useSecondAnyway(): void {
    const now = this.state.peek()
    if (now.step === 'different') void this.send(now.comparison)
  }

  sendAgain(): void {
    const now = this.state.peek()
    if ('comparison' in now) void this.send(now.comparison)
  }

  /** The user says that it did not work. */
  reportNotWorking(): void {
    const now = this.state.peek()
    if (now.step === 'sent') this.state.value = { step: 'denied', comparison: now.comparison }
  }

  private async listen(): Promise<void> {
    const isSecond = this.first !== undefined
    this.current = undefined
    this.early = undefined
    this.state.value = { step: 'starting', isSecond }
    const { connection, remote, key, isRadio } = this.plan
    const request: RequestOf<'startLearning'> = { connection, remote, key, isRadio }
    try {
      const learning = await callOwner('startLearning', request)
      this.current = learning
      if (this.isEnded) return this.end()
      const early = this.early as Learning | undefined
      this.show(early?.id === learning.id ? early : learning)
    } catch (error) {
      if (!this.isEnded) this.state.value = { step: 'silent', reason: undefined, message: errorText(error) }
    }
  }

  private follow(learning: Learning): void {
    if (learning.connection !== this.plan.connection) return
    if (!this.current) this.early = learning
    else if (learning.id === this.current.id) this.show(learning)
  }

  private show(learning: Learning): void {
    if (this.isEnded) return
    this.current = learning
    const isSecond = this.first !== undefined
    if (learning.state === 'listening') {
      // The end is told by the clock of the gateway.
      const endsAt = learning.endsAt - clockDifferenceMs.peek()
      this.state.value = { step: 'listening', isSecond, endsAt, learning }
    } else if (learning.state === 'received' && learning.press) {
      if (!this.first) {
        this.first = learning.press
        void this.listen()
      } else void this.compare(this.first, learning.press)
    } else this.state.value = { step: 'silent', reason: learning.reason }
  }

  private async compare(first: Press, second: Press): Promise<void> {
    this.state.value = { step: 'comparing' }
    try {
      const comparison = await callOwner('compareCodes', { first: first.code, second: second.code })
      if (this.isEnded) return
      const { duplicateOf } = second
      const withDuplicate = {
        ...comparison,
        second: { ...comparison.second, ...(duplicateOf !== undefined && { duplicateOf }) },
      }
      if (comparison.isSame) await this.send(withDuplicate)
      else this.state.value = { step: 'different', comparison: withDuplicate }
    } catch (error) {
      if (!this.isEnded) this.state.value = { step: 'silent', reason: undefined, message: errorText(error) }
    }
  }

  private async send(comparison: PressComparison): Promise<void> {
    this.state.value = { step: 'sending', comparison }
    try {
      await callOwner('sendCode', { connection: this.plan.connection, code: comparison.second.code })
      if (!this.isEnded) this.state.value = { step: 'sent', comparison }
    } catch (error) {
      if (!this.isEnded) this.state.value = { step: 'unsent', comparison, message: errorText(error) }
    }
  }
}
