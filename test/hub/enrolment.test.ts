import { once } from 'node:events'
import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { jest } from '@jest/globals'
import { type JoinLine, parseJoinLine } from '../../src/config/joinLine.ts'
import { HubAgent } from '../../src/hub/agent.ts'
import { clientSecretOfHome, createHubState } from '../../src/hub/credentials.ts'
import { addHome, initHub, listHomes, pushRevocations, removeHome } from '../../src/hub/enrolment.ts'
import { readHubSettings, readHubState, writeHubSettings, writeHubState } from '../../src/hub/folder.ts'
import { publicKeyOf } from '../../src/hub/keys.ts'
import { inFolder } from '../support/folder.ts'
import { silent } from '../support/log.ts'
import { type FakeServer, withServer } from './natsServer.ts'
import { respondWith } from './testHub.ts'

const publicUrl = 'https://hub.example.com'
const servers = [1, 2, 3].map((i) => ({
  name: `nats${i}`,
  clientAddress: '0.0.0.0:4222',
  routeAddress: `nats${i}.example.com:6222`,
}))

test('hub init writes keys that only their owner reads, settings, and a configuration for each nats-server', async () => {
  await inFolder(async (folder) => {
    const files = await initHub(folder, { publicUrl, servers, urls: ['tls://nats1.example.com:4222'] })
    expect(statSync(join(folder, 'keys.json')).mode & 0o777).toBe(0o600)
    expect(readHubSettings(folder)).toMatchObject({ publicUrl, clientSecret: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(files).toEqual([1, 2, 3].map((i) => join(folder, `nats/nats${i}.conf`)))
    expect(statSync(join(folder, 'nats')).mode & 0o777).toBe(0o700)
    for (const [i, file] of files.entries()) {
      const text = readFileSync(file, 'utf8')
      expect(text).toContain(`resolver: { type: full, dir: "/var/lib/nats/nats${i + 1}/jwt"`)
      for (const [j, { routeAddress }] of servers.entries())
        expect(/nats-route:\/\/route:[\w-]{43}@/.test(text) && text.includes(`@${routeAddress}"`)).toBe(j !== i)
      // The keys that sign stay with the operator.
      for (const seed of [readHubState(folder).operatorSeed, readHubState(folder).accountSeed])
        expect(text).not.toContain(seed)
    }
    await expect(initHub(folder, { publicUrl, servers, urls: [] })).rejects.toThrow(
      `${folder} has the keys of a hub already`,
    )
  })
})

const keys = createHubState([])

const lookupSubject = `$SYS.REQ.ACCOUNT.${publicKeyOf(keys.accountSeed)}.CLAIMS.LOOKUP`
/** What a cluster replies that has taken a change. */
const isUpdated = '{"data":{"code":200}}'

/**
 * A hub whose cluster is one server in this process, which replies so to a change of the account, and has this JWT of it.
 * @param onRequest is called before it replies
 */
const withHub = (
  use: (folder: string, server: FakeServer) => Promise<void>,
  updated = isUpdated,
  stored = '',
  onRequest = () => {},
) =>
  withServer(
    (server) =>
      inFolder(async (folder) => {
        await writeHubState(folder, { ...keys, servers: [server.url] })
        await writeHubSettings(folder, { publicUrl, clientSecret: 'console-secret-of-the-hub' })
        await use(folder, server)
        // Whoever asked the cluster has closed its connection.
        for (const socket of server.sockets) if (!socket.destroyed) await once(socket, 'close')
      }),
    {
      reply: ({ subject }) => {
        onRequest()
        return { '$SYS.REQ.CLAIMS.UPDATE': updated, [lookupSubject]: stored }[subject]
      },
    },
  )

test('a home is enrolled by a line with the address of the hub and the credentials of the home, which is not stored', () =>
  withHub(async (folder, server) => {
    const line = await addHome(folder, 'kim')
    const { homes, homeSecretKey } = readHubState(folder)
    const { home, jwt, seed, ...rest } = parseJoinLine(line) as JoinLine
    expect(homes).toEqual([{ name: 'kim', home, user: publicKeyOf(seed), enrolledAt: expect.any(Number) }])
    expect(jwt.split('.')).toHaveLength(3)
    expect(rest).toEqual({
      ...{ version: 1, servers: [server.url], publicUrl, clientId: 'clova' },
      clientSecret: clientSecretOfHome(homeSecretKey, home),
    })
    expect(readFileSync(join(folder, 'keys.json'), 'utf8')).not.toContain(seed)
    writeFileSync(join(folder, 'ca.pem'), 'PEM')
    appendFileSync(join(folder, 'hub.yaml'), 'ca: ca.pem\n')
    expect(parseJoinLine(await addHome(folder, 'lee'))).toMatchObject({ ca: 'PEM' })
    await expect(addHome(folder, 'kim')).rejects.toThrow('there is a home "kim" already')
    expect(readHubState(folder).homes.map(({ name }) => name)).toEqual(['kim', 'lee'])
  }))

test('the homes are listed, connected ones with their own status', () =>
  withHub(async (folder, server) => {
    const { home, servers, ...credentials } = parseJoinLine(await addHome(folder, 'kim')) as JoinLine
    const { home: other } = parseJoinLine(await addHome(folder, 'lee')) as JoinLine
    const connected = new Promise<void>((resolve) => {
      const log = { ...silent, info: () => resolve() }
      const options = { version: '1.0', log }
      const agent = new HubAgent({ home, servers, credentials }, () => respondWith(200, {}, ''), options)
      agent.start()
      ends.push(() => agent.close())
    })
    await connected
    const [kim, lee] = await listHomes(folder)
    const enrolledAt = expect.any(Number)
    expect(kim).toEqual({
      name: 'kim',
      home,
      enrolledAt,
      status: { version: '1.0', connectedSince: expect.any(Number) },
    })
    expect(lee).toEqual({ name: 'lee', home: other, enrolledAt })
    expect(server.introductions.at(-1)).toMatchObject({ name: 'clova-home hub' })
    for (const end of ends.splice(0)) await end()
  }))
const ends: (() => Promise<void>)[] = []

test('a home that is removed is no longer listed, and every server of the cluster gets its revocation', () =>
  withHub(async (folder, server) => {
    const { seed } = parseJoinLine(await addHome(folder, 'kim')) as JoinLine
    await removeHome(folder, 'kim')
    expect(readHubState(folder).homes).toEqual([])
    const [lookup, update] = server.published.slice(-2)
    expect(lookup).toEqual({ subject: lookupSubject, text: '' })
    const { subject, text = '' } = update ?? {}
    expect(subject).toBe('$SYS.REQ.CLAIMS.UPDATE')
    const claims = JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString('utf8'))
    expect(Object.keys(claims.nats.revocations)).toEqual([publicKeyOf(seed)])
    await expect(removeHome(folder, 'kim')).rejects.toThrow('there is no home "kim"')
  }))

test.each([
  ['{"error":{"description":"no rights"}}', 'the cluster refused the change: no rights'],
  ['{"error":{"code":500}}', 'the cluster refused the change: {"error":{"code":500}}'],
  ['{"error":{"description":"odd"},"data":{"code":200}}', 'the cluster refused the change: odd'],
  ['{"data":{"code":500}}', 'the cluster refused the change: {"data":{"code":500}}'],
  ['{}', 'the cluster refused the change: {}'],
])('a cluster that answers a change with %s has refused it', (updated, message) =>
  withHub(async (folder) => {
    await addHome(folder, 'kim')
    await expect(pushRevocations(folder)).rejects.toThrow(message)
    await expect(removeHome(folder, 'kim')).rejects.toThrow(`clova-home hub push (${message})`)
    expect(readHubState(folder).homes).toEqual([])
  }, updated),
)

afterEach(() => {
  jest.restoreAllMocks()
  jest.useRealTimers()
})

test('a change is refused if the clock is behind the last change, since restarted servers would forget it', async () => {
  const jwt = (iat: number) => `h.${Buffer.from(JSON.stringify({ iat })).toString('base64url')}.s`
  const now = Date.UTC(2027, 0, 15, 9) / 1000
  jest.spyOn(Date, 'now').mockReturnValue(now * 1000)
  await withHub(
    async (folder) => {
      await addHome(folder, 'kim')
      await expect(removeHome(folder, 'kim')).rejects.toThrow(
        /clova-home hub push \(.* is of 2027-01-15T09:00:01\.000Z.*set the clock/,
      )
    },
    isUpdated,
    jwt(now + 1),
  )
  for (const stored of [jwt(now), '', 'no JWT', jwt(Number.NaN)]) await withHub(pushRevocations, isUpdated, stored)
})

test('a cluster may take four seconds for each reply to a change', () =>
  withHub(
    async (folder) => {
      jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] })
      await pushRevocations(folder)
    },
    isUpdated,
    '',
    () => jest.advanceTimersByTime(4000),
  ))

test('a cluster that is away is named with all of its servers', () =>
  inFolder(async (folder) => {
    const gone = await withServer(async ({ url }) => url)
    await writeHubState(folder, { ...keys, servers: [gone, gone] })
    await writeHubSettings(folder, { publicUrl, clientSecret: 'console-secret-of-the-hub' })
    const problem = `the cluster cannot be reached at ${gone}, ${gone}: ${gone.slice('nats://'.length)}: `
    await expect(listHomes(folder)).rejects.toThrow(problem)
    await expect(pushRevocations(folder)).rejects.toThrow(problem)
  }))

test.each(['', 'clova-home:', 'clova-home:e30', 'kim'])('the line "%s" is not one of hub add', (line) => {
  expect(parseJoinLine(line)).toBeUndefined()
})
