import type { Level, Told } from '../../src/diagnostics/check.ts'

/** What must be found: of which check, how bad, in which words, and what is to be done. */
export type Expected = readonly [check: string, level: Level, says: RegExp, mend?: RegExp]

const found = (findings: readonly Told[], [check, level, says, mend]: Expected) =>
  findings.some(
    (one) => one.check === check && one.level === level && says.test(one.says) && (mend?.test(one.mend ?? '') ?? true),
  )

/** Each of them is there. */
export function expectAll(findings: readonly Told[], all: readonly Expected[]): void {
  const missing = all.filter((one) => !found(findings, one))
  expect({ missing, findings: missing.length > 0 ? findings : [] }).toEqual({ missing: [], findings: [] })
}
