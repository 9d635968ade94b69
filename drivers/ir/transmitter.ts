import type { Code } from './codes/code.ts'

/** What a blaster measures besides. */
export interface Measured {
  /** °C */
  readonly temperature?: number
  /** percent */
  readonly humidity?: number
}

/** What a blaster can do besides sending light. */
export interface Abilities {
  readonly name: string
  /** it sends radio */
  readonly radio: boolean
  readonly measures: readonly (keyof Measured)[]
}

/** Something that sends codes. One command at a time; it reconnects by itself. */
export interface Transmitter {
  /** Resolves, and never rejects, once the first try to reach it is over. */
  readonly ready: Promise<void>
  /** undefined: nobody knows, as with a lamp on the Pi's own pin */
  online(): boolean | undefined
  /** Looks at once for one that is away, unless that was just done; resolves, and never rejects, when that is over or takes too long. */
  seek?(signal: AbortSignal): Promise<void>
  /**
   * Sends a code so many times more than once, as a key held down would; resolves when it has been sent.
   * @throws Failure `offline` if it cannot be reached, `deviceFault` if it refuses, and `signal.reason` once that is aborted:
   *   nothing is sent after that
   */
  send(code: Code, repeats: number, signal: AbortSignal): Promise<void>
  /** `send` resolves when the blaster was told, and the light comes after that. */
  readonly isEarly?: true
  /** Waits for a key to be pressed at it. @throws as `send` */
  learn?(signal: AbortSignal): Promise<Code>
  /** Finds the frequency of a radio remote whose key is held (`held` is called when it may be let go), then its code. */
  learnRadio?(signal: AbortSignal, held: () => void): Promise<Code>
  /** What it measures now. @throws as `send` */
  measure?(signal: AbortSignal): Promise<Measured>
  /** What it can do besides; nothing while that is not known. */
  abilities?(): Abilities | undefined
  /** What its owner should know, in plain words: that it is locked, say. */
  problem?(): string | undefined
  close(): Promise<void>
}

/** A transmitter that may know keys by names of its own. */
export type Presser = Transmitter & {
  named?(remote: string, key: string, repeats: number, signal: AbortSignal): Promise<void>
}
