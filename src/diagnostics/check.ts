import { createDeadline, raceAbort } from '../home/deadline.ts'
import type { DiagnosticContext } from './context.ts'

/** How serious a finding is. A check that does not apply to this home reports nothing. */
export type Level = 'ok' | 'warning' | 'failure'

/** One observation of a check. */
export interface Finding {
  readonly level: Level
  /** the examined thing, in a word or two */
  readonly subject: string
  /** its condition in plain words, without secrets */
  readonly message: string
  /** the command, or else the action, that repairs it */
  readonly fix?: string
}

/** Examines one subject, or a few related ones. */
export interface Check<S = DiagnosticContext> {
  /** stable identifier for scripts */
  readonly name: string
  /** the longest that it may take, in milliseconds */
  readonly timeoutMs: number
  /** Returns the findings; an empty list if the check does not apply to this home. @throws the signal's reason */
  run(context: S, signal: AbortSignal): Promise<readonly Finding[]> | readonly Finding[]
}

/** A finding together with the name of its check. */
export interface CheckFinding extends Finding {
  readonly check: string
}

export const ok = (subject: string, message: string): Finding => ({ level: 'ok', subject, message })
export const warning = (subject: string, message: string, fix?: string): Finding => ({
  level: 'warning',
  subject,
  message,
  ...(fix !== undefined && { fix }),
})
export const failure = (subject: string, message: string, fix?: string): Finding => ({
  ...warning(subject, message, fix),
  level: 'failure',
})

/**
 * Runs all checks concurrently, each within its own timeout, and reports the findings in the order of the table.
 * A check that throws becomes a failure of its own and does not stop the others.
 */
export async function runChecks<S>(
  checks: readonly Check<S>[],
  context: S,
  onFinding: (finding: CheckFinding) => void,
): Promise<readonly CheckFinding[]> {
  const runs = checks.map((check) => runCheck(check, context))
  const all: CheckFinding[] = []
  for (const pending of runs) {
    for (const finding of await pending) {
      onFinding(finding)
      all.push(finding)
    }
  }
  return all
}

async function runCheck<S>({ name, timeoutMs, run }: Check<S>, context: S): Promise<readonly CheckFinding[]> {
  const deadline = createDeadline(timeoutMs)
  try {
    const found = await raceAbort(
      Promise.resolve().then(() => run(context, deadline.signal)),
      deadline.signal,
    )
    return found.map((finding) => ({ check: name, ...finding }))
  } catch (error) {
    const message = deadline.signal.aborted
      ? `this did not end within ${timeoutMs / 1000} s`
      : `this could not be looked at: ${(error as Error).message ?? String(error)}`
    return [{ check: name, ...failure(name, message, 'clova-home support, and tell us') }]
  } finally {
    deadline.end()
  }
}
