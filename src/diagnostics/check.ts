import { createDeadline, raceAbort } from '../home/deadline.ts'
import type { Scene } from './context.ts'

/** How something is; what is not needed is not told at all. */
export type Level = 'ok' | 'warning' | 'failure'

/** One line of the doctor. */
export interface Finding {
  readonly level: Level
  /** what was looked at, in a word or two */
  readonly what: string
  /** how it is, in plain words; never with a secret in it */
  readonly says: string
  /** the command, or else the deed, that mends it */
  readonly mend?: string
}

/** One thing, or a few that hang together, that the doctor looks at. */
export interface Check<S = Scene> {
  /** stable, for scripts */
  readonly name: string
  /** how long it may take, in milliseconds */
  readonly ms: number
  /** What is found; nothing if it does not concern this house. @throws the signal's reason */
  look(scene: S, signal: AbortSignal): Promise<readonly Finding[]> | readonly Finding[]
}

/** A finding, and the check that it is of. */
export interface Told extends Finding {
  readonly check: string
}

export const ok = (what: string, says: string): Finding => ({ level: 'ok', what, says })
export const warning = (what: string, says: string, mend?: string): Finding => ({
  level: 'warning',
  what,
  says,
  ...(mend !== undefined && { mend }),
})
export const failure = (what: string, says: string, mend?: string): Finding => ({
  ...warning(what, says, mend),
  level: 'failure',
})

/**
 * Looks at everything at once, each for its own time at most, and tells it in the order of the table.
 * A check that fails by itself is a failure of its own and keeps nobody else from being looked at.
 */
export async function examine<S>(
  checks: readonly Check<S>[],
  scene: S,
  tell: (finding: Told) => void,
): Promise<readonly Told[]> {
  const looks = checks.map((check) => looked(check, scene))
  const all: Told[] = []
  for (const look of looks) {
    for (const finding of await look) {
      tell(finding)
      all.push(finding)
    }
  }
  return all
}

async function looked<S>({ name, ms, look }: Check<S>, scene: S): Promise<readonly Told[]> {
  const limit = createDeadline(ms)
  try {
    const found = await raceAbort(
      Promise.resolve().then(() => look(scene, limit.signal)),
      limit.signal,
    )
    return found.map((finding) => ({ check: name, ...finding }))
  } catch (error) {
    const says = limit.signal.aborted
      ? `this did not end within ${ms / 1000} s`
      : `this could not be looked at: ${(error as Error).message ?? String(error)}`
    return [{ check: name, ...failure(name, says, 'clova-home support, and tell us') }]
  } finally {
    limit.end()
  }
}
