import type { CheckFinding, Level } from '../../src/diagnostics/check.ts'

/** What must be found: of which check, how bad, in which words, and what is to be done. */
export type Expected = readonly [check: string, level: Level, message: RegExp, fix?: RegExp]

const found = (findings: readonly CheckFinding[], [check, level, message, fix]: Expected) =>
  findings.some(
    (one) =>
      one.check === check && one.level === level && message.test(one.message) && (fix?.test(one.fix ?? '') ?? true),
  )

/** Each of them is there. */
export function expectAll(findings: readonly CheckFinding[], all: readonly Expected[]): void {
  const missing = all.filter((one) => !found(findings, one))
  expect({ missing, findings: missing.length > 0 ? findings : [] }).toEqual({ missing: [], findings: [] })
}
