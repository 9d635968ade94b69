import { tokensSchema } from '../../src/oauth/accessTokens.ts'
import { accountId } from '../../src/oauth/accounts.ts'
import type { AuthorizationRequest } from '../../src/oauth/authorizationRequest.ts'
import { credentialsOf, isClient } from '../../src/oauth/clientCredentials.ts'
import { csrfCookie, formToken, isValidFormToken, loginCookieName, setCookieHeader } from '../../src/oauth/csrf.ts'
import { errorResponse, isOAuthError, isOAuthErrorName, oauthError } from '../../src/oauth/errors.ts'
import type { Grant } from '../../src/oauth/grantSchema.ts'
import { isPrintable, parseParameters } from '../../src/oauth/parameters.ts'
import { TokenAges } from '../../src/oauth/tokenAges.ts'
import {
  familyHash,
  isRefreshable,
  newFamily,
  newTokenOf,
  nextTokenOf,
  replaceRefreshToken,
} from '../../src/oauth/tokenFamily.ts'

test('the account id is made of the password and must not change between versions', () => {
  expect(accountId({ password: 'abc' })).toBe('ba7816bf8f01cfea414140de5dae2223')
})

describe('the client', () => {
  const linking = { clientId: 'clova app', clientSecret: 's+1' }
  test.each([
    ['both parts as they are', { id: 'clova app', secret: 's+1' }, true],
    ['both parts encoded', { id: 'clova+app', secret: 's%2B1' }, true],
    ['an encoded id with a plain secret', { id: 'clova+app', secret: 's+1' }, false],
    ['what cannot be decoded', { id: '%', secret: 's+1' }, false],
    ['another id', { id: 'clova', secret: 's+1' }, false],
    ['another secret', { id: 'clova app', secret: 's+2' }, false],
    ['no secret', { id: 'clova app' }, false],
    ['no id', { secret: 's+1' }, false],
  ])('authenticates with %s: %s', (_name, credentials, isRight) => {
    expect(isClient(credentials, linking)).toBe(isRight)
  })
  test('may send a percent sign in its secret unencoded', () => {
    expect(isClient({ id: 'clova', secret: '100%' }, { clientId: 'clova', clientSecret: '100%' })).toBe(true)
  })

  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
  const found = { id: 'clova', secret: 's:1' }
  const [unknown, contradiction] = [{ error: 'invalid_client' }, { error: 'invalid_request' }]
  test.each([
    ['the body', undefined, 'client_id=clova&client_secret=s:1', found],
    ['a body without a secret', undefined, 'client_id=clova', unknown],
    ['a body without an id', undefined, 'client_secret=s:1', unknown],
    ['HTTP Basic', basic('clova:s:1'), '', found],
    ['HTTP Basic in other letters, with blanks', basic('clova:s:1').replace('Basic', 'bASIC ').concat(' '), '', found],
    ['both, which agree', basic('clova:s:1'), 'client_id=clova&client_secret=s:1', found],
    ['both, which agree when decoded', basic('clova:s%3A1'), 'client_secret=s:1', { id: 'clova', secret: 's%3A1' }],
    ['another id in the body', basic('clova:s:1'), 'client_id=other', unknown],
    ['another secret in the body', basic('clova:s:1'), 'client_secret=other', contradiction],
    ['HTTP Basic without a secret', basic('clova:'), '', unknown],
    ['HTTP Basic without a colon', basic('clova'), '', unknown],
    ['another scheme', 'Bearer clova', '', unknown],
    ['a scheme that only ends like it', `x${basic('clova:s:1')}`, '', unknown],
    ['HTTP Basic with more behind it', `${basic('clova:s:1')} x`, '', unknown],
    ['HTTP Basic with other signs', 'Basic !', '', unknown],
  ])('is read from %s', (_name, authorization, body, expected) => {
    expect(credentialsOf(authorization, parseParameters(body))).toMatchObject(expected)
  })
})

