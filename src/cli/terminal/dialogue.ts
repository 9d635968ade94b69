import { createInterface } from 'node:readline'
import { createDeadline, raceAbort } from '../../home/deadline.ts'
import { Failure } from '../../home/failure.ts'
import type { Dialogue } from '../../home/learning.ts'
import { inAllLanguages, type Language, type Text } from '../../util/translate.ts'
import { commandText } from '../messages/index.ts'

/** A dialogue at a terminal or through a pipe. */
export interface TerminalDialogue extends Dialogue {
  /** Ends it: later questions get no answer. */
  close(): void
}

type Input = NodeJS.ReadableStream & { readonly isTTY?: boolean }
type Output = { write(text: string): unknown; readonly isTTY?: boolean }

/** How many lines are read ahead. */
const maxBufferedLines = 100
/** How many lines a pasted text may have. */
const maxPastedLines = 2000
/** How long the user may think about one question. */
const answerTimeoutMs = 600_000
/** How long aborted work may take to end. */
const workEndTimeoutMs = 5000
/** How often the remaining time is printed without a terminal. */
const announceIntervalS = 10

/**
 * The lines of `input` are the answers in their order. Those of a pipe may arrive before the question; what was typed at a
 * terminal before the question is dropped.
 */
export function createDialogue(
  input: Input,
  output: Output,
  save: Dialogue['save'],
  language: Language,
): TerminalDialogue {
  const lines: string[] = []
  let isOver = false
  let checkLines = () => {}
  const reader = createInterface({ input, terminal: false })
  reader.on('line', (line) => {
    lines.push(line.trim())
    if (lines.length >= maxBufferedLines) reader.pause()
    checkLines()
  })
  reader.on('close', () => {
    isOver = true
    checkLines()
  })
  const words = (text: Text) => inAllLanguages(text)[language]
  const writeLine = (line: Text) => void output.write(`${words(line)}\n`)

  return {
    print: writeLine,
    save,
    async ask(question) {
      if (input.isTTY) lines.length = 0
      output.write(`${words(question)} `)
      const limit = createDeadline(answerTimeoutMs)
      const answer = await nextLine(() => true, limit.signal).finally(limit.end)
      // A terminal shows the Enter key as a new line by itself.
      if (!input.isTTY || answer === undefined) output.write('\n')
      return answer?.toLowerCase()
    },
    async paste(question) {
      writeLine(question)
      const limit = createDeadline(answerTimeoutMs)
      const pasted: string[] = []
      try {
        for (;;) {
          const line = await nextLine(() => true, limit.signal)
          if (line === undefined ? pasted.length === 0 : line === '' && pasted.length === 0) return undefined
          if (line === undefined || line === '' || pasted.length >= maxPastedLines) return pasted.join('\n')
          pasted.push(line)
        }
      } finally {
        limit.end()
      }
    },
    async withCountdown(line, ms, wanted, work) {
      const stop = new AbortController()
      const limit = createDeadline(ms, stop.signal)
      const clock = countdown(words(line), ms)
      const working = work(limit.signal)
      try {
        return await Promise.race([
          raceAbort(working, limit.signal).then((done) => ({ done })),
          nextLine((answer) => wanted.includes(answer.toLowerCase()), limit.signal, true).then((answer) => ({
            typedWord: answer?.toLowerCase(),
          })),
        ])
      } catch (error) {
        if (limit.signal.aborted) throw new Failure('actionFailed', commandText('nothingCame', { seconds: ms / 1000 }))
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

  /** The next wanted line; `undefined` at the end of the input or when the signal aborts. @param forever ignores the signal */
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
          // Since Node 24 a reader that is closed throws.
          if (!isOver) reader.resume()
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
      else if (left() > 0 && left() % announceIntervalS === 0) writeLine(`  ${left()} s`)
    }
    if (output.isTTY) show()
    else writeLine(`${line} (${left()} s)`)
    const timer = setInterval(show, 1000)
    return {
      end() {
        clearInterval(timer)
        if (output.isTTY) output.write('\n')
      },
    }
  }
}

/** Waits for aborted work to end, so that it does not overlap with the next. */
async function workEnded(work: Promise<unknown>): Promise<void> {
  const limit = createDeadline(workEndTimeoutMs)
  await raceAbort(work, limit.signal)
    .catch(() => {})
    .finally(limit.end)
}
