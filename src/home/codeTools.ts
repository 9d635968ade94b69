import type { Dialogue, LearningRequest } from './learning.ts'

/** A code as it was received: marks and spaces in µs by turns, mark first. */
export interface ReceivedCode {
  /** absent: infrared light; else the radio band */
  readonly medium?: string
  /** Hz; of light */
  readonly carrierHz?: number
  readonly pulses: readonly number[]
}

/** What a code is, if a known protocol wrote it. */
interface CodeMeaning {
  readonly protocol: string
  readonly fields: Readonly<Record<string, unknown>>
  readonly bits?: number
  /** it tells the whole state of an air conditioner */
  readonly isClimate: boolean
}

/** Where two presses differ. */
export interface CodeComparison {
  /** they say the same to a receiver */
  readonly isSame: boolean
  /** the largest difference of a pulse, as a share of its length */
  readonly maxDeviation: number
  /** the indexes of pulses that differ, and the bit where pulses are bits */
  readonly differences: readonly { readonly pulse: number; readonly bit?: number }[]
}

/** A key of a file; `code` is absent for one that is only a name, as of lircd. */
interface StoredKey {
  readonly name: string
  readonly protocol?: string
  readonly code?: ReceivedCode
}

/** What a driver knows of codes without any device. @throws Error for the user where a code or file cannot be understood */
export interface CodeTools {
  describe(code: ReceivedCode): CodeMeaning | undefined
  compare(first: ReceivedCode, second: ReceivedCode): CodeComparison
  /** The keys that an appliance type can have, the most useful first; empty for one that is told whole states. */
  keyNames(type: string): readonly string[]
  /** The file of keys that the options of an appliance name; undefined if they name none. */
  fileOf(options: unknown): string | undefined
  readKeys(text: string, file: string): readonly StoredKey[]
  /** A few states of an air conditioner's file, to try whether it understands them: each that is one code. */
  sampleStates(text: string, file: string): readonly { readonly name: string; readonly code: ReceivedCode }[]
  /** The text of a file with these keys in it, and without those of `removed`; all else that stands there stays. @param before undefined for a new file */
  writeKeys(
    before: string | undefined,
    file: string,
    keys: readonly { readonly name: string; readonly code: ReceivedCode }[],
    removed: readonly string[],
  ): string
  /** Learns the codes of an appliance through a blaster that another process holds. @throws Error for the user if nothing was learnt */
  learn(request: LearningRequest, dialogue: Dialogue, blaster: SharedBlaster): Promise<void>
}

/** A blaster that another process holds, for learning. */
interface SharedBlaster {
  /** the name of its connection */
  readonly connection: string
  readonly port: CodePort
  /** The absolute path of a file that the configuration names. */
  resolveFile(name: string): string
}

/** What a connection that sends codes can do for learning key by key. */
export interface CodePort {
  readonly canLearn: boolean
  readonly hasRadio: boolean
  readonly model?: string
  /** undefined: nobody knows */
  isOnline(): boolean | undefined
  /**
   * Waits for one press.
   * @param onReleased of radio: its frequency is found, and the key is to be pressed once more
   * @throws Failure `unsupported` if the blaster cannot, and the signal's reason
   */
  learn(isRadio: boolean, signal: AbortSignal, onReleased: () => void): Promise<ReceivedCode>
  send(code: ReceivedCode, signal: AbortSignal): Promise<void>
}
