import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseConfig } from '../../src/config/load.ts'
import { createControlClient } from '../../src/control/client.ts'
import { loadContext } from '../../src/gateway/environment.ts'
import { type Gateway, startGateway } from '../../src/gateway/gateway.ts'
import { createLogger } from '../../src/util/logger.ts'
import { makeFolder, removeFolder } from '../support/folder.ts'
import { start as startProcess } from '../support/process.ts'

describe('two gateways on one state folder', () => {
  let folder: string
  const running: Gateway[] = []
  beforeEach(() => {
    folder = makeFolder()
  })
  afterEach(async () => {
    await Promise.all(running.splice(0).map((gateway) => gateway.close()))
    removeFolder(folder)
  })

  async function start(state = 'state', listen = '127.0.0.1:0'): Promise<Gateway> {
    const yaml = `server: { listen: '${listen}' }\nsignature: { publicKey: none.pem }\nstate: ${state}\ndashboard: { enabled: false }\ndrivers: { m: { type: virtual } }\n`
    const { config } = await parseConfig(join(folder, 'gateway.yaml'), yaml, { ...loadContext, env: {} })
    if (!config) throw new Error('the configuration is right')
    const gateway = await startGateway(config, createLogger([], 'silent'))
    running.push(gateway)
    return gateway
  }

  test('the second does not start and reports the process of the first, which continues', async () => {
    const first = await start()
    await expect(start()).rejects.toThrow(
      `another gateway runs with the state folder ${join(folder, 'state')} (process ${process.pid}, ${join(folder, 'gateway.yaml')})`,
    )
    const health = await createControlClient({ state: join(folder, 'state') }).call('health', {})
    expect(health.address).toBe(first.address())
  })

  test('the second does not start either if its path to the folder is a link', async () => {
    mkdirSync(join(folder, 'state'))
    symlinkSync('state', join(folder, 'link'))
    await start()
    await expect(start('link')).rejects.toThrow('another gateway runs')
  })

  test('if several start at the same moment, one runs', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => start()))
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', ...Array(4).fill('rejected')])
  })

  test('the next gateway starts when the first has ended or could not listen', async () => {
    const first = await start()
    const { port } = new URL(`http://${first.address()}`)
    await expect(start('other', `127.0.0.1:${port}`)).rejects.toThrow('listens there already')
    await start('other')
    await running.splice(running.indexOf(first), 1)[0]?.close()
    await start()
  })

  test('the next gateway starts after the first was killed', async () => {
    const file = join(folder, 'process.yaml')
    writeFileSync(
      file,
      `server: { listen: '127.0.0.1:0' }\nsignature: { publicKey: none.pem }\nstate: state\ndashboard: { enabled: false }\ndrivers: { m: { type: virtual } }\n`,
    )
    const first = startProcess(['run', '--config', file])
    await first.untilOutput('the gateway is listening')
    await expect(start()).rejects.toThrow(`process ${first.child.pid}`)
    first.child.kill('SIGKILL')
    await first.finished
    await start()
  })
})
