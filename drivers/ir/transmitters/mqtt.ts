import { createDeadline, raceAbort, sleep } from '../../../src/home/deadline.ts'
import type { Bus, DriverContext, Log } from '../../../src/home/driver.ts'
import { Failure } from '../../../src/home/failure.ts'
import { createQueue } from '../../../src/home/queue.ts'
import { parseBoundedJson } from '../../../src/util/boundedJson.ts'
import { isObject } from '../../../src/util/parse.ts'
import { SlicedWork } from '../../../src/util/slices.ts'
import { errorText, type LocalizedText } from '../../../src/util/translate.ts'
import type { Code } from '../codes/index.ts'
import { durationUs, withoutGap } from '../codes/pulses.ts'
import { EchoFilter } from '../following.ts'
import { say } from '../messages.ts'
import { type ReceivedPress, repeatCode, type Transmitter } from '../transmitter.ts'

/** Where a blaster behind a broker is. */
export interface MqttAddress {
  /** the name of the connection to the broker */
  readonly broker: string
  readonly topic: string
}

/** What a message of a blaster, or of the bridge before it, means. */
export interface MqttReport {
  /** which part of the way to the blaster has reported whether it is there */
  readonly availability?: { readonly part: string; readonly online: boolean }
  /** how the last code went */
  readonly outcome?: 'sent' | { readonly failure: LocalizedText }
  /** a code that it received, as it was written */
  readonly learntText?: string
  /** the messages of this blaster may repeat the code that was learnt before */
  readonly repeatsCache?: boolean
}

/** How a kind of blaster is spoken to over MQTT. */
export interface MqttDialect {
  /** what the blaster is called in messages to its owner */
  readonly name: string
  readonly commandTopic: string
  readonly topics: readonly string[]
  /** the part whose availability is always retained at the broker: without it nothing is sent */
  readonly requiredPart?: string
  /** `reply`: it answers each code once it has been sent; `failure`: it only reports what failed */
  readonly confirms: 'reply' | 'failure'
  /** what makes it wait for a key press; absent: it always does */
  readonly learnPayload?: string
  /** @throws Error in plain words if the blaster cannot take the code */
  encode(code: Code): string
  /** What a message means; nothing if it is of no concern. @throws Error in plain words for a code that cannot be read */
  parse(topic: string, payload: string): MqttReport | undefined
  decodeLearnt(text: string): Code
}

/** How long the retained messages of a blaster are awaited after subscribing. */
const firstReportMs = 1000
/** How long a blaster that answers each code may take besides the code itself. */
const replyTimeoutMs = 3000
/** How long after the last code a failure is awaited of a blaster that only reports failures. */
const failureWindowMs = 700
/** How long after a code was given up its failure may still be reported: Zigbee takes 10 s, twice. */
const lateFailureMs = 30_000
/** Within this time after learning began a bridge may repeat the code that was learnt before: nobody presses a key so soon. */
const cachedCodeWindowMs = 500
/** How long the broker may take to acknowledge the message that begins learning. */
const learnStartTimeoutMs = 2000
const maxQueued = 64
/** So many presses may wait until they are compared with what the home has. A finger makes ten a second. */
const maxWaitingPresses = 20

/** A blaster behind the broker of another connection. Its availability is what it reports over MQTT. */
export class MqttTransmitter implements Transmitter {
  readonly ready: Promise<void>
  readonly resolvesBeforeSent: true | undefined
  readonly #address: MqttAddress
  readonly #dialect: MqttDialect
  readonly #busOf: DriverContext['bus']
  readonly #enqueue = createQueue(maxQueued)
  readonly #availability = new Map<string, boolean>()
  readonly #reportListeners = new Set<(report: MqttReport) => void>()
  readonly #pressListeners = new Set<(press: ReceivedPress) => void>()
  readonly #echoes = new EchoFilter()
  readonly #log: Log
  /** a press takes some milliseconds, and a receiver may tell hundreds at once */
  readonly #presses: SlicedWork
  #waitingPresses = 0
  #hasDroppedPresses = false
  /** how many are learning now: what they hear is no press of the family's remote */
  #learning = 0
  #bus: Bus | undefined
  #unsubscribes: (() => void)[] = []
  #subscribedAtMs = 0
  /** the retained messages of this subscription should have come */
  #isWaitOver = false
  #hasReported = false
  #busyUntilMs = 0
  /** until when the answer to a code that was given up may still come */
  #staleReplyUntilMs = 0
  #lastLearntText: string | undefined
  /** what failed since the last code was sent, of a blaster that only reports failures */
  #failure: LocalizedText | undefined
  /** until when the next failure is that of a code that was given up before, by the clock of `performance` */
  #lateFailureUntilMs = Number.NEGATIVE_INFINITY
  #lastSentAtMs = Number.NEGATIVE_INFINITY
  #hasAnsweredSince = true
  #isClosed = false

