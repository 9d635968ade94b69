import { createDeadline, raceAbort } from '../home/deadline.ts'
import { inAllLanguages, type LocalizedText, mapText, type Text } from '../util/translate.ts'
import type { DiagnosticContext } from './context.ts'
import { localizeSubject, say } from './messages.ts'

/** How serious a finding is. A check that does not apply to this home reports nothing. */
export type Level = 'ok' | 'warning' | 'failure'

/** One observation of a check. */
export interface Finding {
  readonly level: Level
  /** what was examined, in a word or two */
  readonly subject: string
  /** its condition, as a message for the user, without secrets */
  readonly message: string
  /** the command, or else the action, that repairs it */
  readonly fix?: string
  /** the same in all languages; a fix that is a command is the same in each */
  readonly localized: Localized
  /** true if `fix` is a command and nothing else */
  readonly isFixCommand?: true
}

/** The texts of a finding in all languages. */
interface Localized {
  readonly subject: LocalizedText
  readonly message: LocalizedText
  readonly fix?: LocalizedText
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

/** @param fix a string is a command, a text of the table describes an action */
function finding(level: Level, subject: Text, message: Text, fix?: Text): Finding {
  const localized = {
    subject: typeof subject === 'string' ? localizeSubject(subject) : subject,
    message: inAllLanguages(message),
    ...(fix !== undefined && { fix: inAllLanguages(fix) }),
  }
  return {
    level,
    subject: localized.subject.en,
    message: localized.message.en,
    ...(localized.fix && { fix: localized.fix.en }),
    localized,
    ...(typeof fix === 'string' && { isFixCommand: true }),
  }
}

export const ok = (subject: Text, message: Text): Finding => finding('ok', subject, message)
export const warning = (subject: Text, message: Text, fix?: Text): Finding => finding('warning', subject, message, fix)
export const failure = (subject: Text, message: Text, fix?: Text): Finding => finding('failure', subject, message, fix)

/** The finding with each text of each language changed, such as without secrets. */
export function mapTexts<F extends Finding>(finding: F, change: (text: string) => string): F {
  const { subject, message, fix } = finding.localized
  const localized = { subject, message: mapText(message, change), ...(fix && { fix: mapText(fix, change) }) }
  return { ...finding, message: localized.message.en, ...(localized.fix && { fix: localized.fix.en }), localized }
}

/** The finding with its command as it is typed where only root may read the configuration and, on some systems, the journal. */
export function withSudo<F extends Finding>(finding: F): F {
  const { fix, ...texts } = finding.localized
  if (!fix) return finding
  const typed = mapText(fix, (text) => text.replace(/^(?=(clova-home|journalctl) )/, 'sudo '))
  return { ...finding, fix: typed.en, localized: { ...texts, fix: typed } }
}

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
      ? say('checkTimedOut', { seconds: timeoutMs / 1000 })
      : say('checkFailed', { reason: (error as Error).message ?? String(error) })
    return [{ check: name, ...failure(name, message, say('tellUs')) }]
  } finally {
    deadline.end()
  }
}
