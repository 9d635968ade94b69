import { createDeadline } from '../../../src/home/deadline.ts'
import { Failure } from '../../../src/home/failure.ts'
import type { Dialogue, LearningRequest } from '../../../src/home/learning.ts'
import { errorText, type LocalizedText, type Text } from '../../../src/util/translate.ts'
import { type Code, encodePress, isSameCode, type Key, normalizeWithCount, recognise } from '../codes/index.ts'
import { readForeignKeys } from '../import/index.ts'
import type { IrOptions } from '../options.ts'
import type { KeyTransmitter } from '../transmitter.ts'
import { say } from './messages.ts'

/** Where something is learnt, and all that is there. */
export interface LearningSession {
  readonly request: LearningRequest<IrOptions>
  readonly dialogue: Dialogue
  readonly transmitter: KeyTransmitter
  /** The full name of a file that the configuration names. */
  file(name: string): string
  /** what the user calls the connection */
  readonly connection: string
}

/** How learning one thing ended, but for what was learnt. */
export type CaptureEnd = 'skip' | 'stop'

/** How long a code may take to be sent, in milliseconds. */
const sendTimeoutMs = 10_000

/** The most frames that one press is taken for; whoever holds a key longer does not mean more. */
const maxFrames = 3

/** Waits for one press, as often as they want. @param line what is to be pressed @throws Failure `unsupported` if the blaster cannot */
export async function capture(
  { request, dialogue, transmitter }: LearningSession,
  line: Text,
): Promise<Code | CaptureEnd> {
  const { radio, pressTimeoutMs } = request
  for (;;) {
    try {
      const outcome = await dialogue.withCountdown(
        line,
        radio ? 2 * pressTimeoutMs : pressTimeoutMs,
        dialogue.paste ? ['s', 'q', 'p'] : ['s', 'q'],
        async (signal) => {
          if (!radio) return transmitter.learn?.(signal)
          return transmitter.learnRadio?.(signal, () => dialogue.print(say('pressAgainForRadio')))
        },
      )
      if ('typedWord' in outcome && outcome.typedWord === 'p') {
        const pasted = await pasteCode(dialogue)
        if (pasted) return pasted
        continue
      }
      if ('typedWord' in outcome) return outcome.typedWord === 's' ? 'skip' : 'stop'
      if (outcome.done) return outcome.done
    } catch (error) {
      if (error instanceof Failure && error.reason.code === 'unsupported') throw error
      dialogue.print(say('problem', { why: errorText(error) }))
    }
    const answer = await askOneOf(dialogue, say('again'), ['', 'r', 's', 'q'])
    if (answer === 's') return 'skip'
    if (answer === 'q' || answer === undefined) return 'stop'
  }
}

/** The code of what somebody pastes, in whichever format it is; nothing if it holds none, or several. */
async function pasteCode({ paste, print }: Pick<Dialogue, 'paste' | 'print'>): Promise<Code | undefined> {
  const text = await paste?.(say('paste'))
  if (text === undefined) return undefined
  const { keys, problems } = readForeignKeys(text)
  const [key, ...others] = keys
  if (key && others.length === 0) return encodePress(key)
  print(
    others.length > 0
      ? say('severalCodes', { count: keys.length })
      : say('problem', { why: problems[0] ?? say('noCode') }),
  )
  return undefined
}

/** What a press may mean, the best first: a key of a known protocol, and the very pulses. */
export function interpretations(captured: Code): readonly [Key, ...Key[]] {
  const { code, frameCount } = normalizeWithCount(captured)
  const raw: Key = { code, minFrames: Math.min(frameCount, maxFrames) }
  const known = recognise(captured) ?? recognise(code)
  return known ? [known, raw] : [raw]
}

/** What a key is, for people. */
export const describeKey = (key: Key): Text =>
  'protocol' in key
    ? `${key.protocol} ${Object.entries(key.fields)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => `${name} ${value}`)
        .join(', ')}`
    : say(key.code.medium === 'ir' ? 'unknownPulses' : 'radioPulses', { count: key.code.pulses.length })

/** The name under which something that does the same is known already. */
export const findDuplicate = (key: Key, others: Iterable<readonly [string, Key | undefined]>): string | undefined =>
  [...others].find(([, other]) => other !== undefined && isSameCode(encodePress(key), encodePress(other)))?.[0]

/** How a proof went: what worked, or that it is to be pressed again, or left. `unproven` if they left before they said. */
export type Verification = { readonly key: Key; readonly unproven?: true } | 'again' | 'skip'

/** Sends back what was received, one meaning after the other until one works. */
export async function verifyByReplay(
  { dialogue, transmitter }: LearningSession,
  [first, ...others]: readonly [Key, ...Key[]],
): Promise<Verification> {
  for (let key: Key | undefined = first; key; key = others.shift()) {
    let answer: string | undefined = 'a'
    while (answer === 'a') {
      const problem = await trySend(key)
      const question = problem === undefined ? say('didItWork') : say('notSentBack', { why: problem })
      answer = await askOneOf(dialogue, question, ['', 'y', 'n', 'a', 'r', 's', 'q'])
    }
    if (answer === undefined || answer === 'q') return { key, unproven: true }
    if (answer === 'r') return 'again'
    if (answer === 's') return 'skip'
    if (answer !== 'n') return { key }
    if (others.length > 0) dialogue.print(say('veryPulses'))
  }
  return 'again'

  async function trySend(key: Key): Promise<LocalizedText | undefined> {
    const limit = createDeadline(sendTimeoutMs)
    try {
      await transmitter.send(encodePress(key), 0, limit.signal)
      await transmitter.confirm?.(limit.signal)
      return undefined
    } catch (error) {
      return errorText(error)
    } finally {
      limit.end()
    }
  }
}

/** One of these answers; nothing if they have gone. */
export async function askOneOf(
  { ask, print }: Pick<LearningSession['dialogue'], 'ask' | 'print'>,
  question: Text,
  answers: readonly string[],
): Promise<string | undefined> {
  for (;;) {
    const answer = await ask(question)
    if (answer === undefined || answers.includes(answer)) return answer
    print(say('notAnswer', { answer: answer.slice(0, 20) }))
  }
}
