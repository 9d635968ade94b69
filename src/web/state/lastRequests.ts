import { type Signal, signal } from '@preact/signals'
import type { Explanation, RejectedConfiguration, ResponseOf } from '../../control/api.ts'
import { call } from '../api/client.ts'
import { onEvent } from '../api/stream.ts'
import type { ApplianceModel } from './home.ts'

type RequestEntry = ResponseOf<'requests'>['entries'][number]

/** A failure is shown on the home for this long, in milliseconds, unless something newer went well. */
const shownMs = 24 * 60 * 60 * 1000
/** How many of the last requests are looked through when the page opens. */
const lookBack = 200

const byAppliance = new Map<string, Signal<RequestEntry | undefined>>()

/** The last command of each appliance, whoever sent it. */
function lastCommandOf(appliance: string): Signal<RequestEntry | undefined> {
  const found = byAppliance.get(appliance) ?? signal<RequestEntry | undefined>(undefined)
  byAppliance.set(appliance, found)
  return found
}

/** The appliances whose last command failed; the newest first. */
export const failedAppliances = signal<readonly string[]>([])
/** When CLOVA last sent something; absent: not since the start of the gateway. */
export const lastClovaRequestAt = signal<number | undefined>(undefined)

/** What is wrong with the gateway itself. */
export const gatewayProblems = signal<readonly Explanation[]>([])
/** Why the configuration as it stands now is not in force. */
export const rejectedConfiguration = signal<RejectedConfiguration | undefined>(undefined)

function note(entry: RequestEntry): void {
  if (entry.kind !== 'command' || entry.appliance === undefined) return
  const last = lastCommandOf(entry.appliance)
  if ((last.peek()?.id ?? -1) >= entry.id) return
  last.value = entry
  const others = failedAppliances.peek().filter((id) => id !== entry.appliance)
  const isShown = entry.outcome === 'failed' && entry.at > Date.now() - shownMs
  if (isShown) failedAppliances.value = [entry.appliance, ...others]
  else if (others.length !== failedAppliances.peek().length) failedAppliances.value = others
}

/** Reads the last requests. A member of the family may not: for them only their own commands count. */
export async function readLastRequests(isOwner: boolean): Promise<void> {
  const [health, requests] = await Promise.all([
    call('health', {}),
    isOwner ? call('requests', { limit: lookBack }) : undefined,
  ])
  const times = [health.lastProxiedRequestAt, health.lastDirectRequestAt, health.hub?.lastRequestAt]
  const known = times.filter((time) => time !== undefined)
  lastClovaRequestAt.value = known.length > 0 ? Math.max(...known) : undefined
  rejectedConfiguration.value = health.rejectedConfiguration
  gatewayProblems.value = health.problems
  for (const entry of [...(requests?.entries ?? [])].reverse()) note(entry)
}

/** Follows the requests as they come. */
export function followRequests(): void {
  onEvent('request', ({ at, source, entry }) => {
    if (source === 'clova') lastClovaRequestAt.value = at
    if (entry) note(entry)
  })
  onEvent('configuration', ({ rejected }) => {
    rejectedConfiguration.value = rejected
  })
}

/** The failed last command of an appliance, for the row that tells it. */
export function failedCommandOf(id: string): RequestEntry | undefined {
  const entry = lastCommandOf(id).value
  return entry?.outcome === 'failed' ? entry : undefined
}

/** When the last command of an appliance failed; nothing if it went well, or long ago. */
export function lastFailureOf(model: ApplianceModel): number | undefined {
  const failed = failedCommandOf(model.id)
  const own = model.sent.value?.end
  if (own && own.at >= (lastCommandOf(model.id).value?.at ?? 0)) return own.outcome === 'failed' ? own.at : undefined
  return failed && failed.at > Date.now() - shownMs ? failed.at : undefined
}
