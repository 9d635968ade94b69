import type { Command } from '../../../src/home/device.ts'
import { Failure } from '../../../src/home/failure.ts'
import type { State, Trait } from '../../../src/home/traits.ts'
import type { Channel } from './channel.ts'
import { watch } from './confirmation.ts'
import { isHeard, type Unit } from './deviceState.ts'
import { doubt } from './state.ts'

/** A channel that can be told something. */
type Told = Channel & { readonly command: string }

/**
 * Tells a device, and waits for its word.
 * @returns the trait that is only on its way, if one is
 * @throws Failure `offline`, `unsupported`, `deviceFault`; the signal's reason
 */
export async function obey(unit: Unit, command: Command, signal: AbortSignal): Promise<Trait | undefined> {
  const { verbs, known } = unit
  if (command.kind === 'perform') {
    const verb = verbs[command.verb]
    if (!verb) throw new Failure('unsupported', `it cannot ${command.verb}`)
    await perform(unit, verb, signal)
    return undefined
  }
  if (command.kind !== 'set') throw new Failure('unsupported', 'it can only be set')
  const wished = wishes(unit, command.patch)
  const wanted = wished.filter(({ channel }) => channel.states.length > 0)
  const sent = send(unit, wished, signal)
  // Still in the turn in which it goes out: no answer is here before somebody watches for it.
  const confirmation = watch(unit, wanted, signal)
  try {
    await sent
    const underWay = await confirmation.done
    remembered(unit, wished)
    return underWay
  } catch (error) {
    // It may have done it all the same.
    doubt(
      known,
      wanted.map(({ channel }) => channel.trait),
    )
    unit.asked = Number.NEGATIVE_INFINITY
    throw error
  } finally {
    confirmation.end()
  }
}

async function send(unit: Unit, wished: ReturnType<typeof wishes>, signal: AbortSignal): Promise<void> {
  for (const { channel, value } of wished) {
    const payload = channel.speech.write(word(unit, channel, value))
    await unit.broker.publish(channel.command, payload, channel.states.length === 0, signal)
  }
}

/** Tells it to do something that no trait shows; of one that is heard, a sign of life is waited for. */
async function perform(unit: Unit, { command, payload }: { command: string; payload: string }, signal: AbortSignal) {
  const sign = watch(unit, [], signal, { sign: isHeard(unit) })
  try {
    await unit.broker.publish(command, payload, true, signal)
    await sign.done
  } finally {
    sign.end()
  }
}

/** What it never says back is what it was told. */
function remembered({ memory }: Unit, wished: ReturnType<typeof wishes>): void {
  const unseen = wished.filter(({ channel }) => channel.states.length === 0)
  if (unseen.length > 0) memory?.merge(Object.fromEntries(unseen.map(({ channel, value }) => [channel.trait, value])))
}

/** What to tell: a brightness that no payload of the colour holds is told by itself. */
function wishes(unit: Unit, patch: State) {
  return Object.entries(patch.color ? split(unit, patch, patch.color) : patch).map(([name, value]) => {
    const channel = told(unit, name)
    if (!channel) throw new Failure('unsupported', `${name} has no command topic`)
    return { channel, value }
  })
}

function split(unit: Unit, patch: State, { brightness, ...color }: NonNullable<State['color']>) {
  if (told(unit, 'color')?.speech.whole) return patch
  return { ...patch, color, ...(brightness !== undefined && told(unit, 'brightness') && { brightness }) }
}

function word({ known }: Unit, { speech, trait }: Channel, value: unknown): unknown {
  const { resume, whole, converter } = speech
  if (resume && value === true && known.words?.has(trait)) return known.words.get(trait)
  const full = whole && typeof value === 'object' ? { brightness: known.state.brightness ?? 100, ...value } : value
  return converter.toDevice(full)
}

const told = ({ channels }: Unit, name: string): Told | undefined =>
  channels.find((channel): channel is Told => channel.trait === name && channel.command !== undefined)
