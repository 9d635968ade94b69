const wideCharacter =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u
/** Characters without a width of their own: accents, and the vowels and finals of decomposed Korean. */
const zeroWidthCharacter = /[\p{M}\u1160-\u11ff\u200b-\u200f]/u

/** How many columns a text takes in a terminal: Korean, Japanese and other wide characters take two. */
export const columnWidth = (text: string): number =>
  [...text].reduce((sum, char) => sum + (zeroWidthCharacter.test(char) ? 0 : wideCharacter.test(char) ? 2 : 1), 0)

/** Controls of a terminal (C0, C1, DEL), and those that change the direction of writing, but for a new line and a tab. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what it finds
const controlCharacter = /[\0-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** A text that a terminal only shows: a control character in it is written as `\\u001b`, which JSON takes for the same. */
export const printable = (text: string): string =>
  text.replace(controlCharacter, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)

let adaptLine = (line: string): string => line

/** Changes every line that is printed from now on. */
export const adaptPrintedLines = (adapt: (line: string) => string): void => {
  adaptLine = adapt
}

/** Prints a line for the user; names that devices gave themselves cannot control the terminal. */
export const print = (line: string): void => void process.stdout.write(`${printable(adaptLine(line))}\n`)

/** Prints an error, and what to do about it, to stderr. */
export const printError = (line: string): void => void process.stderr.write(`${printable(adaptLine(line))}\n`)

/**
 * A table with a heading over each column. In a terminal that is too narrow for its lines, a paragraph for each row instead:
 * the first cell, and below it the others behind their headings.
 * @param width how many columns the terminal has; nothing for a file or a pipe
 */
export function headedTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  width: number | undefined = process.stdout.columns,
): string {
  const wide = table([headings, ...rows])
  if (width === undefined || wide.split('\n').every((line) => columnWidth(line) <= width)) return wide
  const paragraph = ([first = '', ...others]: readonly string[]) => [
    printable(first),
    table(others.map((cell, i) => [`  ${headings[i + 1] ?? ''}`, cell])),
  ]
  return rows.map((row) => paragraph(row).join('\n')).join('\n\n')
}

/** A table of columns, each as wide as its widest cell. */
export function table(cells: readonly (readonly string[])[]): string {
  // A cell has one line.
  const rows = cells.map((row) => row.map((cell) => printable(cell).replace(/[\n\t]/g, ' ')))
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => columnWidth(row[i] ?? ''))))
  const pad = (cell: string, i: number) => cell + ' '.repeat(Math.max(0, (widths[i] ?? 0) - columnWidth(cell)))
  return rows.map((row) => row.map(pad).join('  ').trimEnd()).join('\n')
}
