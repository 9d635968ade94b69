import * as z from 'zod'
import { explain } from '../../control/explanations/index.ts'
import type { LinkingStep } from '../../control/operations/linking.ts'
import type { LinkingEvent } from '../../oauth/linkingEvents.ts'
import { JsonStore } from '../../storage/jsonStore.ts'

/** The steps of CLOVA's developer console, in their order. */
export const linkingSteps = ['reached', 'loginPage', 'code', 'token', 'discovery', 'control', 'speaker'] as const
type StepName = (typeof linkingSteps)[number]

const step = z.object({
  at: z.number().optional(),
  user: z.string().optional(),
  failedAt: z.number().optional(),
  failure: z.string().optional(),
  detail: z.string().optional(),
})
const file = z.object({
  /** the address that the steps were gone with; another one begins anew */
  address: z.string(),
  steps: z.partialRecord(z.enum(linkingSteps), step),
})
type Progress = z.infer<typeof file>

interface ProgressOptions {
  readonly file: string
  readonly warn: (fields: object, message: string) => void
  /** is told of each step that CLOVA goes */
  onStep(step: LinkingStep): void
  /** milliseconds since 1970 */
  readonly now?: () => number
}

/** A step that was noted this recently is not noted again, to spare the disk; in milliseconds. */
const renewalMs = 60_000

/** How far CLOVA has come with linking: for each step when it was last seen, and why it last failed. */
export class LinkingProgress {
  readonly #store: JsonStore<Progress>
  readonly #onStep: ProgressOptions['onStep']
  readonly #now: () => number

  constructor({ file: path, warn, onStep, now = Date.now }: ProgressOptions) {
    this.#store = new JsonStore<Progress>({ file: path, schema: file, empty: { address: '', steps: {} }, warn })
    this.#onStep = onStep
    this.#now = now
  }

  /** Begins anew if the public address is another one. */
  setAddress(address = ''): void {
    if (this.#store.value.address === address) return
    this.#store.value.address = address
    this.#store.value.steps = {}
    this.#store.markChanged()
  }

  /** Notes a step of account linking. */
  recordLinking({ step: name, user, failure, detail }: LinkingEvent): void {
    this.record('reached')
    if (failure === undefined) {
      this.record(name, user)
      return
    }
    const known = this.#store.value.steps[name]
    this.#set(name, { ...known, failedAt: this.#now(), failure, ...(detail !== undefined && { detail }) })
  }

  /** Notes that CLOVA has gone a step. Called for each request, so that a step that was just noted costs nothing. */
  record(name: StepName, user?: string): void {
    const known = this.#store.value.steps[name]
    const isRecent = known?.at !== undefined && known.failedAt === undefined && this.#now() - known.at < renewalMs
    if (isRecent && known.user === user) return
    this.#set(name, { at: this.#now(), ...(user !== undefined && { user }) })
  }

  /** Every step, in their order. */
  steps(): LinkingStep[] {
    return linkingSteps.map((name) => this.#stepOf(name))
  }

  flush(): Promise<void> {
    return this.#store.flush()
  }

  /** Without a public address nothing can have come from CLOVA: a signed request is then a trial of the user, and no step. */
  #set(name: StepName, value: z.infer<typeof step>): void {
    if (this.#store.value.address === '') return
    const before = this.#store.value.steps[name]
    this.#store.value.steps[name] = value
    // After the first time only the moment changes, which is not worth a write.
    if (before?.at === undefined || value.failedAt !== before.failedAt) this.#store.markChanged()
    this.#onStep(this.#stepOf(name))
  }

  #stepOf(name: StepName): LinkingStep {
    const { at, user, failedAt, failure, detail } = this.#store.value.steps[name] ?? {}
    return {
      step: name,
      ...(at !== undefined && { at }),
      ...(user !== undefined && { user }),
      ...(failedAt !== undefined && { failedAt }),
      ...(failure !== undefined && { reason: explain(failure as 'wrongLogin', {}, { detail }) }),
    }
  }
}
