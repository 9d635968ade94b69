import type { Context } from 'koa'
import { deadline, until } from '../home/deadline.ts'
import type { Log } from '../home/device.ts'
import type { Linking } from '../linking/accounts.ts'
import { type Reply, refusal, refused } from '../linking/errors.ts'
import type { Grants } from '../linking/grants.ts'
import type { Language } from '../linking/language.ts'
import type { Door } from '../linking/login.ts'
import { pageHeaders } from '../linking/page.ts'
import { type Parameters, parameters } from '../linking/parameters.ts'
import { type Office, type Posted, revokeReply, tokenReply } from '../linking/token.ts'
import { problem, type Sent, show, submit, type Visit } from '../linking/visit.ts'
import { readBody } from './body.ts'
import type { AddressOf } from './clientAddress.ts'
import type { Refusals } from './refusals.ts'

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

/** Answers what comes to a path under `/oauth/`. False if nothing is there. */
export async function answerLinking(back: LinkingBack, context: Context): Promise<boolean> {
  const route = `${context.method} ${context.path}`
  if (!Object.hasOwn(routes, route)) return false
  const { kind, answer } = routes[route as keyof typeof routes]
  context.set(pageHeaders)
  // Before it takes room: whoever sends slowly keeps nobody out.
  const bytes = context.method === 'POST' ? await readBody(context.req, limits.form) : Buffer.alloc(0)
  if (!bytes) {
    send(context, refuse[kind](back, context, 'tooLarge'))
    return true
  }
  if (back.room[kind] >= limits.atOnce) {
    send(context, refuse[kind](back, context, 'busy'))
    return true
  }
  back.room[kind] += 1
  const limit = deadline(limits.patience)
  try {
    send(context, await until<Sent | Reply>(answer(back, context, parameters(bytes.toString('utf8'))), limit.signal))
  } catch (error) {
    if (!limit.signal.aborted) throw error
    send(context, refuse[kind](back, context, 'busy'))
  } finally {
    limit.end()
    back.room[kind] -= 1
  }
  return true
}

/** Who logs in, and CLOVA itself: a crowd of the one does not keep out the other. */
type Kind = 'page' | 'client'
type Answer = (back: LinkingBack, context: Context, body: Parameters) => Promise<Sent | Reply>

const refuse: Readonly<Record<Kind, (back: LinkingBack, context: Context, why: 'busy' | 'tooLarge') => Sent | Reply>> =
  {
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
const routes = {
  'GET /oauth/authorize': { kind: 'page', answer: showPage },
  'HEAD /oauth/authorize': { kind: 'page', answer: showPage },
  'POST /oauth/authorize': { kind: 'page', answer: submitPage },
  'POST /oauth/token': { kind: 'client', answer: post(tokenReply) },
  'POST /oauth/revoke': { kind: 'client', answer: post(revokeReply) },
} as const satisfies Readonly<Record<string, { kind: Kind; answer: Answer }>>

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
