import { Router } from '@koa/router'
import type { Context } from 'koa'
import { createDeadline, raceAbort } from '../../home/deadline.ts'
import type { Log } from '../../home/driver.ts'
import type { Linking } from '../../oauth/accounts.ts'
import type { Door } from '../../oauth/authenticator.ts'
import { problem, type Sent, show, submit, type Visit } from '../../oauth/authorizeEndpoint.ts'
import { type Reply, refusal, refused } from '../../oauth/errors.ts'
import type { Grants } from '../../oauth/grants.ts'
import { pageHeaders } from '../../oauth/loginPage.ts'
import type { Language } from '../../oauth/messages.ts'
import { type Parameters, parameters } from '../../oauth/parameters.ts'
import { type Office, type Posted, revokeReply, tokenReply } from '../../oauth/tokenEndpoint.ts'
import type { Refusals } from '../middleware/errorHandler.ts'
import { readBody } from '../middleware/rawBody.ts'
import type { AddressOf } from './clientAddress.ts'

/** What stands behind the routes of account linking. */
export interface LinkingBack {
  readonly linking: Linking
  readonly language: Language
  readonly grants: Grants
  readonly door: Door
  readonly addressOf: AddressOf
  /** what login forms are sealed with */
  readonly key: () => Promise<string>
  /** how many requests are under way */
  readonly room: { page: number; client: number }
  readonly refused: Refusals
  readonly log: Log
}

/** The most bytes of a form, the most requests of one kind at once, and how long each may take, in milliseconds. */
const limits = { form: 16 * 1024, atOnce: 16, patience: 9000 } as const

/** The routes under `/oauth/`. */
export function linkingRouter(back: LinkingBack): Router {
  const router = new Router({ sensitive: true, strict: true })
  for (const { path, methods, ...route } of routes)
    router.register(path, [...methods], (context) => answerRoute(back, context, route))
  return router
}

async function answerRoute(back: LinkingBack, context: Context, { kind, answer }: Route): Promise<void> {
  context.set(pageHeaders)
  // Before it takes room: whoever sends slowly keeps nobody out.
  const bytes = context.method === 'POST' ? await readBody(context.req, limits.form) : Buffer.alloc(0)
  if (!bytes) return send(context, refusals[kind](back, context, 'tooLarge'))
  if (back.room[kind] >= limits.atOnce) return send(context, refusals[kind](back, context, 'busy'))
  back.room[kind] += 1
  const limit = createDeadline(limits.patience)
  try {
    send(
      context,
      await raceAbort<Sent | Reply>(answer(back, context, parameters(bytes.toString('utf8'))), limit.signal),
    )
  } catch (error) {
    if (!limit.signal.aborted) throw error
    send(context, refusals[kind](back, context, 'busy'))
  } finally {
    limit.end()
    back.room[kind] -= 1
  }
}

/** Who logs in, and CLOVA itself: a crowd of the one does not keep out the other. */
type Kind = 'page' | 'client'
type Answer = (back: LinkingBack, context: Context, body: Parameters) => Promise<Sent | Reply>
interface Route {
  readonly kind: Kind
  readonly answer: Answer
}

const refusals: Readonly<
  Record<Kind, (back: LinkingBack, context: Context, why: 'busy' | 'tooLarge') => Sent | Reply>
> = {
  page: (back, context, why) => problem(back, { languages: languagesOf(context) }, why),
  client: (_back, _context, why) =>
    why === 'busy'
      ? refused(refusal('temporarily_unavailable', 'too much is asked at once; try again'))
      : refused(refusal('invalid_request', 'the request is too large'), 413),
}

const showPage: Answer = async (back, context) =>
  show(await lodgeOf(back), visitOf(back, context, parameters(context.querystring)))

const submitPage: Answer = async (back, context, body) => {
  // What stands in a query stands in the logs of everybody on the way.
  if (context.querystring !== '') return problem(back, { languages: languagesOf(context) }, 'request')
  return submit(await lodgeOf(back), visitOf(back, context, body))
}

const post =
  (reply: (office: Office, posted: Posted) => Promise<Reply>): Answer =>
  async ({ linking, grants, log, refused }, context, body) => {
    const { authorization, 'content-type': contentType } = context.req.headers
    return reply(
      { linking, grants, log, refused },
      { authorization, contentType, query: parameters(context.querystring), body },
    )
  }

/** All there is. */
const routes = [
  { path: '/oauth/authorize', methods: ['GET', 'HEAD'], kind: 'page', answer: showPage },
  { path: '/oauth/authorize', methods: ['POST'], kind: 'page', answer: submitPage },
  { path: '/oauth/token', methods: ['POST'], kind: 'client', answer: post(tokenReply) },
  { path: '/oauth/revoke', methods: ['POST'], kind: 'client', answer: post(revokeReply) },
] as const satisfies readonly (Route & { readonly path: string; readonly methods: readonly string[] })[]

const lodgeOf = async ({ key, ...rest }: LinkingBack) => ({ ...rest, key: await key() })

const languagesOf = (context: Context) => context.req.headers['accept-language']

const visitOf = ({ addressOf }: LinkingBack, context: Context, given: Parameters): Visit => ({
  parameters: given,
  cookies: context.req.headers.cookie,
  languages: languagesOf(context),
  site: String(context.req.headers['sec-fetch-site'] ?? '') || undefined,
  address: addressOf(context.req),
})

function send(context: Context, answer: Sent | Reply): void {
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