describe('the cookie of a login page', () => {
  const value = 'v'.repeat(43)
  test.each([
    ['alone', `${loginCookieName}=${value}`],
    ['among others', `a=b;  ${loginCookieName}=${value} ; c=d`],
  ])('is found %s', (_name, header) => {
    expect(csrfCookie(header)).toBe(value)
  })
  test.each([
    ['no header', undefined],
    ['another cookie', `other=${value}`],
    ['a name that only ends like it', `x${loginCookieName}=${value}`],
    ['two of them', `${loginCookieName}=${value}; ${loginCookieName}=${value}`],
    ['one that is too short', `${loginCookieName}=${'v'.repeat(42)}`],
    ['one that is too long', `${loginCookieName}=${'v'.repeat(44)}`],
  ])('is created again for %s', (_name, header) => {
    expect(csrfCookie(header)).toMatch(/^[\w-]{43}$/)
    expect(csrfCookie(header)).not.toBe(csrfCookie(header))
  })
  test('is valid as long as the form, and belongs to this host only', () => {
    expect(setCookieHeader('v')).toBe('__Host-clova-home=v; Path=/; Max-Age=600; Secure; HttpOnly; SameSite=Lax')
  })
})

describe('the token of a form', () => {
  const asked: AuthorizationRequest = {
    ...{ client_id: 'clova', redirect_uri: 'https://c/', response_type: 'code', state: 's' },
  }
  const shownAt = 1_000_000
  const token = formToken('key', 'cookie', asked, shownAt)
  const isValid = ({ key = 'key', cookie = 'cookie', request = asked, sent = token, now = shownAt } = {}) =>
    isValidFormToken(key, cookie, request, sent, now)

  test('has its time and a signature', () => {
    expect(token).toMatch(/^1000000\.[\w-]{43}$/)
  })
  test.each([
    ['at once', {}, true],
    ['after ten minutes', { now: shownAt + 600_000 }, true],
    ['later', { now: shownAt + 600_001 }, false],
    ['before it was shown', { now: shownAt - 1 }, false],
    ['with another key', { key: 'other' }, false],
    ['of another browser', { cookie: 'other' }, false],
    ['for another client', { request: { ...asked, client_id: 'other' } }, false],
    ['for another address', { request: { ...asked, redirect_uri: 'other' } }, false],
    ['for another state', { request: { ...asked, state: 'other' } }, false],
    ['for another scope', { request: { ...asked, scope: 'other' } }, false],
    ['with another time', { sent: token.replace('1000000', '1000001'), now: shownAt + 1 }, false],
    ['with something before it', { sent: `x${token}` }, false],
    ['with something behind it', { sent: `${token}x` }, false],
    ['that is none', { sent: '' }, false],
  ])('is valid %s: %s', (_name, given, expected) => {
    expect(isValid(given)).toBe(expected)
  })
})

describe('parameters', () => {
  const many = (count: number) => parseParameters(Array.from({ length: count }, (_, i) => `p${i}=1`).join('&'))
  test('have their values and names; an empty value counts as missing', () => {
    const parameters = parseParameters('a=1&b=&c=%20x')
    expect(['a', 'b', 'c', 'd'].map(parameters.get)).toEqual(['1', undefined, ' x', undefined])
    expect([parameters.names, parameters.repeated]).toEqual([['a', 'b', 'c'], []])
  })
  test('that are repeated are named once, with their first value', () => {
    const parameters = parseParameters('a=1&a=2&a=3&b=1')
    expect([parameters.repeated, parameters.get('a')]).toEqual([['a'], '1'])
  })
  test('are fifty at most', () => {
    expect(many(50).repeated).toEqual([])
    expect(many(51).repeated).toEqual(['p50'])
  })
  test.each([
    [' ~', true],
    ['', false],
    ['a\x7f', false],
    ['\x1fa', false],
    ['é', false],
  ])('%j is printable: %s', (text, expected) => {
    expect(isPrintable(text)).toBe(expected)
  })
})