  constructor(address: MqttAddress, dialect: MqttDialect, { bus, log }: Pick<DriverContext, 'bus' | 'log'>) {
    this.#log = log
    this.#presses = new SlicedWork((error) => log.error({ error }, 'a press of a remote cannot be followed'))
    this.#address = address
    this.#dialect = dialect
    this.#busOf = bus
    this.resolvesBeforeSent = dialect.confirms === 'failure' ? true : undefined
    this.#attach()
    this.ready = this.#firstReport(new AbortController().signal)
  }

  /** @returns undefined while neither the blaster nor its bridge has reported anything */
  online = (): boolean | undefined => {
    if (!this.#attach()?.connected || this.#isUnavailable()) return false
    return this.#availability.size > 0 ? true : undefined
  }

  problem = (): LocalizedText | undefined => {
    const bus = this.#attach()
    const { broker, topic } = this.#address
    if (!bus) return say('noConnection', { broker })
    if (!bus.connected) return say('connectionAway', { broker })
    const [part] = [...this.#availability].find(([, online]) => !online) ?? []
    if (part !== undefined) return say('partOffline', { part })
    if (!this.#isSettled() || !(this.#isMissing() || !this.#hasReported)) return undefined
    const { name, requiredPart = name } = this.#dialect
    return say('neverSaid', { name: this.#isMissing() ? requiredPart : name, broker, topic })
  }

  send(code: Code, repeats: number, signal: AbortSignal): Promise<void> {
    if (code.medium !== 'ir') return Promise.reject(new Failure('unsupported', say('noRadio')))
    let payload: string
    try {
      payload = this.#dialect.encode(repeatCode(code, repeats))
    } catch (error) {
      return Promise.reject(new Failure('unsupported', say('cannotEncode', { why: errorText(error) })))
    }
    const lightMs = (durationUs(withoutGap(code.pulses)) * (repeats + 1)) / 1000
    return this.#enqueue(() => {
      this.#echoes.sending({ code }, lightMs)
      return this.#sendNow(payload, lightMs, signal)
    }, signal)
  }

  /** Waits for the failure of what was sent, where the blaster does not answer each code. @throws Failure `deviceFault` */
  confirm = async (signal: AbortSignal): Promise<void> => {
    if (this.#dialect.confirms !== 'failure') return
    const leftMs = this.#lastSentAtMs + failureWindowMs - performance.now()
    const isOver = () => this.#failure !== undefined || this.#hasAnsweredSince
    if (leftMs > 0 && !isOver()) {
      const limit = createDeadline(leftMs, signal)
      await this.#waitForReport(isOver, limit.signal)
        .catch(() => {
          if (!signal.aborted) return
          this.#giveUp()
          throw signal.reason
        })
        .finally(limit.end)
    }
    const failure = this.#failure
    this.#failure = undefined
    if (failure !== undefined)
      throw new Failure('deviceFault', say('says', { name: this.#dialect.name, words: failure }))
  }

  onReceived = (listener: (press: ReceivedPress) => void): (() => void) => {
    this.#pressListeners.add(listener)
    return () => this.#pressListeners.delete(listener)
  }

  async learn(signal: AbortSignal): Promise<Code> {
    const bus = this.#connectedBus()
    this.#learning += 1
    const { learnPayload, commandTopic, decodeLearnt } = this.#dialect
    const before = this.#lastLearntText
    const startedAtMs = performance.now()
    let cached: string | undefined
    const isNew = ({ learntText, repeatsCache }: MqttReport) => {
      if (learntText === undefined || learntText === before || learntText === cached) return false
      const mayBeCached = repeatsCache === true && before === undefined && cached === undefined
      if (!mayBeCached || performance.now() - startedAtMs >= cachedCodeWindowMs) return true
      cached = learntText
      return false
    }
    // A deadline of its own: when they stop learning, the connection to the broker need not be reset.
    const starting = createDeadline(learnStartTimeoutMs)
    let started: Promise<unknown> = Promise.resolve()
    try {
      const receiving = this.#waitForReport(isNew, signal)
      if (learnPayload !== undefined)
        started = bus.publish(commandTopic, learnPayload, true, starting.signal).catch(() => {})
      const { learntText = '' } = await receiving
      return decodeLearnt(learntText)
    } catch (error) {
      if (signal.aborted || error instanceof Failure) throw error
      throw new Failure('deviceFault', say('noCodeReceived', { why: errorText(error) }), { cause: error })
    } finally {
      this.#learning -= 1
      await started
      starting.end()
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#detach()
  }

  async #sendNow(payload: string, lightMs: number, signal: AbortSignal): Promise<void> {
    this.#connectedBus()
    await this.#firstReport(signal)
    if (this.#isUnavailable()) throw new Failure('offline', this.problem())
    const waitMs = this.#busyUntilMs - performance.now()
    if (waitMs > 0) await sleep(waitMs, signal)
    const bus = this.#connectedBus()
    const startedAtMs = performance.now()
    this.#busyUntilMs = startedAtMs + lightMs
    this.#lastSentAtMs = startedAtMs
    this.#hasAnsweredSince = false
    if (this.#dialect.confirms === 'failure') {
      try {
        return await bus.publish(this.#dialect.commandTopic, payload, true, signal)
      } catch (error) {
        this.#giveUp()
        throw error
      }
    }
    const limit = createDeadline(lightMs + replyTimeoutMs, signal)
    let outcome: MqttReport['outcome']
    try {
      const answered = this.#waitForReport((report) => {
        // The answer to a code that was given up comes earlier than this code's light can be over.
        const isStale = startedAtMs < this.#staleReplyUntilMs && performance.now() < startedAtMs + lightMs * 0.8
        if (!isStale) outcome = report.outcome
        return outcome !== undefined
      }, limit.signal)
      await Promise.all([bus.publish(this.#dialect.commandTopic, payload, true, limit.signal), answered])
    } catch (error) {
      this.#staleReplyUntilMs = performance.now() + 2 * replyTimeoutMs
      if (signal.aborted || !limit.signal.aborted) throw error
      throw new Failure('offline', say('notSaidSent', { name: this.#dialect.name }))
    } finally {
      limit.end()
    }
    if (typeof outcome === 'object')
      throw new Failure('deviceFault', say('says', { name: this.#dialect.name, words: outcome.failure }))
  }

  /** What was sent is not waited for any more. */
  #giveUp(): void {
    this.#failure = undefined
    this.#lateFailureUntilMs = performance.now() + lateFailureMs
  }

  #noteFailure(failure: LocalizedText): void {
    if (performance.now() < this.#lateFailureUntilMs) this.#lateFailureUntilMs = Number.NEGATIVE_INFINITY
    else this.#failure = failure
  }

  /** Resolves with the first report that fits. @throws the signal's reason */
  #waitForReport(isWanted: (report: MqttReport) => boolean, signal: AbortSignal): Promise<MqttReport> {
    let listener: (report: MqttReport) => void = () => {}
    const found = new Promise<MqttReport>((resolve) => {
      listener = (report) => isWanted(report) && resolve(report)
      this.#reportListeners.add(listener)
    })
    return raceAbort(found, signal).finally(() => this.#reportListeners.delete(listener))
  }

  /** Resolves once it is known whether the blaster is there, or its retained messages should have come. */
  async #firstReport(signal: AbortSignal): Promise<void> {
    const isKnown = () => this.#isSettled() || this.#availability.size > 0
    if (!this.#attach()?.connected || isKnown()) return
    const limit = createDeadline(Math.max(0, this.#subscribedAtMs + firstReportMs - performance.now()), signal)
    await this.#waitForReport(isKnown, limit.signal).catch(() => {
      signal.throwIfAborted()
      // A timer counts from the beginning of a turn of the event loop, so it may fire some milliseconds before the clock says so.
      this.#isWaitOver = true
    })
    limit.end()
  }

  #isSettled(): boolean {
    return this.#isWaitOver || performance.now() >= this.#subscribedAtMs + firstReportMs
  }

  /** The part that always reports has not, although it had the time. */
  #isMissing(): boolean {
    const { requiredPart } = this.#dialect
    return requiredPart !== undefined && this.#isSettled() && !this.#availability.has(requiredPart)
  }

  #isUnavailable(): boolean {
    return [...this.#availability.values()].includes(false) || this.#isMissing()
  }

  #connectedBus(): Bus {
    const bus = this.#attach()
    if (!bus?.connected) throw new Failure('offline', this.problem())
    return bus
  }

  /** The bus of now, with our subscriptions: a connection that was configured anew is another one. */
  #attach(): Bus | undefined {
    const bus = this.#isClosed ? undefined : this.#busOf(this.#address.broker)
    if (bus === this.#bus) return bus
    this.#detach()
    this.#bus = bus
    if (!bus) return undefined
    this.#subscribedAtMs = performance.now()
    this.#isWaitOver = false
    this.#unsubscribes = this.#dialect.topics.map((topic) =>
      bus.subscribe(topic, (payload, retained) => this.#onMessage(topic, payload.toString('utf8'), retained)),
    )
    return bus
  }

  #detach(): void {
    for (const unsubscribe of this.#unsubscribes) unsubscribe()
    this.#unsubscribes = []
    this.#availability.clear()
    this.#hasReported = false
    this.#bus = undefined
  }

  #onMessage(topic: string, payload: string, retained: boolean): void {
    const report = this.#dialect.parse(topic, payload)
    if (!report) return
    if (report.availability) this.#availability.set(report.availability.part, report.availability.online)
    // A part of the way to the blaster is not the blaster.
    if (!report.availability || report.availability.part !== this.#dialect.requiredPart) this.#hasReported = true
    if (retained) {
      if (report.learntText !== undefined) this.#lastLearntText = report.learntText
    } else if (report.outcome === 'sent') this.#hasAnsweredSince = true
    else if (report.outcome) this.#noteFailure(report.outcome.failure)
    // What is retained was learnt, and was answered, before.
    for (const listener of [...this.#reportListeners]) listener(retained ? {} : report)
    const { learntText, repeatsCache } = report
    if (retained || learntText === undefined) return
    // A state that is published again holds the code that was learnt before.
    const isCached = repeatsCache !== undefined && learntText === this.#lastLearntText
    this.#lastLearntText = learntText
    if (!isCached && this.#learning === 0 && this.#pressListeners.size > 0) this.#queuePress(learntText)
  }

  #queuePress(learntText: string): void {
    if (this.#waitingPresses >= maxWaitingPresses) {
      if (!this.#hasDroppedPresses)
        this.#log.warn(
          { blaster: this.#dialect.name },
          'it hears more keys at once than anybody presses: the rest is dropped',
        )
      this.#hasDroppedPresses = true
      return
    }
    this.#waitingPresses += 1
    this.#presses.add(() => {
      this.#waitingPresses -= 1
      if (!this.#isClosed) this.#notifyPress(learntText)
    })
  }

  #notifyPress(learntText: string): void {
    let press: ReceivedPress
    try {
      press = { code: this.#dialect.decodeLearnt(learntText) }
    } catch {
      // Noise, or a code that is cut off.
      return
    }
    if (this.#echoes.isEcho(press)) return
    for (const listener of [...this.#pressListeners]) listener(press)
  }
}

/** The object that a payload of JSON is; nothing of anything else. */
export function jsonObject(payload: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = parseBoundedJson(payload)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
