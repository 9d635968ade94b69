import { verify } from 'node:crypto'
import { jest } from '@jest/globals'
import { createUser } from '@nats-io/jwt'
import {
  ClusterLink,
  type ClusterTarget,
  connectOnce,
  formatCredentials,
  type LinkOptions,
  parseCredentials,
} from '../../src/hub/connection.ts'
import { ConnectionProblem } from '../../src/hub/connectionProblem.ts'
import { publicKeyOf } from '../../src/hub/keys.ts'
import { Backoff } from '../../src/util/backoff.ts'
import { certificateFor, createAuthority } from '../support/certificates.ts'
import { silent } from '../support/log.ts'
import { natsServer, nonce, withServer } from './natsServer.ts'

const seed = new TextDecoder().decode(createUser().getSeed())
const credentials = { jwt: 'aaa.bbb-_c.ddd', seed }

/** The URL of a server that is not there. */
const goneUrl = () => withServer(async ({ url }) => url)
const violation = () => "-ERR 'Authorization Violation'\r\n"

test.each([
  ['two words', `aaa.bbb.ccc ${seed}`],
  ['lines', ` aaa.bbb.ccc\n  ${seed}\n`],
])('credentials are read from %s', (_name, text) => {
  const read = parseCredentials(text)
  expect(read).toEqual({ jwt: 'aaa.bbb.ccc', seed })
  expect(formatCredentials(read)).toBe(`aaa.bbb.ccc ${seed}`)
})

afterEach(() => {
  jest.restoreAllMocks()
  jest.useRealTimers()
})

/** The names of tests must be the same in each run. */
const writtenSeed = `SU${'A'.repeat(56)}`
test.each([
  '',
  writtenSeed,
  'aaa.bbb.ccc',
  `aaa.bbb ${writtenSeed}`,
  `x aaa.bbb.ccc ${writtenSeed}`,
  `aaa.bbb.ccc ${writtenSeed} x`,
  `aaa.bbb.ccc.ddd ${writtenSeed}`,
  `aaa.b+b.ccc ${writtenSeed}`,
  `aaa.bbb.c!c ${writtenSeed}`,
  `aaa.bbb.ccc S${writtenSeed}`,
  `aaa.bbb.ccc ${writtenSeed}A`,
  `aaa.bbb.ccc ${writtenSeed.replace('SU', 'SA')}`,
  `aaa.bbb.ccc ${writtenSeed.toLowerCase()}`,
  `. ${writtenSeed}`,
])('"%s" is refused as credentials', (text) => {
  expect(() => parseCredentials(text)).toThrow('these are no credentials of a hub: write what "clova-home join" writes')
})

test('a client that connects signs the nonce of the server, and sends its name', async () => {
  await withServer(async ({ url, introductions }) => {
    const connection = await connectOnce({ servers: [url], credentials }, 'home 1')
    await connection.close()
    const [{ jwt, sig, name } = {}] = introductions
    expect({ jwt, name }).toEqual({ jwt: credentials.jwt, name: 'home 1' })
    // The raw ed25519 key of the user, within the text of 56 characters, behind the head of SubjectPublicKeyInfo.
    const raw = decodeBase32(publicKeyOf(seed)).subarray(1, 33)
    const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw])
    const key = { key: der, format: 'der', type: 'spki' } as const
    expect(verify(null, Buffer.from(nonce), key, Buffer.from(String(sig), 'base64url'))).toBe(true)
  })
})

