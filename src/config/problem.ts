import { basename } from 'node:path'
import { columnWidth } from '../util/terminal.ts'
import { inAllLanguages, joinTexts, type Language, type LocalizedText, type Text } from '../util/translate.ts'

/** A mistake in a file of the user. Lines and columns count from 1. */
export interface Problem {
  readonly severity: 'error' | 'warning'
  readonly file: string
  readonly line: number
  readonly column: number
  /** what is wrong and what to do, in plain English; without a value of the file */
  readonly message: string
  /** the same in all languages */
  readonly localized: LocalizedText
  /** the command that fixes it, if there is one; `message` has it, too */
  readonly fix?: string
  /** the line itself, only for the user's terminal: it may contain an unrecognized secret, so it is never logged or reported */
  readonly source?: string
}

/** A problem at a place. @param text what is wrong and what to do */
export function problemAt(
  { file, line = 1, column = 1 }: { readonly file: string; readonly line?: number; readonly column?: number },
  text: Text,
  severity: Problem['severity'] = 'error',
): Problem {
  const localized = inAllLanguages(text)
  return { severity, file, line, column, message: localized.en, localized }
}

/** The greatest number of printed columns of a line and of a message. */
const maxLineLength = 160
const maxMessageLength = 1000

/** `file:line:column: error: message`, the line, and a caret under the place. */
export function formatProblem(problem: Problem, language: Language = 'en'): string {
  const { line, column, source } = problem
  const head = headOf(problem, language)
  if (source === undefined) return head
  const margin = String(line)
  const shown = excerpt(source, column - 1)
  const before = shown.text.slice(0, shown.index)
  return `${head}\n ${margin} | ${shown.text}\n ${' '.repeat(margin.length)} | ${' '.repeat(columnWidth(before))}^`
}

/** The function that prints problems; in the journal of systemd without the lines, since other users may read the journal. */
export function problemPrinter(language: Language = 'en'): (problem: Problem) => string {
  const isJournal = process.env.JOURNAL_STREAM !== undefined && !process.stderr.isTTY
  return (problem) => (isJournal ? headOf(problem, language) : formatProblem(problem, language))
}

/** `file:line:column: error: message`, for logs and reports: without the line itself. */
export const summarizeProblem = (problem: Problem): string => headOf(problem, 'en')

/** How bad a mistake is, as `doctor` names it. */
const severityWords: Readonly<Record<Problem['severity'], LocalizedText>> = {
  error: { ko: '오류', ja: 'エラー', en: 'error' },
  warning: { ko: '주의', ja: '注意', en: 'warning' },
}

function headOf({ severity, file, line, column, localized }: Problem, language: Language): string {
  const text = localized[language]
  return `${file}:${line}:${column}: ${severityWords[severity][language]}: ${text.length > maxMessageLength ? `${text.slice(0, maxMessageLength)}…` : text}`
}

/** Why a configuration is not used: its mistakes in one text, and the command that mends the first one that has such a command. */
export interface Rejection {
  readonly reason: LocalizedText
  /** the first mistake with the name of its file and the line, for a place with little room */
  readonly first: LocalizedText
  /** how many mistakes there are */
  readonly count: number
  readonly command?: string
}

/** The rejection of a configuration that has these mistakes. */
export function rejectionOf(problems: readonly Problem[]): Rejection {
  const command = problems.find(({ fix }) => fix !== undefined)?.fix
  const texts = problems.map(({ file, line, column, localized }, i) =>
    joinTexts(i === 0 ? '' : '; ', `${file}:${line}:${column}: `, localized),
  )
  const [problem] = problems
  return {
    reason: joinTexts(...texts),
    first: problem ? joinTexts(`${basename(problem.file)}:${problem.line}: `, problem.localized) : joinTexts(),
    count: problems.length,
    ...(command !== undefined && { command }),
  }
}

/** A line; of a long line only the part around the column. */
function excerpt(line: string, index: number): { readonly text: string; readonly index: number } {
  if (line.length <= maxLineLength) return { text: line, index }
  const start = Math.max(0, Math.min(index - maxLineLength / 2, line.length - maxLineLength))
  const end = Math.min(line.length, start + maxLineLength)
  const [before, after] = [start > 0 ? '…' : '', end < line.length ? '…' : '']
  return { text: before + line.slice(start, end) + after, index: before.length + index - start }
}
