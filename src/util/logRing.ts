/** The bounds: so many lines, and so many characters in all of them and in one. */
const maxLines = 2000
const maxCharacters = 500_000
const maxLineLength = 4000

/** A line of the log, as it was written. */
export interface LogLine {
  /** counts up; a newer line has a greater one */
  readonly id: number
  /** JSON, without secrets */
  readonly text: string
}

/** The last lines of the log, in at most 1 MiB of memory. They are parsed only when somebody reads them. */
export class LogRing {
  #lines: LogLine[] = []
  #characters = 0
  #nextId = 1

  /** @param text one or more lines that end with a line feed */
  add(text: string): void {
    for (const line of text.split('\n')) if (line !== '') this.#push(line)
  }

  /** The newest first. */
  newestFirst(): readonly LogLine[] {
    return this.#lines.toReversed()
  }

  #push(line: string): void {
    // A long line is an exception with its stack; cut, it is no JSON any more, so its beginning is kept as a message.
    const text = line.length <= maxLineLength ? line : JSON.stringify({ msg: `${line.slice(0, maxLineLength / 2)}…` })
    this.#lines.push({ id: this.#nextId, text })
    this.#nextId += 1
    this.#characters += text.length
    if (this.#lines.length <= maxLines && this.#characters <= maxCharacters) return
    // A quarter goes at once, so that not every line moves all others.
    const newerLines = this.#lines.slice(Math.ceil(this.#lines.length / 4))
    this.#characters = newerLines.reduce((sum, { text: one }) => sum + one.length, 0)
    this.#lines = newerLines
  }
}
