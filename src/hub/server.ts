import { createHash } from 'node:crypto'
import type { RequestListener } from 'node:http'
import { Router, type RouterContext } from '@koa/router'
import Koa, { type Middleware } from 'koa'
import type { Edition } from '../clova/edition.ts'
import { createAnswer, type JsonObject, parseEnvelope } from '../clova/envelope.ts'
import { errorMessage, tokenErrors } from '../clova/errors.ts'
import { type HomeId, homeOf, isHomeId, parseHomeId } from '../config/homeId.ts'
import type { Log } from '../home/driver.ts'
import { Failure } from '../home/failure.ts'
import type { SignatureKey } from '../http/clova/publicKey.ts'
import { parseSignatureHeader } from '../http/clova/signature.ts'
import { errorHandler, type RefusalLog } from '../http/middleware/errorHandler.ts'
import { readBody } from '../http/middleware/rawBody.ts'
import type { ClientAddressResolver } from '../http/oauth/clientAddress.ts'
import { credentialsOf, invalidClient, isClient } from '../oauth/clientCredentials.ts'
import { loginCookieName, secretCookieOf, setCookieHeader } from '../oauth/csrf.ts'
import { errorResponse, isOAuthError, type OAuthError, oauthError } from '../oauth/errors.ts'
import { pageHeaders } from '../oauth/loginPage.ts'
import { preferredLanguage } from '../oauth/messages.ts'
import { type Parameters, parseParameters } from '../oauth/parameters.ts'
import { askHome, type Cluster } from './askHome.ts'
import { clientSecretOfHome } from './credentials.ts'
import { type HomePageProblem, homeCodePage, invalidRequestPage } from './homePage.ts'
import { type HubResponse, isRequestPath, maxRequestBytes } from './messages.ts'
import type { HubMetrics } from './metrics.ts'
import { AttemptLimiter } from './rateLimit.ts'

/** What the public side of a hub works with. It keeps nothing from one request to the next but counters. */
export interface HubAppOptions {
  readonly edition: Edition
  /** the path on which CLOVA comes */
  readonly path: string
  readonly key: SignatureKey
  readonly cluster: Cluster
  readonly clientId: string
  readonly clientSecret: string
  /** see `homeSecret` */
  readonly homeSecretKey: string
  readonly addressOf: ClientAddressResolver
  readonly refusals: RefusalLog
  readonly metrics: HubMetrics
  readonly log: Log
}

/** How long a home may take for a command and for a page of account linking, in milliseconds. CLOVA gives up after 8 s. */
const commandTimeoutMs = 6000
const linkingTimeoutMs = 8000
const maxFormBytes = 16 * 1024
const maxSelfTestBytes = 1024
/** How often one address may try codes and passwords, and send self-tests, in ten minutes. */
const maxAttempts = 30
const attemptWindowMs = 600_000
/** How long a browser may take to log in, in seconds. */
const cookieMaxAgeSeconds = 900

/** The public side of a hub, as a listener of requests. */
export function createHubApp(options: HubAppOptions): RequestListener {
  const app = new Koa()
  app.use(errorHandler(options.log, options.refusals))
  const router = new Router({ sensitive: true, strict: true })
  const attempts = new AttemptLimiter(maxAttempts, attemptWindowMs)
  router.post(options.path, handleCommand(options))
  router.post(`${options.path}/self-test/:home`, handleSelfTest(options, attempts))
  router.get('/oauth/authorize', showAuthorize(options))
  router.post('/oauth/home', chooseHome(options, attempts))
  router.post('/oauth/authorize', submitAuthorize(options, attempts))
  router.post('/oauth/token', handleBackchannel(options))
  router.post('/oauth/revoke', handleBackchannel(options))
  app.use(router.routes() as Middleware)
  app.on('error', (error) => options.log.debug({ err: error }, 'a connection failed'))
  return app.callback()
}

type Handler = (context: RouterContext) => Promise<void>

