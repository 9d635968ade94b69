import { Router } from '@koa/router'
import type { Context } from 'koa'
import { createDeadline, raceAbort } from '../../home/deadline.ts'
import type { Log } from '../../home/driver.ts'
import type { LinkingSettings } from '../../oauth/accounts.ts'
import type { Authenticator } from '../../oauth/authenticator.ts'
import {
  type BrowserRequest,
  type PageResponse,
  renderLogin,
  renderProblem,
  submitLogin,
} from '../../oauth/authorizeEndpoint.ts'
import { type ClientResponse, errorResponse, oauthError } from '../../oauth/errors.ts'
import type { Grants } from '../../oauth/grants.ts'
import type { LinkingObserver } from '../../oauth/linkingEvents.ts'
import { pageHeaders } from '../../oauth/loginPage.ts'
import { type Parameters, parseParameters } from '../../oauth/parameters.ts'
import { handleRevocation, handleTokenRequest } from '../../oauth/tokenEndpoint.ts'
import type { Language } from '../../util/translate.ts'
import type { RefusalLog } from '../middleware/errorHandler.ts'
import { readBody } from '../middleware/rawBody.ts'
import type { ClientAddressResolver } from './clientAddress.ts'

/** What the routes of account linking need. */
export interface OAuthRouterOptions {
  readonly linking: LinkingSettings
  readonly language: Language
  readonly grants: Grants
  readonly authenticator: Authenticator
  readonly addressOf: ClientAddressResolver
  /** signs the tokens of the login forms */
  readonly formKey: () => Promise<string>
  /** counts the running requests */
  readonly inFlight: { browser: number; backchannel: number }
  readonly refused: RefusalLog
  /** is told of each step of linking */
  readonly observe?: LinkingObserver
  readonly log: Log
}

const maxFormBytes = 16 * 1024
const maxConcurrentRequests = 16
const requestTimeoutMs = 9000

/** The routes under `/oauth/`. */
export function createOAuthRouter(options: OAuthRouterOptions): Router {
  const router = new Router({ sensitive: true, strict: true })
  for (const { path, methods, ...route } of routes)
    router.register(path, [...methods], (context) => handleRoute(options, context, route))
  return router
}

async function handleRoute(options: OAuthRouterOptions, context: Context, { kind, answer }: Route): Promise<void> {
  context.set(pageHeaders)
  // The body is read before the request is counted, so that slow senders do not block others.
  const bytes = context.method === 'POST' ? await readBody(context.req, maxFormBytes) : Buffer.alloc(0)
  if (!bytes) return send(context, refusals[kind](options, context, 'tooLarge'))
  if (options.inFlight[kind] >= maxConcurrentRequests) return send(context, refusals[kind](options, context, 'busy'))
  options.inFlight[kind] += 1
  const deadline = createDeadline(requestTimeoutMs)
  try {
    const form = parseParameters(bytes.toString('utf8'))
    send(context, await raceAbort<PageResponse | ClientResponse>(answer(options, context, form), deadline.signal))
  } catch (error) {
    if (!deadline.signal.aborted) throw error
    send(context, refusals[kind](options, context, 'busy'))
  } finally {
    deadline.end()
    options.inFlight[kind] -= 1
  }
}

/** The sender: a user's browser or CLOVA's server. Each has its own limit, so that neither can block the other. */
type Kind = keyof OAuthRouterOptions['inFlight']
type Answer = (
  options: OAuthRouterOptions,
  context: Context,
  form: Parameters,
) => Promise<PageResponse | ClientResponse>
interface Route {
  readonly kind: Kind
  readonly answer: Answer
}

const refusals: Readonly<
  Record<
    Kind,
    (options: OAuthRouterOptions, context: Context, why: 'busy' | 'tooLarge') => PageResponse | ClientResponse
  >
> = {
  browser: (options, context, why) => renderProblem(options, { languages: languagesOf(context) }, why),
  backchannel: (_options, _context, why) =>
    why === 'busy'
      ? errorResponse(oauthError('temporarily_unavailable', 'too many requests at once; try again'))
      : errorResponse(oauthError('invalid_request', 'the request is too large'), 413),
}

const showLogin: Answer = async (options, context) =>
  renderLogin(await servicesOf(options), browserRequest(options, context, parseParameters(context.querystring)))

const postLogin: Answer = async (options, context, form) => {
  // Every proxy on the path may log a query.
  if (context.querystring !== '') return renderProblem(options, { languages: languagesOf(context) }, 'request')
  return submitLogin(await servicesOf(options), browserRequest(options, context, form))
}

const backchannel =
  (handle: typeof handleTokenRequest): Answer =>
  (options, context, body) =>
    handle(options, { headers: context.req.headers, query: parseParameters(context.querystring), body })

const routes = [
  { path: '/oauth/authorize', methods: ['GET', 'HEAD'], kind: 'browser', answer: showLogin },
  { path: '/oauth/authorize', methods: ['POST'], kind: 'browser', answer: postLogin },
  { path: '/oauth/token', methods: ['POST'], kind: 'backchannel', answer: backchannel(handleTokenRequest) },
  { path: '/oauth/revoke', methods: ['POST'], kind: 'backchannel', answer: backchannel(handleRevocation) },
] as const satisfies readonly (Route & { readonly path: string; readonly methods: readonly string[] })[]

const servicesOf = async ({ formKey, ...services }: OAuthRouterOptions) => ({ ...services, formKey: await formKey() })

const languagesOf = (context: Context) => context.req.headers['accept-language']

const browserRequest = (
  { addressOf }: OAuthRouterOptions,
  context: Context,
  parameters: Parameters,
): BrowserRequest => ({
  parameters,
  cookies: context.req.headers.cookie,
  languages: languagesOf(context),
  site: String(context.req.headers['sec-fetch-site'] ?? '') || undefined,
  address: addressOf(context.req),
})

function send(context: Context, answer: PageResponse | ClientResponse): void {
  context.status = answer.status
  context.set(answer.headers)
  if ('html' in answer) {
    context.vary('Accept-Language')
    context.body = answer.html
    context.type = 'text/html; charset=utf-8'
  } else {
    context.body = JSON.stringify(answer.body)
    context.type = 'application/json; charset=utf-8'
  }
  if (!context.req.complete) context.set('Connection', 'close')
}
