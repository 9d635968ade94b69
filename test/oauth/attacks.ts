import { asked, redirectUri } from '../support/linkingClients.ts'

/** One request for the login page that is not CLOVA's, as a change of a right one. */
export interface Forgery {
  readonly name: string
  readonly query: readonly (readonly [string, string])[]
  /** where it ends: on an error page without a redirect, or back at CLOVA with this error */
  readonly ends: 'page' | string
}

const right = Object.entries(asked)
const changed = (changes: Record<string, string>): Forgery['query'] => Object.entries({ ...asked, ...changes })
const without = (name: string): Forgery['query'] => right.filter(([key]) => key !== name)
const uri = (name: string, value: string): Forgery => ({
  name: `a redirect URI ${name}`,
  query: changed({ redirect_uri: value }),
  ends: 'page',
})

const host = 'prod-ni-cic.clova.ai'
const path = '/v1/al/token/'

export const forgeries: readonly Forgery[] = [
  uri('of another host', `https://evil.example${path}`),
  uri('that only begins with ours', `${redirectUri}evil`),
  uri('with a path below ours', `${redirectUri}../../evil`),
  uri('with its last slash twice', `${redirectUri}/`),
  uri('that lacks its last letter', redirectUri.slice(0, -2)),
  uri('of a host that begins with ours', `https://${host}.evil.example${path}`),
  uri('of a host that ends with ours', `https://evil-${host}${path}`),
  uri('with ours as the user of another host', `https://${host}@evil.example${path}`),
  uri('with ours as its user and a backslash', `https://evil.example\\@${host}${path}`),
  uri('with ours in its query', `https://evil.example/?${redirectUri}`),
  uri('in capitals', `https://${host.toUpperCase()}${path}`),
  uri('with a path in capitals', redirectUri.replace('token', 'Token')),
  uri('with a scheme in capitals', redirectUri.replace('https', 'HTTPS')),
  uri('by plain http', redirectUri.replace('https', 'http')),
  uri('with a percent-encoded letter', redirectUri.replace('token', '%74oken')),
  uri('with a percent-encoded slash', redirectUri.replace('al/token', 'al%2Ftoken')),
  uri('that is encoded twice', encodeURIComponent(redirectUri)),
  uri('with a fragment', `${redirectUri}#evil`),
  uri('with an empty fragment', `${redirectUri}#`),
  uri('with a query', `${redirectUri}?next=https://evil.example`),
  uri('with the port of https', `https://${host}:443${path}`),
  uri('with another port', `https://${host}:444${path}`),
  uri('with a dot behind the host', `https://${host}.${path}`),
  uri('with a dotted path', `https://${host}/v1/./al/token/`),
  uri('with a doubled slash', `https://${host}//v1/al/token/`),
  uri('with a blank before', ` ${redirectUri}`),
  uri('with a blank behind', `${redirectUri} `),
  uri('with a tab in it', redirectUri.replace('clova', 'clo\tva')),
  uri('with a new line behind', `${redirectUri}\r\nSet-Cookie: a=b`),
  uri('with a zero behind', `${redirectUri}\0`),
  uri('with a letter that looks like ours', redirectUri.replace('clova', 'clоva')),
  uri('that is a script', 'javascript:alert(1)'),
  uri('that is data', 'data:text/html,x'),
  uri('without a scheme', `//${host}${path}`),
  uri('that is empty', ''),
  { name: 'no redirect URI', query: without('redirect_uri'), ends: 'page' },
  {
    name: 'two redirect URIs, the right one first',
    query: [...right, ['redirect_uri', 'https://evil.example/']],
    ends: 'page',
  },
  {
    name: 'two redirect URIs, the right one last',
    query: [['redirect_uri', 'https://evil.example/'], ...right],
    ends: 'page',
  },
  { name: 'the same redirect URI twice', query: [...right, ['redirect_uri', redirectUri]], ends: 'page' },
  {
    name: 'a redirect URI as a list',
    query: [...without('redirect_uri'), ['redirect_uri[]', redirectUri]],
    ends: 'page',
  },
  { name: 'another client', query: changed({ client_id: 'other' }), ends: 'page' },
  { name: 'the client in capitals', query: changed({ client_id: 'CLOVA' }), ends: 'page' },
  { name: 'the client of an object', query: changed({ client_id: '__proto__' }), ends: 'page' },
  { name: 'no client', query: without('client_id'), ends: 'page' },
  { name: 'two clients', query: [...right, ['client_id', 'clova']], ends: 'page' },
  { name: 'two states', query: [...right, ['state', 'other']], ends: 'page' },
  { name: 'a state that is a header', query: changed({ state: 'a\r\nSet-Cookie: a=b' }), ends: 'page' },
  { name: 'a state that is not ASCII', query: changed({ state: '상태' }), ends: 'page' },
  { name: 'a state that is too long', query: changed({ state: 'a'.repeat(4097) }), ends: 'page' },
  { name: 'no state', query: without('state'), ends: 'invalid_request' },
  { name: 'an empty state', query: changed({ state: '' }), ends: 'invalid_request' },
  { name: 'no response_type', query: without('response_type'), ends: 'invalid_request' },
  { name: 'an implicit grant', query: changed({ response_type: 'token' }), ends: 'unsupported_response_type' },
  { name: 'both grants', query: changed({ response_type: 'code token' }), ends: 'unsupported_response_type' },
  { name: 'two response_types', query: [...right, ['response_type', 'code']], ends: 'invalid_request' },
  { name: 'two scopes', query: [...right, ['scope', 'x']], ends: 'invalid_request' },
  { name: 'a scope with quotes', query: changed({ scope: '"x"' }), ends: 'invalid_scope' },
  { name: 'a scope without end', query: changed({ scope: 'x'.repeat(501) }), ends: 'invalid_scope' },
  {
    name: 'a thousand parameters',
    query: [...right, ...Array.from({ length: 1000 }, (_, i) => [`p${i}`, ''] as const)],
    ends: 'invalid_request',
  },
]

