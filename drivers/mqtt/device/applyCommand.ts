import { createLinkedController } from '../../../src/home/deadline.ts'
import type { Command } from '../../../src/home/device.ts'
import { Failure } from '../../../src/home/failure.ts'
import type { Verb } from '../../../src/home/spec.ts'
import type { State, Trait } from '../../../src/home/traits.ts'
import type { Delivery } from '../broker/broker.ts'
import { say } from '../messages.ts'
import { Confirmation, type PlannedWrite } from './confirmation.ts'
import type { DeviceState } from './deviceState.ts'
import { forget, forgetParts, invalidate } from './reportedState.ts'
import type { TraitChannel } from './traitChannel.ts'
import { VerbConfirmation } from './verbConfirmation.ts'

/**
 * How long after a command that got no answer its bridge may still tell that it failed, or the device that it did it, in
 * milliseconds: Zigbee takes 10 s, twice.
 */
const lateAnswerMs = 30_000

/** A write to a channel that has a command topic. */
type Write = PlannedWrite & { readonly channel: { readonly command: string } }

/**
 * Commands a device and waits until it has confirmed it.
 * @returns the trait that is only on its way, if one is
 * @throws Failure `offline`, `unsupported`, `deviceFault`, `actionFailed`; the signal's reason
 */
export async function applyCommand(
  device: DeviceState,
  command: Command,
  signal: AbortSignal,
): Promise<Trait | undefined> {
  if (command.kind === 'perform') return perform(device, command.verb, signal)
  if (command.kind !== 'set') throw new Failure('unsupported', say('onlySet'))
  const writes = plannedWrites(device, command.patch)
  const confirmed = confirmedWrites(device, writes)
  const traits = confirmed.map(({ channel }) => channel.trait)
  forgetParts(device.reported, traits)
  const deliveries: Delivery[] = []
  const sendingControl = createLinkedController(signal)
  const confirmation = new Confirmation(device, confirmed, signal)
  try {
    const sending = sendAll(device, writes, deliveries, sendingControl.signal)
    // That a device or its broker has failed may be told before all is sent.
    sending.catch(() => {})
    await Promise.race([sending, confirmation.done])
    await sending
    const movingTrait = await confirmation.done
    rememberAssumed(device, writes)
    return movingTrait
  } catch (error) {
    sendingControl.abort(error)
    // A device or bridge that reports a failure has received the command.
    const wasReceived = error instanceof Failure && error.reason.code === 'deviceFault'
    if (!wasReceived) await Promise.all(deliveries.map((delivery) => delivery.release(signal)))
    // It may have done it all the same.
    invalidate(device.reported, traits)
    if (!isRefusedUnsent(error)) forgetAssumed(device, writes)
    device.stateRequestedAtMs = Number.NEGATIVE_INFINITY
    if (error === signal.reason) {
      const untilMs = performance.now() + lateAnswerMs
      device.staleFaultUntilMs = untilMs
      device.timedOutWrites ??= new Map()
      for (const { channel, value } of confirmed) device.timedOutWrites.set(channel.trait, { value, untilMs })
    }
    throw error
  } finally {
    sendingControl.end()
    confirmation.end()
  }
}

async function sendAll(device: DeviceState, writes: readonly Write[], deliveries: Delivery[], signal: AbortSignal) {
  for (const write of writes) await send(device, write, deliveries, signal)
}

async function send(device: DeviceState, { channel, value }: Write, deliveries: Delivery[], signal: AbortSignal) {
  const payload = channel.codec.write(deviceValue(device, channel, value))
  for (const topic of [channel.command, ...(channel.alsoCommand ?? [])]) {
    if (channel.isConfirmed) deliveries.push(await device.broker.send(topic, payload, signal))
    else await device.broker.publish(topic, payload, true, signal)
  }
}

