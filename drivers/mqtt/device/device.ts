import { createDeadline, raceAbort } from '../../../src/home/deadline.ts'
import type { Device, Reading } from '../../../src/home/device.ts'
import { Failure } from '../../../src/home/failure.ts'
import type { Memory } from '../../../src/home/memory.ts'
import type { Trait } from '../../../src/home/traits.ts'
import type { Broker } from '../broker/broker.ts'
import type { Options } from '../options.ts'
import { parseMessage } from '../payload/read.ts'
import { applyCommand } from './apply.ts'
import { watchAvailability } from './availability.ts'
import type { DeviceProfiles } from './channel.ts'
import { firstReport } from './confirmation.ts'
import { listenersOf, reportsState, currentState, type DeviceState } from './deviceState.ts'
import type { BridgeFaults } from './faults.ts'
import { type ReportedState, applyMessage, nothingReported } from './state.ts'

/** How long a device that was asked for its state may take, in milliseconds. */
const stateRequestTimeoutMs = 700

/** How long a device that did not answer is not asked again for its state, in milliseconds: a house asks often. */
const stateRequestIntervalMs = 10_000

const nothing: ReadonlySet<Trait> = new Set()

/** What a device shares with all others of its broker. */
export interface SharedByDevices {
  readonly kinds: DeviceProfiles
  readonly broker: Broker
  readonly faults: BridgeFaults
}

/** One device of a broker, as its user or the device itself describes it. */
export function mqttDevice(
  options: Options,
  { kinds, broker, faults }: SharedByDevices,
  remember: () => Memory,
): Device {
  // Nothing below keeps the options themselves: of ten thousand devices that would be most of the memory.
  const { ask, availability, settle, verbs, faults: name } = options
  const spec = kinds.spec(options)
  const unit: DeviceState = {
    broker,
    ask,
    settle,
    verbs,
    faults: name === undefined ? undefined : faults.of(name),
    memory: spec.assumed ? remember() : undefined,
    // A copy has no room for more, which it never needs.
    channels: kinds.channels(options).slice(),
    reported: nothingReported(),
    listeners: undefined,
    stateRequestedAtMs: Number.NEGATIVE_INFINITY,
  }
  const presence = availability && watchAvailability(availability, broker, (available) => present(unit, available))
  const lost = broker.onDisconnect(() => {
    forget(unit)
    presence?.reset()
  })
  const ends = listen(unit).concat(presence?.ends ?? [], lost)

  return {
    spec,
    async read({ signal }) {
      if (!unit.broker.connected) return { online: false, state: currentState(unit) }
      if (isUnsure(unit) && reportsState(unit)) await requestState(unit, signal)
      return reading(unit)
    },
    async apply(command, signal) {
      signal.throwIfAborted()
      if (unit.reported.available === false) throw new Failure('offline', 'the device says that it is not there')
      const underWay = await applyCommand(unit, command, signal)
      // What was seen to move is not there yet, and where it is then nobody knows.
      const { [underWay ?? 'readings']: _, ...there } = currentState(unit)
      return underWay ? there : currentState(unit)
    },
    close() {
      for (const end of ends) end()
    },
  }
}

/** @returns what ends it */
function listen(unit: DeviceState): (() => void)[] {
  return [...new Set(unit.channels.flatMap(({ states }) => states))].map((topic) => {
    const all = unit.channels.filter(({ states }) => states.includes(topic))
    const heard = all.length === unit.channels.length ? unit.channels : all
    return unit.broker.subscribe(topic, (payload, retained) => {
      const named = applyMessage(unit.reported, heard, parseMessage(payload, retained))
      if (named) tell(unit, named, retained)
    })
  })
}

/** Nothing is known of it, or not what became of the last command. */
function isUnsure({ reported: known }: DeviceState): boolean {
  return Object.keys(known.state).length === 0 || (known.invalidate?.size ?? 0) > 0
}

function present(unit: DeviceState, available: boolean | undefined): void {
  unit.reported.available = available
  tell(unit, nothing, false)
}

function tell({ listeners: hearers }: DeviceState, named: ReadonlySet<Trait>, retained: boolean): void {
  if (hearers) for (const hearer of [...hearers]) hearer(named, retained)
}

function reading(unit: DeviceState): Reading {
  const { broker, reported: known } = unit
  const online = broker.connected && known.available !== false
  const at = oldest(known)
  return at ? { online, state: currentState(unit), reportedAt: at } : { online, state: currentState(unit) }
}

/** When the oldest of what is known was said; nothing if that is not known of all. */
function oldest({ state, reportedAt: at }: ReportedState): Date | undefined {
  let first: Date | undefined
  for (const trait of Object.keys(state) as Trait[]) {
    const said = at[trait]
    if (!said) return undefined
    if (!first || said.getTime() < first.getTime()) first = said
  }
  return first
}

/** While the broker is away anything may happen: what was known before is no longer. */
function forget(unit: DeviceState): void {
  Object.assign(unit.reported, nothingReported())
  unit.stateRequestedAtMs = Number.NEGATIVE_INFINITY
}

/** Waits for what the broker kept; if that is nothing, asks the device. */
async function requestState(unit: DeviceState, signal: AbortSignal): Promise<void> {
  const { ask, broker } = unit
  const limit = createDeadline(stateRequestTimeoutMs, signal)
  try {
    await broker.retainedReceived(limit.signal)
    if (!isUnsure(unit) || !ask || performance.now() - unit.stateRequestedAtMs < stateRequestIntervalMs) return
    unit.stateRequestedAtMs = performance.now()
    const { promise, hearer } = firstReport()
    const hearers = listenersOf(unit)
    hearers.add(hearer)
    try {
      await broker.publish(ask.topic, ask.payload, false, limit.signal)
      await raceAbort(promise, limit.signal)
    } finally {
      hearers.delete(hearer)
    }
  } catch {
    // Nothing is known of it, and that is what the reading says.
    signal.throwIfAborted()
  } finally {
    limit.end()
  }
}
