const wideCharacter =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u
/** Characters without a width of their own: accents, and the vowels and finals of decomposed Korean. */
const zeroWidthCharacter = /[\p{M}\u1160-\u11ff\u200b-\u200f]/u

/** How many columns a text takes in a terminal: Korean, Japanese and other wide characters take two. */
export const columnWidth = (text: string): number =>
  [...text].reduce((sum, char) => sum + (zeroWidthCharacter.test(char) ? 0 : wideCharacter.test(char) ? 2 : 1), 0)

/** Prints a line for the user. */
export const print = (line: string): void => void process.stdout.write(`${line}\n`)

/** Prints an error, and what to do about it, to stderr. */
export const printError = (line: string): void => void process.stderr.write(`${line}\n`)

/** A table of columns, each as wide as its widest cell. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => columnWidth(row[i] ?? ''))))
  const pad = (cell: string, i: number) => cell + ' '.repeat(Math.max(0, (widths[i] ?? 0) - columnWidth(cell)))
  return rows.map((row) => row.map(pad).join('  ').trimEnd()).join('\n')
}
