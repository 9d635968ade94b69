import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inFolder } from '../support/folder.ts'

/** What `npm test` made beforehand. */
const programs = join(import.meta.dirname, '../../dist/faults.cjs')

test.each([
  ['an exception', 'exception'],
  ['a promise that nobody waits for', 'rejection'],
  ['an emitter without a handler', 'emitter'],
])(
  '%s that nobody caught is logged completely, the state is written, and the process ends',
  (_what, crime) =>
    inFolder((folder) => {
      const { status, stdout } = spawnSync(process.execPath, [programs, 'crash', folder, crime], {
        env: { ...process.env, NODE_OPTIONS: '' },
        encoding: 'utf8',
        timeout: 20_000,
      })
      expect(status).toBe(1)
      const last = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')
      expect(last).toMatchObject({
        level: 'fatal',
        err: { message: 'the sky fell', stack: expect.stringContaining('    at ') },
      })
      const kept = JSON.parse(readFileSync(join(folder, 'state', 'memory.json'), 'utf8'))
      expect(kept.data.lamp.state).toEqual({ brightness: 42 })
    }),
  30_000,
)
