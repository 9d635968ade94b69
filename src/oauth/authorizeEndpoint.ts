import type { Language } from '../util/translate.ts'
import type { LinkingSettings, User } from './accounts.ts'
import type { Authenticator } from './authenticator.ts'
import {
  type AuthorizationRequest,
  redirectWith,
  redirectWithError,
  validateAuthorizationRequest,
} from './authorizationRequest.ts'
import { csrfCookie, formToken, isValidFormToken, setCookieHeader } from './csrf.ts'
import { oauthError } from './errors.ts'
import type { Grants } from './grants.ts'
import type { LinkingFailure, LinkingObserver } from './linkingEvents.ts'
import { type FormError, loginPage, problemPage } from './loginPage.ts'
import { type PageProblem, preferredLanguage } from './messages.ts'
import { loadOAuth2Server, OAuthModel } from './model.ts'
import type { Parameters } from './parameters.ts'

/** What the login page works with. */
export interface AuthorizeServices {
  readonly linking: LinkingSettings
  readonly language: Language
  readonly grants: Grants
  readonly authenticator: Authenticator
  /** signs the tokens of the forms; the same after a restart, so that a page that is open then stays valid */
  readonly formKey: string
  readonly log: { info(fields: object, message: string): void; warn(fields: object, message: string): void }
  readonly refused: { add(status: number, reason: string): void }
  /** called at each step of linking */
  readonly observe?: LinkingObserver
}

/** One request of a browser. */
export interface BrowserRequest {
  /** of the query of a GET, of the form of a POST */
  readonly parameters: Parameters
  readonly cookies: string | undefined
  /** `Accept-Language` */
  readonly languages: string | undefined
  /** `Sec-Fetch-Site`, which no page can forge */
  readonly site: string | undefined
  /** where it came from, as logins are counted */
  readonly address: string
}

/** What the browser gets: a page, or a redirect. */
export interface PageResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly html: string
}

/** `GET /oauth/authorize`: the login page, if the request is CLOVA's. */
export function renderLogin(services: AuthorizeServices, request: BrowserRequest): PageResponse {
  const decision = validateAuthorizationRequest(request.parameters, services.linking)
  if (decision.kind === 'redirect') return redirect(decision.to)
  if (decision.kind === 'page') {
    services.observe?.({ step: 'loginPage', failure: failureOf[decision.problem] })
    return renderProblem(services, request, decision.problem)
  }
  services.observe?.({ step: 'loginPage' })
  return renderForm(services, request, decision.authorization)
}

const failureOf = {
  client: 'wrongClient',
  redirect: 'wrongRedirect',
  request: 'badLinkingRequest',
} as const satisfies Readonly<Record<string, LinkingFailure>>

/** `POST /oauth/authorize`: who logs in is sent back to CLOVA with a code. */
export async function submitLogin(services: AuthorizeServices, request: BrowserRequest): Promise<PageResponse> {
  const { linking, log, formKey } = services
  const decision = validateAuthorizationRequest(request.parameters, linking)
  if (decision.kind === 'redirect') return redirect(decision.to)
  if (decision.kind === 'page') return renderProblem(services, request, decision.problem)
  const { authorization } = decision
  const token = request.parameters.get('form') ?? ''
  const isFromOtherSite = request.site !== undefined && request.site !== 'same-origin'
  if (isFromOtherSite || !isValidFormToken(formKey, csrfCookie(request.cookies), authorization, token, Date.now()))
    return renderForm(services, request, authorization, { formError: 'stale', status: 403 })
  if (request.parameters.get('cancel') !== undefined)
    return redirect(
      redirectWithError(
        authorization.redirect_uri,
        oauthError('access_denied', 'the owner cancelled'),
        authorization.state,
      ),
    )
  const name = request.parameters.get('username') ?? ''
  const password = request.parameters.get('password') ?? ''
  const result = await services.authenticator.authenticate({ name, password, address: request.address })
  if (result === 'wrong') {
    log.warn({ from: request.address }, 'a login to link CLOVA failed')
    services.observe?.({ step: 'code', failure: 'wrongLogin' })
    // 200, because the web view of an app may replace an error by a page of its own.
    return renderForm(services, request, authorization, { formError: 'wrong', status: 200, name })
  }
  if ('retryAfterMs' in result) {
    services.refused.add(429, 'too many tries to log in')
    services.observe?.({ step: 'code', failure: 'tooManyLogins' })
    return renderForm(services, request, authorization, { formError: result, status: 429, name })
  }
  log.info({ user: result.user.name, from: request.address }, 'a user logged in to link CLOVA')
  services.observe?.({ step: 'code', user: result.user.name })
  return redirect(await codeRedirect(services, authorization, result.user))
}

/** An error page without a form. */
export function renderProblem(
  { language, linking }: Pick<AuthorizeServices, 'language' | 'linking'>,
  request: Pick<BrowserRequest, 'languages'>,
  problem: PageProblem,
): PageResponse {
  const status = problem === 'busy' ? 503 : problem === 'tooLarge' ? 413 : 400
  const html = problemPage(preferredLanguage(request.languages, language), linking.homeName, problem)
  return { status, headers: problem === 'busy' ? { 'Retry-After': '5' } : {}, html }
}

interface FailedAttempt {
  readonly formError: FormError
  readonly status: number
  readonly name?: string
}

function renderForm(
  { linking, language, formKey }: AuthorizeServices,
  request: BrowserRequest,
  authorization: AuthorizationRequest,
  failed?: FailedAttempt,
): PageResponse {
  const cookie = csrfCookie(request.cookies)
  const html = loginPage({
    language: preferredLanguage(request.languages, language),
    homeName: linking.homeName,
    authorization,
    token: formToken(formKey, cookie, authorization, Date.now()),
    ...(failed && { formError: failed.formError }),
    ...(failed?.name !== undefined && { name: failed.name }),
  })
  const retryAfterMs = failed && typeof failed.formError === 'object' ? failed.formError.retryAfterMs : undefined
  const headers = {
    'Set-Cookie': setCookieHeader(cookie),
    ...(retryAfterMs !== undefined && { 'Retry-After': String(Math.max(1, Math.ceil(retryAfterMs / 1000))) }),
  }
  return { status: failed?.status ?? 200, headers, html }
}

/** 303, because with another status a browser may post the password to the redirect URI (RFC 9700, 4.12). */
const redirect = (to: string): PageResponse => ({ status: 303, headers: { Location: to }, html: '' })

/** The redirect with a code, which the library makes, once the code is on the disk; with an error if it cannot be written. */
async function codeRedirect(
  { linking, grants, log }: AuthorizeServices,
  authorization: AuthorizationRequest,
  user: User,
): Promise<string> {
  const OAuth2Server = await loadOAuth2Server()
  const { redirect_uri: redirectUri, state } = authorization
  const model = new OAuthModel(linking, grants, redirectUri)
  const request = new OAuth2Server.Request({ method: 'POST', headers: {}, query: {}, body: authorization })
  const authenticateHandler = { handle: () => user }
  try {
    const oauth = new OAuth2Server({ model })
    const code = await oauth.authorize(request, new OAuth2Server.Response({}), { authenticateHandler })
    return redirectWith(redirectUri, { code: code.authorizationCode, state })
  } catch (err) {
    log.warn({ err }, 'no code could be made for the CLOVA app')
    return redirectWithError(redirectUri, model.errorOf(err), state)
  }
}
