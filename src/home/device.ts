import type { z } from 'zod'
import type { Judge } from './air.ts'
import type { Asking } from './asking.ts'
import type { Bus } from './bus.ts'
import type { Signal } from './deadline.ts'
import type { Dialogue, Lesson } from './lesson.ts'
import type { Memory } from './memory.ts'
import type { Spec, Verb } from './spec.ts'
import type { NumberTrait, State, Trait } from './traits.ts'
import type { Warn } from './warn.ts'

/** What is wished of an appliance. */
export type Command =
  | { readonly kind: 'set'; readonly patch: State }
  | { readonly kind: 'step'; readonly trait: NumberTrait; readonly by: number }
  | { readonly kind: 'cycle'; readonly trait: Trait; readonly times?: number }
  | { readonly kind: 'perform'; readonly verb: Verb }

export interface Period {
  readonly start: Date
  readonly end: Date
}

/** What is known of a device. `at`: when the device last said so, where that is known. */
export interface Reading {
  readonly online: boolean
  /** why it is offline, in plain words, where that is known */
  readonly why?: string
  readonly state: State
  readonly at?: Date
}

/** Who made the device, where the driver learnt it. */
export interface About {
  readonly manufacturer?: string
  readonly model?: string
  readonly version?: string
}

/** The only seam between the house and hardware. */
export interface Device {
  readonly spec: Spec
  readonly about?: About | undefined
  /** What is known now. Never throws for "offline": that is `online: false`. Costs no network where the device tells by itself. */
  read(query: { readonly signal: Signal; readonly period?: Period }): Promise<Reading>
  /**
   * Does it, sees that it happened, and returns the state known afterwards: what the device says, not what was wished.
   * @throws Failure `offline` when it cannot be reached, and `signal.reason` once the signal is aborted;
   *   nothing is sent after that, and a late answer of the device still updates what `read` gives.
   */
  apply(command: Command, signal: Signal): Promise<State>
  /**
   * Takes this for its state without doing anything, where nobody sees what it does: somebody saw it.
   * @param unknown what nobody knows any more
   * @throws Failure `unsupported` for what it does not have, `badValue` for what it cannot be; with what it can
   */
  readonly assume?: ((patch: State, unknown?: readonly Trait[]) => State) | undefined
  /** The appliance has left the house: hears no more of it. */
  close?(): void
}

