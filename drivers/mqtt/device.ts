import { deadline, type Signal, until } from '../../src/home/deadline.ts'
import type { Command, Device, Reading } from '../../src/home/device.ts'
import { Failure } from '../../src/home/failure.ts'
import type { Memory } from '../../src/home/memory.ts'
import type { State, Trait } from '../../src/home/traits.ts'
import type { Broker } from './broker.ts'
import type { Channel, Kinds } from './channel.ts'
import { firstWord, watch } from './confirm.ts'
import type { Faults } from './faults.ts'
import { doubt, take, unknown } from './knowledge.ts'
import type { Options } from './options.ts'
import { hearPresence } from './presence.ts'
import { message } from './read.ts'

/** How long a device that was asked for its state may take, in milliseconds. */
const askPatience = 700

/** How long a device that did not answer is not asked again for its state, in milliseconds: a house asks often. */
const askPause = 10_000

/** Told of each message of the device, with the traits it named: none, if it was of its availability; and whether the broker had kept it. */
export type Hearer = (named: ReadonlySet<Trait>, retained: boolean) => void

const nothing: ReadonlySet<Trait> = new Set()

/** What a device shares with all others of its broker. */
export interface Shared {
  readonly kinds: Kinds
  readonly broker: Broker
  readonly faults: Faults
}

