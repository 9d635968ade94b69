import type { z } from 'zod'
import type { Judge } from './airQuality.ts'
import type { Device, Reading } from './device.ts'
import type { Finder, Sighted } from './discovery.ts'
import type { Dialogue, Lesson } from './learning.ts'
import type { Memory } from './memory.ts'
import type { Paired, Pairing } from './pairing.ts'
import type { Asking } from './setupQuestions.ts'
import type { Spec } from './spec.ts'
/**
 * Is told what is wrong with an appliance, in plain words.
 * @param where the key of the appliance that is meant; and that it is a mistake, where nobody is to go on with it
 */
export type Warn = (
  message: string,
  where?: { readonly path: readonly PropertyKey[]; readonly isMistake?: boolean },
) => void

/** A way for messages that one connection lends to another: a blaster that hangs on a broker needs no broker of its own. */
export interface Bus {
  readonly connected: boolean
  /** Sends now or not at all. @param sure wait until it is known to have arrived @throws Failure `offline` */
  publish(topic: string, payload: string, sure: boolean, signal: AbortSignal): Promise<void>
  /** Hears a topic from now on. @returns what ends that */
  subscribe(topic: string, listener: (payload: Buffer, retained: boolean) => void): () => void
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
  look(applianceId: string, signal: AbortSignal): Promise<Reading | undefined>
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
  lookAround?(log: Log, signal: AbortSignal, hosts?: readonly string[]): Promise<readonly Sighted[]>
  /** Lets a device know us, if its kind asks for that.
   * @throws Error in plain words, with the code `onlyPlain` where `plain` would help; the signal's reason */
  pair?(wish: Pairing, signal: AbortSignal): Promise<Paired>
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