describe('an error', () => {
  test.each([
    ['invalid_grant', 400, {}],
    ['invalid_client', 401, { 'WWW-Authenticate': 'Basic realm="clova-home", charset="UTF-8"' }],
    ['server_error', 503, { 'Retry-After': '5' }],
    ['temporarily_unavailable', 503, { 'Retry-After': '5' }],
  ] as const)('%s is answered with %s', (error, status, headers) => {
    expect(errorResponse(oauthError(error, 'why'))).toEqual({
      ...{ status, headers },
      body: { error, error_description: 'why' },
    })
  })
  test('has a name of the RFC', () => {
    expect(['access_denied', 'toString', ''].map(isOAuthErrorName)).toEqual([true, false, false])
  })
  test.each([
    [oauthError('invalid_scope', 'x'), true],
    [{ error: 'x' }, false],
    [{ description: 'x' }, false],
    [null, false],
    [undefined, false],
    ['error', false],
  ])('%j is an error name: %s', (value, expected) => {
    expect(isOAuthError(value)).toBe(expected)
  })
})

describe('a family of tokens', () => {
  const family = newFamily()
  const token = newTokenOf(family)
  test('is the beginning of its tokens, behind the prefix of a home', () => {
    expect(family).toMatch(/^[\w-]{20}$/)
    expect(token).toMatch(new RegExp(`^${family}[\\w-]{44}$`))
    expect(nextTokenOf(`home.${token}`)).toMatch(new RegExp(`^home\\.${family}[\\w-]{44}$`))
    expect(nextTokenOf(token)).not.toBe(nextTokenOf(token))
  })
  test('is recognised by its hash, with or without a prefix', () => {
    expect(familyHash(`home.${token}`)).toBe(familyHash(nextTokenOf(token)))
    expect(familyHash(token)).not.toBe(familyHash(newTokenOf(newFamily())))
  })
})

describe('a refresh token that is replaced', () => {
  const ages = new TokenAges({ wall: () => 0, monotonic: () => 0 })
  const grantOf = (refresh: string[]) => ({ refresh, spent: [] }) as unknown as Grant
  test('replaces the other ones of its grant too, and undoing restores only itself', () => {
    const grant = grantOf(['a', 'b', 'c'])
    const undo = replaceRefreshToken(grant, 'b', 'next', ages, 5)
    const spent = (...hashes: string[]) => hashes.map((hash) => ({ hash, at: 5 }))
    expect(grant).toEqual({ refresh: ['next'], spent: spent('a', 'c', 'b') })
    expect(['next', 'a', 'b', 'c', 'd'].map((hash) => isRefreshable(grant, hash, ages))).toEqual([
      true,
      true,
      true,
      true,
      false,
    ])
    undo()
    expect(grant).toEqual({ refresh: ['b'], spent: spent('a', 'c') })
    undo()
    expect(grant).toEqual({ refresh: ['b'], spent: spent('a', 'c') })
  })
})

test.each([
  ['a'.repeat(64), true],
  ['a'.repeat(63), false],
  [`x${'a'.repeat(64)}`, false],
  [`${'a'.repeat(64)}x`, false],
])('%s is the hash of a token: %s', (hash, expected) => {
  expect(tokensSchema.safeParse([{ name: 'n', hash, created: 1, expires: 2 }]).success).toBe(expected)
})

test('the age of what this process created does not depend on the system clock', () => {
  const clock = { wall: 5000, monotonic: 100 }
  const ages = new TokenAges({ wall: () => clock.wall, monotonic: () => clock.monotonic })
  const [made, older, foreign] = [ages.stamp({}), ages.stamp({}, 30), {}]
  Object.assign(clock, { wall: 9000, monotonic: 150 })
  expect([made, older, foreign].map((token) => ages.ageMs(token, 4000))).toEqual([50, 80, 5000])
})