/** What the log of a driver takes: pino's first form, in four loudnesses. */
export interface Log {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** What the house lends to a connection. */
export interface Context {
  /** what the user calls the connection */
  readonly name: string
  /** somebody only looks in: others are not to think that the gateway is there */
  readonly visiting?: boolean
  readonly log: Log
  /** How good air is by the tables of the user's country. */
  readonly judge: Judge
  /** The full name of a file that the configuration names: relative ones are meant from its own folder. */
  file(name: string): string
  /** The kept state of one appliance whose device cannot be read. */
  memory(applianceId: string): Memory
  /** The messages of another connection, by its name; nothing while it is not there or has none. */
  bus(name: string): Bus | undefined
  /** What another appliance says now; nothing if there is none, or if it looks here itself. */
  look(applianceId: string, signal: Signal): Promise<Reading | undefined>
}

/** A device that a connection came upon by itself. */
export interface Found<A = unknown> {
  /** what stays while the device is the same; its appliance's id is made of it */
  readonly key: string
  readonly name: string
  /** CLOVA's type, if one fits */
  readonly type?: string
  readonly about: About
  /** how it was found, such as zigbee2mqtt */
  readonly via: string
  /** what `Driver.refersTo` may say of it, besides the key and the name */
  readonly refs?: readonly string[]
  /** the user wants it to be an appliance without describing it */
  readonly exposed: boolean
  readonly spec: Spec
  /** what an appliance of it is made with */
  readonly options: A
  /** what of it could not be understood, in plain words */
  readonly problems: readonly string[]
}

/** What a connection comes upon by itself. */
export interface Finder<A = unknown> {
  found(): readonly Found<A>[]
  /** Tells whenever that has changed. @returns what ends it */
  onChange(listener: () => void): () => void
}

/** One living connection: to a broker, a bridge, a blaster. It reconnects by itself, with backoff, for ever. */
export interface Connection<A = unknown> {
  /** Resolves, and never rejects, once the first try to connect is over, whichever way it went. */
  readonly ready: Promise<void>
  device(applianceId: string, options: A): Device
  /** its messages, if others may send some */
  readonly bus?: Bus | undefined
  /** what it comes upon by itself, if it looks around */
  readonly finder?: Finder<A> | undefined
  /** Learns what an appliance is told with, if that can be learnt. @throws Error in plain words if nothing could be */
  teach?(lesson: Lesson<A>, dialogue: Dialogue): Promise<void>
  /** What its owner should know, in plain words. */
  problems?(): readonly string[]
  /** Ends everything it started: sockets, timers, listeners. Its devices are offline from then on. */
  close(): Promise<void>
}

/** Something on the network that could be a connection. */
export interface Sighted {
  /** what it is and what its owner calls it, in plain words */
  readonly what: string
  /** its model, if it is surely of this kind */
  readonly name?: string
  /** the keys that it would have under `drivers:`, but `type` */
  readonly keys: Readonly<Record<string, string | number>>
  /** what its owner must do first, in plain words */
  readonly problem?: string
}

/** What somebody who pairs with a device has said, and how they are spoken to meanwhile. */
export interface Pairing {
  /** where it is, as `address` or `address:port`; without it, it is looked for */
  readonly host?: string
  /** it may be spoken to in the clear, since it can do nothing else */
  readonly plain?: boolean
  /** how long may be waited for what its owner must do, such as to press a button, in milliseconds */
  readonly patience: number
  /** Says something, in plain words. */
  tell(line: string): void
  /** Says how many seconds are left for what its owner must do; called once for each. */
  left(seconds: number): void
}

/** The code of an error of pairing: it would be possible in the clear, if that was wanted. */
export const onlyPlain = 'ERR_ONLY_PLAIN'

/** What a connection to a device is made with, once that device knows us. */
export interface Paired {
  /** what it is, in plain words */
  readonly what: string
  /** what tells it from others of its kind; letters and digits */
  readonly id: string
  /** the keys that it has under `drivers:`, but `type` */
  readonly keys: Readonly<Record<string, string | number>>
  /** the keys that stand in the secrets file instead */
  readonly secrets: Readonly<Record<string, string>>
}

/** A kind of connection. To add one, copy `drivers/virtual` and name it in `drivers/index.ts`. */
// biome-ignore lint/suspicious/noExplicitAny: the registry holds drivers of every configuration, each checked by its own schema
export interface Driver<C = any, A = any> {
  /** The keys of its entry under `drivers:`, but `type`. */
  readonly config: z.ZodType<C>
  /** The keys of an appliance that are this driver's own. */
  readonly appliance: z.ZodType<A>
  /**
   * What a device so described can do; nothing if that is known only when the device itself is found.
   * @param file gives the full name of a file that the options name
   * @param warn is told what in such a file, or by such a connection, cannot be used, where the rest can
   * @param config that of its connection; absent if that is wrong
   * @throws Error in plain words if such a file cannot be used
   */
  describe(options: A, file: (name: string) => string, warn: Warn, config?: C): Spec | undefined
  /** What is on the network that could be a connection of this kind; never throws. @param hosts are asked besides */
  lookAround?(log: Log, signal: Signal, hosts?: readonly string[]): Promise<readonly Sighted[]>
  /** Lets a device know us, if its kind asks for that.
   * @throws Error in plain words, with the code `onlyPlain` where `plain` would help; the signal's reason */
  pair?(wish: Pairing, signal: Signal): Promise<Paired>
  /** What the wizard asks for one; nothing where it is found or paired with. */
  readonly asking?: Asking
  /** What mends one of the problems that a connection tells of: a command, else a deed; nothing if nobody knows. */
  remedy?(problem: string, config: C): string | undefined
  /** The files that the options name: when one changes, the device is made anew. */
  files?(options: A): readonly string[]
  /** The appliances that it looks at, by id. */
  looksAt?(options: A): readonly string[]
  /** The device that is meant, by the key, the name or one of the `refs` it is found under; nothing if it is described whole. */
  refersTo?(options: A): string | undefined
  /** The other connections whose messages it needs, by the keys of its configuration that name them. */
  usesConnections?(config: C): Readonly<Record<string, string>>
  /** Begins to connect, and is back at once: what cannot be reached yet is offline, not an error. */
  connect(config: C, context: Context): Promise<Connection<A>>
}