/** A command of CLOVA: its signature is verified here, so that floods end here, and again at home. */
const handleCommand =
  (options: HubAppOptions): Handler =>
  async (context) => {
    const start = performance.now()
    const { key, metrics } = options
    const signature = parseSignatureHeader(context.req.headers.signaturecek)
    if (!signature) return context.throw(401, 'no signature')
    const body = await readBody(context.req, maxRequestBytes)
    if (!body) return context.throw(413, 'too large')
    if (!key.verify(body, signature) && !(await key.verifyWithRefreshedKey(body, signature)))
      return context.throw(401, 'wrong signature')
    const envelope = parseEnvelope(body)
    if (!envelope) return context.throw(400, 'not JSON, or not a message of CLOVA Home')
    const { accessToken } = envelope.payload
    const home = typeof accessToken === 'string' ? homeOf(accessToken) : undefined
    const respond = (name: string, payload: JsonObject) => {
      metrics.add(name, performance.now() - start)
      context.set('Content-Type', 'application/json;charset=UTF-8')
      context.body = JSON.stringify(createAnswer(envelope, name, payload))
    }
    if (home === undefined) return respond(tokenErrors.unknown, {})
    const response = await askHome(
      options.cluster,
      home,
      {
        method: 'POST',
        path: options.path,
        headers: { signaturecek: String(context.req.headers.signaturecek), 'content-type': 'application/json' },
        clientAddress: options.addressOf(context.req),
        body,
      },
      commandTimeoutMs,
    )
    if (typeof response === 'object' && response.status === 200) {
      sendMessage(context, response)
      metrics.add('answered', performance.now() - start)
      return metrics.answered(home)
    }
    // A home that refuses what the hub has verified trusts another key; CLOVA understands messages only.
    if (typeof response === 'object')
      options.log.warn({ home, result: response.status }, 'a home refused a request that CLOVA has signed')
    respond(...errorMessage(new Failure('offline'), options.edition))
  }

/** A self-test of a home's doctor, which has a signature of its own; only the home can verify it. */
const handleSelfTest =
  (options: HubAppOptions, attempts: AttemptLimiter): Handler =>
  async (context) => {
    const home = String(context.params.home)
    if (!isHomeId(home)) return context.throw(404, 'no home')
    if (!attempts.take(options.addressOf(context.req))) return context.throw(429, 'too many self-tests')
    const body = await readBody(context.req, maxSelfTestBytes)
    if (!body) return context.throw(413, 'too large')
    const signature = context.req.headers.signaturecek
    const response = await askHome(
      options.cluster,
      home,
      {
        method: 'POST',
        path: options.path,
        headers: typeof signature === 'string' ? { signaturecek: signature } : {},
        clientAddress: options.addressOf(context.req),
        body,
      },
      commandTimeoutMs,
    )
    if (typeof response === 'string') return context.throw(503, 'the home cannot be reached')
    sendMessage(context, response)
  }

/** The browser of a user: first the code of the home, then the login page of that home. */
const showAuthorize =
  (options: HubAppOptions): Handler =>
  async (context) => {
    const query = context.querystring
    const path = `/oauth/authorize?${query}`
    if (!isRequestPath(path)) return showInvalid(context)
    const home = homeOfCookie(context, parseParameters(query).get('state'))
    if (home === undefined) return showHomeCode(options, context, query)
    const response = await askHome(
      options.cluster,
      home,
      browserRequest(options, context, home, path),
      linkingTimeoutMs,
    )
    if (typeof response === 'string') return showHomeCode(options, context, query, 'offline')
    sendPage(context, home, response)
  }

/** The code that was typed: it is remembered in a cookie of this one authorization request, and the browser goes on. */
const chooseHome =
  (options: HubAppOptions, attempts: AttemptLimiter): Handler =>
  async (context) => {
    // A form of another site must not choose the home whose page asks for a password here.
    const { 'sec-fetch-site': site } = context.req.headers
    if (site !== undefined && site !== 'same-origin') return showInvalid(context)
    const form = await readForm(context)
    const query = form.get('query') ?? ''
    const path = `/oauth/authorize?${query}`
    const state = parseParameters(query).get('state')
    if (state === undefined || !isRequestPath(path)) return showInvalid(context)
    if (!attempts.take(options.addressOf(context.req))) return showHomeCode(options, context, query, 'tooMany')
    const typed = form.get('home') ?? ''
    const home = parseHomeId(typed)
    if (home === undefined) return showHomeCode(options, context, query, 'malformed', typed)
    const isThere = await askHome(options.cluster, home, browserRequest(options, context, home, path), linkingTimeoutMs)
    if (typeof isThere === 'string') return showHomeCode(options, context, query, 'offline', typed)
    context.set(pageHeaders)
    context.set(
      'Set-Cookie',
      `${cookieName(state)}=${home}; Path=/; Max-Age=${cookieMaxAgeSeconds}; Secure; HttpOnly; SameSite=Lax`,
    )
    context.redirect(path)
    context.status = 303
  }

