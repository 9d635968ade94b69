import { applyPatch, createPatch, diffArrays } from 'diff'
import type * as z from 'zod'
import type { difference } from '../../control/operations/shapes.ts'

type Difference = z.output<typeof difference>

/** Unchanged lines around each change, and how many lines are told. */
const contextLines = 3
const maxLines = 2000

/** The difference of two texts, line by line. */
export function differenceOf(before: string, after: string): Difference {
  const parts = before === after ? [] : diffArrays(before.split('\n'), after.split('\n'))
  let [was, is, added, removed] = [0, 0, 0, 0]
  const lines: Difference['lines'] = []
  for (const part of parts) {
    for (const text of part.value) {
      if (part.added) lines.push({ kind: 'added', text, after: ++is })
      else if (part.removed) lines.push({ kind: 'removed', text, before: ++was })
      else lines.push({ kind: 'same', text, before: ++was, after: ++is })
    }
    if (part.added) added += part.value.length
    if (part.removed) removed += part.value.length
  }
  return { added, removed, lines: withGaps(lines).slice(0, maxLines) }
}

/** Leaves out the unchanged lines that are not near a change. */
function withGaps(lines: Difference['lines']): Difference['lines'] {
  const isNear = new Uint8Array(lines.length)
  for (const [i, { kind }] of lines.entries())
    if (kind !== 'same') isNear.fill(1, Math.max(0, i - contextLines), i + contextLines + 1)
  const kept: Difference['lines'] = []
  for (const [i, line] of lines.entries()) {
    if (isNear[i]) kept.push(line)
    else if (kept.at(-1)?.kind !== 'gap') kept.push({ kind: 'gap', text: '' })
  }
  return kept
}

/** Both changes of a text in one; undefined if they concern the same lines. */
export function mergedText(base: string, mine: string, theirs: string): string | undefined {
  const merged = applyPatch(theirs, createPatch('', base, mine, '', '', { context: 1 }), { fuzzFactor: 0 })
  return merged === false ? undefined : merged
}

/** How many lines with a remark stand in both texts. */
export function keptComments(before: string, after: string): number {
  const remarks = new Map<string, number>()
  for (const line of before.split('\n')) if (/(^|\s)#/.test(line)) remarks.set(line, (remarks.get(line) ?? 0) + 1)
  let kept = 0
  for (const line of after.split('\n')) {
    const left = remarks.get(line) ?? 0
    if (left === 0) continue
    remarks.set(line, left - 1)
    kept += 1
  }
  return kept
}
