import { createDeadline, raceAbort } from '../../../src/home/deadline.ts'
import type { Device, Reading } from '../../../src/home/device.ts'
import { Failure } from '../../../src/home/failure.ts'
import type { Memory } from '../../../src/home/memory.ts'
import type { Trait } from '../../../src/home/traits.ts'
import type { LocalizedText } from '../../../src/util/translate.ts'
import type { Broker } from '../broker/broker.ts'
import { say } from '../messages.ts'
import type { MqttOptions } from '../options.ts'
import { parseMessage } from '../payload/read.ts'
import { applyCommand } from './applyCommand.ts'
import { watchAvailability } from './availability.ts'
import type { BridgeFaults } from './bridgeFaults.ts'
import { currentState, type DeviceState, notify, onReport, reportsState } from './deviceState.ts'
import {
  applyMessage,
  forgetExpired,
  nothingReported,
  type ReportedState,
  type TopicChannels,
} from './reportedState.ts'
import type { DeviceProfiles, TraitChannel } from './traitChannel.ts'

/** How long a device that was asked for its state may take, in milliseconds. */
const stateRequestTimeoutMs = 700

/** How long a device that did not answer is not asked again for its state, in milliseconds: a house asks often. */
const stateRequestIntervalMs = 10_000

/** What a device shares with all others of its broker. */
export interface SharedByDevices {
  readonly profiles: DeviceProfiles
  readonly broker: Broker
  readonly faults: BridgeFaults
  /** What is known of an appliance may have changed. */
  readonly reportChange: (applianceId: string) => void
}

/** One device of a broker, as its user or the device itself describes it. */
export function mqttDevice(
  id: string,
  options: MqttOptions,
  { profiles, broker, faults, reportChange }: SharedByDevices,
  memoryOf: () => Memory,
): Device {
  // Nothing below keeps the options themselves: of ten thousand devices that would be most of the memory.
  const { ask, availability, settle, verbs, faults: faultName } = options
  const spec = profiles.spec(options)
  const device: DeviceState = {
    id,
    reportChange,
    broker,
    ask,
    settle,
    verbs,
    memory: spec.assumed ? memoryOf() : undefined,
    // A copy has no room for more, which it never needs.
    channels: profiles.channels(options).slice(),
    reported: nothingReported(),
    isAvailableUnreported: !availability?.topics.some(({ untilReported }) => untilReported === 'offline'),
    listeners: undefined,
    onFault: undefined,
    staleFaultUntilMs: Number.NEGATIVE_INFINITY,
    timedOutWrites: undefined,
    stateRequestedAtMs: Number.NEGATIVE_INFINITY,
    neededRequestedAtMs: Number.NEGATIVE_INFINITY,
  }
  const watch = availability && watchAvailability(availability, broker, (available) => setAvailable(device, available))
  const ends = subscribe(device).concat(
    watch?.ends ?? [],
    broker.onDisconnect(() => {
      // While the broker is away anything may happen.
      Object.assign(device.reported, nothingReported())
      device.stateRequestedAtMs = Number.NEGATIVE_INFINITY
      device.neededRequestedAtMs = Number.NEGATIVE_INFINITY
      watch?.reset()
    }),
    faultName === undefined ? [] : faults.listen(faultName, (reason) => takeFault(device, reason)),
  )

  return {
    spec,
    async read({ signal, needed = [] }) {
      if (!broker.connected) {
        const offlineReason = broker.unreachable()
        return { online: false, ...(offlineReason && { offlineReason }), state: currentState(device) }
      }
      forgetExpired(device.reported)
      if (isUncertain(device, needed) && reportsState(device)) await requestState(device, needed, signal)
      else if (isAvailabilityAwaited(device)) await receiveAvailability(device, signal)
      return reading(device)
    },
    async apply(command, signal) {
      signal.throwIfAborted()
      if (isAvailabilityAwaited(device)) await receiveAvailability(device, signal)
      if (!isAvailable(device)) throw new Failure('offline', say('deviceAway'))
      const movingTrait = await applyCommand(device, command, signal)
      const state = currentState(device)
      if (!movingTrait) return state
      // What was seen to move is not there yet, and where it is then nobody knows.
      const { [movingTrait]: _, ...rest } = state
      return rest
    },
    close() {
      for (const end of ends) end()
    },
  }
}

/** @returns what ends it */
function subscribe(device: DeviceState): (() => void)[] {
  const { channels, broker } = device
  const topics = new Set(
    channels.flatMap(({ states, movementStates, modeStates }) => [...states, ...movementStates, ...modeStates]),
  )
  return [...topics].map((topic) => {
    const channelsOfTopic = channelsOf(channels, topic)
    return broker.subscribe(topic, (payload, retained, from) => {
      const report = applyMessage(device.reported, channelsOfTopic, parseMessage(payload, retained, from))
      if (report?.parseProblem !== undefined) broker.countUnparsed(topic, report.parseProblem)
      if (!report) return
      rememberReported(device, report.known)
      notify(device, report)
    })
  })
}