/** A login: the password is judged at home, and neither kept nor logged here. */
const submitAuthorize =
  (options: HubAppOptions, attempts: AttemptLimiter): Handler =>
  async (context) => {
    const bytes = await readBody(context.req, maxFormBytes)
    if (!bytes) return context.throw(413, 'too large')
    const form = parseParameters(bytes.toString('utf8'))
    const home = homeOfCookie(context, form.get('state'))
    if (home === undefined) return showInvalid(context)
    if (!attempts.take(options.addressOf(context.req)))
      return showHomeCode(options, context, authorizationQuery(form), 'tooMany')
    const request = browserRequest(options, context, home, '/oauth/authorize')
    const headers = { ...request.headers, 'content-type': 'application/x-www-form-urlencoded' }
    const response = await askHome(
      options.cluster,
      home,
      { ...request, headers, method: 'POST', body: bytes },
      linkingTimeoutMs,
    )
    if (typeof response === 'string') return showHomeCode(options, context, authorizationQuery(form), 'offline')
    sendPage(context, home, response)
  }

/** The authorization request that the form of a login repeats, for which another home may be chosen. */
function authorizationQuery(form: Parameters): string {
  const query = new URLSearchParams()
  for (const name of ['client_id', 'state', 'response_type', 'scope', 'redirect_uri']) {
    const value = form.get(name)
    if (value !== undefined) query.set(name, value)
  }
  return query.toString()
}

/** CLOVA's server: its credentials are checked here, the code or token at the home that issued it. */
const handleBackchannel =
  (options: HubAppOptions): Handler =>
  async (context) => {
    context.set(pageHeaders)
    const bytes = await readBody(context.req, maxFormBytes)
    if (!bytes) return context.throw(413, 'too large')
    const form = parseParameters(bytes.toString('utf8'))
    const query = parseParameters(context.querystring)
    const credentials = credentialsOf(context.req.headers.authorization, form)
    if (isOAuthError(credentials)) return refuse(context, credentials)
    if (!isClient(credentials, options)) return refuse(context, invalidClient)
    const token = ['code', 'refresh_token', 'token']
      .map((name) => form.get(name) ?? query.get(name))
      .find((one) => one !== undefined)
    const home = token === undefined ? undefined : homeOf(token)
    if (home === undefined) return refuse(context, oauthError('invalid_grant', 'no home has issued this'))
    // The home knows the hub by a secret of its own, so that no home can act as the client of another.
    const own = Buffer.from(`${options.clientId}:${clientSecretOfHome(options.homeSecretKey, home)}`).toString('base64')
    const response = await askHome(
      options.cluster,
      home,
      {
        method: 'POST',
        path: context.originalUrl,
        headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: `Basic ${own}` },
        clientAddress: options.addressOf(context.req),
        body: Buffer.from(withoutCredentials(bytes.toString('utf8'))),
      },
      linkingTimeoutMs,
    )
    if (typeof response === 'string')
      return refuse(context, oauthError('temporarily_unavailable', 'the home cannot be reached; try again'))
    options.metrics.answered(home)
    sendMessage(context, response)
  }

function withoutCredentials(form: string): string {
  const parameters = new URLSearchParams(form)
  parameters.delete('client_id')
  parameters.delete('client_secret')
  return parameters.toString()
}

function refuse(context: RouterContext, error: OAuthError): void {
  const { status, headers, body } = errorResponse(error)
  context.status = status
  context.set(headers)
  context.set('Content-Type', 'application/json; charset=utf-8')
  context.body = JSON.stringify(body)
}

async function readForm(context: RouterContext): Promise<Parameters> {
  const bytes = await readBody(context.req, maxFormBytes)
  if (!bytes) return context.throw(413, 'too large')
  return parseParameters(bytes.toString('utf8'))
}

