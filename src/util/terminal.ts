const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u
/** Accents, and the vowels and finals of Korean written letter by letter, stand on what is before them. */
const none = /[\p{M}\u1160-\u11ff\u200b-\u200f]/u

/** How many columns of a terminal a text takes: Korean, Japanese and other wide characters take two. */
export const width = (text: string): number =>
  [...text].reduce((sum, char) => sum + (none.test(char) ? 0 : wide.test(char) ? 2 : 1), 0)

/** A line for the user. */
export const print = (line: string): void => void process.stdout.write(`${line}\n`)

/** A line of something wrong, and what to do about it. */
export const complain = (line: string): void => void process.stderr.write(`${line}\n`)

/** Columns side by side, as wide as they need to be; wide characters take two places. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => width(row[i] ?? ''))))
  const pad = (cell: string, i: number) => cell + ' '.repeat(Math.max(0, (widths[i] ?? 0) - width(cell)))
  return rows.map((row) => row.map(pad).join('  ').trimEnd()).join('\n')
}
