import { createInterface } from 'node:readline'
import { printable } from '../../util/terminal.ts'
import type { LocalizedText } from '../../util/translate.ts'
import { commandText } from '../messages/index.ts'

/** Asks the user, at a terminal or through a pipe. */
export interface Prompter {
  print(line: string): void
  /** @returns what was typed, without blanks around it; the default if nothing was @throws PromptAborted */
  ask(question: string, defaultValue?: string): Promise<string>
  /** Asks without showing what is typed. @returns exactly what was typed @throws PromptAborted */
  askSecret(question: string): Promise<string>
  /** Aborts with a `PromptAborted` when the user presses Ctrl-C, also while nothing is asked. */
  readonly interrupted: AbortSignal
  close(): void
}

/** There is no answer: the user left, did not answer for ten minutes, or gave too many that cannot be used. */
export class PromptAborted extends Error {
  /** the message in all languages */
  readonly text: LocalizedText
  /** true if the last of several answers could not be used either */
  readonly tooManyRetries: boolean
  constructor(reason: 'nothingTyped' | 'nothingUsable' | 'terminalClosed' | 'stopped', tooManyRetries = false) {
    const text = commandText(reason)
    super(text.en)
    this.text = text
    this.tooManyRetries = tooManyRetries
  }
}

/** How long the user may think about one question. */
const answerTimeoutMs = 600_000
/** How many lines of a pipe are read ahead. */
const maxBufferedLines = 1000
const ctrlC = '\u0003'
const ctrlD = '\u0004'

type Input = NodeJS.ReadableStream & { readonly isTTY?: boolean; setRawMode?(isRaw: boolean): unknown }
type Output = NodeJS.WritableStream

export const createPrompter = (input: Input, output: Output): Prompter =>
  input.isTTY ? new TerminalPrompter(input, output) : new PipePrompter(input, output)

/** Prompts of a library at a terminal. What is typed while nothing is asked is dropped: it answers no later question. */
class TerminalPrompter implements Prompter {
  private readonly input: Input
  private readonly output: Output
  private readonly interruption = new AbortController()
  private isListening = false

  constructor(input: Input, output: Output) {
    this.input = input
    this.output = output
    this.listenForCtrlC()
  }

  get interrupted(): AbortSignal {
    return this.interruption.signal
  }

  print(line: string): void {
    this.output.write(`${printable(line)}\n`)
  }

  async ask(question: string, defaultValue = ''): Promise<string> {
    const { default: input } = await import('@inquirer/input')
    const theme = { prefix: '', style: { defaultAnswer: (text: string) => `[${text}]` } }
    const answer = await this.prompt((context) =>
      input({ message: printable(question), default: defaultValue, theme }, context),
    )
    return answer.trim() || defaultValue
  }

  async askSecret(question: string): Promise<string> {
    const { default: password } = await import('@inquirer/password')
    const theme = { prefix: '', style: { help: () => '' } }
    return this.prompt((context) => password({ message: printable(question), mask: false, theme }, context))
  }

  close(): void {
    this.stopListening()
  }

  /** Runs one prompt until it is answered, the user leaves, or the time is over. */
  private async prompt<T>(show: (context: PromptContext) => Promise<T>): Promise<T> {
    this.interrupted.throwIfAborted()
    this.stopListening()
    const end = new AbortController()
    const timer = setTimeout(() => end.abort(new PromptAborted('nothingTyped')), answerTimeoutMs)
    const onEnd = () => end.abort(new PromptAborted('terminalClosed'))
    const onKey = (_text: string, key?: { readonly ctrl?: boolean; readonly name?: string }) => {
      if (key?.ctrl && key.name === 'd') onEnd()
    }
    this.input.on('end', onEnd).on('keypress', onKey)
    try {
      return await show({ input: this.input, output: this.output, signal: end.signal })
    } catch (error) {
      if (end.signal.aborted) throw end.signal.reason
      if ((error as Error).name === 'ExitPromptError') this.interruption.abort(new PromptAborted('stopped'))
      throw this.interrupted.aborted ? this.interrupted.reason : error
    } finally {
      clearTimeout(timer)
      this.input.removeListener('end', onEnd).removeListener('keypress', onKey)
      this.listenForCtrlC()
    }
  }

  private listenForCtrlC(): void {
    if (this.isListening || this.interrupted.aborted) return
    this.isListening = true
    // In raw mode the terminal does not show what is typed, and Ctrl-C is a character.
    this.input.setRawMode?.(true)
    this.input.on('data', this.onData)
    this.input.resume()
  }

  private stopListening(): void {
    if (!this.isListening) return
    this.isListening = false
    this.input.removeListener('data', this.onData)
    this.input.setRawMode?.(false)
    this.input.pause()
  }

  private readonly onData = (data: Buffer | string): void => {
    if (![ctrlC, ctrlD].some((key) => String(data).includes(key))) return
    this.stopListening()
    this.interruption.abort(new PromptAborted('stopped'))
  }
}

interface PromptContext {
  readonly input: NodeJS.ReadableStream
  readonly output: NodeJS.WritableStream
  readonly signal: AbortSignal
}

/** The lines of a pipe are the answers in their order; they may arrive before they are asked for. */
class PipePrompter implements Prompter {
  readonly interrupted = new AbortController().signal
  private readonly reader: ReturnType<typeof createInterface>
  private readonly output: Output
  private readonly lines: string[] = []
  private isOver = false
  private onChange = () => {}

  constructor(input: Input, output: Output) {
    this.output = output
    this.reader = createInterface({ input, terminal: false })
    this.reader.on('line', (line) => {
      this.lines.push(line)
      if (this.lines.length >= maxBufferedLines) this.reader.pause()
      this.onChange()
    })
    this.reader.on('close', () => {
      this.isOver = true
      this.onChange()
    })
  }

  print(line: string): void {
    this.output.write(`${printable(line)}\n`)
  }

  async ask(question: string, defaultValue = ''): Promise<string> {
    this.output.write(`${printable(question)}${defaultValue === '' ? '' : ` [${defaultValue}]`}: `)
    const line = (await this.nextLine()).trim()
    this.output.write('\n')
    return line || defaultValue
  }

  async askSecret(question: string): Promise<string> {
    this.output.write(`${printable(question)}: `)
    const line = await this.nextLine()
    this.output.write('\n')
    return line
  }

  close(): void {
    this.reader.close()
  }

  private nextLine(): Promise<string> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        clearTimeout(timer)
        this.onChange = () => {}
        settle()
      }
      const timer = setTimeout(() => end(() => reject(new PromptAborted('nothingTyped'))), answerTimeoutMs)
      this.onChange = () => {
        const line = this.lines.shift()
        if (line !== undefined) {
          // Since Node 24 a reader that is closed throws.
          if (!this.isOver) this.reader.resume()
          end(() => resolve(line))
        } else if (this.isOver) end(() => reject(new PromptAborted('nothingTyped')))
      }
      this.onChange()
    })
  }
}
