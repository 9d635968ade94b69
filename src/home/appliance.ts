import type { Command, Device, Period, Reading } from './device.ts'
import { Failure } from './failure.ts'
import { plan } from './plan.ts'
import { type Queue, queue } from './queue.ts'
import { type Gate, gate, type Pace, usualPace } from './rateLimit.ts'
import type { Spec } from './spec.ts'
import type { State, Trait } from './traits.ts'

/** What the user says of an appliance. The words of CLOVA (type, location, actions) mean nothing to the house. */
export interface Description {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly driver: string
  readonly description?: string
  readonly location?: string
  readonly tags: readonly string[]
  /** actions that CLOVA is to ask about first */
  readonly confirm: readonly string[]
  readonly manufacturer?: string
  readonly model?: string
  readonly version?: string
}

/** One thing in the house: its description, the device behind it and the queue before it. */
export interface Appliance extends Description {
  readonly device: Device
  readonly queue: Queue
  readonly gate: Gate
}

/** Milliseconds that each step of a request took. */
export type Steps = { [step in 'verify' | 'wait' | 'read' | 'apply' | 'total']?: number }

/** The milliseconds since a moment of the clock of `performance`, to the microsecond. */
export const since = (start: number): number => between(start, performance.now())

const between = (start: number, end: number) => Math.round((end - start) * 1000) / 1000

/** How many requests may wait for one appliance. */
const queueLimit = 32

/** Puts a device behind its description. */
export const appliance = (description: Description, device: Device, pace: Pace = usualPace): Appliance => ({
  // The description last: what is added to a copy takes a hidden class of its own, for each of ten thousand.
  device,
  queue: queue(queueLimit),
  gate: gate(pace),
  ...description,
})

/** Waits for its turn and reads what is known. */
export function ask(
  { device, queue }: Appliance,
  signal: AbortSignal,
  period: Period | undefined,
  steps: Steps,
): Promise<Reading> {
  const asked = performance.now()
  return queue(async () => {
    const start = performance.now()
    steps.wait = between(asked, start)
    try {
      return await device.read(period ? { signal, period } : { signal })
    } finally {
      steps.read = since(start)
    }
  }, signal)
}

/**
 * Waits for its turn, reads, plans and does.
 * @param wish is told what the device can do and what is known now
 * @returns what was done, what was known before and what is known after
 * @throws Failure whatever `plan` and the device say; `offline` if the device cannot be reached; `busy` if too much is asked
 */
export async function tell(
  { device, queue, gate }: Appliance,
  wish: (spec: Spec, now: State) => Command,
  signal: AbortSignal,
  steps: Steps,
): Promise<{ command: Command; before: State; after: State }> {
  const asked = performance.now()
  gate()
  return queue(async () => {
    // Without a function for each step: that is two promises more of each.
    let step: 'read' | 'apply' = 'read'
    let start = performance.now()
    steps.wait = between(asked, start)
    try {
      const { online, why, state: before } = await device.read({ signal })
      steps.read = since(start)
      if (!online) throw new Failure('offline', why ?? 'the device cannot be reached')
      const command = plan(wish(device.spec, before), before, device.spec)
      // Who asked may have been told meanwhile that it was not done.
      signal.throwIfAborted()
      step = 'apply'
      start = performance.now()
      const after = await device.apply(command, signal)
      return { command, before, after }
    } finally {
      steps[step] ??= since(start)
    }
  }, signal)
}

/**
 * A number or a word that came out otherwise is reported as it is, if the answer has a place for it.
 * Where it has none, and for yes and no, the confirmation itself would be the lie.
 * @param told the traits whose value the answer tells
 * @throws Failure `actionFailed`
 */
export function mustHaveFollowed(command: Command, before: State, after: State, told: readonly Trait[]): void {
  if (command.kind !== 'set') return
  for (const [trait, wanted] of Object.entries(command.patch) as [Trait, unknown][]) {
    const now: unknown = after[trait]
    // What it was before is no answer to the wish.
    const isTold = typeof wanted !== 'boolean' && told.includes(trait) && now !== before[trait]
    if (!isTold && typeof wanted !== 'object' && now !== undefined && now !== wanted) {
      throw new Failure('actionFailed', `${trait} was to be ${wanted} and is ${now}`)
    }
  }
}
