import { until } from '../../src/home/deadline.ts'
import type { Command, Device, Reading } from '../../src/home/device.ts'
import { Failure } from '../../src/home/failure.ts'
import type { Memory } from '../../src/home/memory.ts'
import type { State, Trait } from '../../src/home/traits.ts'
import type { Broker } from './broker.ts'
import type { Channel, Kinds } from './channel.ts'
import { watch } from './confirm.ts'
import { understood } from './convert.ts'
import type { Options } from './options.ts'
import { parsePathOrShape, pick } from './shape.ts'

/** How long a device that was asked for its state may take, in milliseconds. */
const askPatience = 700

/** What a device said last. */
export interface Known {
  state: State
  /** undefined: it never said whether it is there */
  available: boolean | undefined
  at: Date | undefined
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
  const known: Known = { state: {}, available: undefined, at: undefined }
  const hearers = new Set<Hearer>()
  const ears = listen()

  return {
    spec,
    async read({ signal }) {
      if (!broker.connected) return { online: false, state: seen() }
      if (!memory && Object.keys(known.state).length === 0) await inquire(signal)
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
    if (!availability) return states
    const shape = availability.path === undefined ? undefined : parsePathOrShape(availability.path)
    const there = broker.subscribe(availability.topic, (payload) => {
      const word = String(shape ? pick(shape, json(payload)) : payload)
      if (word === availability.online) known.available = true
      if (word === availability.offline) known.available = false
      tell(nothing)
    })
    return [...states, there]
  }

  function hear(heard: readonly Channel[], payload: Buffer, retained: boolean): void {
    const message = json(payload)
    const named = new Set<Trait>()
    const news: [Trait, unknown][] = []
    for (const { trait, shape, converter } of heard) {
      const value = understood(trait, converter, pick(shape, message))
      if (value === undefined) continue
      named.add(trait)
      news.push([trait, value])
    }
    if (named.size === 0) return
    known.state = { ...known.state, ...Object.fromEntries(news) }
    // When the device said what the broker kept, nobody knows.
    known.at = retained ? undefined : new Date()
    tell(named)
  }

  function tell(named: ReadonlySet<Trait>): void {
    for (const hearer of [...hearers]) hearer(named)
  }

  function reading(): Reading {
    const online = broker.connected && known.available !== false
    return { online, state: seen(), ...(known.at && { at: known.at }) }
  }

  function seen(): State {
    return memory ? memory.get() : known.state
  }

  /** Waits for what the broker kept; if that is nothing, asks the device. */
  async function inquire(signal: AbortSignal): Promise<void> {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(askPatience)])
    try {
      await broker.settled(limited)
      if (Object.keys(known.state).length > 0 || !ask) return
      const { promise, hearer } = firstWord()
      hearers.add(hearer)
      try {
        await broker.publish(ask.topic, ask.payload, false, limited)
        await until(promise, limited)
      } finally {
        hearers.delete(hearer)
      }
    } catch {
      // Nothing is known of it, and that is what the reading says.
      signal.throwIfAborted()
    }
  }

  async function obey(command: Command, signal: AbortSignal): Promise<void> {
    if (command.kind === 'perform') {
      const verb = verbs[command.verb]
      if (!verb) throw new Failure('unsupported', `it cannot ${command.verb}`)
      return broker.publish(verb.command, verb.payload, true, signal)
    }
    if (command.kind !== 'set') throw new Failure('unsupported', 'it can only be set')
    const told = (Object.keys(command.patch) as Trait[]).map((trait) => {
      const found = channels.find((channel) => channel.trait === trait)
      if (!found?.command) throw new Failure('unsupported', `${trait} has no command topic`)
      return { ...found, command: found.command, value: command.patch[trait] }
    })
    const seen = told.filter(({ state }) => state !== undefined)
    const confirmation = watch(
      {
        wanted: seen.map(({ trait, value, converter }) => ({ trait, value, tolerance: converter.tolerance })),
        known,
        hearers,
      },
      { broker, settle, ask, signal },
    )
    try {
      for (const { command: topic, template, converter, value } of told) {
        await broker.publish(topic, template(converter.toDevice(value)), seen.length === 0, signal)
      }
      await confirmation.done
    } finally {
      confirmation.end()
    }
    memory?.merge(command.patch)
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
