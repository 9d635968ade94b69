import { signal } from '@preact/signals'
import { onEvent } from '../api/stream.ts'

/** How many failures the last diagnosis has found: the number beside Health in the menu. Health itself sets it, too. */
export const failedChecks = signal(0)

/** Counts the failures of a diagnosis under way. */
export function followDiagnosis(): void {
  let failures = 0
  onEvent('finding', ({ finding }) => {
    if (finding.level === 'failure') failures += 1
  })
  onEvent('diagnosis', () => {
    failedChecks.value = failures
    failures = 0
  })
}
