import { createAnswer, parseEnvelope } from '../../src/clova/envelope.ts'
import { untranslated } from '../../src/util/translate.ts'
import { runCase } from './runCase.ts'

const header = { messageId: 'm-1', name: 'TurnOnRequest', namespace: 'ClovaHome', payloadVersion: '1.0' }
const parse = (message: unknown) => parseEnvelope(Buffer.from(JSON.stringify(message)))

test('a request of the protocol is read without a problem', () => {
  expect(parse({ header, payload: { a: 1 } })).toEqual({ header, payload: { a: 1 } })
})

test.each([
  ['a number as payloadVersion', { ...header, payloadVersion: 1 }],
  ['no payloadVersion', { ...header, payloadVersion: undefined }],
])('%s is accepted', (_name, header) => {
  expect(parse({ header, payload: {} })).toMatchObject({ header: { messageId: 'm-1', name: 'TurnOnRequest' } })
  expect(parse({ header, payload: {} })).not.toHaveProperty('problem')
})

const [missing, tooLong] = ['the messageId is missing', 'the messageId is longer than 200 characters']
test.each([
  ['no messageId', { ...header, messageId: undefined }, '', missing],
  ['an empty messageId', { ...header, messageId: '' }, '', missing],
  ['a number as messageId', { ...header, messageId: 7 }, '', missing],
  ['a messageId of 201 characters', { ...header, messageId: 'x'.repeat(201) }, 'x'.repeat(200), tooLong],
])('%s can be answered by an error message', (_name, header, messageId, problem) => {
  const envelope = parse({ header, payload: {} })
  expect(envelope).toMatchObject({ header: { messageId }, problem: { en: problem } })
  expect(envelope && createAnswer(envelope, 'ValueNotSupportedError', {}).header.messageId).toBe(messageId)
})

test('a messageId of 200 characters is accepted', () => {
  expect(parse({ header: { ...header, messageId: 'x'.repeat(200) }, payload: {} })).not.toHaveProperty('problem')
})

test.each([
  ['no JSON', Buffer.from('{')],
  ['bytes that are not UTF-8', Buffer.from(JSON.stringify({ header, payload: { name: 'é' } }), 'latin1')],
  ['a list', Buffer.from('[]')],
  ['null', Buffer.from('null')],
  ['no header', Buffer.from('{"payload":{}}')],
  ['another namespace', Buffer.from(JSON.stringify({ header: { ...header, namespace: 'Clova' }, payload: {} }))],
  ['no name', Buffer.from(JSON.stringify({ header: { ...header, name: '' }, payload: {} }))],
  [
    'a name of 101 characters',
    Buffer.from(JSON.stringify({ header: { ...header, name: 'x'.repeat(101) }, payload: {} })),
  ],
  ['no payload', Buffer.from(JSON.stringify({ header }))],
])('%s is not a message', (_name, bytes) => {
  expect(parseEnvelope(bytes)).toBeUndefined()
})

test.each([{ accessToken: { toString: 'x' } }, { accessToken: ['x'] }, { accessToken: 7 }, { accessToken: null }])(
  'an access token that is not a string counts as missing: %j',
  (token) => expect(parse({ header, payload: { ...token, a: 1 } })).toEqual({ header, payload: { a: 1 } }),
)

test('an access token that is a string is part of the message', () => {
  const message = { header, payload: { accessToken: 'token', a: 1 } }
  expect(parse(message)).toEqual(message)
})

test('a message with a problem is answered by an error and not carried out', async () => {
  const lamp = { type: 'LIGHT', spec: { traits: { power: { can: ['read', 'set'] } }, verbs: [] } } as const
  const given = { name: '', edition: 'kr', action: 'TurnOn', it: lamp, answer: ['', {}] } as const
  const { message, commands, record } = await runCase({ ...given, problem: untranslated('the messageId is missing') })
  expect(message.header.name).toBe('ValueNotSupportedError')
  expect(commands).toEqual([])
  expect(record.reason).toBe('the messageId is missing')
})
