import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

/** Whoever sits before the machine. */
export interface Prompter {
  tell(line: string): void
  /** What was typed, trimmed; what is usual if nothing was. @throws Gone */
  ask(question: string, defaultValue?: string): Promise<string>
  /** As `ask`, and shows nothing of it. @throws Gone */
  askSecret(question: string): Promise<string>
  /** Aborts with `Gone` when they stop it by Ctrl-C. */
  readonly interrupted: AbortSignal
  close(): void
}

/** They have gone, or answered nothing for ten minutes. */
export class PromptAborted extends Error {
  /** true if they were let go, since nothing that could be was typed */
  readonly tooManyRetries: boolean
  constructor(message: string, isByMistakes = false) {
    super(message)
    this.tooManyRetries = isByMistakes
  }
}

const answerTimeoutMs = 600_000
/** The most lines that are kept until they are asked for. */
const maxBufferedLines = 1000

type Input = NodeJS.ReadableStream & { readonly isTTY?: boolean }
type Output = NodeJS.WritableStream

/** Lines are answers, in their order; through a pipe they may be there before they are asked for. */
export function createPrompter(input: Input, output: Output): Prompter {
  let isHidden = false
  const shown = new Writable({
    write(chunk, _encoding, done) {
      if (!isHidden) output.write(chunk)
      done()
    },
  })
  const reader = createInterface({ input, output: shown, terminal: input.isTTY === true })
  const lines: string[] = []
  let isOver = false
  let waiting: (() => void) | undefined
  const stop = new AbortController()
  reader.on('SIGINT', () => {
    stop.abort(new PromptAborted('stopped'))
    waiting?.()
  })
  reader.on('line', (line) => {
    lines.push(line)
    if (lines.length >= maxBufferedLines) reader.pause()
    waiting?.()
  })
  reader.on('close', () => {
    isOver = true
    waiting?.()
  })
  const typed = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => end(() => reject(new PromptAborted('nothing was typed'))), answerTimeoutMs)
      const end = (outcome: () => void) => {
        clearTimeout(timer)
        waiting = undefined
        outcome()
      }
      waiting = () => {
        if (stop.signal.aborted) return end(() => reject(stop.signal.reason))
        const line = lines.shift()
        if (line !== undefined) {
          reader.resume()
          end(() => resolve(line.trim()))
        } else if (isOver) end(() => reject(new PromptAborted('nobody is there to answer')))
      }
      waiting()
    })

  return {
    interrupted: stop.signal,
    tell: (line) => void output.write(`${line}\n`),
    async ask(question, usual = '') {
      output.write(`${question}${usual === '' ? '' : ` [${usual}]`}: `)
      const answer = await typed()
      if (!input.isTTY) output.write('\n')
      return answer === '' ? usual : answer
    },
    async askSecret(question) {
      output.write(`${question}: `)
      isHidden = true
      try {
        return await typed()
      } finally {
        isHidden = false
        output.write('\n')
      }
    },
    close: () => reader.close(),
  }
}
