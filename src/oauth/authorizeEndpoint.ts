import type { Linking, User } from './accounts.ts'
import type { Door } from './authenticator.ts'
import { type Asked, backUri, errorUri, judge } from './authorizationRequest.ts'
import { browserOf, cookieOf, formToken, isForm } from './csrf.ts'
import { refusal } from './errors.ts'
import type { Grants } from './grants.ts'
import { loginPage, problemPage, type Slip } from './loginPage.ts'
import type { PageProblem } from './messages.ts'
import { type Language, languageOf } from './messages.ts'
import { dealing, refusalFrom, server } from './model.ts'
import type { Parameters } from './parameters.ts'

/** What stands behind the login page. */
export interface Lodge {
  readonly linking: Linking
  readonly language: Language
  readonly grants: Grants
  readonly door: Door
  /** what forms are sealed with; the same after a restart, so that a page stays good that is open meanwhile */
  readonly key: string
  readonly log: { info(fields: object, message: string): void; warn(fields: object, message: string): void }
  readonly refused: { add(status: number, reason: string): void }
}

/** One request of a browser. */
export interface Visit {
  /** of the query when the page is asked for, of the form when it is sent */
  readonly parameters: Parameters
  readonly cookies: string | undefined
  readonly languages: string | undefined
  /** `Sec-Fetch-Site`, which no page can forge */
  readonly site: string | undefined
  /** as `groupOf` gives it */
  readonly address: string
}

/** What the browser is answered: a page, or where to go. */
export interface Sent {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly html: string
}

/** `GET /oauth/authorize`: the login page, if it is CLOVA that asks. */
export function show(lodge: Lodge, visit: Visit): Sent {
  const verdict = judge(visit.parameters, lodge.linking)
  if (verdict.kind === 'redirect') return go(verdict.to)
  if (verdict.kind === 'page') return problem(lodge, visit, verdict.problem)
  return form(lodge, visit, verdict.asked)
}

/** `POST /oauth/authorize`: who is let in goes back to CLOVA with a code. */
export async function submit(lodge: Lodge, visit: Visit): Promise<Sent> {
  const { linking, log, key } = lodge
  const verdict = judge(visit.parameters, linking)
  if (verdict.kind === 'redirect') return go(verdict.to)
  if (verdict.kind === 'page') return problem(lodge, visit, verdict.problem)
  const { asked } = verdict
  const token = visit.parameters.get('form') ?? ''
  const isElsewhere = visit.site !== undefined && visit.site !== 'same-origin'
  if (isElsewhere || !isForm(key, browserOf(visit.cookies), asked, token, Date.now()))
    return form(lodge, visit, asked, { slip: 'stale', status: 403 })
  if (visit.parameters.get('cancel') !== undefined)
    return go(errorUri(asked.redirect_uri, refusal('access_denied', 'the owner cancelled'), asked.state))
  const name = visit.parameters.get('username') ?? ''
  const password = visit.parameters.get('password') ?? ''
  const login = await lodge.door.enter({ name, password, address: visit.address })
  if (login === 'wrong') {
    log.warn({ from: visit.address }, 'a login to link CLOVA failed')
    // 200, since an app's web view may put a page of its own in the place of an error.
    return form(lodge, visit, asked, { slip: 'wrong', status: 200, name })
  }
  if ('later' in login) {
    lodge.refused.add(429, 'too many tries to log in')
    return form(lodge, visit, asked, { slip: login, status: 429, name })
  }
  log.info({ user: login.user.name, from: visit.address }, 'a user logged in to link CLOVA')
  return go(await codeUri(lodge, asked, login.user))
}

/** A page that only says what is wrong. */
export function problem(
  { language, linking }: Pick<Lodge, 'language' | 'linking'>,
  visit: Pick<Visit, 'languages'>,
  what: PageProblem,
): Sent {
  const status = what === 'busy' ? 503 : what === 'tooLarge' ? 413 : 400
  const html = problemPage(languageOf(visit.languages, language), linking.house, what)
  return { status, headers: what === 'busy' ? { 'Retry-After': '5' } : {}, html }
}

interface Again {
  readonly slip: Slip
  readonly status: number
  readonly name?: string
}

function form({ linking, language, key }: Lodge, visit: Visit, asked: Asked, again?: Again): Sent {
  const browser = browserOf(visit.cookies)
  const html = loginPage({
    language: languageOf(visit.languages, language),
    house: linking.house,
    asked,
    token: formToken(key, browser, asked, Date.now()),
    ...(again && { slip: again.slip }),
    ...(again?.name !== undefined && { name: again.name }),
  })
  const later = again && typeof again.slip === 'object' ? again.slip.later : undefined
  const headers = {
    'Set-Cookie': cookieOf(browser),
    ...(later !== undefined && { 'Retry-After': String(Math.max(1, Math.ceil(later / 1000))) }),
  }
  return { status: again?.status ?? 200, headers, html }
}

/** 303, since by any other a browser might post the password on (RFC 9700, 4.12). */
const go = (to: string): Sent => ({ status: 303, headers: { Location: to }, html: '' })

/** Has the library make the code, and waits until it is on the disk. If it cannot be written, CLOVA is told that. */
async function codeUri({ linking, grants, log }: Lodge, asked: Asked, user: User): Promise<string> {
  const { OAuth2Server } = await server()
  const oauth = new OAuth2Server({ model: dealing(linking, grants).model })
  const request = new OAuth2Server.Request({ method: 'POST', headers: {}, query: {}, body: asked })
  const { redirect_uri: redirectUri, state } = asked
  try {
    const handler = { handle: () => user }
    const made = await oauth.authorize(request, new OAuth2Server.Response({}), { authenticateHandler: handler })
    return backUri(redirectUri, { code: made.authorizationCode, state })
  } catch (err) {
    log.warn({ err }, 'no code could be made for the CLOVA app')
    return errorUri(redirectUri, refusalFrom(err), state)
  }
}
