import { basename } from 'node:path'
import type { Problem } from '../../config/problem.ts'
import type { ConfigMistake } from '../../control/operations/shapes.ts'

/** A mistake of the configuration as a page shows it, with the edit that mends it where the message proposes a word. */
export function toMistake(problem: Problem, file: string, text: string): ConfigMistake {
  const { severity, line, column, message, localized, fix } = problem
  const isOwn = problem.file === file
  const token = isOwn ? tokenAt(text, line, column) : undefined
  const proposed = /Did you mean "([^"]+)"\?/.exec(message)?.[1]
  return {
    severity,
    file: basename(problem.file),
    line,
    column,
    ...(token && { endColumn: column + token.to - token.from }),
    message: { ...localized },
    ...(token &&
      proposed !== undefined &&
      token.text !== proposed && {
        fix: {
          label: { ko: `${proposed}(으)로 고치기`, ja: `${proposed}に直す`, en: `Change to ${proposed}` },
          from: token.from,
          to: token.to,
          insert: proposed,
        },
      }),
    ...(fix !== undefined && { command: fix }),
  }
}

/** The word at a place of a text, without its quotes. @param line from 1, as the column */
function tokenAt(
  text: string,
  line: number,
  column: number,
): { readonly from: number; readonly to: number; readonly text: string } | undefined {
  let start = 0
  for (let i = 1; i < line; i++) {
    start = text.indexOf('\n', start) + 1
    if (start === 0) return undefined
  }
  const from = start + column - 1
  const [, quote = '', word = ''] =
    /^(["']?)([\p{L}\p{N}_.:-]+?)(?=["']|\s*:(?:\s|$)|[\s,}\]]|$)/u.exec(text.slice(from)) ?? []
  if (word === '') return undefined
  return { from: from + quote.length, to: from + quote.length + word.length, text: word }
}
