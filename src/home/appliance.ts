import { until } from './deadline.ts'
import type { Command, Device, Period, Reading } from './device.ts'
import { Failure } from './failure.ts'
import { plan } from './plan.ts'
import { type Queue, queue } from './queue.ts'
import type { Spec } from './spec.ts'
import type { State } from './traits.ts'

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
}

/** Milliseconds that each step of a request took. */
export type Steps = { [step in 'verify' | 'wait' | 'read' | 'apply' | 'total']?: number }

/** How many requests may wait for one appliance. */
const queueLimit = 32

/** Puts a device behind its description. */
export const appliance = (description: Description, device: Device): Appliance => ({
  ...description,
  device,
  queue: queue(queueLimit),
})

/** Waits for its turn and reads what is known. */
export function ask(
  { device, queue }: Appliance,
  signal: AbortSignal,
  period: Period | undefined,
  steps: Steps,
): Promise<Reading> {
  const asked = performance.now()
  return queue(() => {
    steps.wait = performance.now() - asked
    return timed(steps, 'read', device.read({ signal, ...(period && { period }) }))
  }, signal)
}

/**
 * Waits for its turn, reads, plans and does.
 * @param wish is told what the device can do and what is known now
 * @returns what was done, what was known before and what is known after
 * @throws Failure whatever `plan` and the device say; `offline` if the device cannot be reached
 */
export function tell(
  { device, queue }: Appliance,
  wish: (spec: Spec, now: State) => Command,
  signal: AbortSignal,
  steps: Steps,
): Promise<{ command: Command; before: State; after: State }> {
  const asked = performance.now()
  return queue(async () => {
    steps.wait = performance.now() - asked
    const { online, state: before } = await timed(steps, 'read', until(device.read({ signal }), signal))
    if (!online) throw new Failure('offline', 'the device cannot be reached')
    const command = plan(wish(device.spec, before), before, device.spec)
    const after = await timed(steps, 'apply', device.apply(command, signal))
    followed(command, after)
    return { command, before, after }
  }, signal)
}

async function timed<T>(steps: Steps, step: keyof Steps, work: Promise<T>): Promise<T> {
  const start = performance.now()
  try {
    return await work
  } finally {
    steps[step] = performance.now() - start
  }
}

/**
 * A number or a word that came out otherwise is reported as it is, by the answer's own value.
 * Yes and no have no value in the answer: there the confirmation itself would be the lie.
 */
function followed(command: Command, after: State): void {
  if (command.kind !== 'set') return
  for (const [trait, wanted] of Object.entries(command.patch)) {
    const now: unknown = after[trait as keyof State]
    if (typeof wanted === 'boolean' && now !== undefined && now !== wanted) {
      throw new Failure('actionFailed', `${trait} was to be ${wanted} and is ${now}`)
    }
  }
}
