/** The lines that differ, each with `-` or `+`, those around them, and `…` for what is left out. */
export function difference(before: string, after: string, around = 2): string {
  if (before === after) return ''
  const [a, b] = [before.split('\n'), after.split('\n')]
  const lines = aligned(a, b)
  const near = (i: number) => lines.slice(Math.max(0, i - around), i + around + 1).some(({ mark }) => mark !== ' ')
  return lines
    .map((line, i) => (near(i) ? `${line.mark} ${line.text}` : undefined))
    .map((line, i, all) => line ?? (i === 0 || all[i - 1] !== undefined ? '…' : undefined))
    .filter((line) => line !== undefined)
    .join('\n')
}

interface Line {
  readonly mark: '-' | '+' | ' '
  readonly text: string
}

/** The longest common subsequence of lines; what is alike at both ends is left out of the table. */
function aligned(a: readonly string[], b: readonly string[]): readonly Line[] {
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head++
  let tail = 0
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++
  const [x, y] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)]
  const same = (texts: readonly string[]) => texts.map((text): Line => ({ mark: ' ', text }))
  return [...same(a.slice(0, head)), ...middle(x, y), ...same(a.slice(a.length - tail))]
}

function middle(x: readonly string[], y: readonly string[]): readonly Line[] {
  const lengths = Array.from({ length: x.length + 1 }, () => new Uint16Array(y.length + 1))
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0
  for (let i = x.length - 1; i >= 0; i--)
    for (let j = y.length - 1; j >= 0; j--)
      (lengths[i] ?? [])[j] = x[i] === y[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const lines: Line[] = []
  let [i, j] = [0, 0]
  while (i < x.length || j < y.length) {
    const [left, right] = [x[i], y[j]]
    if (left !== undefined && left === right) {
      lines.push({ mark: ' ', text: left })
      i++
      j++
    } else if (left !== undefined && (right === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ mark: '-', text: left })
      i++
    } else {
      lines.push({ mark: '+', text: right ?? '' })
      j++
    }
  }
  return lines
}