/** One device of a broker, as its user or the device itself describes it. */
export function mqttDevice(options: Options, { kinds, broker, faults }: Shared, remember: () => Memory): Device {
  // Nothing below keeps the options themselves: of ten thousand devices that would be most of the memory.
  const { ask, availability, settle, verbs, faults: faultName } = options
  const spec = kinds.spec(options)
  const memory = spec.assumed ? remember() : undefined
  const channels = kinds.channels(options)
  const isHeard = channels.some(({ states }) => states.length > 0)
  const told = new Map(channels.filter(isTold).map((channel) => [channel.trait as string, channel]))
  const known = unknown()
  const hearers = new Set<Hearer>()
  let asked = Number.NEGATIVE_INFINITY
  const presence = availability && hearPresence(availability, broker, present)
  const ears = [...listen(), ...(presence?.ends ?? []), broker.onLost(forget)]

  return {
    spec,
    async read({ signal }) {
      if (!broker.connected) return { online: false, state: seen() }
      if (isHeard && isUnsure()) await inquire(signal)
      return reading()
    },
    async apply(command, signal) {
      signal.throwIfAborted()
      if (known.available === false) throw new Failure('offline', 'the device says that it is not there')
      const underWay = await obey(command, signal)
      // What was seen to move is not there yet, and where it is then nobody knows.
      const { [underWay ?? 'readings']: _, ...there } = seen()
      return underWay ? there : seen()
    },
    close() {
      for (const end of ears) end()
    },
  }

  function listen(): readonly (() => void)[] {
    return [...new Set(channels.flatMap(({ states }) => states))].map((topic) => {
      const heard = channels.filter(({ states }) => states.includes(topic))
      return broker.subscribe(topic, (payload, retained) => {
        const named = take(known, heard, message(payload, retained))
        if (named) tell(named, retained)
      })
    })
  }

  /** Nothing is known of it, or not what became of the last command. */
  function isUnsure(): boolean {
    return Object.keys(known.state).length === 0 || known.doubt.size > 0
  }

  function present(available: boolean | undefined): void {
    known.available = available
    tell(nothing, false)
  }

  function tell(named: ReadonlySet<Trait>, retained: boolean): void {
    for (const hearer of [...hearers]) hearer(named, retained)
  }

  function reading(): Reading {
    const online = broker.connected && known.available !== false
    const times = Object.keys(known.state).map((trait) => known.at[trait as Trait]?.getTime() ?? Number.NaN)
    const oldest = Math.min(...times)
    return { online, state: seen(), ...(Number.isFinite(oldest) && { at: new Date(oldest) }) }
  }

  function seen(): State {
    return memory ? { ...memory.get(), ...known.state } : known.state
  }

  /** While the broker is away anything may happen: what was known before is no longer. */
  function forget(): void {
    Object.assign(known, unknown())
    asked = Number.NEGATIVE_INFINITY
    presence?.forget()
  }

  /** Waits for what the broker kept; if that is nothing, asks the device. */
  async function inquire(signal: Signal): Promise<void> {
    const limit = deadline(askPatience, signal)
    try {
      await broker.settled(limit.signal)
      if (!isUnsure() || !ask || performance.now() - asked < askPause) return
      asked = performance.now()
      const { promise, hearer } = firstWord()
      hearers.add(hearer)
      try {
        await broker.publish(ask.topic, ask.payload, false, limit.signal)
        await until(promise, limit.signal)
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

  /** @returns the trait that is only on its way, if one is */
  async function obey(command: Command, signal: Signal): Promise<Trait | undefined> {
    if (command.kind === 'perform') {
      const verb = verbs[command.verb]
      if (!verb) throw new Failure('unsupported', `it cannot ${command.verb}`)
      await perform(verb, signal)
      return undefined
    }
    if (command.kind !== 'set') throw new Failure('unsupported', 'it can only be set')
    const wished = wishes(command.patch)
    const wanted = wished.filter(({ channel }) => channel.states.length > 0)
    const confirmation = watch({ wanted, known, hearers }, circumstances(signal))
    try {
      for (const { channel, value } of wished)
        await broker.publish(channel.command, channel.write(word(channel, value)), channel.states.length === 0, signal)
      const underWay = await confirmation.done
      remembered(wished)
      return underWay
    } catch (error) {
      // It may have done it all the same.
      doubt(
        known,
        wanted.map(({ channel }) => channel.trait),
      )
      asked = Number.NEGATIVE_INFINITY
      throw error
    } finally {
      confirmation.end()
    }
  }

  /** Tells it to do something that no trait shows; of one that is heard, a sign of life is waited for. */
  async function perform({ command, payload }: { command: string; payload: string }, signal: Signal): Promise<void> {
    const sign = watch({ wanted: [], known, hearers }, { ...circumstances(signal), sign: isHeard })
    try {
      await broker.publish(command, payload, true, signal)
      await sign.done
    } finally {
      sign.end()
    }
  }

  function circumstances(signal: Signal) {
    return { broker, settle, ask, signal, faults: faultName === undefined ? undefined : faults.of(faultName) }
  }

  /** What it never says back is what it was told. */
  function remembered(wished: ReturnType<typeof wishes>): void {
    const unseen = wished.filter(({ channel }) => channel.states.length === 0)
    if (unseen.length > 0) memory?.merge(Object.fromEntries(unseen.map(({ channel, value }) => [channel.trait, value])))
  }

  /** What to tell: a brightness that no payload of the colour holds is told by itself. */
  function wishes(patch: State) {
    return Object.entries(patch.color ? split(patch, patch.color) : patch).map(([name, value]) => {
      const channel = told.get(name)
      if (!channel) throw new Failure('unsupported', `${name} has no command topic`)
      return { channel, value }
    })
  }

  function split(patch: State, { brightness, ...color }: NonNullable<State['color']>) {
    if (told.get('color')?.whole) return patch
    return { ...patch, color, ...(brightness !== undefined && told.has('brightness') && { brightness }) }
  }

  function word({ converter, trait, resume, whole }: Channel, value: unknown): unknown {
    if (resume && value === true && known.words.has(trait)) return known.words.get(trait)
    const full = whole && typeof value === 'object' ? { brightness: known.state.brightness ?? 100, ...value } : value
    return converter.toDevice(full)
  }
}

/** True if it can be told something. */
const isTold = (channel: Channel): channel is Channel & { readonly command: string } => channel.command !== undefined
