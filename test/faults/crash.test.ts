import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inFolder } from '../support/folder.ts'

const dist = (name: string) => JSON.stringify(join(import.meta.dirname, '../../dist', name))

/** A gateway that has just been told something, and then something throws where nobody catches it. */
const script = (crime: string) => `
import { startGateway } from ${dist('src/cli/gateway.js')}
import { createLog } from ${dist('src/cli/log.js')}
import { endWhole } from ${dist('src/cli/run.js')}
import { world } from ${dist('src/cli/world.js')}
import { parseConfig } from ${dist('src/config/load.js')}
const { config } = await parseConfig(process.argv[1] + '/gateway.yaml', \`
server: { listen: '127.0.0.1:0' }
signature: { publicKey: none.pem }
drivers: { memory: { type: virtual } }
appliances: [{ id: lamp, name: lamp, type: LIGHT, driver: memory, assumed: true, traits: { brightness: {} } }]
\`, { ...world, env: {} })
const log = createLog([])
const gateway = await startGateway(config, log)
endWhole(log, gateway.house.memories.flush)
await gateway.house.home().appliances.get('lamp').device.apply({ kind: 'set', patch: { brightness: 42 } }, new AbortController().signal)
${crime}
setTimeout(() => {}, 60_000)
`

test.each([
  ['an exception', "setTimeout(() => { throw new Error('the sky fell') }, 0)"],
  ['a promise that nobody waits for', "Promise.reject(new Error('the sky fell'))"],
  [
    'an emitter without a handler',
    "const { EventEmitter } = await import('node:events'); new EventEmitter().emit('error', new Error('the sky fell'))",
  ],
])(
  '%s that nobody caught is logged whole, what must be kept is written, and the process ends',
  (_what, crime) =>
    inFolder((folder) => {
      const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script(crime), folder], {
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
