import type { Log } from '../../src/home/driver.ts'
import type { State } from '../../src/home/traits.ts'
import { type Code, isSameCode, normalize, type ProtocolKey, recognise } from './codes/index.ts'
import { areAlike } from './codes/press.ts'
import { withoutGap } from './codes/pulses.ts'
import type { ReceivedPress } from './transmitter.ts'

/** What a press of the family's own remote means for an appliance. */
interface FollowedPress {
  /** Corrects what is assumed of it. @returns what is known of it then */
  apply(): State
}

/** Finds out whether a press was meant for an appliance. */
export type PressMatcher = (press: ReceivedPress) => FollowedPress | undefined

/** A received code, cleaned once for all that it is compared with. */
export interface RecognisedCode {
  readonly code: Code
  readonly known: ProtocolKey | undefined
}

/** What is cleaned of each code, which takes a millisecond or more, and is wanted for each code that it is compared with. */
const cleanCodes = new WeakMap<Code, Code>()

function cleanOf(code: Code): Code {
  const clean = cleanCodes.get(code) ?? normalize(code)
  cleanCodes.set(code, clean)
  return clean
}

export function recogniseReceived(code: Code): RecognisedCode {
  const clean = cleanOf(code)
  return { code: clean, known: recognise(code) ?? recognise(clean) }
}

/** The signature of a code of ours, made when something is first received. */
export interface CodeSignature {
  readonly known: ProtocolKey | undefined
  readonly pulses: readonly number[]
}

export function signatureOf(code: Code): CodeSignature {
  const { code: clean, known } = recogniseReceived(code)
  return { known, pulses: withoutGap(clean.pulses) }
}

/** Whether a code that was received is one of ours: the same key of a protocol, else the same pulses. */
export function isReceived({ code, known }: RecognisedCode, own: CodeSignature): boolean {
  if (known || own.known)
    return (
      known?.protocol === own.known?.protocol &&
      JSON.stringify(known?.fields, fieldOrder) === JSON.stringify(own.known?.fields, fieldOrder)
    )
  return areAlike(withoutGap(code.pulses), own.pulses)
}

/** Fields in one order, whoever wrote them. */
const fieldOrder = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value

/** For how long after a code was sent a receiver may still hear it, in milliseconds, besides the code itself. */
const echoWindowMs = 2000
/** How many codes that were sent are remembered. */
const maxRemembered = 16

/** Remembers what was sent just now, so that a receiver that hears it is not taken for the family's remote. */
export class EchoFilter {
  readonly #now: () => number
  #sent: { readonly press: ReceivedPress; readonly untilMs: number }[] = []

  /** @param now milliseconds; a clock of its own for tests */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** @param lightMs how long it takes to send it */
  sending(press: ReceivedPress, lightMs: number): void {
    this.#sent = [...this.#recent().slice(1 - maxRemembered), { press, untilMs: this.#now() + lightMs + echoWindowMs }]
  }

  isEcho(press: ReceivedPress): boolean {
    return this.#recent().some((sent) => isSamePress(sent.press, press))
  }

  #recent() {
    const now = this.#now()
    return this.#sent.filter(({ untilMs }) => untilMs > now)
  }
}

function isSamePress(sent: ReceivedPress, received: ReceivedPress): boolean {
  if ('key' in sent || 'key' in received)
    return 'key' in sent && 'key' in received && sent.remote === received.remote && sent.key === received.key
  return isSameCode(cleanOf(sent.code), cleanOf(received.code))
}

/** Within how many milliseconds several receivers may receive one press. */
const samePressWindowMs = 1000
/** How many received presses are remembered. */
const maxReceived = 32

/** The appliances of a home, which follow the presses of their own remotes, whichever of its receivers hears them. */
export class PressFollowers {
  readonly #now: () => number
  readonly #echoes: EchoFilter
  readonly #followers = new Map<string, { readonly connection: string; readonly matcher: PressMatcher }>()
  #received: { readonly press: ReceivedPress; readonly connection: string; readonly atMs: number }[] = []

  /** @param now milliseconds; a clock of its own for tests */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
    this.#echoes = new EchoFilter(now)
  }

  set(applianceId: string, connection: string, matcher: PressMatcher): void {
    this.#followers.set(applianceId, { connection, matcher })
  }

  /** @param matcher nothing is done if another one has taken its place */
  delete(applianceId: string, matcher: PressMatcher): void {
    if (this.#followers.get(applianceId)?.matcher === matcher) this.#followers.delete(applianceId)
  }

  /** A blaster of the home sends this: a receiver that receives it has received no remote. @param lightMs how long it takes to send it */
  sending(press: ReceivedPress, lightMs: number): void {
    this.#echoes.sending(press, lightMs)
  }

  /**
   * A press counts for the appliances of the receiver's own connection, else for those of the others. One that fits several of
   * them is nobody's, and one that another receiver has already reported counts once.
   * @param connection that of the receiver
   */
  receive(press: ReceivedPress, connection: string, log: Log): void {
    if (this.#echoes.isEcho(press) || this.#isRepeatOfOther(press, connection)) return
    const found = [...this.#followers].flatMap(([appliance, { connection: own, matcher }]) => {
      const followed = matcher(press)
      return followed ? [{ appliance, followed, isNear: own === connection }] : []
    })
    const near = found.filter(({ isNear }) => isNear)
    const meant = near.length > 0 ? near : found
    const [only] = meant
    if (!only) return
    if (meant.length > 1) {
      const appliances = meant.map(({ appliance }) => appliance)
      log.debug({ appliances }, 'a remote was pressed whose code several appliances have: nothing is concluded')
      return
    }
    log.debug({ appliance: only.appliance, state: only.followed.apply() }, 'the state follows its own remote')
  }

  /** True if another receiver has already reported this press: it has then received it more often than this one. */
  #isRepeatOfOther(press: ReceivedPress, connection: string): boolean {
    const now = this.#now()
    const recent = this.#received.filter(({ atMs }) => now - atMs <= samePressWindowMs).slice(1 - maxReceived)
    const timesReceived = new Map<string, number>()
    for (const one of recent)
      if (isSamePress(one.press, press)) timesReceived.set(one.connection, (timesReceived.get(one.connection) ?? 0) + 1)
    const own = timesReceived.get(connection) ?? 0
    this.#received = [...recent, { press, connection, atMs: now }]
    return [...timesReceived.values()].some((times) => times > own)
  }
}

const followersByHome = new WeakMap<object, PressFollowers>()

/** The followers of a home, which all of its connections share. @param home absent: a connection by itself */
export function followersOf(home: object = {}): PressFollowers {
  const followers = followersByHome.get(home) ?? new PressFollowers()
  followersByHome.set(home, followers)
  return followers
}
