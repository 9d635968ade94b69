import type { CheckResult, DiagnosisReport } from '../../control/operations/health.ts'

/** Runs the checks of the doctor. @param onFinding receives each finding in order @throws Error */
export type Diagnose = (onFinding: (finding: CheckResult) => void) => Promise<void>

interface DiagnosisListener {
  onFinding(finding: CheckResult): void
  onEnd(): void
}

/** The last run of the checks, and the one under way. One runs at a time. */
export class DiagnosisRun {
  #findings: CheckResult[] = []
  #startedAt: number | undefined
  #finishedAt: number | undefined
  #isRunning = false
  readonly #diagnose: Diagnose
  readonly #listener: DiagnosisListener

  constructor(diagnose: Diagnose, listener: DiagnosisListener) {
    this.#diagnose = diagnose
    this.#listener = listener
  }

  /** Starts a run, unless one is under way. */
  start(): void {
    if (this.#isRunning) return
    this.#isRunning = true
    this.#startedAt = Date.now()
    this.#finishedAt = undefined
    this.#findings = []
    const onFinding = (finding: CheckResult) => {
      this.#findings.push(finding)
      this.#listener.onFinding(finding)
    }
    void this.#diagnose(onFinding)
      .catch((error: Error) => onFinding(failedRun(error)))
      .finally(() => {
        this.#isRunning = false
        this.#finishedAt = Date.now()
        this.#listener.onEnd()
      })
  }

  report(): DiagnosisReport {
    const count = (level: CheckResult['level']) => this.#findings.filter((one) => one.level === level).length
    return {
      isRunning: this.#isRunning,
      ...(this.#startedAt !== undefined && { startedAt: this.#startedAt }),
      ...(this.#finishedAt !== undefined && { finishedAt: this.#finishedAt }),
      findings: [...this.#findings],
      counts: { ok: count('ok'), warning: count('warning'), failure: count('failure') },
    }
  }
}

function failedRun({ message }: Error): CheckResult {
  const inAll = (ko: string, ja: string, en: string) => ({ ko, ja, en })
  return {
    check: 'diagnosis',
    level: 'failure',
    subject: inAll('점검', '点検', 'checks'),
    message: inAll(
      `점검을 끝내지 못했습니다: ${message}`,
      `点検を終えられませんでした: ${message}`,
      `The checks did not end: ${message}`,
    ),
  }
}
