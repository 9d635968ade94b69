/** The known word that is nearest to what was written, if one is near enough to have been meant. */
export function suggest(written: string, known: Iterable<string>): string | undefined {
  const near = [...known]
    .map((word) => ({ word, far: distance(written.toLowerCase(), word.toLowerCase()) }))
    .filter(({ word, far }) => far <= Math.max(1, Math.floor(Math.max(word.length, written.length) / 3)))
  return near.sort((a, b) => a.far - b.far)[0]?.word
}

/** ` Did you mean "…"?`, or nothing. */
export function didYouMean(written: string, known: Iterable<string>): string {
  const word = suggest(written, known)
  return word === undefined ? '' : ` Did you mean "${word}"?`
}

/** Levenshtein's distance, with a swap of neighbours as one step. */
function distance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      const swap =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
          ? (before[j - 2] ?? 0) + 1
          : Number.POSITIVE_INFINITY
      next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same, swap)
    }
    before = row
    row = next
  }
  return row[b.length] ?? 0
}
