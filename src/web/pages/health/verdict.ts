import type { ResponseOf } from '../../../control/api.ts'

/** One observation of a check. */
export type DiagnosisFinding = ResponseOf<'diagnosis'>['findings'][number]

/** Checks of the way from CLOVA to the gateway: while one of them fails, no voice command arrives. */
const outsideChecks: ReadonlySet<string> = new Set([
  'address',
  'certificate',
  'tunnel',
  'hub',
  'answer',
  'self-test',
  'gateway',
])

/** What all findings together say. */
export type Verdict =
  | { readonly kind: 'good' }
  | { readonly kind: 'warning'; readonly first: DiagnosisFinding }
  | { readonly kind: 'outside' | 'inside'; readonly first: DiagnosisFinding }

/** The verdict, with the first finding to look at: findings stand in the order of the way, so the others often follow from it. */
export function verdictOf(findings: readonly DiagnosisFinding[]): Verdict {
  const failures = findings.filter(({ level }) => level === 'failure')
  const [first] = failures
  if (first) {
    const outside = failures.find(({ check }) => outsideChecks.has(check))
    return outside ? { kind: 'outside', first: outside } : { kind: 'inside', first }
  }
  const warning = findings.find(({ level }) => level === 'warning')
  return warning ? { kind: 'warning', first: warning } : { kind: 'good' }
}

/** Puts a finding in its place: it stands in for earlier ones of its check and subject, and comes last otherwise. */
export function withFinding(
  findings: readonly DiagnosisFinding[],
  finding: DiagnosisFinding,
): readonly DiagnosisFinding[] {
  const keyOf = ({ check, subject: { ko, ja, en } }: DiagnosisFinding) => JSON.stringify([check, ko, ja, en])
  const isSame = (other: DiagnosisFinding) => keyOf(other) === keyOf(finding)
  return findings.some(isSame) ? findings.map((other) => (isSame(other) ? finding : other)) : [...findings, finding]
}
