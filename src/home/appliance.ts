import type { Command, Device, Reading, ReadQuery } from './device.ts'
import { Failure } from './failure.ts'
import { say } from './messages.ts'
import { plan } from './plan.ts'
import { createQueue, type TaskQueue } from './queue.ts'
import { createRateLimiter, defaultRateLimit, type RateLimit, type RateLimiter } from './rateLimit.ts'
import type { Spec } from './spec.ts'
import type { State, Trait } from './traits.ts'

/** An appliance as the configuration describes it. `type`, `location` and `confirm` are CLOVA's words; `home` does not interpret them. */
export interface ApplianceDescription {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly driver: string
  readonly description?: string
  readonly location?: string
  readonly tags: readonly string[]
  /** true if CLOVA is not told of it */
  readonly isHidden?: true
  /** actions that CLOVA asks the user to confirm first */
  readonly confirm: readonly string[]
  readonly manufacturer?: string
  readonly model?: string
  readonly version?: string
}

/** An appliance of the home: its description, its device, its queue and its rate limiter. */
export interface Appliance extends ApplianceDescription {
  readonly device: Device
  readonly queue: TaskQueue
  readonly rateLimiter: RateLimiter
}

/** How many milliseconds each step of a request took. */
export type StepDurations = { [step in 'verify' | 'wait' | 'read' | 'apply' | 'total']?: number }

/** The milliseconds since `start`, a value of performance.now(), rounded to microseconds. */
export const elapsedMs = (start: number): number => durationMs(start, performance.now())

const durationMs = (start: number, end: number) => Math.round((end - start) * 1000) / 1000

/** How many requests may wait for one appliance, the running one included. */
const maxQueuedRequests = 32

/** Creates an appliance from its description and its device. */
export const createAppliance = (
  description: ApplianceDescription,
  device: Device,
  rateLimit: RateLimit = defaultRateLimit,
): Appliance => ({
  // The description is spread last: fields added after a spread give each object a hidden class of its own in V8.
  device,
  queue: createQueue(maxQueuedRequests),
  rateLimiter: createRateLimiter(rateLimit),
  ...description,
})

/** Waits for the appliance's queue, then reads its device. */
export function queryAppliance(
  { device, queue }: Appliance,
  signal: AbortSignal,
  query: Omit<ReadQuery, 'signal'>,
  steps: StepDurations,
): Promise<Reading> {
  const requestedAt = performance.now()
  return queue(async () => {
    const start = performance.now()
    steps.wait = durationMs(requestedAt, start)
    try {
      return await device.read({ ...query, signal })
    } finally {
      steps.read = elapsedMs(start)
    }
  }, signal)
}

/**
 * Waits for the appliance's queue, then reads its device, plans the command and applies it.
 * @param buildCommand makes the command from the spec and the present state
 * @param needed the traits that it needs of the present state: a device that can be asked for them is asked
 * @returns the planned command and the states before and after it
 * @throws Failure those of `plan` and of the device; `offline` if the device cannot be reached; `busy` beyond the rate limit or the queue
 */
export async function executeCommand(
  { device, queue, rateLimiter }: Appliance,
  buildCommand: (spec: Spec, now: State) => Command,
  signal: AbortSignal,
  steps: StepDurations,
  needed: readonly Trait[] = [],
): Promise<{ command: Command; before: State; after: State }> {
  const requestedAt = performance.now()
  rateLimiter()
  return queue(async () => {
    // Steps are timed in line: a function for each step would cost two promises more.
    let step: 'read' | 'apply' = 'read'
    let start = performance.now()
    steps.wait = durationMs(requestedAt, start)
    try {
      const { online, offlineReason, state: before } = await device.read({ signal, needed })
      steps.read = elapsedMs(start)
      if (!online) throw new Failure('offline', offlineReason ?? say('unreachable'))
      const command = plan(buildCommand(device.spec, before), before, device.spec)
      // After the deadline the caller has already been answered with an error, so nothing may be sent any more.
      signal.throwIfAborted()
      step = 'apply'
      start = performance.now()
      const after = await device.apply(command, signal)
      return { command, before, after }
    } finally {
      steps[step] ??= elapsedMs(start)
    }
  }, signal)
}

/** How far a value may differ from the requested one by rounding, if the value before is not known. */
const roundingTolerance = 0.5

/** False for an unchanged value: the device did not react. If the value before is not known, only the requested value shows a reaction. */
function hasReacted(requested: unknown, before: unknown, now: unknown): boolean {
  if (before !== undefined) return now !== before
  return typeof requested === 'number' && typeof now === 'number' && Math.abs(now - requested) < roundingTolerance
}

/**
 * Compares the state after a command with what the command asked for.
 * A number or word that differs is accepted if the confirmation reports the trait, since it then reports the true value.
 * Otherwise, and for booleans, a confirmation would claim something false.
 * @param reportedTraits the traits whose values the confirmation has
 * @throws Failure `actionFailed` if the device did not do what was asked
 */
export function assertApplied(command: Command, before: State, after: State, reportedTraits: readonly Trait[]): void {
  if (command.kind !== 'set') return
  for (const [trait, requested] of Object.entries(command.patch) as [Trait, unknown][]) {
    const now: unknown = after[trait]
    const isReported =
      typeof requested !== 'boolean' && reportedTraits.includes(trait) && hasReacted(requested, before[trait], now)
    if (!isReported && typeof requested !== 'object' && now !== undefined && now !== requested) {
      throw new Failure('actionFailed', say('otherState', { trait, wanted: String(requested), now: String(now) }))
    }
  }
}
