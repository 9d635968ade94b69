import type { z } from 'zod'
import type { Text } from '../util/translate.ts'
import type { CodeImporter } from './codeImport.ts'
import type { CodePort, CodeTools } from './codeTools.ts'
import type { PairingRequest, PairingResult, SetupQuestions } from './connectionSetup.ts'
import type { Device, Reading } from './device.ts'
import type { ConnectionCandidate, DeviceDiscovery } from './discovery.ts'
import type { Dialogue, LearningRequest } from './learning.ts'
import type { Memory } from './memory.ts'
import type { Spec } from './spec.ts'
import type { AirQualityLevel, Pollutant, Trait } from './traits.ts'

/**
 * Receives a problem of an appliance's options, in words for the user.
 * @param where the key of the appliance that is wrong; `isMistake`: the configuration is rejected for it
 */
export type Warn = (
  message: Text,
  where?: { readonly path: readonly PropertyKey[]; readonly isMistake?: boolean },
) => void

/** The messages of a connection, for another connection: a blaster behind a broker uses the connection of that broker. */
export interface Bus {
  readonly connected: boolean
  /** Sends at once or fails; nothing is kept for later. @param confirmed waits for the acknowledgement @throws Failure `offline` */
  publish(topic: string, payload: string, confirmed: boolean, signal: AbortSignal): Promise<void>
  /** Subscribes to a topic. @returns a function that unsubscribes */
  subscribe(topic: string, listener: (payload: Buffer, retained: boolean) => void): () => void
}

