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
