import type { Command } from '../../../src/home/device.ts'
import { Failure } from '../../../src/home/failure.ts'
import type { State, Trait } from '../../../src/home/traits.ts'
import type { Channel } from './channel.ts'
import { watchConfirmation } from './confirmation.ts'
import { reportsState, type DeviceState } from './deviceState.ts'
import { doubt } from './state.ts'

/** A channel that can be told something. */
type CommandableChannel = Channel & { readonly command: string }

/**
 * Tells a device, and waits for its word.
 * @returns the trait that is only on its way, if one is
 * @throws Failure `offline`, `unsupported`, `deviceFault`; the signal's reason
 */
export async function applyCommand(
  device: DeviceState,
  command: Command,
  signal: AbortSignal,
): Promise<Trait | undefined> {
  const { verbs, reported: known } = device
  if (command.kind === 'perform') {
    const verb = verbs[command.verb]
    if (!verb) throw new Failure('unsupported', `it cannot ${command.verb}`)
    await perform(device, verb, signal)
    return undefined
  }
  if (command.kind !== 'set') throw new Failure('unsupported', 'it can only be set')
  const wished = plannedWrites(device, command.patch)
  const wanted = wished.filter(({ channel }) => channel.states.length > 0)
  const sent = send(device, wished, signal)
  // Still in the turn in which it goes out: no answer is here before somebody watches for it.
  const confirmation = watchConfirmation(device, wanted, signal)
  try {
    await sent
    const movingTrait = await confirmation.done
    rememberAssumed(device, wished)
    return movingTrait
  } catch (error) {
    // It may have done it all the same.
    doubt(
      known,
      wanted.map(({ channel }) => channel.trait),
    )
    device.stateRequestedAtMs = Number.NEGATIVE_INFINITY
    throw error
  } finally {
    confirmation.end()
  }
}

async function send(unit: DeviceState, wished: ReturnType<typeof plannedWrites>, signal: AbortSignal): Promise<void> {
  for (const { channel, value } of wished) {
    const payload = channel.codec.write(deviceValue(unit, channel, value))
    await unit.broker.publish(channel.command, payload, channel.states.length === 0, signal)
  }
}

/** Tells it to do something that no trait shows; of one that is heard, a sign of life is waited for. */
async function perform(
  unit: DeviceState,
  { command, payload }: { command: string; payload: string },
  signal: AbortSignal,
) {
  const sign = watchConfirmation(unit, [], signal, { sign: reportsState(unit) })
  try {
    await unit.broker.publish(command, payload, true, signal)
    await sign.done
  } finally {
    sign.end()
  }
}

/** What it never says back is what it was told. */
function rememberAssumed({ memory }: DeviceState, wished: ReturnType<typeof plannedWrites>): void {
  const unseen = wished.filter(({ channel }) => channel.states.length === 0)
  if (unseen.length > 0) memory?.merge(Object.fromEntries(unseen.map(({ channel, value }) => [channel.trait, value])))
}

/** What to tell: a brightness that no payload of the colour holds is told by itself. */
function plannedWrites(unit: DeviceState, patch: State) {
  return Object.entries(patch.color ? split(unit, patch, patch.color) : patch).map(([name, value]) => {
    const channel = commandChannel(unit, name)
    if (!channel) throw new Failure('unsupported', `${name} has no command topic`)
    return { channel, value }
  })
}

function split(unit: DeviceState, patch: State, { brightness, ...color }: NonNullable<State['color']>) {
  if (commandChannel(unit, 'color')?.codec.includesBrightness) return patch
  return { ...patch, color, ...(brightness !== undefined && commandChannel(unit, 'brightness') && { brightness }) }
}

function deviceValue({ reported: known }: DeviceState, { codec: speech, trait }: Channel, value: unknown): unknown {
  const { restoresLastValue: resume, includesBrightness: whole, converter } = speech
  if (resume && value === true && known.lastWords?.has(trait)) return known.lastWords.get(trait)
  const full = whole && typeof value === 'object' ? { brightness: known.state.brightness ?? 100, ...value } : value
  return converter.toDevice(full)
}

const commandChannel = ({ channels }: DeviceState, name: string): CommandableChannel | undefined =>
  channels.find((channel): channel is CommandableChannel => channel.trait === name && channel.command !== undefined)
