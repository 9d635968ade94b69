import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Check, failure, ok, warning } from '../check.ts'
import { say } from '../messages.ts'

/** The newest may be this old: a day, and the hours for which the gateway may have been off. */
const maxAgeMs = 2 * 86_400_000

/** Whether the daily backups are made, where they are configured. */
export const backupsCheck: Check = {
  name: 'backups',
  timeoutMs: 3000,
  run({ config: { backup }, host }) {
    if (!backup) return []
    const { folder } = backup
    let names: readonly string[]
    try {
      names = readdirSync(folder).filter((name) => /^clova-home-.*\.tar\.gz$/.test(name))
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      return code === 'ENOENT'
        ? [failure('backups', say('noBackupFolder', { folder }), say('noBackupFolderFix', { folder }))]
        : [failure('backups', say('backupsUnreadable', { folder, code: code ?? '' }), `ls -ld ${folder}`)]
    }
    const newest = names.map((name) => statSync(join(folder, name)).mtimeMs).sort((a, b) => b - a)[0]
    if (newest === undefined || host.now() - newest > maxAgeMs)
      return [
        warning(
          'backups',
          say('noRecentBackup', { folder }),
          'journalctl -u clova-home -n 50 --no-pager; clova-home backup FILE',
        ),
      ]
    return [
      ok(
        'backups',
        say('backupsGood', { count: names.length, folder, date: new Date(newest).toISOString().slice(0, 10) }),
      ),
    ]
  },
}
