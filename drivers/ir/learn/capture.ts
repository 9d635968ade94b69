import { createDeadline } from '../../../src/home/deadline.ts'
import { Failure } from '../../../src/home/failure.ts'
import type { Dialogue, LearningRequest } from '../../../src/home/learning.ts'
import { type Code, encodePress, isSameCode, type Key, normalizeWithCount, recognise } from '../codes/index.ts'
import { readForeignKeys } from '../import/index.ts'
import type { IrOptions } from '../options.ts'
import type { KeyTransmitter } from '../transmitter.ts'

/** Where something is learnt, and all that is there. */
export interface LearningSession {
  readonly lesson: LearningRequest<IrOptions>
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

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Waits for one press, as often as they want. @param line what is to be pressed @throws Failure `unsupported` if the blaster cannot */
export async function capture(
  { lesson, dialogue, transmitter }: LearningSession,
  line: string,
): Promise<Code | CaptureEnd> {
  const { radio, pressTimeoutMs } = lesson
  for (;;) {
    try {
      const outcome = await dialogue.withCountdown(
        line,
        radio ? 2 * pressTimeoutMs : pressTimeoutMs,
        dialogue.paste ? ['s', 'q', 'p'] : ['s', 'q'],
        async (signal) => {
          if (!radio) return transmitter.learn?.(signal)
          return transmitter.learnRadio?.(signal, () =>
            dialogue.print('  Its frequency is found. Let the key go, and press it once more, shortly.'),
          )
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
      dialogue.print(`  ${messageOf(error)}`)
    }
    const answer = await askOneOf(dialogue, '  Enter tries again, s skips it, q stops.', ['', 'r', 's', 'q'])
    if (answer === 's') return 'skip'
    if (answer === 'q' || answer === undefined) return 'stop'
  }
}

/** The code of what somebody pastes, in whichever format it is; nothing if it holds none, or several. */
async function pasteCode({ paste, print }: Pick<Dialogue, 'paste' | 'print'>): Promise<Code | undefined> {
  const text = await paste?.(
    '  Paste the code (Pronto, Broadlink, Tuya, Tasmota, ESPHome, a list of times), then an empty line:',
  )
  if (text === undefined) return undefined
  const { keys, problems } = readForeignKeys(text)
  const [key, ...others] = keys
  if (key && others.length === 0) return encodePress(key)
  print(
    others.length > 0
      ? `  That is ${keys.length} codes, and one is wanted; "clova-home ir import" takes them all.`
      : `  ${problems[0] ?? 'There is no code in it.'}`,
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
export const describeKey = (key: Key): string =>
  'protocol' in key
    ? `${key.protocol} ${Object.entries(key.fields)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => `${name} ${value}`)
        .join(', ')}`
    : `${key.code.pulses.length} pulses of ${key.code.medium === 'ir' ? 'no known protocol' : 'radio'}`

/** The name under which something that does the same is known already. */
export const findDuplicate = (key: Key, others: Iterable<readonly [string, Key | undefined]>): string | undefined =>
  [...others].find(([, other]) => other !== undefined && isSameCode(encodePress(key), encodePress(other)))?.[0]

/** How a proof went: what worked, or that it is to be pressed again, or left. `unproven` if they left before they said. */
export type Verification = { readonly key: Key; readonly unproven?: true } | 'again' | 'skip'

/** Sends back what was heard, one meaning after the other until one works. */
export async function verifyByReplay(
  { dialogue, transmitter }: LearningSession,
  [first, ...others]: readonly [Key, ...Key[]],
): Promise<Verification> {
  const question =
    '  It was sent back. Did it work? Enter yes, n no, a send it again, r press it again, s skip, q stop.'
  for (let key: Key | undefined = first; key; key = others.shift()) {
    let answer: string | undefined = 'a'
    while (answer === 'a') {
      const problem = await trySend(key)
      const failed = `  It could not be sent back: ${problem}. Enter keeps it, a send it again, r press it again, s skip, q stop.`
      answer = await askOneOf(dialogue, problem === undefined ? question : failed, ['', 'y', 'n', 'a', 'r', 's', 'q'])
    }
    if (answer === undefined || answer === 'q') return { key, unproven: true }
    if (answer === 'r') return 'again'
    if (answer === 's') return 'skip'
    if (answer !== 'n') return { key }
    if (others.length > 0) dialogue.print('  Then the very pulses, as they were heard:')
  }
  return 'again'

  async function trySend(key: Key): Promise<string | undefined> {
    const limit = createDeadline(sendTimeoutMs)
    try {
      await transmitter.send(encodePress(key), 0, limit.signal)
      await transmitter.confirm?.(limit.signal)
      return undefined
    } catch (error) {
      return messageOf(error)
    } finally {
      limit.end()
    }
  }
}

/** One of these answers; nothing if they have gone. */
export async function askOneOf(
  { ask, print }: Pick<LearningSession['dialogue'], 'ask' | 'print'>,
  question: string,
  answers: readonly string[],
): Promise<string | undefined> {
  for (;;) {
    const answer = await ask(question)
    if (answer === undefined || answers.includes(answer)) return answer
    print(`  "${answer.slice(0, 20)}" is none of the answers.`)
  }
}
