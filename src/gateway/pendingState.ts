import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** The backup whose files of the state folder the next start writes. */
export const pendingStateFile = 'restore-pending.tar.gz'

/**
 * Writes the files of the state folder of a backup that was put back while the gateway ran. Called before anything of the folder
 * is opened. What unpacks is loaded only if there is one.
 * @returns how many files; undefined if none are pending @throws Error for the user
 */
export async function applyPendingState(file: string, state: string): Promise<number | undefined> {
  const pending = join(state, pendingStateFile)
  if (!existsSync(pending)) return undefined
  const [{ unpackArchive }, { planTargets, writeTargets }] = await Promise.all([
    import('../backup/archive.ts'),
    import('./restore.ts'),
  ])
  try {
    const { files } = await unpackArchive(readFileSync(pending))
    const targets = planTargets(files, file).targets.filter(
      ({ name, isOutside }) => name.startsWith('state/') && !isOutside,
    )
    await writeTargets(targets)
    return targets.length
  } finally {
    // One that cannot be written is not tried at each start; the backup itself is still with the user.
    rmSync(pending, { force: true })
  }
}
