import { once } from 'node:events'
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { cacheFileName } from '../../src/http/clova/publicKey.ts'
import { HubAgent } from '../../src/hub/agent.ts'
import { createHubState, enrol } from '../../src/hub/credentials.ts'
import { writeHubState } from '../../src/hub/folder.ts'
import { publicKeyOf } from '../../src/hub/keys.ts'
import { type Hub, startHub } from '../../src/hub/process.ts'
import type { HubState } from '../../src/hub/state.ts'
import { createLogger } from '../../src/util/logger.ts'
import { eventually } from '../drivers/driverContract.ts'
import { freePort } from '../support/broker.ts'
import { envelope, pem, postTo, signed } from '../support/clova.ts'
import { inFolder } from '../support/folder.ts'
import { silent } from '../support/log.ts'
import { type FakeServer, withServer } from './natsServer.ts'
import { respondWith } from './testHub.ts'

const settings = `publicUrl: https://hub.example.com
listen: 127.0.0.1:0
monitor: 127.0.0.1:0
clientSecret: 0123456789abcdef
`

const keys = createHubState([])

/** A hub that runs, whose log can be awaited line by line. */
interface RunningHub {
  readonly hub: Hub
  readonly lines: readonly Record<string, unknown>[]
  /** a line of the log that says this, as soon as it is there */
  logged(text: string): Promise<Record<string, unknown>>
  get(path: string): Promise<{ readonly status: number; readonly type: string | null; readonly text: string }>
  /** Sends a command that CLOVA has signed. */
  command(accessToken: string, headers?: Record<string, string>): ReturnType<typeof postTo>
}

/** Runs a hub on a folder with these settings. */
async function withHub(
  { servers, more = 'publicKey: clova.pem\n' }: { readonly servers: readonly string[]; readonly more?: string },
  use: (running: RunningHub, state: HubState) => Promise<unknown>,
  prepare: (folder: string) => void = () => {},
): Promise<void> {
  await inFolder(async (folder) => {
    const state = { ...keys, servers: [...servers] }
    await writeHubState(folder, state)
    writeFileSync(join(folder, 'clova.pem'), pem)
    writeFileSync(join(folder, 'hub.yaml'), settings)
    appendFileSync(join(folder, 'hub.yaml'), more)
    prepare(folder)
    const lines: Record<string, unknown>[] = []
    let wake = () => {}
    const log = createLogger([], 'info', (line) => {
      lines.push(JSON.parse(line))
      wake()
    })
    const logged = async (text: string) => {
      for (;;) {
        const found = lines.find((line) => String(line.msg).includes(text))
        if (found) return found
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    }
    const hub = await startHub(folder, log)
    try {
      const get = async (path: string) => {
        const answer = await fetch(`http://${hub.monitorAddress}${path}`)
        return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() }
      }
      const command = (accessToken: string, headers = {}) => {
        const { hostname: host, port } = new URL(`http://${hub.address}`)
        const body = envelope('TurnOnRequest', { accessToken, appliance: { applianceId: 'lamp' } })
        return postTo({ host, port }, body, { SignatureCEK: signed(body), ...headers })
      }
      await use({ hub, lines, logged, get, command }, state)
    } finally {
      await hub.close()
    }
  })
}

test('a hub starts without its cluster, is not ready, and reports every home offline', async () => {
  const gone = await withServer(async ({ url }) => url)
  await withHub({ servers: [gone, gone] }, async ({ hub, get, command, logged }) => {
    const { address, monitorAddress: monitor } = hub
    expect(monitor).toMatch(/^127\.0\.0\.1:[1-9]\d*$/)
    expect(await logged('the hub is listening')).toMatchObject({ address, monitor })
    expect(await get('/healthz')).toEqual({ status: 200, type: 'text/plain; version=0.0.4', text: 'ok\n' })
    expect(await get('/readyz')).toMatchObject({ status: 503, text: 'the cluster is not connected\n' })
    const { text } = await get('/metrics')
    expect(text).toMatch(/^clova_hub_cluster_connected 0$/m)
    expect(text).not.toContain('clova_hub_homes_connected')
    for (const path of ['/constructor', '/']) expect(await get(path)).toMatchObject({ status: 404, text: '' })
    expect((await command('0123456789ab.token')).body).toContain('TargetOfflineError')
    expect(await logged('the cluster cannot be reached')).toMatchObject({ level: 'warn' })
  })
})

/** The number of connections of the account, as a server states it. */
const connections = (total: number) => ({
  reply: ({ subject }: { readonly subject: string }) =>
    subject === '$SYS.REQ.ACCOUNT.PING.CONNZ' ? JSON.stringify({ data: { total } }) : undefined,
})

