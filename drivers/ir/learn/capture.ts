import { createDeadline } from '../../../src/home/deadline.ts'
import { Failure } from '../../../src/home/failure.ts'
import { type Code, type Key, press, recognise, same, tidied } from '../codes/index.ts'
import type { Room } from './session.ts'

/** How learning one thing ended, but for what was learnt. */
export type Ended = 'skip' | 'stop'

/** How long a code may take to be sent, in milliseconds. */
const patience = 10_000

/** The most frames that one press is taken for; whoever holds a key longer does not mean more. */
const mostFrames = 3

const problemOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Waits for one press, as often as they want. @param line what is to be pressed @throws Failure `unsupported` if the blaster cannot */
export async function hear({ lesson, dialogue, transmitter }: Room, line: string): Promise<Code | Ended> {
  const { radio, wait } = lesson
  for (;;) {
    try {
      const outcome = await dialogue.during(line, radio ? 2 * wait : wait, ['s', 'q'], async (signal) => {
        if (!radio) return transmitter.learn?.(signal)
        return transmitter.learnRadio?.(signal, () =>
          dialogue.tell('  Its frequency is found. Let the key go, and press it once more, shortly.'),
        )
      })
      if ('typed' in outcome) return outcome.typed === 's' ? 'skip' : 'stop'
      if (outcome.done) return outcome.done
    } catch (error) {
      if (error instanceof Failure && error.reason.code === 'unsupported') throw error
      dialogue.tell(`  ${problemOf(error)}`)
    }
    const answer = await chosen(dialogue, '  Enter tries again, s skips it, q stops.', ['', 'r', 's', 'q'])
    if (answer === 's') return 'skip'
    if (answer === 'q' || answer === undefined) return 'stop'
  }
}

/** What a press may mean, the best first: a key of a known protocol, and the very pulses. */
export function meanings(heard: Code): readonly [Key, ...Key[]] {
  const { code, times } = tidied(heard)
  const raw: Key = { code, least: Math.min(times, mostFrames) }
  const known = recognise(heard) ?? recognise(code)
  return known ? [known, raw] : [raw]
}

/** What a key is, for people. */
export const told = (key: Key): string =>
  'protocol' in key
    ? `${key.protocol} ${Object.entries(key.fields)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => `${name} ${value}`)
        .join(', ')}`
    : `${key.code.pulses.length} pulses of ${key.code.medium === 'ir' ? 'no known protocol' : 'radio'}`

/** The name under which something that does the same is known already. */
export const twin = (key: Key, others: Iterable<readonly [string, Key | undefined]>): string | undefined =>
  [...others].find(([, other]) => other !== undefined && same(press(key), press(other)))?.[0]

/** How a proof went: what worked, or that it is to be pressed again, or left. `unproven` if they left before they said. */
export type Proof = { readonly key: Key; readonly unproven?: true } | 'again' | 'skip'

/** Sends back what was heard, one meaning after the other until one works. */
export async function prove(
  { dialogue, transmitter }: Room,
  [first, ...others]: readonly [Key, ...Key[]],
): Promise<Proof> {
  const question =
    '  It was sent back. Did it work? Enter yes, n no, a send it again, r press it again, s skip, q stop.'
  for (let key: Key | undefined = first; key; key = others.shift()) {
    let answer: string | undefined = 'a'
    while (answer === 'a') {
      const problem = await sent(key)
      const failed = `  It could not be sent back: ${problem}. Enter keeps it, a send it again, r press it again, s skip, q stop.`
      answer = await chosen(dialogue, problem === undefined ? question : failed, ['', 'y', 'n', 'a', 'r', 's', 'q'])
    }
    if (answer === undefined || answer === 'q') return { key, unproven: true }
    if (answer === 'r') return 'again'
    if (answer === 's') return 'skip'
    if (answer !== 'n') return { key }
    if (others.length > 0) dialogue.tell('  Then the very pulses, as they were heard:')
  }
  return 'again'

  async function sent(key: Key): Promise<string | undefined> {
    const limit = createDeadline(patience)
    try {
      await transmitter.send(press(key), 0, limit.signal)
      return undefined
    } catch (error) {
      return problemOf(error)
    } finally {
      limit.end()
    }
  }
}

/** One of these answers; nothing if they have gone. */
export async function chosen(
  { ask, tell }: Pick<Room['dialogue'], 'ask' | 'tell'>,
  question: string,
  answers: readonly string[],
): Promise<string | undefined> {
  for (;;) {
    const answer = await ask(question)
    if (answer === undefined || answers.includes(answer)) return answer
    tell(`  "${answer.slice(0, 20)}" is none of the answers.`)
  }
}