function decodeBase32(text: string): Buffer {
  const bits = [...text].map((char) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(char).toString(2).padStart(5, '0'))
  return Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

test('the servers are tried in random order until one accepts the home, and each failure is reported', async () => {
  await withServer(async (good) => {
    const gone = await goneUrl()
    for (let i = 0; i < 6; i += 1) {
      const connection = await connectOnce({ servers: [gone, good.url], credentials }, 'home')
      expect(connection.getServer()).toBe(good.host)
      await connection.close()
    }
    await withServer(
      async (refusing) => {
        const firsts = new Set<string>()
        while (firsts.size < 2) {
          const attempt = connectOnce({ servers: [gone, refusing.url], credentials }, 'home')
          const error: ConnectionProblem = await attempt.then(
            () => Promise.reject(new Error('it connected')),
            (cause) => cause,
          )
          expect(error).toBeInstanceOf(ConnectionProblem)
          expect(error.message).toContain(`${new URL(gone).host}: `)
          expect(error.message).toContain(`${refusing.host}: Authorization Violation`)
          // What the server that is there says tells more.
          expect(error.explanation.code).toBe('hubCredentialsRefused')
          firsts.add(error.message.split(': ')[0] ?? '')
        }
      },
      { answer: violation },
    )
  })
})

test.each([
  ['that must have TLS', (url: string) => ({ servers: [url.replace('nats:', 'tls:')], credentials })],
  ['of an authority of its own', (url: string) => ({ servers: [url], credentials, ca: 'a certificate' })],
])('a server %s is not used without TLS', async (_name, target) => {
  await withServer(async ({ url, introductions }) => {
    const attempt = connectOnce(target(url), 'home')
    await expect(attempt).rejects.toMatchObject({ explanation: { code: 'hubWithoutTls' } })
    expect(introductions).toEqual([])
  })
})

test('a server needs a certificate for its address, which an authority of its own may have signed', async () => {
  const authority = createAuthority('the authority of a hub')
  const connectTo = async (host: string, target: (url: string) => Partial<ClusterTarget>) =>
    withServer(
      async ({ url, introductions }) => {
        const connecting = connectOnce({ servers: [url], credentials, ...target(url) }, 'home')
        const outcome = await connecting.then(
          async (connection) => connection.close(),
          ({ explanation }: ConnectionProblem) => explanation.code,
        )
        return [outcome, introductions.length]
      },
      { certificate: certificateFor(host, authority) },
    )
  const ca = authority.cert
  const byTls = (url: string) => ({ servers: [url.replace('nats:', 'tls:')] })
  expect(await connectTo('127.0.0.1', () => ({ ca }))).toEqual([undefined, 1])
  expect(await connectTo('127.0.0.1', (url) => ({ ...byTls(url), ca }))).toEqual([undefined, 1])
  expect(await connectTo('127.0.0.1', byTls)).toEqual(['hubCertificateUntrusted', 0])
  expect(await connectTo('hub.example.com', () => ({ ca }))).toEqual(['hubCertificateOtherName', 0])
})

test('an aborted attempt tries no server', async () => {
  await withServer(async ({ url, sockets }) => {
    const ended = AbortSignal.abort(new Error('ended'))
    await expect(connectOnce({ servers: [url], credentials }, 'home', ended)).rejects.toThrow('ended')
    expect(sockets).toEqual([])
  })
})

const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

/** A link, its log, and the next line of that. */
function openLink(servers: readonly string[], options: Partial<LinkOptions> = {}) {
  const lines: object[] = []
  let onLine = () => {}
  const write = (fields: object, message: string) => {
    lines.push({ ...fields, message })
    onLine()
  }
  const log = { ...silent, info: write, warn: write }
  const link = new ClusterLink({ servers, credentials }, { name: 'home', peer: 'hub', log, ...options })
  /** Is back when the log has so many lines. */
  const logged = async (count: number) => {
    while (lines.length < count)
      await new Promise<void>((resolve) => {
        onLine = resolve
      })
    return lines
  }
  return { link, lines, logged }
}

test('a link reports that it is connected, what the server reports, and that it is lost, and connects again', async () => {
  await withServer(async (server) => {
    const connections: unknown[] = []
    const { link, logged } = openLink([server.url], { onConnected: (connection) => void connections.push(connection) })
    const before = Date.now()
    expect(link.status()).toEqual({ connected: false, since: expect.any(Number) })
    expect(() => link.connection()).toThrow('the hub is not connected')
    const resetIfLasted = jest.spyOn(Backoff.prototype, 'resetIfLasted')
    const startMs = performance.now()
    expect(link.start()).toBe(link)
    expect(await logged(1)).toEqual([{ server: server.host, message: 'the hub is connected' }])
    expect(link.status()).toEqual({ connected: true, server: server.host, since: expect.any(Number) })
    expect(link.status().since).toBeGreaterThanOrEqual(before)
    expect(connections).toEqual([link.connection()])
    server.sockets[0]?.write('-ERR \'Permissions Violation for Subscription to "x"\'\r\n')
    expect((await logged(2))[1]).toMatchObject({
      reason: expect.stringContaining('Permissions Violation'),
      message: 'the hub reports an error',
    })
    server.sockets[0]?.destroy()
    expect((await logged(3))[2]).toEqual({
      server: server.host,
      message: 'the hub is disconnected; the gateway tries again',
    })
    expect(link.status()).toMatchObject({
      connected: false,
      server: server.host,
      reason: { code: 'hubConnectionLost' },
    })
    const [[lastedMs] = []] = resetIfLasted.mock.calls
    expect(lastedMs).toBeLessThanOrEqual(performance.now() - startMs)
    expect(() => link.connection()).toThrow('the hub is not connected')
    expect((await logged(4))[3]).toEqual({ server: server.host, message: 'the hub is connected' })
    expect(link.status()).not.toHaveProperty('reason')
    await link.close()
    expect(() => link.connection()).toThrow('the hub is not connected')
    expect(await logged(4)).toHaveLength(4)
    await link.close()
  })
})

test('a link that does not connect logs each reason once, and its attempts become rarer', async () => {
  const waitAtLeast = jest.spyOn(Backoff.prototype, 'waitAtLeast')
  const attemptsAtMs: number[] = []
  await withServer(
    async (server) => {
      const { link, lines, logged } = openLink([server.url])
      link.start()
      expect(await logged(1)).toEqual([
        {
          reason: expect.anything(),
          problem: 'hubUnreachable',
          message: 'the hub cannot be reached; more attempts follow',
        },
      ])
      expect(link.status()).toMatchObject({ connected: false, reason: { code: 'hubUnreachable' } })
      expect(link.status()).not.toHaveProperty('server')
      // The second attempt fails alike, the third differently.
      await logged(2)
      expect(attemptsAtMs).toHaveLength(3)
      expect(lines[1]).toMatchObject({ problem: 'hubCredentialsRefused' })
      // Up to half of 500 and of 1,000 ms is taken off at random; a timer of Node may be 1 ms early.
      const [first = 0, second = 0, third = 0] = attemptsAtMs
      expect(second - first).toBeGreaterThan(248)
      expect(third - second).toBeGreaterThan(498)
      expect(waitAtLeast.mock.calls).toEqual([[10_000]])
      await link.close()
    },
    {
      answer: () => {
        attemptsAtMs.push(performance.now())
        return attemptsAtMs.length < 3 ? undefined : violation()
      },
    },
  )
})

test('a link that is lost and cannot reconnect names its last server and the reason', async () => {
  const server = await natsServer()
  const { link, logged } = openLink([server.url])
  link.start()
  await logged(1)
  await server.close()
  expect((await logged(3))[2]).toMatchObject({ problem: 'hubUnreachable' })
  expect(link.status()).toMatchObject({ connected: false, server: server.host, reason: { code: 'hubUnreachable' } })
  await link.close()
})

test('a server whose address is invalid is reported like one that cannot be reached', async () => {
  const { link, logged } = openLink(['nonsense'])
  link.start()
  expect(JSON.stringify(await logged(1))).toContain('Invalid URL')
  expect(link.status()).toMatchObject({ reason: { code: 'hubUnreachable', values: { server: '' } } })
  await link.close()
})

test('a link that was closed before it connected does not connect, and reports nothing', async () => {
  await withServer(async ({ url, introductions }) => {
    const { link, lines } = openLink([url])
    link.start()
    await link.close()
    await nextTurn()
    expect({ lines, connected: link.status().connected }).toEqual({ lines: [], connected: false })
    expect(introductions.length).toBeLessThanOrEqual(1)
  })
})

test('a link that is closed before its attempt fails logs nothing', async () => {
  const failing = { answer: (): undefined => undefined }
  await withServer(async ({ url }) => {
    const { link, lines } = openLink([url])
    const hasFailed = new Promise<void>((resolve) => {
      jest.spyOn(Backoff.prototype, 'next').mockImplementation(() => {
        resolve()
        return 1
      })
    })
    link.start()
    await link.close()
    await hasFailed
    expect(lines).toEqual([])
  }, failing)
})

test('a link to a server that no longer answers is closed after two seconds', async () => {
  let answers = 0
  const onceOnly = () => {
    answers += 1
    return answers === 1 ? 'PONG\r\n' : ''
  }
  await withServer(
    async ({ url }) => {
      const { link, logged } = openLink([url])
      link.start()
      await logged(1)
      const connection = link.connection()
      jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] })
      const closing = link.close()
      await jest.advanceTimersByTimeAsync(1999)
      expect(connection.isClosed()).toBe(false)
      await jest.advanceTimersByTimeAsync(1)
      await closing
      expect(connection.isClosed()).toBe(true)
    },
    { answer: onceOnly },
  )
})