test('a hub that is connected is ready, forwards commands to homes and counts them', async () => {
  await withServer(async ({ url, introductions }) => {
    const more = 'publicKey: clova.pem\ntrustedProxy: { header: X-Forwarded-For, from: [127.0.0.1] }\n'
    await withHub({ servers: [url], more }, async ({ lines, logged, get, command }, state) => {
      await logged('the cluster is connected')
      expect(await get('/readyz')).toMatchObject({ status: 200, text: 'ready\n' })
      const { home, credentials } = await enrol(state, 'kim')
      const addresses: unknown[] = []
      const connected = new Promise<HubAgent>((resolve) => {
        const log = { ...silent, info: () => resolve(agent) }
        const answer = respondWith(200, {}, '{"of":"home"}')
        const app =
          () =>
          (...[request, response]: Parameters<typeof answer>) => {
            addresses.push(request.socket.remoteAddress)
            answer(request, response)
          }
        const agent = new HubAgent({ home: home.home, servers: [url], credentials }, app, { version: '1.0', log })
        agent.start()
      })
      const agent = await connected
      // It is connected before the server knows what it listens to; until then it is offline.
      const answers: unknown[] = []
      await eventually(async () => {
        answers.push(await command(`${home.home}.token`, { 'X-Forwarded-For': '203.0.113.7' }))
        return addresses.length > 0
      })
      expect(answers.at(-1)).toMatchObject({ status: 200, body: '{"of":"home"}' })
      expect(addresses).toEqual(['203.0.113.7'])
      const { text } = await get('/metrics')
      expect(text).toMatch(/^clova_hub_requests_total\{result="answered"\} 1$/m)
      expect(text).toMatch(/^clova_hub_cluster_connected 1$/m)
      // Seven connections, of which one is this hub.
      expect(text).toMatch(/^clova_hub_homes_connected 6$/m)
      // The hub is connected twice, once to watch the connections of homes, and logs one of the two.
      expect(introductions.map(({ name }) => name).slice(0, 2)).toEqual(['hub', 'hub'])
      expect(lines.filter(({ msg }) => msg === 'the cluster is connected')).toHaveLength(1)
      await agent.close()
    })
  }, connections(7))
})

test('a home that opens too many connections loses the oldest, which is logged', async () => {
  const kicked = {
    reply: ({ subject }: { readonly subject: string }) => (subject.endsWith('.KICK') ? '{}' : undefined),
  }
  await withServer(async (server: FakeServer) => {
    await withHub({ servers: [server.url] }, async ({ logged }, state) => {
      await logged('the cluster is connected')
      const subject = `$SYS.ACCOUNT.${publicKeyOf(state.accountSeed)}.CONNECT`
      await server.subscribed(subject)
      for (let id = 1; id <= 5; id += 1) {
        const client = { id, user: 'kim', name_tag: '0123456789ab' }
        server.publish(subject, JSON.stringify({ server: { id: 'NA' }, client }))
      }
      expect(await logged('more than 4 connections')).toMatchObject({ home: '0123456789ab', level: 'warn' })
    })
  }, kicked)
})

const inStateFolder = (folder: string) => {
  process.env.STATE_DIRECTORY = folder
}
test.each<[string, string, string, ((folder: string) => void)?]>([
  ['in its file', 'key-of-https:clova.pem', 'key-of-https:clova.pem'],
  ['beside the settings', 'http://127.0.0.1:1/a.pem', cacheFileName('http://127.0.0.1:1/a.pem')],
  [
    'in the folder that the service may write to',
    'https://127.0.0.1:1/a.pem',
    join('state', cacheFileName('https://127.0.0.1:1/a.pem')),
    (folder) => inStateFolder(join(folder, 'state')),
  ],
])('the key of CLOVA is found %s', async (_name, source, file, prepare = () => {}) => {
  const gone = await withServer(async ({ url }) => url)
  const before = process.env.STATE_DIRECTORY
  try {
    const more = `publicKey: ${source}\n`
    const use = async ({ command }: RunningHub) => expect(await command('no-token')).toMatchObject({ status: 200 })
    await withHub({ servers: [gone], more }, use, (folder) => {
      mkdirSync(join(folder, 'state'))
      writeFileSync(join(folder, file), pem)
      prepare(folder)
    })
  } finally {
    if (before === undefined) delete process.env.STATE_DIRECTORY
    else process.env.STATE_DIRECTORY = before
  }
})

test('a closed hub accepts no requests and leaves the cluster', async () => {
  await withServer(async ({ url, sockets }) => {
    await withHub({ servers: [url] }, async ({ hub, logged, get, command }) => {
      await logged('the cluster is connected')
      await hub.close()
      await expect(command('no-token')).rejects.toThrow('ECONNREFUSED')
      await expect(get('/healthz')).rejects.toThrow('fetch failed')
      for (const socket of sockets) if (!socket.destroyed) await once(socket, 'close')
      expect(sockets.length).toBeGreaterThan(0)
    })
  })
})

test('a key that cannot be fetched is logged', async () => {
  const gone = await withServer(async ({ url }) => url)
  await withHub({ servers: [gone], more: 'publicKey: none.pem\n' }, async ({ logged, command }) => {
    expect(await logged('the public key cannot be used')).toMatchObject({
      level: 'warn',
      file: expect.stringMatching(/^\/.*\/none\.pem$/),
    })
    expect(await command('no-token')).toMatchObject({ status: 401 })
  })
})

test('a hub whose monitor cannot listen reports the address, and closes everything', async () => {
  const port = await freePort()
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const { port: takenPort } = taken.address() as { readonly port: number }
  try {
    await inFolder(async (folder) => {
      await writeHubState(folder, { ...keys, servers: ['nats://127.0.0.1:1'] })
      writeFileSync(join(folder, 'clova.pem'), pem)
      const places = settings
        .replace('listen: 127.0.0.1:0', `listen: 127.0.0.1:${port}`)
        .replace('monitor: 127.0.0.1:0', `monitor: 127.0.0.1:${takenPort}`)
      writeFileSync(join(folder, 'hub.yaml'), `${places}publicKey: clova.pem\n`)
      await expect(
        startHub(
          folder,
          createLogger([], 'silent' as never, () => {}),
        ),
      ).rejects.toMatchObject({
        message: `cannot listen on 127.0.0.1:${takenPort}: EADDRINUSE`,
        cause: { code: 'EADDRINUSE' },
      })
      // The public address is free again.
      const again = createServer()
      await new Promise<void>((resolve, reject) => {
        again.once('error', reject)
        again.listen(port, '127.0.0.1', resolve)
      })
      await new Promise((resolve) => again.close(resolve))
    })
  } finally {
    await new Promise((resolve) => taken.close(resolve))
  }
})
