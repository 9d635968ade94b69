import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { inFolder } from '../support/folder.ts'

const dist = (name: string) => JSON.stringify(join(import.meta.dirname, '../../dist', name))

/** On a tmpfs of a few pages that is filled while the gateway runs: what is said of it, and that every command is done. */
const script = `
import { writeFileSync, rmSync } from 'node:fs'
import { startGateway } from ${dist('src/cli/gateway.js')}
import { createLog } from ${dist('src/cli/log.js')}
import { world } from ${dist('src/cli/world.js')}
import { parseConfig } from ${dist('src/config/load.js')}
import { message, send } from ${dist('src/cli/client.js')}
const { config, problems } = await parseConfig(process.argv[1] + '/gateway.yaml', \`
server: { listen: '127.0.0.1:0' }
signature: { publicKey: none.pem }
drivers: { memory: { type: virtual } }
appliances: [{ id: lamp, name: lamp, type: LIGHT, driver: memory, assumed: true, traits: { brightness: {} } }]
\`, { ...world, env: {} })
if (!config) throw new Error(JSON.stringify(problems))
const lines = []
const gateway = await startGateway(config, createLog([], 'info', (line) => lines.push(JSON.parse(line).msg)))
const key = await gateway.localKey
const [host, port] = gateway.address().split(':')
const say = async (brightness) => {
  const body = JSON.stringify(message('SetBrightnessRequest', { accessToken: key.token, appliance: { applianceId: 'lamp' }, brightness: { value: brightness } }))
  return JSON.parse((await send({ host, port: Number(port) }, '/clova', key, body)).body).header.name
}
const results = {}
const fill = process.argv[1] + '/fill'
try { for (;;) writeFileSync(fill, Buffer.alloc(4096), { flag: 'a' }) } catch (error) { results.full = error.code }
results.first = await say(10)
await gateway.house.memories.flush()
results.problem = gateway.house.memories.problem()
results.second = await say(20)
results.told = lines.filter((line) => line.includes('cannot be written')).length
rmSync(fill)
results.third = await say(30)
await gateway.house.memories.flush()
results.after = gateway.house.memories.problem() ?? 'none'
await gateway.close()
console.log(JSON.stringify(results))
process.exit(0)
`

test(
  'a full disk is told, and stops no command; when there is room again it is written',
  () =>
    inFolder(async (folder) => {
      const run = `mount -t tmpfs -o size=64k none ${folder} && exec ${process.execPath} --input-type=module -e "$SCRIPT" ${folder}`
      // A mount of our own, gone with the process; root needs no user namespace for it.
      const user = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user']
      const { stdout, stderr } = spawnSync('unshare', [...user, '--mount', 'sh', '-c', run], {
        env: { ...process.env, NODE_OPTIONS: '', SCRIPT: script },
        encoding: 'utf8',
      })
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