function showHomeCode(
  options: HubAppOptions,
  context: RouterContext,
  query: string,
  problem?: HomePageProblem,
  typed?: string,
): void {
  const parameters = parseParameters(query)
  if (parameters.get('client_id') !== options.clientId || parameters.get('state') === undefined) showInvalid(context)
  else showPage(context, problem === undefined ? 200 : 400, homeCodePage(languageOf(context), query, problem, typed))
}

const showInvalid = (context: RouterContext): void => showPage(context, 400, invalidRequestPage(languageOf(context)))

const languageOf = (context: RouterContext) => preferredLanguage(context.req.headers['accept-language'], 'en')

function showPage(context: RouterContext, status: number, html: string): void {
  context.set(pageHeaders)
  context.status = status
  context.vary('Accept-Language')
  // Koa finds the type of HTML by itself.
  context.body = html
}

/** One authorization request has one cookie: a home that was chosen for another request is not used for this one. */
const cookieName = (state: string) => `__Host-home-${createHash('sha256').update(state).digest('hex').slice(0, 16)}`

function homeOfCookie(context: RouterContext, state: string | undefined): HomeId | undefined {
  if (state === undefined) return undefined
  const name = cookieName(state)
  const found = (context.req.headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim().split('='))
    .find(([key]) => key === name)?.[1]
  return found !== undefined && isHomeId(found) ? found : undefined
}

/** The cookie of the login form of a home: no home gets that of another, nor sets it. */
const formCookieName = (home: HomeId) => `${loginCookieName}-${home}`

function browserRequest({ addressOf }: HubAppOptions, context: RouterContext, home: HomeId, path: string) {
  const { cookie: cookies, 'accept-language': language, 'sec-fetch-site': site } = context.req.headers
  const cookie = secretCookieOf(cookies, formCookieName(home))
  return {
    method: 'GET' as const,
    path,
    headers: {
      ...(cookie !== undefined && { cookie: `${loginCookieName}=${cookie}` }),
      ...(language !== undefined && { 'accept-language': language }),
      ...(typeof site === 'string' && { 'sec-fetch-site': site }),
    },
    clientAddress: addressOf(context.req),
    body: new Uint8Array(0),
  }
}

/**
 * All homes share the origin of the hub, and a page of one must do nothing to the login at another. So a home decides on the
 * body, and the hub on what a browser may do with it: no script, no type but HTML, no cookie but that of the login form, of
 * which the home gives the value alone.
 */
const homePageHeaders = {
  ...pageHeaders,
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
  'Content-Type': 'text/html; charset=utf-8',
}

/** A page of a home. */
function sendPage(context: RouterContext, home: HomeId, { status, headers, body }: HubResponse): void {
  const { location } = headers
  const [cookie] = headers['set-cookie']?.flatMap((one) => secretCookieOf(one, loginCookieName) ?? []) ?? []
  context.status = status
  context.set(homePageHeaders)
  context.vary('Accept-Language')
  if (cookie !== undefined) context.set('Set-Cookie', setCookieHeader(cookie, formCookieName(home)))
  if (status >= 300 && status < 400 && location?.startsWith('https://')) context.set('Location', location)
  context.body = Buffer.from(body)
}

/**
 * A message of a home for CLOVA or for a doctor: its body byte for byte. It is JSON, or a browser would show it. Node's own
 * functions send it: Koa's `body` finds out type and length of a body of any kind, which are known here. Node joins a text
 * with the headers, and keeps bytes apart from them.
 */
function sendMessage(context: RouterContext, { status, headers, body }: HubResponse): void {
  const { 'content-type': type, 'www-authenticate': challenge } = headers
  context.respond = false
  context.res
    .writeHead(status, {
      'Content-Type': type !== undefined && jsonType.test(type) ? type : 'application/json;charset=UTF-8',
      'X-Content-Type-Options': 'nosniff',
      'Content-Length': body.length,
      ...(challenge !== undefined && { 'WWW-Authenticate': challenge }),
    })
    .end(Buffer.from(body.buffer, body.byteOffset, body.length).toString('latin1'), 'latin1')
}
const jsonType = /^application\/json(;[\w\s=-]*)?$/i
