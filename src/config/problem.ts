import { columnWidth } from '../util/terminal.ts'

/** Something that is wrong with a file that the user wrote. Lines and columns count from 1. */
export interface Problem {
  readonly severity: 'error' | 'warning'
  readonly file: string
  readonly line: number
  readonly column: number
  /** what is wrong and what to do, in plain words */
  readonly message: string
  /** the command that mends it, if there is one; `message` tells it, too */
  readonly fixCommand?: string
  /** the line itself; never one that holds a secret */
  readonly source?: string
}

/** `file:line:column: error: message`, the line, and a caret under the place. */
export function formatProblem({ severity, file, line, column, message, source }: Problem): string {
  const head = `${file}:${line}:${column}: ${severity}: ${message}`
  if (source === undefined) return head
  const margin = String(line)
  const before = source.slice(0, column - 1)
  return `${head}\n ${margin} | ${source}\n ${' '.repeat(margin.length)} | ${' '.repeat(columnWidth(before))}^`
}
