import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { inFolder } from '../support/folder.ts'

/** What `npm test` made beforehand. */
const programs = join(import.meta.dirname, '../../dist/faults.cjs')

test(
  'a full disk is reported and stops no command; the state is written when there is room again',
  () =>
    inFolder(async (folder) => {
      const run = 'mount -t tmpfs -o size=64k none "$1" && exec "$2" "$3" fullDisk "$1"'
      // A mount of our own, gone with the process; root needs no user namespace for it.
      const user = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user']
      const { stdout, stderr } = spawnSync(
        'unshare',
        [...user, '--mount', 'sh', '-c', run, 'sh', folder, process.execPath, programs],
        {
          env: { ...process.env, NODE_OPTIONS: '' },
          encoding: 'utf8',
        },
      )
      expect(stderr).toBe('')
      expect(JSON.parse(stdout)).toEqual({
        full: 'ENOSPC',
        first: 'SetBrightnessConfirmation',
        problem: expect.stringContaining('cannot be written (ENOSPC)'),
        second: 'SetBrightnessConfirmation',
        told: 1,
        third: 'SetBrightnessConfirmation',
        after: 'none',
      })
    }),
  30_000,
)
