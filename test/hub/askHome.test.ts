import { jest } from '@jest/globals'
import { askHome, askStatus } from '../../src/hub/askHome.ts'
import { decodeRequest, encodeRepeatRequest, encodeResponse } from '../../src/hub/messages.ts'
import { fakeConnection, type Reply, type Sent } from './fakeConnection.ts'

const request = {
  method: 'POST',
  path: '/clova',
  headers: { signaturecek: 'signature' },
  clientAddress: '192.0.2.1',
  body: Buffer.from('{}'),
} as const
const ok = (fields = {}) => encodeResponse({ status: 200, headers: {}, body: Buffer.from('ok'), ...fields })
const noResponders: Reply = { headers: { code: 503, get: () => '' } }

/** Asks a home that was not asked before, with a cluster that replies by this. */
let homes = 0
function askNew(reply: Parameters<typeof fakeConnection>[0], timeoutMs = 6000) {
  homes += 1
  const fake = fakeConnection(reply)
  const home = `home${homes}`
  return { ...fake, home, response: askHome(() => fake.connection, home, request, timeoutMs) }
}

test('a home gets the request, and its response is handed back', async () => {
  const { response, sent, home } = askNew(() => ok({ headers: { location: 'https://x/' } }))
  expect(await response).toEqual({
    version: 2,
    status: 200,
    headers: { location: 'https://x/' },
    body: Buffer.from('ok'),
  })
  expect(sent.map(({ subject }) => subject)).toEqual([`home.${home}`])
  const { timeoutMs, sentAtMs, hub, ...rest } = decodeRequest(sent[0] as Sent)
  expect(rest).toEqual({ ...request, version: 2 })
  expect(timeoutMs).toBeLessThanOrEqual(6000)
  expect(timeoutMs).toBeGreaterThan(5000)
  expect(sentAtMs).toBeLessThanOrEqual(performance.now())
  expect(hub).toMatch(/^[\da-f-]{36}$/)
})

test.each<[string, Reply, string | object]>([
  ['says that nobody takes requests', noResponders, 'offline'],
  ['replies with 503 and a body', { ...noResponders, data: Buffer.from('x') }, 'malformed'],
  ['replies without headers', { data: Buffer.from('{}') }, 'malformed'],
  ['replies with a body of more than 1 MiB', { ...ok(), data: Buffer.alloc(1024 * 1024 + 1) }, 'malformed'],
  ['replies with a body of 1 MiB', { ...ok(), data: Buffer.alloc(1024 * 1024) }, { status: 200 }],
])('a cluster that %s', async (_name, reply, expected) => {
  const got = await askNew(() => reply).response
  expect(got).toEqual(typeof expected === 'string' ? expected : expect.objectContaining(expected))
})

test('all requests of a connection share one subscription for their replies', async () => {
  const { connection } = fakeConnection(() => ok())
  const subscribe = jest.spyOn(connection, 'subscribe')
  for (const home of ['first', 'second'])
    expect(await askHome(() => connection, home, request, 6000)).toMatchObject({ status: 200 })
  // The only place where a hub may subscribe.
  expect(subscribe.mock.calls).toEqual([[expect.stringMatching(/^_INBOX\.\w+\.\*$/), expect.any(Object)]])
})

test('a home that cannot judge the age of a request gets it again with its own time, in the time that is left', async () => {
  let count = 0
  const { response, sent } = askNew(() => {
    count += 1
    return count === 1 ? encodeRepeatRequest({ homeTime: 'process-1.5' }) : ok()
  })
  expect(await response).toMatchObject({ status: 200 })
  const [first, second] = sent.map((one) => decodeRequest(one))
  expect([first?.homeTime, second?.homeTime]).toEqual([undefined, 'process-1.5'])
  expect(second?.sentAtMs).toBeGreaterThanOrEqual(first?.sentAtMs ?? 0)
  expect(second?.timeoutMs).toBeLessThanOrEqual(first?.timeoutMs ?? 0)
})

test('a request for a path that no home has is not sent', async () => {
  const { connection, sent } = fakeConnection(() => ok())
  expect(await askHome(() => connection, 'home', { ...request, path: '/a b' }, 6000)).toBe('malformed')
  expect(sent).toEqual([])
})

test('a home that asks for every request again is asked twice and no more', async () => {
  const { response, sent } = askNew(() => encodeRepeatRequest({ homeTime: 'process-1.5' }))
  expect(await response).toBe('late')
  expect(sent).toHaveLength(2)
})

test.each<[string, Reply, string]>([
  ['is away', noResponders, 'offline'],
  ['replies in no form', { data: Buffer.from('{}') }, 'malformed'],
])('a home that asks for a request again and then %s', async (_name, reply, expected) => {
  let count = 0
  const { response } = askNew(() => {
    count += 1
    return count === 1 ? encodeRepeatRequest({ homeTime: 'process-1.5' }) : reply
  })
  expect(await response).toBe(expected)
})

