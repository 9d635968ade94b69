import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connect } from '@nats-io/transport-node'
import { askHome } from '../../src/hub/askHome.ts'
import { connectOnce } from '../../src/hub/connection.ts'
import { enrol } from '../../src/hub/credentials.ts'
import { publicKeyOf } from '../../src/hub/keys.ts'
import { freePort } from '../support/broker.ts'
import { inFolder } from '../support/folder.ts'
import { killed } from '../support/process.ts'
import { startCluster, type TestCluster } from './cluster.ts'
import { openTestHub, type TestHub } from './testHub.ts'

const request = { method: 'GET', path: '/', headers: {}, clientAddress: '', body: Buffer.from('') } as const
let cluster: TestCluster
let hub: TestHub

beforeAll(async () => {
  cluster = await startCluster(1)
  hub = await openTestHub(cluster.state)
})
afterAll(async () => {
  await hub?.close()
  await cluster?.stop()
})

test('a home cannot subscribe many times to make servers multiply its requests', async () => {
  const { home, credentials } = await enrol(cluster.state, 'subscriber')
  const connection = await connectOnce({ servers: cluster.urls, credentials }, 'subscriber')
  const refused = (async () => {
    for await (const status of connection.status()) if (status.type === 'error') return status.error.message
    return 'the connection was closed'
  })()
  let received = 0
  for (let i = 0; i < 10; i += 1)
    connection.subscribe(`home.${home.home}`, {
      callback(_error, message) {
        received += 1
        message.respond('')
      },
    })
  try {
    expect(await refused).toMatch(/maximum subscriptions exceeded/i)
    await connection.flush()
    expect(await askHome(() => hub.link.connection(), home.home, request, 2000)).toBe('malformed')
    await connection.flush()
    expect(received).toBeLessThanOrEqual(2)
  } finally {
    await connection.close()
  }
})

test('a nats-server without the password of the cluster receives no message of a home and cannot send one', async () => {
  const account = publicKeyOf(cluster.state.accountSeed)
  const [port, routePort] = [await freePort(), await freePort()]
  await inFolder(async (folder) => {
    const config = join(folder, 'rogue.conf')
    writeFileSync(
      config,
      `listen: "127.0.0.1:${port}"
cluster { name: clova-home, listen: "127.0.0.1:${routePort}", routes: ["nats-route://${cluster.routes[0]}"] }
accounts { ${account}: { users: [{ user: rogue, password: rogue }] } }
`,
    )
    const env = { PATH: `${process.env.PATH}:/usr/sbin:/usr/local/sbin` }
    const rogue = spawn('nats-server', ['-c', config, '-D'], { stdio: ['ignore', 'ignore', 'pipe'], env })
    try {
      let log = ''
      // Without a password the servers would become one cluster, and this would wait in vain.
      await new Promise<string>((resolve) => {
        rogue.stderr.on('data', (bytes: Buffer) => {
          log += bytes.toString('utf8')
          const [found] = /Authorization Violation|Authentication (Error|Failure)/i.exec(log) ?? []
          if (found !== undefined) resolve(found)
        })
      })
      const connection = await connect({ servers: `127.0.0.1:${port}`, user: 'rogue', pass: 'rogue', reconnect: false })
      const received: string[] = []
      connection.subscribe('home.>', {
        callback: (_error, message) => {
          received.push(message.subject)
          message.respond('stolen')
        },
      })
      await connection.flush()
      expect(await askHome(() => hub.link.connection(), '0123456789ab', request, 2000)).toBe('offline')
      expect(received).toEqual([])
      await connection.close()
    } finally {
      await killed(rogue)
    }
  })
})
