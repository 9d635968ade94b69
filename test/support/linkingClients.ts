import { hashPassword } from '../../src/oauth/password.ts'
import type { HttpAnswer } from './clova.ts'
import type { TestGateway } from './gateway.ts'

/** CLOVA's side of account linking, from the facts of RFC 6749 and of CLOVA's guide; not made of our own code. */
export const redirectUri = 'https://prod-ni-cic.clova.ai/v1/al/token/'
export const clientSecret = 'a-secret-with-a-colon:and%20+signs/=in-it'
export const password = '열려라 참깨 open'
/** The hash of that password: salt and hash made once by `clova-home password`, as cheap as the configuration lets it be. */
export const passwordHash = '$scrypt$ln=14,r=8,p=1$TEBjaqfMQytKHWu0P/5Mcw$9cZQTYz9BPnusIZ0fjIvUJi2Eu/bhqZPW9NYsGAGi8E'

/** The password at the least cost, so that tests do not wait for it. */
export const hashCheaply = () => hashPassword(password, { ln: 4, r: 8, p: 1 })

/** Each login has a user of its own, so that none waits for another's tries. */
export const userCount = 49
export const limited = 'child'

/** What the app of CLOVA opens. */
export const asked = {
  state: 's t/a+t%e=&1',
  client_id: 'clova',
  response_type: 'code',
  scope: 'home profile',
  redirect_uri: redirectUri,
}

export type Form = Readonly<Record<string, string>> | readonly (readonly [string, string])[]
export const encoded = (form: Form): string =>
  new URLSearchParams((Array.isArray(form) ? form : Object.entries(form)) as [string, string][]).toString()

/** A login page as a browser holds it. */
interface Page extends HttpAnswer {
  readonly cookie: string
  /** the hidden fields of its form */
  readonly hidden: Readonly<Record<string, string>>
}

interface TokenAnswer {
  readonly status: number
  readonly headers: HttpAnswer['headers']
  readonly json: Readonly<Record<string, unknown>>
}

/** CLOVA and browsers beside something that can be linked. */
export interface LinkingClients {
  /** A user that no test has used yet. */
  user(): string
  /** A client address that no request has used yet. */
  address(): string
  open(query?: Form, headers?: Record<string, string>): Promise<Page>
  send(form: Form, headers?: Record<string, string>, path?: string): Promise<HttpAnswer>
  /** Fills in the form of a page, and sends it. */
  fill(page: Page, fields?: Record<string, string>, from?: string): Promise<HttpAnswer>
  /** A code, by a whole login. */
  code(user?: string): Promise<string>
  /** What is posted to the token endpoint, with Basic. */
  token(form: Form, headers?: Record<string, string>, path?: string): Promise<TokenAnswer>
  exchange(code: string): Promise<TokenAnswer>
  refresh(token: unknown): Promise<TokenAnswer>
  revoke(token: unknown): Promise<TokenAnswer>
}

/** HTTP Basic of the client, percent-encoded as RFC 6749 (2.3.1) has it. */
export const basic = (id = 'clova', secret = clientSecret): string =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`

const typed = { 'Content-Type': 'application/x-www-form-urlencoded' }

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
}
const plain = (text: string) => text.replace(/&(amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity)

/** The fields of a login page that the user does not see. */
export const hiddenFields = (page: string): Record<string, string> =>
  Object.fromEntries(
    [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(([, name = '', value = '']) => [
      name,
      plain(value),
    ]),
  )

/** Where an answer sends the browser. */
export function target(answer: HttpAnswer): URL {
  if (answer.status !== 303) throw new Error(`no redirect but ${answer.status}: ${answer.body.slice(0, 2000)}`)
  return new URL(String(answer.headers.location))
}

/** @param post sends a request */
export function clientsOf(post: TestGateway['post']): LinkingClients {
  let nextUser = 0
  let nextAddress = 0
  const address = () => {
    nextAddress += 1
    return `198.51.${100 + Math.floor(nextAddress / 250)}.${nextAddress % 250}`
  }
  const json = ({ status, headers, body }: HttpAnswer): TokenAnswer => ({ status, headers, json: JSON.parse(body) })
  const self: LinkingClients = {
    address,
    user() {
      nextUser += 1
      return `user${nextUser - 1}`
    },
    async open(query = asked, headers = {}) {
      const answer = await post('', headers, { method: 'GET', path: `/oauth/authorize?${encoded(query)}` })
      const [set = ''] = [answer.headers['set-cookie'] ?? []].flat()
      return { ...answer, cookie: set.split(';')[0] ?? '', hidden: hiddenFields(answer.body) }
    },
    send: (form, headers = {}, path = '/oauth/authorize') => post(encoded(form), { ...typed, ...headers }, { path }),
    fill: ({ hidden, cookie }, fields = {}, from = address()) =>
      self.send({ ...hidden, password, ...fields }, { Cookie: cookie, 'X-Forwarded-For': from }),
    async code(user = self.user()) {
      const page = await self.open()
      return target(await self.fill(page, { username: user })).searchParams.get('code') ?? ''
    },
    token: async (form, headers = {}, path = '/oauth/token') =>
      json(await post(encoded(form), { ...typed, Authorization: basic(), ...headers }, { path })),
    exchange: (code) => self.token({ grant_type: 'authorization_code', code, redirect_uri: redirectUri }),
    refresh: (token) => self.token({ grant_type: 'refresh_token', refresh_token: String(token) }),
    revoke: (token) => self.token({ token: String(token) }, {}, '/oauth/revoke'),
  }
  return self
}