/** Which channels a topic is for; of one topic for all of a device the list of them is shared. */
function channelsOf(channels: readonly TraitChannel[], topic: string): TopicChannels {
  const values = channels.filter(({ states }) => states.includes(topic))
  return {
    values: values.length === channels.length ? channels : values,
    movements: channels.filter(
      ({ codec, states, movementStates }) =>
        codec.movement && (movementStates.length > 0 ? movementStates : states).includes(topic),
    ),
    modes: channels.filter(({ modeStates }) => modeStates.includes(topic)),
  }
}

/** What a device without confirmations says all the same is what it is from then on. */
function rememberReported({ memory, channels, reported }: DeviceState, known: ReadonlySet<Trait>): void {
  if (!memory) return
  const remembered = memory.get()
  const reportedUnconfirmed = channels.filter(
    ({ trait, isConfirmed, command }) => command && !isConfirmed && known.has(trait),
  )
  const changed = reportedUnconfirmed.filter(({ trait }) => remembered[trait] !== reported.state[trait])
  if (changed.length > 0) memory.merge(Object.fromEntries(changed.map(({ trait }) => [trait, reported.state[trait]])))
}

/** A command that was given up may fail long after: that is no failure of the present one. */
function takeFault(device: DeviceState, reason: LocalizedText): void {
  if (performance.now() < device.staleFaultUntilMs) device.staleFaultUntilMs = Number.NEGATIVE_INFINITY
  else device.onFault?.(reason)
}

/** True if nothing is known of it, or not what became of the last command, or not what is needed although it reports that. */
function isUncertain(device: DeviceState, needed: readonly Trait[]): boolean {
  const { state, unconfirmed } = device.reported
  return Object.keys(state).length === 0 || (unconfirmed?.size ?? 0) > 0 || !isKnown(device, needed)
}

/** True if each of these traits that the device reports is known. */
const isKnown = ({ channels, reported }: DeviceState, traits: readonly Trait[]): boolean =>
  traits.every(
    (trait) =>
      reported.state[trait] !== undefined ||
      !channels.some((channel) => channel.trait === trait && channel.states.length > 0),
  )

const isAvailable = ({ reported, isAvailableUnreported }: DeviceState): boolean =>
  reported.available ?? isAvailableUnreported

/** True for a device that counts as unavailable without its retained availability, which has not come. */
const isAvailabilityAwaited = ({ reported, isAvailableUnreported, broker }: DeviceState): boolean =>
  reported.available === undefined && !isAvailableUnreported && broker.connected

/** Waits for the retained availability. */
async function receiveAvailability({ broker }: DeviceState, signal: AbortSignal): Promise<void> {
  const timeout = createDeadline(stateRequestTimeoutMs, signal)
  try {
    await broker.retainedReceived(timeout.signal)
  } catch {
    signal.throwIfAborted()
  } finally {
    timeout.end()
  }
}

function setAvailable(device: DeviceState, available: boolean | undefined): void {
  device.reported.available = available
  notify(device, undefined)
}

function reading(device: DeviceState): Reading {
  const { broker, reported } = device
  const isSilent = forgetExpired(reported)
  const online = broker.connected && isAvailable(device) && !isSilent
  const reportedAt = oldest(reported)
  return reportedAt ? { online, state: currentState(device), reportedAt } : { online, state: currentState(device) }
}

/** When the oldest of what is known was said; nothing if that is not known of all. */
function oldest({ state, reportedAt }: ReportedState): Date | undefined {
  let first: Date | undefined
  for (const trait of Object.keys(state) as Trait[]) {
    const at = reportedAt[trait]
    if (!at) return undefined
    if (!first || at.getTime() < first.getTime()) first = at
  }
  return first
}

/** Waits for what the broker retained; if that is not enough, asks the device. */
async function requestState(device: DeviceState, needed: readonly Trait[], signal: AbortSignal): Promise<void> {
  const { ask, broker } = device
  const timeout = createDeadline(stateRequestTimeoutMs, signal)
  try {
    await broker.retainedReceived(timeout.signal)
    if (!ask || !isUncertain(device, needed)) return
    // Who needs a certain trait asks even if the device did not answer a moment ago to somebody who wanted to see all.
    const lastRequest = isKnown(device, needed) ? 'stateRequestedAtMs' : 'neededRequestedAtMs'
    if (performance.now() - device[lastRequest] < stateRequestIntervalMs) return
    device[lastRequest] = performance.now()
    let end = () => {}
    const reported = new Promise<void>((resolve) => {
      end = onReport(device, (report) => report && report.known.size > 0 && isKnown(device, needed) && resolve())
    })
    try {
      await broker.publish(ask.topic, ask.payload, false, timeout.signal)
      await raceAbort(reported, timeout.signal)
    } finally {
      end()
    }
  } catch {
    // Nothing is known of it, and that is what the reading says.
    signal.throwIfAborted()
  } finally {
    timeout.end()
  }
}
