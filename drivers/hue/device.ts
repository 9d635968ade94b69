import type { Device, Reading } from '../../src/home/device.ts'
import { Failure } from '../../src/home/failure.ts'
import type { Spec } from '../../src/home/spec.ts'
import type { State, Trait } from '../../src/home/traits.ts'
import type { LocalizedText } from '../../src/util/translate.ts'
import { type HueCommand, type KnownState, reachableLights, resourcesOf } from './appliances/command.ts'
import { HueConfirmation } from './appliances/confirmation.ts'
import { commandFor, stateOf } from './appliances/kinds.ts'
import type { HueAppliance } from './appliances/listAppliances.ts'
import type { Reachability } from './appliances/reachability.ts'
import type { Bridge } from './bridge/bridge.ts'
import { failureOf } from './bridge/clipErrors.ts'
import { say } from './messages.ts'
import type { Reference } from './naming/registry.ts'
import type { HueOptions } from './options.ts'

/** What the devices of one bridge share. */
export interface Shared {
  readonly bridge: Bridge
  readonly sent: KnownState['sent']
  readonly reachability: Reachability
  /** when the resources of a command are read from the bridge, see `HueConfirmation` */
  readonly pollDelaysMs: readonly number[]
}

const emptySpec: Spec = { traits: {}, verbs: [] }

/** A device that is what the bridge has under a name or an id: now, and after each change of that. */
export function hueDevice(
  { kind, name, appliance }: Reference,
  { bridge, sent, reachability, pollDelaysMs }: Shared,
  { alwaysReachable = false, recall }: Pick<HueOptions, 'alwaysReachable' | 'recall'>,
): Device {
  const known: KnownState = {
    resources: bridge.resources,
    sent,
    reaches: (radios) => alwaysReachable || reachability.reaches(radios),
  }
  return {
    get spec() {
      return appliance()?.spec ?? emptySpec
    },
    get deviceInfo() {
      return appliance()?.deviceInfo
    },
    async read({ signal, needed = [] }) {
      const present = appliance()
      const isPolled = bridge.state === 'polling'
      if (present && (isPolled || (isOnline(present) && lacks(present, needed)))) {
        try {
          await refreshSources(present, signal)
        } catch {
          signal.throwIfAborted()
          // Without an event stream it is there if the bridge answers, and only then.
          if (isPolled) return offline()
        }
      }
      return present && isOnline(present) ? { online: true, state: stateOf(present, known) } : offline()
    },
    async apply(command, signal) {
      signal.throwIfAborted()
      const present = appliance()
      if (bridge.state === 'offline' || !present) throw new Failure('offline', offlineReason())
      if (command.kind !== 'set') throw new Failure('unsupported', say('onlySet'))
      if (!isOnline(present)) throw new Failure('offline', offlineReason())
      const hueCommand = commandFor(present, command.patch, known, { recall })
      reachability.ignoreChanges([...present.lights, ...hueCommand.confirmedBy.map(([, id]) => id)])
      await send(hueCommand, signal)
      const after = await stateAfter(present, command.patch, signal)
      const unknown = Object.keys(command.patch).filter((trait) => after[trait as keyof State] === undefined)
      // It may have been done or not; that it was would be a guess.
      if (unknown.length > 0) throw new Failure('actionFailed', say('outcomeUnknown', { traits: unknown.join(', ') }))
      return after
    },
  }

  /**
   * The state after a command. Of a group that does not show what was set, a lamp may have become reachable meanwhile
   * whose last event is older than the command: then it is read once.
   */
  async function stateAfter(present: HueAppliance, patch: State, signal: AbortSignal): Promise<State> {
    const after = stateOf(present, known)
    const isAsSet = Object.entries(patch).every(
      ([trait, value]) => typeof value === 'object' || after[trait as Trait] === value,
    )
    if (isAsSet || present.lights.length < 2) return after
    await refreshSources(present, signal)
    return stateOf(present, known)
  }

  async function refreshSources(present: HueAppliance, signal: AbortSignal): Promise<void> {
    await Promise.all(sourcesOf(present).map(({ type, id }) => bridge.refresh(type, id, signal)))
  }

  /** True if it reports one of these traits and its value is not known. */
  function lacks(present: HueAppliance, traits: readonly Trait[]): boolean {
    const missing = traits.filter((trait) => present.spec.traits[trait])
    return missing.length > 0 && missing.some((trait) => stateOf(present, known)[trait] === undefined)
  }

  /** @throws Failure if the bridge refuses it, or if not all that were meant have followed */
  async function send(command: HueCommand, signal: AbortSignal): Promise<void> {
    const confirmation = new HueConfirmation(command, bridge, pollDelaysMs)
    try {
      const answers = await Promise.allSettled(
        command.requests.map((request) => bridge.put(request, signal, () => confirmation.onSent(request))),
      )
      const refused = answers.find((answer) => answer.status === 'rejected' && !isOfRemovedLamp(answer.reason, answers))
      if (refused?.status === 'rejected') throw refused.reason
      const warnings = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : undefined))
      for (const [id, last] of command.sent) sent.set(id, last)
      if (await confirmation.confirmed(signal)) return
      const warning = warnings.find((one) => one !== undefined)
      if (warning !== undefined) throw failureOf(warning)
      if (command.isForSeveral)
        throw new Failure('actionFailed', say('notFollowed', { names: command.missing().slice(0, 10).join(', ') }))
    } finally {
      confirmation.end()
    }
  }

  /** A lamp of a room that was removed a moment ago keeps nothing from being done by the others. */
  function isOfRemovedLamp(reason: { readonly status?: number }, answers: readonly PromiseSettledResult<unknown>[]) {
    return reason.status === 404 && answers.some(({ status }) => status === 'fulfilled')
  }

  /** Nothing is known of what cannot be reached: what it showed last may be long ago. */
  function offline(): Reading {
    return { online: false, state: {}, offlineReason: offlineReason() }
  }

  /** Why it cannot be reached. */
  function offlineReason(): LocalizedText {
    if (bridge.state === 'offline') return bridge.problem() ?? say('bridgeAway')
    return appliance() ? say('noReach') : say('hasNo', { kind, name })
  }

  /** A lamp or sensor is online if it is reached; a group or scene, if one of its lamps is. */
  function isOnline(appliance: HueAppliance): boolean {
    if (bridge.state === 'offline') return false
    return appliance.lights.length === 0
      ? known.reaches(appliance.connectivityServices)
      : reachableLights(appliance, known).length > 0
  }

  /** The resources from which the state of an appliance is made. */
  function sourcesOf({
    commandResource,
    connectivityServices,
    reportingServices,
    lights,
    scenes,
    groupedLight,
  }: HueAppliance) {
    const ids = [
      commandResource,
      groupedLight,
      ...connectivityServices,
      ...reportingServices,
      ...lights,
      ...Object.values(scenes),
    ]
    return resourcesOf(
      ids.filter((id) => id !== undefined),
      known,
    )
  }
}
