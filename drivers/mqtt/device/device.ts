import { createDeadline, raceAbort } from '../../../src/home/deadline.ts'
import type { Device, Reading } from '../../../src/home/device.ts'
import { Failure } from '../../../src/home/failure.ts'
import type { Memory } from '../../../src/home/memory.ts'
import type { Trait } from '../../../src/home/traits.ts'
import type { Broker } from '../broker/broker.ts'
import type { Options } from '../options.ts'
import { message } from '../payload/read.ts'
import { obey } from './apply.ts'
import { hearPresence } from './availability.ts'
import type { Kinds } from './channel.ts'
import { firstWord } from './confirmation.ts'
import { hearersOf, isHeard, seen, type Unit } from './deviceState.ts'
import type { Faults } from './faults.ts'
import { type Known, take, unknown } from './state.ts'

/** How long a device that was asked for its state may take, in milliseconds. */
const askPatience = 700

/** How long a device that did not answer is not asked again for its state, in milliseconds: a house asks often. */
const askPause = 10_000

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
  const { ask, availability, settle, verbs, faults: name } = options
  const spec = kinds.spec(options)
  const unit: Unit = {
    broker,
    ask,
    settle,
    verbs,
    faults: name === undefined ? undefined : faults.of(name),
    memory: spec.assumed ? remember() : undefined,
    // A copy has no room for more, which it never needs.
    channels: kinds.channels(options).slice(),
    known: unknown(),
    hearers: undefined,
    asked: Number.NEGATIVE_INFINITY,
  }
  const presence = availability && hearPresence(availability, broker, (available) => present(unit, available))
  const lost = broker.onLost(() => {
    forget(unit)
    presence?.forget()
  })
  const ends = listen(unit).concat(presence?.ends ?? [], lost)

  return {
    spec,
    async read({ signal }) {
      if (!unit.broker.connected) return { online: false, state: seen(unit) }
      if (isUnsure(unit) && isHeard(unit)) await inquire(unit, signal)
      return reading(unit)
    },
    async apply(command, signal) {
      signal.throwIfAborted()
      if (unit.known.available === false) throw new Failure('offline', 'the device says that it is not there')
      const underWay = await obey(unit, command, signal)
      // What was seen to move is not there yet, and where it is then nobody knows.
      const { [underWay ?? 'readings']: _, ...there } = seen(unit)
      return underWay ? there : seen(unit)
    },
    close() {
      for (const end of ends) end()
    },
  }
}

/** @returns what ends it */
function listen(unit: Unit): (() => void)[] {
  return [...new Set(unit.channels.flatMap(({ states }) => states))].map((topic) => {
    const all = unit.channels.filter(({ states }) => states.includes(topic))
    const heard = all.length === unit.channels.length ? unit.channels : all
    return unit.broker.subscribe(topic, (payload, retained) => {
      const named = take(unit.known, heard, message(payload, retained))
      if (named) tell(unit, named, retained)
    })
  })
}

/** Nothing is known of it, or not what became of the last command. */
function isUnsure({ known }: Unit): boolean {
  return Object.keys(known.state).length === 0 || (known.doubt?.size ?? 0) > 0
}

function present(unit: Unit, available: boolean | undefined): void {
  unit.known.available = available
  tell(unit, nothing, false)
}

function tell({ hearers }: Unit, named: ReadonlySet<Trait>, retained: boolean): void {
  if (hearers) for (const hearer of [...hearers]) hearer(named, retained)
}

function reading(unit: Unit): Reading {
  const { broker, known } = unit
  const online = broker.connected && known.available !== false
  const at = oldest(known)
  return at ? { online, state: seen(unit), at } : { online, state: seen(unit) }
}

/** When the oldest of what is known was said; nothing if that is not known of all. */
function oldest({ state, at }: Known): Date | undefined {
  let first: Date | undefined
  for (const trait of Object.keys(state) as Trait[]) {
    const said = at[trait]
    if (!said) return undefined
    if (!first || said.getTime() < first.getTime()) first = said
  }
  return first
}

/** While the broker is away anything may happen: what was known before is no longer. */
function forget(unit: Unit): void {
  Object.assign(unit.known, unknown())
  unit.asked = Number.NEGATIVE_INFINITY
}

/** Waits for what the broker kept; if that is nothing, asks the device. */
async function inquire(unit: Unit, signal: AbortSignal): Promise<void> {
  const { ask, broker } = unit
  const limit = createDeadline(askPatience, signal)
  try {
    await broker.settled(limit.signal)
    if (!isUnsure(unit) || !ask || performance.now() - unit.asked < askPause) return
    unit.asked = performance.now()
    const { promise, hearer } = firstWord()
    const hearers = hearersOf(unit)
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
