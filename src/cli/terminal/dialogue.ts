import { createInterface } from 'node:readline'
import { createDeadline, raceAbort } from '../../home/deadline.ts'
import { Failure } from '../../home/failure.ts'
import type { Dialogue } from '../../home/learning.ts'

/** A dialogue at a terminal, or through pipes. */
export interface TerminalDialogue extends Dialogue {
  /** They have gone: what is asked from now on has no answer. */
  close(): void
}

type Input = NodeJS.ReadableStream & { readonly isTTY?: boolean }
type Output = { write(text: string): unknown; readonly isTTY?: boolean }

/** The most lines that are kept until somebody asks. */
const maxBufferedLines = 100
/** How long somebody may think, in milliseconds. */
const answerTimeoutMs = 600_000
/** How long what was ended may take to end, in milliseconds. */
const workEndTimeoutMs = 5000
/** How often it is told how long there is still, in seconds, where what was told stays. */
const announceIntervalS = 10

/**
 * Lines typed at `input` are the answers, each taken once, in their order: they may be there before they are asked for, unless
 * somebody sits at a terminal, who does not mean what they typed before the question.
 */
export function createDialogue(input: Input, output: Output, save: Dialogue['save']): TerminalDialogue {
  const lines: string[] = []
  let isOver = false
  let checkLines = () => {}
  const reader = createInterface({ input, terminal: false })
  reader.on('line', (line) => {
    lines.push(line.trim().toLowerCase())
    if (lines.length >= maxBufferedLines) reader.pause()
    checkLines()
  })
  reader.on('close', () => {
    isOver = true
    checkLines()
  })
  const tell = (line: string) => void output.write(`${line}\n`)

  return {
    print: tell,
    save,
    async ask(question) {
      if (input.isTTY) lines.length = 0
      output.write(`${question} `)
      const limit = createDeadline(answerTimeoutMs)
      const answer = await nextLine(() => true, limit.signal).finally(limit.end)
      // What is typed at a terminal is followed by a new line there.
      if (!input.isTTY || answer === undefined) output.write('\n')
      return answer
    },
    async withCountdown(line, ms, words, work) {
      const stop = new AbortController()
      const limit = createDeadline(ms, stop.signal)
      const clock = countdown(line, ms)
      const working = work(limit.signal)
      try {
        return await Promise.race([
          raceAbort(working, limit.signal).then((done) => ({ done })),
          nextLine((answer) => words.includes(answer), limit.signal, true).then((answer) => ({ typed: answer })),
        ])
      } catch (error) {
        if (limit.signal.aborted) throw new Failure('actionFailed', `nothing came within ${ms / 1000} s`)
        throw error
      } finally {
        clock.end()
        stop.abort()
        limit.end()
        await workEnded(working)
      }
    },
    close() {
      lines.length = 0
      reader.close()
    },
  }

  /** The next line, if it is wanted; nothing once there is no more, or nobody waits. @param forever never ends by the signal */
  function nextLine(
    isWanted: (line: string) => boolean,
    signal: AbortSignal,
    forever = false,
  ): Promise<string | undefined> {
    return new Promise((resolve) => {
      const end = (answer: string | undefined) => {
        signal.removeEventListener('abort', abort)
        checkLines = () => {}
        resolve(answer)
      }
      const abort = () => {
        if (forever) checkLines = () => {}
        else end(undefined)
      }
      checkLines = () => {
        while (input.isTTY && lines[0] !== undefined && !isWanted(lines[0])) lines.shift()
        const [line] = lines
        if (line !== undefined && isWanted(line)) {
          lines.shift()
          reader.resume()
          end(line)
        } else if (line === undefined && isOver) end(undefined)
      }
      signal.addEventListener('abort', abort, { once: true })
      checkLines()
    })
  }

  function countdown(line: string, ms: number): { end(): void } {
    const over = performance.now() + ms
    const left = () => Math.max(0, Math.round((over - performance.now()) / 1000))
    const show = () => {
      if (output.isTTY) output.write(`\r\u001b[K${line} … ${left()} s `)
      else if (left() > 0 && left() % announceIntervalS === 0) tell(`  ${left()} s`)
    }
    if (output.isTTY) show()
    else tell(`${line} (${left()} s)`)
    const timer = setInterval(show, 1000)
    return {
      end() {
        clearInterval(timer)
        if (output.isTTY) output.write('\n')
      },
    }
  }
}

/** Waits for what was ended to end, so that the next does not meet it. */
async function workEnded(work: Promise<unknown>): Promise<void> {
  const limit = createDeadline(workEndTimeoutMs)
  await raceAbort(work, limit.signal)
    .catch(() => {})
    .finally(limit.end)
}
