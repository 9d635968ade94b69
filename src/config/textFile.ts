import { readFileSync } from 'node:fs'
import { decodeUtf8 } from '../util/utf8.ts'
import { type Problem, problemAt } from './problem.ts'
import { yamlMessage } from './yaml/messages.ts'

/** The text of a file of the configuration; or a problem, if it is not UTF-8. @throws what `readFileSync` throws */
export function readText(file: string): string | Problem {
  const bytes = readFileSync(file)
  return decodeUtf8(bytes) ?? problemAt({ file, ...placeOfFirstWrongByte(bytes) }, yamlMessage('notUtf8'))
}

function placeOfFirstWrongByte(bytes: Buffer): { readonly line: number; readonly column: number } {
  let lineStart = 0
  for (let line = 1; ; line += 1) {
    const end = bytes.indexOf(0x0a, lineStart)
    const whole = bytes.subarray(lineStart, end === -1 ? bytes.length : end)
    const text = whole.toString('utf8')
    // The decoder replaces a wrong byte by U+FFFD, which is three bytes where it stands in the file itself.
    if (!Buffer.from(text, 'utf8').equals(whole)) {
      const column = [...text].findIndex((char, i, all) => char === '\ufffd' && !isWritten(whole, all.slice(0, i)))
      return { line, column: Math.max(1, column + 1) }
    }
    if (end === -1) return { line: 1, column: 1 }
    lineStart = end + 1
  }
}

/** True if the replacement character stands in the file itself. */
function isWritten(bytes: Buffer, before: readonly string[]): boolean {
  const at = Buffer.byteLength(before.join(''), 'utf8')
  return bytes.subarray(at, at + 3).toString('hex') === 'efbfbd'
}
