import { describeNetworkError } from '../../src/home/networkErrors.ts'
import { causeOf, type OfflineCause, remedyFor } from '../../src/home/offlineCause.ts'
import { inEnglish, joinTexts, sentences } from '../../src/util/translate.ts'

const failed = (code: unknown, message = 'it failed') => Object.assign(new Error(message), { code })
const described = (code: unknown, message?: string) => describeNetworkError(failed(code, message))

test.each<[code: string, cause: OfflineCause, words: string]>([
  ['ECONNREFUSED', 'refusedConnection', 'nothing listens there'],
  ['ECONNRESET', 'connectionClosed', 'it broke off the connection'],
  ['EPIPE', 'connectionClosed', 'it broke off the connection'],
  ['EHOSTUNREACH', 'unreachableHost', 'nothing has that address'],
  ['EHOSTDOWN', 'unreachableHost', 'nothing has that address'],
  ['ENETUNREACH', 'unreachableHost', 'this machine is in no network'],
  ['ENOTFOUND', 'unknownHost', 'there is no such name'],
  ['EAI_AGAIN', 'unknownHost', 'its name cannot be looked up now'],
  ['ETIMEDOUT', 'unreachableHost', 'nothing answers there'],
  ['EPROTO', 'noTls', 'what listens there does not speak TLS'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'noTls', 'what listens there does not speak TLS'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'otherCertificateName', 'its certificate is made out to another name'],
  ...[
    'ERR_TLS_CERT_ALTNAME_FORMAT',
    'CERT_HAS_EXPIRED',
    'CRL_HAS_EXPIRED',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
    'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
    'INVALID_CA',
    'INVALID_PURPOSE',
  ].map((code): [string, OfflineCause, string] => [code, 'untrustedCertificate', 'its certificate is not trusted']),
])('an error with the code %s is described with that code and the cause %s', (code, cause, words) => {
  const text = described(code)
  expect({ cause: causeOf(text), words: inEnglish(text) }).toEqual({ cause, words: `${words} (${code})` })
})

test.each<[name: string, error: Error, words: string]>([
  ['without a code', new Error('it failed'), 'it failed'],
  ['with an unknown code', failed('E_OTHER'), 'E_OTHER'],
  ['with a code that every object has', failed('constructor'), 'constructor'],
  ['with a number', failed(7), '7'],
  ['with a code that only contains a known one', failed('MY_CERT_ERR_SSL'), 'MY_CERT_ERR_SSL'],
])('an error %s is described in the words of the system', (_name, error, words) => {
  const text = describeNetworkError(error)
  expect({ cause: causeOf(text), words: inEnglish(text) }).toEqual({ cause: undefined, words })
})

test('an error of OpenSSL without a known code is found by its words', () => {
  expect(causeOf(described('EOTHER', 'ssl3_get_record:wrong version number'))).toBe('noTls')
})

test('an error for the user is described by its own text', () => {
  const text = { ko: '가', ja: 'あ', en: 'a' }
  expect(describeNetworkError(Object.assign(failed('ECONNREFUSED'), { text }))).toBe(text)
})

/** A sentence around another one, which may have a cause and a fix. */
const row = (fields: object) => ({ ko: '{why}', ja: '{why}', en: '{why}', ...fields })
const marked = (fields: object, why: Parameters<typeof causeOf>[0] = 'plain') =>
  sentences({ one: row(fields) })('one', { why })

test.each<OfflineCause>([
  'noAnswer',
  'wrongCredentials',
  'pairAgain',
  'buttonNotPressed',
  'deviceLocked',
  'refusedConnection',
  'connectionClosed',
  'unknownHost',
  'unreachableHost',
  'noTls',
  'untrustedCertificate',
  'otherCertificateName',
  'deviceAway',
  'neverSeen',
  'bridgeCannotReach',
  'removedFromBridge',
  'brokerAway',
  'bridgeAway',
  'notConfirmed',
  'driverFailed',
])('%s is a cause', (cause) => expect(causeOf(marked({ cause }))).toBe(cause))

test('the cause of a text is that of its innermost row, and an unknown one is none', () => {
  const inner = marked({ cause: 'noTls' })
  expect(causeOf(marked({ cause: 'deviceAway' }, inner))).toBe('noTls')
  expect(causeOf(marked({ cause: 'deviceAway' }, marked({ cause: 'else' })))).toBe('deviceAway')
  expect(causeOf(joinTexts(marked({}), inner))).toBe('noTls')
  for (const text of ['noTls', marked({}), marked({ cause: 'else' })]) expect(causeOf(text)).toBeUndefined()
})

test('the remedy is that of the fix of a row, else that of its cause', () => {
  const remedies = { restart: 'restart it', noTls: 'write mqtt://' }
  expect(remedyFor(remedies, marked({ cause: 'noTls', fix: 'restart' }))).toBe('restart it')
  expect(remedyFor(remedies, marked({ cause: 'noTls', fix: 'else' }))).toBe('write mqtt://')
  expect(remedyFor(remedies, marked({ fix: 'restart' }, marked({ cause: 'noTls' })))).toBe('write mqtt://')
  for (const text of ['noTls', marked({}), marked({ cause: 'deviceAway' })])
    expect(remedyFor(remedies, text)).toBeUndefined()
})
