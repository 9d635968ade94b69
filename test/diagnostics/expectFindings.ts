import type { CheckFinding, Level } from '../../src/diagnostics/check.ts'

/** A finding that must be reported: the name of its check, its level, its message and its fix. */
export type ExpectedFinding = readonly [check: string, level: Level, message: RegExp, fix?: RegExp]

const isFound = (findings: readonly CheckFinding[], [check, level, message, fix]: ExpectedFinding) =>
  findings.some(
    (finding) =>
      finding.check === check &&
      finding.level === level &&
      message.test(finding.message) &&
      (fix?.test(finding.fix ?? '') ?? true),
  )

/** Fails, with all findings, unless each expected finding is among them. */
export function expectFindings(findings: readonly CheckFinding[], expected: readonly ExpectedFinding[]): void {
  const missing = expected.filter((expected) => !isFound(findings, expected))
  expect({ missing, findings: missing.length > 0 ? findings : [] }).toEqual({ missing: [], findings: [] })
}