/** Tells a device to do something that no trait shows. */
async function perform(device: DeviceState, verb: Verb, signal: AbortSignal): Promise<undefined> {
  const command = device.verbs[verb]
  if (!command) throw new Failure('unsupported', say('cannotPerform', { verb }))
  const confirmation = new VerbConfirmation(device, verb, command, signal)
  try {
    await device.broker.publish(command.command, command.payload, true, signal)
    await confirmation.done
  } finally {
    confirmation.end()
  }
}

/** A value that the device never confirms is what it was told. */
function rememberAssumed({ memory, reported }: DeviceState, writes: readonly Write[]): void {
  const assumed = writes.filter(({ channel }) => !channel.isConfirmed)
  if (assumed.length === 0) return
  forget(
    reported,
    assumed.map(({ channel }) => channel.trait),
  )
  memory?.merge(Object.fromEntries(assumed.map(({ channel, value }) => [channel.trait, value])))
}

/** A device that never confirms may have done what was given up: what was to change is not known any more. */
function forgetAssumed({ memory }: DeviceState, writes: readonly Write[]): void {
  const remembered = memory?.get() ?? {}
  const uncertain = writes.filter(({ channel, value }) => !channel.isConfirmed && remembered[channel.trait] !== value)
  if (uncertain.length > 0)
    memory?.merge(
      {},
      uncertain.map(({ channel }) => channel.trait),
    )
}

/** Nothing goes out on a topic that MQTT forbids. */
const isRefusedUnsent = (error: unknown) => error instanceof Failure && error.reason.code === 'unsupported'

/** What is to be sent, in its order. */
function plannedWrites(device: DeviceState, patch: State): readonly Write[] {
  const writes = Object.entries(patch.color ? splitColor(device, patch, patch.color) : patch).map(([name, value]) => {
    const channel = commandChannel(device, name)
    if (!channel) throw new Failure('unsupported', say('noCommandTopic', { trait: name }))
    return { channel, value }
  })
  const turnsOn = writes.find(({ channel }) => channel.codec.turnsOn)?.channel.codec.turnsOn
  const power = commandChannel(device, 'power')
  if (!turnsOn || !power || patch.power !== undefined || device.reported.state.power === true) return writes
  const turnOn = { channel: power, value: true }
  return turnsOn === 'before' ? [turnOn, ...writes] : [...writes, turnOn]
}

/** A brightness that the payload of the colour does not hold is sent by itself. */
function splitColor(device: DeviceState, patch: State, { brightness, ...color }: NonNullable<State['color']>): State {
  if (commandChannel(device, 'color')?.codec.includesBrightness) return patch
  return { ...patch, color, ...(brightness !== undefined && commandChannel(device, 'brightness') && { brightness }) }
}

/** What the device must say; the brightness of a colour where the device tells it. */
function confirmedWrites({ channels }: DeviceState, writes: readonly Write[]): readonly PlannedWrite[] {
  const confirmed = writes.filter(({ channel }) => channel.isConfirmed)
  const color = confirmed.find(({ channel }) => channel.trait === 'color')?.value as State['color']
  const brightness = channels.find(({ trait, isConfirmed }) => trait === 'brightness' && isConfirmed)
  const isCommanded = confirmed.some(({ channel }) => channel.trait === 'brightness')
  if (color?.brightness === undefined || !brightness || isCommanded) return confirmed
  return [...confirmed, { channel: brightness, value: color.brightness }]
}

function deviceValue({ reported }: DeviceState, { codec, trait }: TraitChannel, value: unknown): unknown {
  const lastWord = reported.lastWords?.get(trait)
  if (codec.restoresLastValue && value === true && lastWord !== undefined) return lastWord
  const isWhole = codec.includesBrightness && typeof value === 'object'
  return codec.converter.toDevice(isWhole ? { brightness: reported.state.brightness ?? 100, ...value } : value)
}

const commandChannel = ({ channels }: DeviceState, name: string) =>
  channels.find(
    (channel): channel is TraitChannel & { readonly command: string } =>
      channel.trait === name && channel.command !== undefined,
  )
