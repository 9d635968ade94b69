import type { RequestListener } from 'node:http'
import Koa, { type Middleware } from 'koa'
import inject from 'light-my-request'
import { readBody } from '../../src/http/middleware/rawBody.ts'
import { requestInProcess } from '../../src/hub/requestInProcess.ts'

const koa = (middleware: Middleware): RequestListener => {
  const app = new Koa().use(middleware)
  app.silent = true
  return app.callback()
}
const request = {
  method: 'POST',
  path: '/path?query=1',
  headers: { 'content-type': 'text/plain', cookie: 'a=b' },
  clientAddress: '192.0.2.1',
  body: Buffer.from('한글'),
} as const

const answerLater: Middleware = async (context) => {
  context.body = await Promise.resolve({ ok: true })
}
const answerBytes: Middleware = (context) => {
  context.body = Buffer.from([1, 2])
}

/** What an application sees of the request above, and how its response ends. */
const echo: RequestListener = async (incoming, response) => {
  const body = await readBody(incoming, 1000)
  const { method, url, httpVersion, headers, socket } = incoming
  const { host: _host, 'user-agent': _agent, ...sent } = headers
  response.end(JSON.stringify({ method, url, httpVersion, sent, from: socket.remoteAddress, body: String(body) }))
}

/** Applications, each of which must give the same response as to a library that is made for it. */
const applications: readonly (readonly [name: string, app: RequestListener])[] = [
  ['sends back what it received', echo],
  ['writes a head and a text', (_, res) => void res.writeHead(201, { 'Content-Type': 'text/x', B: 2 }).end('한글')],
  ['writes a head with a reason', (_, res) => void res.writeHead(403, 'No', { A: 'b' }).end()],
  ['writes a head without headers', (_, res) => void res.writeHead(404).end()],
  [
    'sets headers and writes bytes in parts',
    (_, res) => {
      res.setHeader('Set-Cookie', ['a=1', 'b=2']).setHeader('A', 'b')
      res.write('on')
      res.write(Buffer.from('e'))
      res.end(Buffer.from([0, 255]))
    },
  ],
  ['is of Koa, and answers JSON later', koa(answerLater)],
  ['is of Koa, and answers bytes', koa(answerBytes)],
  ['is of Koa, and redirects', koa((c) => c.redirect('https://example.com/'))],
  ['is of Koa, and has no such path', koa(() => {})],
  ['is of Koa, and refuses', koa((c) => c.throw(401, 'no'))],
  ['is of Koa, and fails', koa(() => Promise.reject(new Error('broken')))],
]

test.each(applications)('an application that %s responds as it does over a connection', async (_name, app) => {
  const { method, path, headers, clientAddress, body } = request
  const expected = await inject(app, { method, url: path, headers, remoteAddress: clientAddress, payload: body })
  // These are written to a connection, and there is none.
  const { date: _date, connection: _connection, 'transfer-encoding': _encoding, ...kept } = expected.headers
  const { status, headers: got, body: bytes } = await requestInProcess(app, request)
  expect(status).toBe(expected.statusCode)
  expect(Object.fromEntries(Object.entries(got).map(([name, value]) => [name, [value].flat().map(String)]))).toEqual(
    Object.fromEntries(Object.entries(kept).map(([name, value]) => [name, [value].flat().map(String)])),
  )
  expect(Buffer.from(bytes)).toEqual(expected.rawPayload)
})

test('an application receives the method, path, headers, address and body of the request', async () => {
  const { body } = await requestInProcess(echo, request)
  expect(JSON.parse(Buffer.from(body).toString())).toEqual({
    method: 'POST',
    url: '/path?query=1',
    httpVersion: '1.1',
    sent: { 'content-type': 'text/plain', cookie: 'a=b', 'content-length': '6' },
    from: '192.0.2.1',
    body: '한글',
  })
})

test('an application sees that the request is complete, and is notified when its response has ended', async () => {
  const seen: unknown[] = []
  await requestInProcess((incoming, response) => {
    seen.push(incoming.complete)
    response.once('finish', () => seen.push(response.writableEnded))
    // There is always room for more.
    seen.push(response.write('part'))
    response.end()
  }, request)
  expect(seen).toEqual([true, true, true])
})

test.each<[string, RequestListener, string]>([
  [
    'throws',
    () => {
      throw new Error('broken')
    },
    'broken',
  ],
  ['destroys the response', (_, response) => void response.destroy(), 'the application has destroyed the response'],
  ['destroys it for a reason', (_, response) => void response.destroy(new Error('lost')), 'lost'],
])('an application that %s gives no response', async (_name, app, message) => {
  await expect(requestInProcess(app, request)).rejects.toThrow(message)
})
