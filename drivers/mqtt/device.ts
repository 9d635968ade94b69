import { deadline, type Signal, until } from '../../src/home/deadline.ts'
import type { Command, Device, Reading } from '../../src/home/device.ts'
import { Failure } from '../../src/home/failure.ts'
import type { Memory } from '../../src/home/memory.ts'
import type { State, Trait } from '../../src/home/traits.ts'
import type { Broker } from './broker.ts'
import type { Channel, Kinds } from './channel.ts'
import { watch } from './confirm.ts'
import { same, spelt, understood } from './convert.ts'
import type { Options } from './options.ts'
import { parsePathOrShape, pick } from './shape.ts'

/** How long a device that was asked for its state may take, in milliseconds. */
const askPatience = 700

/** What a device said last. */
export interface Known {
  state: State
  /** undefined: it never said whether it is there */
  available: boolean | undefined
  /** when it said each trait, where that is known */
  at: { readonly [T in Trait]?: Date }
}

/** Told of each message of the device, with the traits it named: none, if it was of its availability. */
export type Hearer = (named: ReadonlySet<Trait>) => void

const nothing: ReadonlySet<Trait> = new Set()

/** One device of a broker, as its user describes it. */
export function mqttDevice(options: Options, kinds: Kinds, broker: Broker, remember: () => Memory): Device {
  // Nothing below keeps the options themselves: of ten thousand devices that would be most of the memory.
  const { ask, availability, settle, verbs } = options
  const spec = kinds.spec(options)
  const memory = spec.assumed ? remember() : undefined
  const channels = kinds.channels(options)
  const isHeard = channels.some(({ state }) => state !== undefined)
  const known: Known = { state: {}, available: undefined, at: {} }
  const hearers = new Set<Hearer>()
  const ears = listen()

  return {
    spec,
    async read({ signal }) {
      if (!broker.connected) return { online: false, state: seen() }
      if (isHeard && Object.keys(known.state).length === 0) await inquire(signal)
      return reading()
    },
    async apply(command, signal) {
      signal.throwIfAborted()
      if (known.available === false) throw new Failure('offline', 'the device says that it is not there')
      await obey(command, signal)
      return seen()
    },
    close() {
      for (const end of ears) end()
    },
  }

  function listen(): readonly (() => void)[] {
    const states = [...new Set(channels.flatMap(({ state }) => state ?? []))].map((topic) => {
      const heard = channels.filter(({ state }) => state === topic)
      return broker.subscribe(topic, (payload, retained) => hear(heard, payload, retained))
    })
    const lost = broker.onLost(forget)
    if (!availability) return [...states, lost]
    const shape = availability.path === undefined ? undefined : parsePathOrShape(availability.path)
    const there = broker.subscribe(availability.topic, (payload) => {
      const word = shape ? spelt(pick(shape, json(payload))) : payload.toString('utf8')
      if (word === availability.online) known.available = true
      if (word === availability.offline) known.available = false
      tell(nothing)
    })
    return [...states, lost, there]
  }

  function hear(heard: readonly Channel[], payload: Buffer, retained: boolean): void {
    const message = json(payload)
    const state: { [T in Trait]?: unknown } = { ...known.state }
    const at: { [T in Trait]?: Date } = { ...known.at }
    const named = new Set<Trait>()
    let isNews = false
    for (const { trait, shape, converter } of heard) {
      const raw = pick(shape, message)
      if (raw === undefined) continue
      const value = understood(trait, converter, raw)
      isNews = true
      // When the device said what the broker kept, nobody knows.
      if (!retained) at[trait] = new Date()
      else if (!same(value, state[trait], 0)) delete at[trait]
      // Null, and words that mean nothing, make it unknown.
      if (value === undefined) delete state[trait]
      else {
        state[trait] = value
        named.add(trait)
      }
    }
    if (!isNews) return
    known.state = state as State
    known.at = at
    tell(named)
  }

  function tell(named: ReadonlySet<Trait>): void {
    for (const hearer of [...hearers]) hearer(named)
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
    known.state = {}
    known.available = undefined
    known.at = {}
  }

  /** Waits for what the broker kept; if that is nothing, asks the device. */
  async function inquire(signal: Signal): Promise<void> {
    const limit = deadline(askPatience, signal)
    try {
      await broker.settled(limit.signal)
      if (Object.keys(known.state).length > 0 || !ask) return
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

  async function obey(command: Command, signal: Signal): Promise<void> {
    if (command.kind === 'perform') {
      const verb = verbs[command.verb]
      if (!verb) throw new Failure('unsupported', `it cannot ${command.verb}`)
      return broker.publish(verb.command, verb.payload, true, signal)
    }
    if (command.kind !== 'set') throw new Failure('unsupported', 'it can only be set')
    const told = (Object.keys(command.patch) as Trait[]).map((trait) => {
      const found = channels.find((channel) => channel.trait === trait)
      if (!found?.command) throw new Failure('unsupported', `${trait} has no command topic`)
      const { state, command: topic, template, converter } = found
      return { trait, state, topic, template, converter, value: command.patch[trait] }
    })
    const watched = told.filter(({ state }) => state !== undefined)
    const wanted = watched.map(({ trait, value, converter }) => ({ trait, value, tolerance: converter.tolerance }))
    const confirmation = watch({ wanted, known, hearers }, { broker, settle, ask, signal })
    try {
      for (const { topic, template, converter, value, state } of told) {
        const whole = typeof value === 'object' ? { brightness: known.state.brightness ?? 100, ...value } : value
        await broker.publish(topic, template(converter.toDevice(whole)), state === undefined, signal)
      }
      await confirmation.done
    } finally {
      confirmation.end()
    }
    const unseen = told.filter(({ state }) => state === undefined).map(({ trait, value }) => [trait, value] as const)
    if (unseen.length > 0) memory?.merge(Object.fromEntries(unseen))
  }
}

function firstWord(): { readonly promise: Promise<void>; readonly hearer: Hearer } {
  let hearer: Hearer = () => {}
  const promise = new Promise<void>((resolve) => {
    hearer = (named) => named.size > 0 && resolve()
  })
  return { promise, hearer }
}

/** A payload as JSON, or as the text it is. */
function json(payload: Buffer): unknown {
  const text = payload.toString('utf8')
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