/** One change of a right request to the token endpoint, with a code that would be good. */
export interface TokenAttack {
  readonly name: string
  readonly change: (right: Readonly<Record<string, string>>) => readonly (readonly [string, string])[]
  readonly headers?: Readonly<Record<string, string>>
  readonly path?: string
  readonly status: number
  readonly error: string
}

const set = (changes: Record<string, string>) => (form: Readonly<Record<string, string>>) =>
  Object.entries({ ...form, ...changes })
const drop = (name: string) => (form: Readonly<Record<string, string>>) =>
  Object.entries(form).filter(([key]) => key !== name)
const same = (form: Readonly<Record<string, string>>) => Object.entries(form)
const twice = (name: string) => (form: Readonly<Record<string, string>>) => [
  ...Object.entries(form),
  [name, form[name] ?? ''] as const,
]
const basic = (text: string) => ({ Authorization: `Basic ${Buffer.from(text).toString('base64')}` })

export const tokenAttacks: readonly TokenAttack[] = [
  {
    name: 'no client at all',
    change: same,
    headers: { Authorization: 'Bearer x' },
    status: 401,
    error: 'invalid_client',
  },
  {
    name: 'a wrong secret',
    change: same,
    headers: basic('clova:wrong-secret-wrong'),
    status: 401,
    error: 'invalid_client',
  },
  { name: 'an empty secret', change: same, headers: basic('clova:'), status: 401, error: 'invalid_client' },
  { name: 'no secret', change: same, headers: basic('clova'), status: 401, error: 'invalid_client' },
  {
    name: 'another client',
    change: same,
    headers: basic('other:wrong-secret-wrong'),
    status: 401,
    error: 'invalid_client',
  },
  {
    name: 'a client of an object',
    change: same,
    headers: basic('__proto__:constructor'),
    status: 401,
    error: 'invalid_client',
  },
  {
    name: 'Basic that is no Base64',
    change: same,
    headers: { Authorization: 'Basic !!!' },
    status: 401,
    error: 'invalid_client',
  },
  { name: 'Basic with broken percents', change: same, headers: basic('%:%zz'), status: 401, error: 'invalid_client' },
  {
    name: 'two ways at once that do not agree',
    change: set({ client_id: 'clova', client_secret: 'x' }),
    status: 400,
    error: 'invalid_request',
  },
  { name: 'another client in the body', change: set({ client_id: 'other' }), status: 401, error: 'invalid_client' },
  {
    name: 'another redirect URI',
    change: set({ redirect_uri: 'https://evil.example/' }),
    status: 400,
    error: 'invalid_grant',
  },
  { name: 'no code', change: drop('code'), status: 400, error: 'invalid_request' },
  { name: 'a code that is none', change: set({ code: 'x' }), status: 400, error: 'invalid_grant' },
  { name: 'a code that is not ASCII', change: set({ code: '코드' }), status: 400, error: 'invalid_request' },
  { name: 'a code without end', change: set({ code: 'x'.repeat(10_000) }), status: 400, error: 'invalid_grant' },
  {
    name: 'a verifier where there was no challenge',
    change: set({ code_verifier: 'x'.repeat(43) }),
    status: 400,
    error: 'invalid_grant',
  },
  { name: 'no grant_type', change: drop('grant_type'), status: 400, error: 'invalid_request' },
  {
    name: 'the password grant',
    change: set({ grant_type: 'password', username: 'user0', password: 'x' }),
    status: 400,
    error: 'unauthorized_client',
  },
  {
    name: 'the client’s own grant',
    change: set({ grant_type: 'client_credentials' }),
    status: 400,
    error: 'unauthorized_client',
  },
  {
    name: 'a grant that there is not',
    change: set({ grant_type: 'magic' }),
    status: 400,
    error: 'unsupported_grant_type',
  },
  {
    name: 'a grant of an object',
    change: set({ grant_type: 'constructor' }),
    status: 400,
    error: 'unsupported_grant_type',
  },
  {
    name: 'the code for a refresh token',
    change: (form) => Object.entries({ grant_type: 'refresh_token', refresh_token: form.code ?? '' }),
    status: 400,
    error: 'invalid_grant',
  },
  { name: 'two codes', change: twice('code'), status: 400, error: 'invalid_request' },
  { name: 'two grant_types', change: twice('grant_type'), status: 400, error: 'invalid_request' },
  { name: 'two redirect URIs', change: twice('redirect_uri'), status: 400, error: 'invalid_request' },
  {
    name: 'a secret in the query',
    change: same,
    path: '/oauth/token?client_secret=x',
    status: 400,
    error: 'invalid_request',
  },
  { name: 'a code in the query', change: same, path: '/oauth/token?code=x', status: 400, error: 'invalid_request' },
  {
    name: 'a token in the query',
    change: same,
    path: '/oauth/token?access_token=x',
    status: 400,
    error: 'invalid_request',
  },
  {
    name: 'JSON',
    change: same,
    headers: { 'Content-Type': 'application/json' },
    status: 400,
    error: 'invalid_request',
  },
  { name: 'no content type', change: same, headers: { 'Content-Type': '' }, status: 400, error: 'invalid_request' },
  { name: 'too much', change: set({ padding: 'x'.repeat(20_000) }), status: 413, error: 'invalid_request' },
]