test('a response that comes too late is not waited for, and not taken for that of another request', async () => {
  jest.useFakeTimers()
  try {
    let reply: (given: Reply) => void = () => {}
    const waited = new Promise<Reply>((resolve) => {
      reply = resolve
    })
    let count = 0
    const { connection, thrown } = fakeConnection(() => {
      count += 1
      return count === 1 ? waited : ok({ body: Buffer.from('second') })
    })
    const ask = () => askHome(() => connection, 'slow', request, 100)
    const first = ask()
    await jest.advanceTimersByTimeAsync(99)
    expect(await Promise.race([first, Promise.resolve('waits')])).toBe('waits')
    await jest.advanceTimersByTimeAsync(1)
    expect(await first).toBe('late')
    reply(ok({ body: Buffer.from('first') }))
    expect(await ask()).toMatchObject({ body: Buffer.from('second') })
    expect(jest.getTimerCount()).toBe(0)
    expect(await askHome(() => connection, 'slow', request, 0.5)).toBe('late')
    expect(count).toBe(2)
    // The clock stands still, so the whole millisecond is left.
    expect(await askHome(() => connection, 'slow', request, 1)).toMatchObject({ status: 200 })
    expect(thrown).toEqual([])
  } finally {
    jest.useRealTimers()
  }
})

test('homes are offline while there is no connection, and so are those whose request was open when it ended', async () => {
  const noConnection = () => {
    throw new Error('no server of the cluster is connected')
  }
  expect(await askHome(noConnection, 'alone', request, 6000)).toBe('offline')
  const { response, end, fail, sent } = askNew(() => undefined)
  expect(sent).toHaveLength(1)
  fail(new Error('a permission was taken away'))
  end()
  expect(await response).toBe('offline')
})

test('a home that never answers has 128 open requests at most, and other homes are not affected', async () => {
  const replies: ((reply: Reply) => void)[] = []
  const { connection } = fakeConnection((sent) =>
    sent.subject === 'home.silent' ? new Promise<Reply>((resolve) => replies.push(resolve)) : ok(),
  )
  const ask = (home: string) => askHome(() => connection, home, request, 60_000)
  const waiting = Array.from({ length: 128 }, () => ask('silent'))
  expect(await ask('silent')).toBe('offline')
  expect(await ask('another')).toMatchObject({ status: 200 })
  replies[0]?.(ok())
  expect(await waiting[0]).toMatchObject({ status: 200 })
  // One has ended, so one more is let through, and no more than that.
  waiting.push(ask('silent'))
  expect(await ask('silent')).toBe('offline')
  for (const reply of replies) reply(ok())
  expect((await Promise.all(waiting)).every((one) => typeof one === 'object')).toBe(true)
  expect(replies).toHaveLength(129)
})

test('a request goes to the server to which its home was connected last', async () => {
  const asked: (string | undefined)[] = []
  const { connection } = fakeConnection(({ subject }) => ok(subject === 'home.there' ? { server: 'SERVER2' } : {}))
  const cluster = (serverId?: string) => {
    asked.push(serverId)
    return connection
  }
  for (const home of ['there', 'there', 'anywhere', 'anywhere']) await askHome(cluster, home, request, 6000)
  expect(asked).toEqual([undefined, 'SERVER2', undefined, undefined])
})

test('a response that names no server does not change the known server', async () => {
  const asked: (string | undefined)[] = []
  let count = 0
  const { connection } = fakeConnection(() => {
    count += 1
    return ok(count === 1 ? { server: 'SERVER3' } : {})
  })
  const cluster = (serverId?: string) => {
    asked.push(serverId)
    return connection
  }
  for (let i = 0; i < 3; i += 1) await askHome(cluster, 'terse', request, 6000)
  expect(asked).toEqual([undefined, 'SERVER3', 'SERVER3'])
})

/** What the hub takes of a home that answers the question after its state with these bytes. */
const statusOf = (body: string, status = 200) => {
  const { connection } = fakeConnection(() => encodeResponse({ status, headers: {}, body: Buffer.from(body) }))
  return askStatus(() => connection, 'a home', 1000)
}
const status = { version: '0.1.0', connectedSince: 1_700_000_000_000 }

test('the status of a home is parsed from its response', async () => {
  expect(await statusOf(JSON.stringify(status))).toEqual(status)
  expect(await statusOf(JSON.stringify({ ...status, version: 'from source' }))).toBeDefined()
})

test('only a hub can request the status of a home', async () => {
  const { connection, sent } = fakeConnection(() => noResponders)
  expect(await askStatus(() => connection, 'away', 1000)).toBeUndefined()
  expect(decodeRequest(sent[0] as Sent)).toMatchObject({
    method: 'GET',
    path: '/.hub/status',
    headers: {},
    clientAddress: '127.0.0.1',
    body: new Uint8Array(0),
  })
})

test.each([
  ['no JSON', 'nothing'],
  ['null', 'null'],
  ['JSON that is nested deep', `{"version":"1","connectedSince":1,"x":${'['.repeat(1000)}${']'.repeat(1000)}}`],
  ['a version for the terminal', JSON.stringify({ version: '\u001b]0;x\u0007', connectedSince: 1 })],
  ['a version with something behind it', JSON.stringify({ version: '1\n', connectedSince: 1 })],
  ['a version with a bell before it', JSON.stringify({ version: '\u00071', connectedSince: 1 })],
  ['a long version', JSON.stringify({ version: '1'.repeat(41), connectedSince: 1 })],
  ['a time that is none', JSON.stringify({ version: '1', connectedSince: 1e300 })],
  ['a time before 1970', JSON.stringify({ version: '1', connectedSince: -1 })],
  ['an error', JSON.stringify(status), 500],
])('a home that answers %s is listed as unreachable, and the others are listed', async (_what, body, code = 200) => {
  expect(await statusOf(body, code)).toBeUndefined()
})
