import { ConnectionProblem, explainProblem } from '../../src/hub/connectionProblem.ts'

/** An error of Node or of the NATS client. */
const failure = (message: string, fields: { readonly code?: string; readonly cause?: unknown } = {}) =>
  Object.assign(new Error(message), fields)
const problemOf = (...errors: readonly Error[]) =>
  new ConnectionProblem(errors.map((error, i) => ({ server: `nats${i + 1}:4222`, error })))

test.each<[string, Error]>([
  ['hubCredentialsRefused', failure("'Authorization Violation'")],
  ['hubCredentialsRefused', failure('user authentication expired')],
  ['hubCredentialsRefused', failure('Authentication Expired')],
  ['hubCredentialsRefused', failure('authentication revoked')],
  ['hubCertificateExpired', failure('certificate has expired', { code: 'CERT_HAS_EXPIRED' })],
  ['hubCertificateNotYetValid', failure('it begins later', { code: 'CERT_NOT_YET_VALID' })],
  ['hubCertificateOtherName', failure('another name', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' })],
  ['hubCertificateUntrusted', failure('self-signed', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })],
  ['hubCertificateUntrusted', failure('no issuer', { code: 'UNABLE_TO_GET_ISSUER_CERT' })],
  ['hubCertificateUntrusted', failure('unable', { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' })],
  ['hubCertificateUntrusted', failure('revoked', { code: 'CERT_REVOKED' })],
  ['hubWithoutTls', failure("server does not support 'tls'")],
  ['hubWithoutTls', failure('tls is not available on this server')],
  ['hubUnknownName', failure('getaddrinfo', { code: 'ENOTFOUND' })],
  ['hubUnknownName', failure('getaddrinfo', { code: 'EAI_AGAIN' })],
  ['hubUnreachable', failure('connection refused', { code: 'ECONNREFUSED' })],
  ['hubUnreachable', failure('timeout')],
  // The NATS client wraps what Node said.
  ['hubUnknownName', failure('cannot connect', { cause: failure('getaddrinfo', { code: 'ENOTFOUND' }) })],
])('an error that means %s (row %#)', (code, error) => {
  const { explanation } = problemOf(error)
  expect(explanation.code).toBe(code)
  for (const language of ['ko', 'ja', 'en'] as const) expect(explanation.text[language]).toContain('nats1:4222')
})

test.each<[string, Error, string]>([
  ['its code', failure('no', { code: 'E_CODE' }), 'no (E_CODE)'],
  ['its code once', failure('E_CODE: no', { code: 'E_CODE' }), 'E_CODE: no'],
  ['its cause', failure('no', { cause: failure('why', { code: 'E_CODE' }) }), 'no; why (E_CODE)'],
  ['what its cause repeats once', failure('no', { cause: failure('no', { code: 'E_CODE' }) }), 'no'],
  ['no cause that is no error', failure('no', { cause: 'why' }), 'no'],
])('an error is reported with %s', (_name, error, words) => {
  expect(problemOf(error).message).toBe(`nats1:4222: ${words}`)
})

test('the most specific failure is explained, and all failures are in the message', () => {
  const refused = failure('connection refused')
  const unknown = failure('x', { code: 'ENOTFOUND' })
  const expired = failure('x', { code: 'CERT_HAS_EXPIRED' })
  const told = (...errors: readonly Error[]) => {
    const { explanation } = problemOf(...errors)
    return [explanation.code, explanation.values?.server]
  }
  expect(told(refused, unknown)).toEqual(['hubUnknownName', 'nats2:4222'])
  expect(told(unknown, refused)).toEqual(['hubUnknownName', 'nats1:4222'])
  expect(told(expired, unknown)).toEqual(['hubCertificateExpired', 'nats1:4222'])
  expect(told(unknown, expired)).toEqual(['hubUnknownName', 'nats1:4222'])
  expect(told(refused, refused)).toEqual(['hubUnreachable', 'nats1:4222'])
  const { message, explanation } = problemOf(refused, unknown)
  expect(message).toBe('nats1:4222: connection refused; nats2:4222: x (ENOTFOUND)')
  expect(JSON.stringify(explanation.detail)).toContain(message)
})

test('without any server the hub is unreachable', () => {
  expect(problemOf().explanation).toMatchObject({ code: 'hubUnreachable', values: { server: '' } })
})

test('a problem of a link names the server, and the error of the system if there is one', () => {
  expect(explainProblem('hubConnectionLost', 'nats1:4222')).toMatchObject({ values: { server: 'nats1:4222' } })
  expect(explainProblem('hubConnectionLost', 'nats1:4222')).not.toHaveProperty('detail')
  const { detail } = explainProblem('hubUnreachable', '', new Error('no network'))
  expect(JSON.stringify(detail)).toContain('no network')
})
