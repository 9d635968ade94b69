import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { readFile, rename } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { unpackArchive } from '../../backup/archive.ts'
import { backupMessage } from '../../backup/messages.ts'
import { loadConfig } from '../../config/load.ts'
import type { Problem } from '../../config/problem.ts'
import { controlError } from '../../control/errors.ts'
import { explain, explainError } from '../../control/explanations/index.ts'
import type { Explanation } from '../../control/operations/shapes.ts'
import type { ControlHandlers } from '../../http/admin/router.ts'
import { writeAtomically } from '../../storage/replaceFile.ts'
import { errorText, joinTexts, localizedError, type Text } from '../../util/translate.ts'
import { explainWriteError } from '../configuration/editor.ts'
import { loadContext } from '../environment.ts'
import { pendingStateFile } from '../pendingState.ts'
import { assertReferenced, backUpCurrent, collectCurrent, loadBackup, planTargets, writeTargets } from '../restore.ts'
import { restoreEffects } from './restoreEffects.ts'

interface RestoreDependencies {
  settings(): { readonly file: string; readonly state: string }
  /** Ends the process, which is started again; absent where nobody would start it again. */
  restart?(): void
}

const uploadName = (id: string) => `restore-${id}.tar.gz`
const uploadPattern = /^restore-[0-9a-f]{16}\.tar\.gz$/

/** How long the answer may take to be sent before the process ends, in milliseconds. */
const restartDelayMs = 500

/**
 * The operations that put a backup back. Configuration, secrets and codes are written at once; the files of the state folder
 * are written by the next start, since the running gateway would write its own over them.
 */
export function createRestoreHandlers({
  settings,
  restart,
}: RestoreDependencies): Pick<ControlHandlers, 'inspectBackup' | 'restoreBackup'> {
  return {
    async inspectBackup({ bytes }) {
      const { file, state } = settings()
      const { config, targets, created, version, missing } = await planned(bytes, file)
      const id = await keepUpload(state, bytes)
      const files = targets.map(({ path, bytes: content, isOutside }) => ({
        path,
        change: changeOf(path, content),
        isOutside,
      }))
      const present = (await loadConfig(file, loadContext)).config
      const changed = targets.filter((_target, i) => files[i]?.change !== 'same' && !files[i]?.isOutside)
      return {
        id,
        created: created.getTime(),
        version,
        files,
        missing: [...missing],
        ...restoreEffects(state, present, config, changed),
      }
    },
    async restoreBackup({ id }) {
      const { file, state } = settings()
      if (!restart) throw controlError('conflict', explain('restartByHand', {}, { command: 'clova-home restore FILE' }))
      const upload = join(state, uploadName(id))
      if (!uploadPattern.test(uploadName(id)) || !existsSync(upload))
        throw controlError('notFound', explain('uploadGone'))
      const { targets } = await planned(await readFile(upload), file)
      try {
        const before = await collectCurrent(file)
        const kept = before && (await backUpCurrent(file, before))
        await writeTargets(targets.filter(({ name, isOutside }) => !isOutside && !name.startsWith('state/')))
        await rename(upload, join(state, pendingStateFile))
        setTimeout(restart, restartDelayMs)
        return { outcome: 'restored', ...(kept !== undefined && { kept }) }
      } catch (error) {
        return { outcome: 'notWritten', reason: explainFailedRestore(error, file) }
      }
    },
  }
}

/** Keeps a backup until it is put back, in place of one that was sent before. @returns its id @throws controlError `conflict` */
async function keepUpload(state: string, bytes: Uint8Array): Promise<string> {
  const id = randomBytes(8).toString('hex')
  try {
    for (const name of readdirSync(state)) if (uploadPattern.test(name)) rmSync(join(state, name), { force: true })
    await writeAtomically(join(state, uploadName(id)), bytes)
    return id
  } catch (error) {
    throw controlError('conflict', explainWriteError(error, state))
  }
}

/** Why nothing was put back: the system's reason, or what is wrong with the files. */
function explainFailedRestore(error: unknown, file: string): Explanation {
  const cause = (error as Error).cause ?? error
  const isOfSystem = (cause as NodeJS.ErrnoException).code !== undefined
  return isOfSystem ? explainWriteError(cause, file) : explainError(error)
}

/** What a backup would write. @throws controlError `badRequest` if it cannot be used */
async function planned(bytes: Uint8Array, file: string) {
  try {
    const { files, created, version, missing } = await unpackArchive(bytes)
    const { config, problems } = await loadBackup(files, missing)
    if (!config) throw localizedError(joinTexts(backupMessage('configurationWrong'), ': ', mistakeText(problems[0])))
    const plan = planTargets(files, file)
    assertReferenced(plan, file)
    return { config, targets: plan.targets, created, version, missing }
  } catch (error) {
    throw controlError('badRequest', explain('notABackup', { reason: errorText(error) }))
  }
}

/** `gateway.yaml:12: what is wrong there`, in each language. */
const mistakeText = (problem: Problem | undefined): Text =>
  problem ? joinTexts(`${basename(problem.file)}:${problem.line}: `, problem.localized) : ''

function changeOf(path: string, content: Uint8Array): 'new' | 'same' | 'different' {
  try {
    return readFileSync(path).equals(content) ? 'same' : 'different'
  } catch {
    return 'new'
  }
}
