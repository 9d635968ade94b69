import type { LocalizedText, Text } from '../util/translate.ts'

/** A request of the user to pair with a device, and how to inform them meanwhile. */
export interface PairingRequest {
  /** `address` or `address:port`; absent: the device is searched for */
  readonly host?: string
  /** whether HTTP without TLS is allowed, for devices that have nothing else */
  readonly allowPlainHttp?: boolean
  /** how long to wait for what its owner must do, such as pressing a button */
  readonly timeoutMs: number
  /** Prints a line for the user. */
  printLine(line: Text): void
  /** Called every second with the seconds that are left. */
  onCountdown(seconds: number): void
}

/** The code of a pairing error: the device only has HTTP without TLS, which `allowPlainHttp` would allow. */
export const ERR_PLAIN_HTTP_ONLY = 'ERR_ONLY_PLAIN'

/** The configuration of a connection to a paired device. */
export interface PairingResult {
  /** what the device is, in words for the user */
  readonly what: Text
  /** distinguishes it from others of its kind; letters and digits */
  readonly id: string
  /** the keys of its entry under `drivers:`, without `type` */
  readonly keys: Readonly<Record<string, string | number>>
  /** the keys that belong in the secrets file */
  readonly secrets: Readonly<Record<string, string>>
}

/** The wizard's questions for a connection that is configured by hand. */
export interface SetupQuestions {
  /** the name of the kind of connection */
  readonly what: LocalizedText
  /** YAML for a connection that discovers devices; absent where every connection does */
  readonly toDiscover?: string
  readonly questions: readonly {
    /** the key under `drivers:` */
    readonly key: string
    readonly question: LocalizedText
    /** the value if nothing is typed; absent: the key is left out */
    readonly defaultValue?: string
    /** stored in the secrets file, and not shown while it is typed */
    readonly secret?: true
    /** several values, separated by commas */
    readonly list?: true
  }[]
}
