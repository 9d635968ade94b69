import { diffArrays } from 'diff'

/**
 * The lines that differ, marked `-` or `+`, with `context` unchanged lines around them and `…` where lines are left out.
 * @returns an empty text if nothing differs
 */
export function unifiedDiff(before: string, after: string, context = 2): string {
  if (before === after) return ''
  const lines = diffArrays(before.split('\n'), after.split('\n')).flatMap(({ added, removed, value }) =>
    value.map((text) => ({ mark: added ? '+' : removed ? '-' : ' ', text })),
  )
  const isNearChange = (i: number) =>
    lines.slice(Math.max(0, i - context), i + context + 1).some(({ mark }) => mark !== ' ')
  return lines
    .flatMap(({ mark, text }, i) => {
      if (isNearChange(i)) return [`${mark} ${text}`]
      return i === 0 || isNearChange(i - 1) ? ['…'] : []
    })
    .join('\n')
}
