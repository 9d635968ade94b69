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
export interface ReceivedCode {
  readonly code: Code
  readonly known: ProtocolKey | undefined
}

export function describeReceived(code: Code): ReceivedCode {
  const clean = normalize(code)
  return { code: clean, known: recognise(code) ?? recognise(clean) }
}

/** The signature of a code of ours, made when something is first received. */
export interface CodeSignature {
  readonly known: ProtocolKey | undefined
  readonly pulses: readonly number[]
}

export function signatureOf(code: Code): CodeSignature {
  const { code: clean, known } = describeReceived(code)
  return { known, pulses: withoutGap(clean.pulses) }
}

/** Whether a code that was received is one of ours: the same key of a protocol, else the same pulses. */
export function isReceived({ code, known }: ReceivedCode, own: CodeSignature): boolean {
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

/** The appliances of one connection, which follow the presses of their own remotes that its receiver hears. */
export class PressFollowers {
  readonly #log: Log
  readonly #matchers = new Map<string, PressMatcher>()

  constructor(log: Log) {
    this.#log = log
  }

  set(applianceId: string, matcher: PressMatcher): void {
    this.#matchers.set(applianceId, matcher)
  }

  delete(applianceId: string): void {
    this.#matchers.delete(applianceId)
  }

  /** A press that fits several appliances is nobody's: it changes nothing. */
  receive(press: ReceivedPress): void {
    const found = [...this.#matchers].flatMap(([appliance, matcher]) => {
      const followed = matcher(press)
      return followed ? [{ appliance, followed }] : []
    })
    const [only] = found
    if (!only) return
    if (found.length > 1) {
      const appliances = found.map(({ appliance }) => appliance)
      this.#log.debug({ appliances }, 'a remote was pressed whose code several appliances have: nothing is concluded')
      return
    }
    this.#log.debug({ appliance: only.appliance, state: only.followed.apply() }, 'the state follows its own remote')
  }
}

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

function isSamePress(sent: ReceivedPress, heard: ReceivedPress): boolean {
  if ('key' in sent || 'key' in heard)
    return 'key' in sent && 'key' in heard && sent.remote === heard.remote && sent.key === heard.key
  return isSameCode(normalize(sent.code), normalize(heard.code))
}