/** The log of a driver: four levels of pino's interface. */
export interface Log {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** Grades one measurement of the air; the limits depend on the edition's country. */
export type AirQualityGrader = (pollutant: Pollutant, value: number) => AirQualityLevel

/** One announcement as it is stored. */
interface StoredAnnouncement {
  readonly topic: string
  readonly payload: string
  /** the broker has retained it, so it is out of date when it does not come again */
  readonly isRetained: boolean
}

/** The announcements of one connection, stored for the next start: not every bridge retains them or repeats them. */
export interface AnnouncementStore {
  all(): readonly StoredAnnouncement[]
  has(topic: string): boolean
  /** Stores the announcement and notes that it was received now. */
  set(topic: string, payload: string, isRetained: boolean): void
  remove(topic: string): void
  /** True if the announcement was not received for 30 days. */
  isExpired(topic: string): boolean
  /** Notes that the device with this key is there now, although it does not announce itself again. */
  markPresent(key: string): void
  /** True if the device with this key was there within the last 30 days. */
  isPresent(key: string): boolean
}

/** What the gateway gives to a connection. */
export interface DriverContext {
  /** the same for all connections of a home, for what they share; absent for a connection by itself */
  readonly home?: object
  /** the connection's name in the configuration */
  readonly name: string
  /** true while a command only inspects the home: the connection must not announce the gateway as present */
  readonly readOnly?: boolean
  readonly log: Log
  readonly gradeAirQuality: AirQualityGrader
  /** The absolute path of a file that the configuration names; relative paths start at the configuration's folder. */
  resolveFile(name: string): string
  /** The stored state of an appliance whose device cannot report its own. */
  memory(applianceId: string): Memory
  /** Stores announcements that the broker does not retain; undefined while a command only inspects the home. */
  readonly announcements?: AnnouncementStore | undefined
  /**
   * What `read` returns may have changed: of one appliance, or of all of this connection. It costs nothing while nobody
   * follows, may be called too often, and is absent while a command only inspects the home.
   */
  reportChange?(applianceId?: string): void
  /** The messages of another connection; undefined while it is not started or if it has none. */
  bus(name: string): Bus | undefined
  /**
   * Reads another appliance; undefined if there is none, or if it reads this one itself (a cycle).
   * @param needed see `ReadQuery`
   */
  readAppliance(applianceId: string, signal: AbortSignal, needed?: readonly Trait[]): Promise<Reading | undefined>
}

/** A connection to a broker, a bridge or a blaster. It reconnects by itself, with backoff, until it is closed. */
export interface Connection<A = unknown> {
  /** Resolves once the first attempt to connect has succeeded or failed; never rejects. */
  readonly ready: Promise<void>
  device(applianceId: string, options: A): Device
  /**
   * A command may come within milliseconds: what must be known before one is sent is asked for now. It may be called for each
   * request, also for those that command nothing; never throws.
   */
  expectCommand?(): void
  /** its messages, if other connections may use them */
  readonly bus?: Bus | undefined
  /** the devices it discovers, if it can */
  readonly discovery?: DeviceDiscovery<A> | undefined
  /** Learns the codes of an appliance from its remote, if the driver can. @throws Error for the user if nothing was learnt */
  learn?(request: LearningRequest<A>, dialogue: Dialogue): Promise<void>
  /** Learns and sends single codes, if it is a blaster; absent while it has not started. */
  readonly codes?: CodePort | undefined
  /** Present problems, in words for the user. */
  problems?(): readonly Text[]
  /** Ends its sockets, timers and listeners. Its devices are offline from then on. */
  close(): Promise<void>
}

/** A kind of connection. To add one, copy `drivers/virtual` and name it in `drivers/index.ts`. */
// biome-ignore lint/suspicious/noExplicitAny: the registry holds drivers of every configuration, each checked by its own schema
export interface Driver<C = any, A = any> {
  /** The keys of its entry under `drivers:`, without `type`. */
  readonly config: z.ZodType<C>
  /** The keys of an appliance that belong to this driver. */
  readonly appliance: z.ZodType<A>
  /**
   * The spec of a device with these options; undefined if it is known only once the device is discovered.
   * @param file returns the absolute path of a file that the options name
   * @param warn receives what cannot be used of such a file or by such a connection, while the rest can
   * @param config the configuration of its connection; absent if that is invalid
   * @throws Error for the user if such a file cannot be used
   */
  describe(options: A, file: (name: string) => string, warn: Warn, config?: C): Spec | undefined
  /** Searches the network for what this driver could connect to; never throws. @param hosts addresses to ask as well */
  scanNetwork?(log: Log, signal: AbortSignal, hosts?: readonly string[]): Promise<readonly ConnectionCandidate[]>
  /**
   * Pairs with a device, if its kind needs that.
   * @throws Error for the user, with the code `ERR_PLAIN_HTTP_ONLY` where `allowPlainHttp` would help; the signal's reason
   */
  pair?(request: PairingRequest, signal: AbortSignal): Promise<PairingResult>
  /**
   * Servers that announce themselves, and whose other settings only the user knows: they are offered and tried, and never
   * configured by themselves. Never throws.
   */
  findServers?(signal: AbortSignal): Promise<readonly ConnectionCandidate[]>
  /** What the wizard asks to configure a connection; absent where it is discovered or paired. */
  readonly setupQuestions?: SetupQuestions
  /** What the user can do about a problem of a connection: a command or a sentence; undefined if not known. */
  remedy?(problem: Text, config: C): Text | undefined
  /** What it knows of codes, if its appliances are told by codes. */
  readonly codeTools?: CodeTools
  /** Reads codes that people have from other programs, if its appliances are told by codes. */
  readonly codeImporter?: CodeImporter
  /** The files that the options name: when one changes, the device is created again. */
  files?(options: A): readonly string[]
  /** The ids of the appliances that it reads. */
  dependsOnAppliances?(options: A): readonly string[]
  /** The discovered device that the options refer to, by its key, name or one of its `refs`; undefined if the options describe it fully. */
  discoveredDeviceRef?(options: A): string | undefined
  /** The names of connections whose bus it uses, by the key of its configuration that names each. */
  usesConnections?(config: C): Readonly<Record<string, string>>
  /** Starts to connect and returns at once: what cannot be reached yet is offline, not an error. */
  connect(config: C, context: DriverContext): Promise<Connection<A>>
}
