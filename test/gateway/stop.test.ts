import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort, testBroker } from '../support/broker.ts'
import { pem } from '../support/clova.ts'
import { makeFolder, removeFolder } from '../support/folder.ts'
import { start } from '../support/process.ts'

test('a gateway stops within 5 s, also while its broker hangs', async () => {
  const folder = makeFolder()
  const broker = await testBroker()
  const yaml = `
server: { listen: '127.0.0.1:${await freePort()}' }
dashboard: { enabled: false }
signature: { publicKey: clova.pem }
drivers: { broker: { type: mqtt, url: '${broker.url}' } }
appliances: [{ id: l, name: l, type: LIGHT, driver: broker, traits: { power: { state: l, command: l/set } } }]
`
  writeFileSync(join(folder, 'clova.pem'), pem)
  writeFileSync(join(folder, 'gateway.yaml'), yaml)
  const gateway = start(['run', '--config', join(folder, 'gateway.yaml')])
  try {
    await gateway.untilOutput('connected to the broker')
    broker.freeze()
    const stoppedAt = performance.now()
    gateway.child.kill('SIGTERM')
    expect(await gateway.finished).toMatchObject({ code: 0, stderr: '' })
    expect(performance.now() - stoppedAt).toBeLessThan(5000)
  } finally {
    gateway.child.kill('SIGKILL')
    broker.thaw()
    await broker.stop()
    removeFolder(folder)
  }
})
