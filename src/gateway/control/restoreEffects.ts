import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../../config/load.ts'
import { explain } from '../../control/explanations/index.ts'
import type { Explanation } from '../../control/operations/shapes.ts'
import { accountsFileName, type Logins, readLogins } from '../../http/dashboard/accounts.ts'
import { accessEffects, homeEffects } from '../configuration/effects.ts'

/** A file that putting a backup back would change. */
interface ChangedFile {
  /** its name in the backup */
  readonly name: string
  readonly bytes: Uint8Array
}

/** What putting a backup back would do. */
interface RestoreEffects {
  /** to the home */
  readonly effects: Explanation[]
  /** to the way into the dashboard: each may lock the owner out */
  readonly warnings: Explanation[]
}

/** The files of the state that CLOVA's access hangs on. */
const linkFiles: readonly string[] = ['state/tokens.json', 'state/grants.json']

/**
 * What putting a backup back would do, in words for the user.
 * @param state the state folder
 * @param present the configuration as it is now; absent: it has mistakes
 */
export function restoreEffects(
  state: string,
  present: Config | undefined,
  next: Config,
  changed: readonly ChangedFile[],
): RestoreEffects {
  const { effects, mustSearch } = homeEffects(present, next)
  const isLinkingChanged = changed.some(({ name }) => linkFiles.includes(name))
  const access = [...(present ? accessEffects(present, next) : []), ...loginEffects(state, changed)]
  return {
    effects: [
      explain('backupReplaces', { count: changed.length }),
      explain('backupRestarts'),
      ...effects,
      ...(mustSearch ? [explain('effectSearch')] : []),
      ...(isLinkingChanged ? [explain('restoreLinks')] : []),
    ],
    warnings:
      access.length === 0
        ? []
        : [...access, explain('restoreLockOut', {}, { command: 'sudo clova-home dashboard reset' })],
  }
}

/** What becomes of the logins of the dashboard. */
function loginEffects(state: string, changed: readonly ChangedFile[]): Explanation[] {
  const file = changed.find(({ name }) => name === `state/${accountsFileName}`)
  if (!file) return []
  const [before, after] = [presentLogins(state), readLogins(Buffer.from(file.bytes).toString('utf8'))]
  const { owner, others, sessions } = after ?? {}
  const isSamePassword = owner !== undefined && owner === before?.owner
  return [
    ...(owner === undefined ? [explain('restoreNoPassword')] : []),
    ...(owner !== undefined && !isSamePassword ? [explain('restoreOtherPassword')] : []),
    ...(isSamePassword && before?.sessions.some((session) => !sessions?.includes(session))
      ? [explain('restoreEndsLogins')]
      : []),
    ...(others === before?.others ? [] : [explain('restoreOtherUsers')]),
  ]
}

function presentLogins(state: string): Logins | undefined {
  try {
    return readLogins(readFileSync(join(state, accountsFileName), 'utf8'))
  } catch {
    return undefined
  }
}
