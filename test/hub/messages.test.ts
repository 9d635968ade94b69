import { headers as createHeaders, type MsgHdrs } from '@nats-io/transport-node'
import {
  type AppResponse,
  decodeRequest,
  decodeResponse,
  encodeRepeatRequest,
  encodeRequest,
  encodeResponse,
  type HubRequest,
} from '../../src/hub/messages.ts'

const request: Omit<HubRequest, 'body'> = {
  method: 'POST',
  path: '/clova?a=%20',
  headers: {
    signaturecek: 'c2ln',
    'content-type': 'application/json',
    'accept-language': 'ko',
    cookie: 'a=b',
    authorization: 'Basic eDp5',
    'sec-fetch-site': 'same-origin',
  },
  clientAddress: '192.0.2.1',
  hub: 'hub-1234',
  sentAtMs: 5,
  timeoutMs: 6000,
}
const body = Buffer.from('{"text":"한글"}')

const maxima = { path: `/${'a'.repeat(4095)}`, clientAddress: 'x'.repeat(64), hub: 'h'.repeat(36) }

test.each([
  ['all headers', {}],
  ['the time of the home', { homeTime: 'process-1.123' }],
  ['no header', { headers: {} }],
  ['a header of any characters but those that end a line', { headers: { cookie: 'é"\\{}\t한글' } }],
  ['the longest fields', maxima],
  ['the shortest fields', { path: '/', clientAddress: '', sentAtMs: 0, timeoutMs: 0 }],
  ['GET', { method: 'GET' as const }],
  ['HEAD', { method: 'HEAD' as const }],
])('a request with %s is decoded unchanged', (_name, changes) => {
  const whole = { ...request, ...changes, body }
  expect(decodeRequest(encodeRequest(whole))).toEqual({ ...whole, version: 2 })
})

test('times are sent in whole milliseconds, rounded down', () => {
  const sent = encodeRequest({ ...request, body, sentAtMs: 5.9, timeoutMs: 6000.9 })
  expect(decodeRequest(sent)).toMatchObject({ sentAtMs: 5, timeoutMs: 6000 })
})

test('only the headers that a home needs are forwarded to it', () => {
  const sent = encodeRequest({ ...request, body, headers: { host: 'x', cookie: 'a' } as object })
  expect(decodeRequest(sent).headers).toEqual({ cookie: 'a' })
})

/** A message whose header is changed. */
function changed<T extends { readonly headers: MsgHdrs }>(message: T, fields: object): T {
  message.headers.set('Clova', JSON.stringify({ ...JSON.parse(message.headers.get('Clova')), ...fields }))
  return message
}

test.each<[string, object]>([
  ['another version', { version: 1 }],
  ['another method', { method: 'DELETE' }],
  ['an address for a path', { path: 'http://other.example/' }],
  ['a space in the path', { path: '/a b' }],
  ['a line break behind the path', { path: '/a\n' }],
  ['too long a path', { path: `${maxima.path}a` }],
  ['a header with a line break', { headers: { cookie: 'a\r\nb: c' } }],
  ['a header with a carriage return', { headers: { 'accept-language': '\r' } }],
  ['a header with a zero byte', { headers: { signaturecek: 'a\0' } }],
  ['two values of a header', { headers: { cookie: ['a', 'b'] } }],
  ['a time before the hub started', { sentAtMs: -1 }],
  ['a part of a millisecond', { sentAtMs: 0.5 }],
  ['a timeout that is text', { timeoutMs: '6000' }],
  ['a time of no home', { homeTime: 'x' }],
  ['a time with something before it', { homeTime: '-- process-1.123' }],
  ['a time with something behind it', { homeTime: 'process-1.123 ' }],
  ['no hub', { hub: '' }],
  ['a short hub', { hub: 'hub-123' }],
  ['a long hub', { hub: `${maxima.hub}h` }],
  ['a hub with a dot', { hub: 'hub-1234.' }],
  ['a hub with a space before it', { hub: ' hub-1234' }],
  ['too long an address', { clientAddress: `${maxima.clientAddress}x` }],
  ['more values than any request has', { headers: Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [i, 1])) }],
])('a request with %s is refused', (_name, fields) => {
  expect(() => decodeRequest(changed(encodeRequest({ ...request, body }), fields))).toThrow()
})

test('a request body has 64 KiB at most, and so has a header', () => {
  const sent = encodeRequest({ ...request, body: Buffer.alloc(64 * 1024) })
  expect(decodeRequest(sent).body).toHaveLength(64 * 1024)
  expect(() => decodeRequest({ ...sent, data: Buffer.alloc(64 * 1024 + 1) })).toThrow('the body is too large')
  expect(() => decodeRequest({ data: body })).toThrow('the header Clova is missing')
  expect(() => decodeRequest({ ...sent, headers: createHeaders() })).toThrow('the header Clova is missing')
})

const response: AppResponse = {
  status: 200,
  headers: { 'content-type': 'text/html', location: '/x', 'set-cookie': ['a', 'b'], 'www-authenticate': 'Basic' },
  body,
}

test.each([
  ['all headers', {}],
  ['the server of the home', { server: 'NABC' }],
  ['the longest name of a server', { server: 'N'.repeat(64) }],
  ['no header', { headers: {} }],
  ['the highest status', { status: 599 }],
])('a response with %s is decoded unchanged', (_name, changes) => {
  const whole = { ...response, ...changes }
  expect(decodeResponse(encodeResponse(whole))).toEqual({ ...whole, version: 2 })
})

test('only the headers that the hub uses are read from a response, and a single cookie becomes a list', () => {
  const sent = encodeResponse({ ...response, headers: { 'set-cookie': 'a', date: 'now', 'content-length': 7 } })
  expect(JSON.parse(sent.headers.get('Clova')).headers).toEqual({ 'set-cookie': ['a'] })
})

test.each<[string, object]>([
  ['another version', { version: 1 }],
  ['a status that is text', { status: '200' }],
  ['the status 199', { status: 199 }],
  ['the status 600', { status: 600 }],
  ['the status 204', { status: 204 }],
  ['the status 205', { status: 205 }],
  ['the status 304', { status: 304 }],
  ['a header with a line break', { headers: { location: 'https://x/\r\nSet-Cookie: a' } }],
  ['a cookie with a line break', { headers: { 'set-cookie': ['a\nb'] } }],
  ['a location with characters that no header of HTTP can hold', { headers: { location: 'https://한국.example/' } }],
  ['a type with a control character', { headers: { 'content-type': 'application/json;\u000b' } }],
  ['a challenge with a space of other scripts', { headers: { 'www-authenticate': 'Basic\u3000' } }],
  ['no headers', { headers: undefined }],
  ['too long a name of a server', { server: 'N'.repeat(65) }],
])('a response with %s is refused', (_name, fields) => {
  expect(() => decodeResponse(changed(encodeResponse(response), fields))).toThrow()
})

test('a home that does not know the age of a request returns its own time', () => {
  const sent = encodeRepeatRequest({ homeTime: 'process-1.123' })
  expect(decodeResponse({ ...sent, data: new Uint8Array(0) })).toEqual({ version: 2, homeTime: 'process-1.123' })
  const wrong = changed(encodeRepeatRequest({ homeTime: 'x' }), {})
  expect(() => decodeResponse({ ...wrong, data: new Uint8Array(0) })).toThrow()
})
