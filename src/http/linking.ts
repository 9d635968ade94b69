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
import { type Posted, revokeReply, tokenReply } from '../linking/token.ts'
import { problem, type Sent, show, submit, type Visit } from '../linking/visit.ts'
import { readBody } from './body.ts'
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
  readonly room: { taken: number }
  readonly log: Log
}

/** The most bytes of a form, the most requests at once, and how long each may take, in milliseconds. */
const limits = { form: 16 * 1024, atOnce: 16, patience: 9000 } as const

/** Answers what comes to a path under `/oauth/`. False if nothing is there. */
export async function answerLinking(back: LinkingBack, context: Context): Promise<boolean> {
  const route = `${context.method} ${context.path}`
  if (!Object.hasOwn(routes, route)) return false
  const answer = routes[route as keyof typeof routes]
  context.set(pageHeaders)
  if (back.room.taken >= limits.atOnce) {
    send(context, busy(back, context))
    return true
  }
  back.room.taken += 1
  const limit = deadline(limits.patience)
  try {
    send(context, await until<Sent | Reply>(answer(back, context), limit.signal))
  } catch (error) {
    if (!limit.signal.aborted) throw error
    send(context, busy(back, context))
  } finally {
    limit.end()
    back.room.taken -= 1
  }
  return true
}

type Answer = (back: LinkingBack, context: Context) => Promise<Sent | Reply>

/** All there is. */
const routes = {
  'GET /oauth/authorize': async (back, context) =>
    show(await lodgeOf(back), visitOf(back, context, parameters(context.querystring))),
  'HEAD /oauth/authorize': async (back, context) =>
    show(await lodgeOf(back), visitOf(back, context, parameters(context.querystring))),
  'POST /oauth/authorize': async (back, context) => {
    const body = await formOf(context)
    if (body === undefined) return problem(back, { languages: languagesOf(context) }, 'tooLarge')
    // What stands in a query stands in the logs of everybody on the way.
    if (context.querystring !== '') return problem(back, { languages: languagesOf(context) }, 'request')
    return submit(await lodgeOf(back), visitOf(back, context, body))
  },
  'POST /oauth/token': (back, context) => post(back, context, tokenReply),
  'POST /oauth/revoke': (back, context) => post(back, context, revokeReply),
} as const satisfies Readonly<Record<string, Answer>>

async function post(
  { linking, grants, log }: LinkingBack,
  context: Context,
  reply: (office: { linking: Linking; grants: Grants; log: Log }, posted: Posted) => Promise<Reply>,
): Promise<Reply> {
  const body = await formOf(context)
  if (body === undefined) return refused(refusal('invalid_request', 'the request is too large'), 413)
  const { authorization, 'content-type': contentType } = context.req.headers
  return reply({ linking, grants, log }, { authorization, contentType, query: parameters(context.querystring), body })
}

const lodgeOf = async ({ key, ...rest }: LinkingBack) => ({ ...rest, key: await key() })

async function formOf(context: Context): Promise<Parameters | undefined> {
  const bytes = await readBody(context.req, limits.form)
  return bytes && parameters(bytes.toString('utf8'))
}

const languagesOf = (context: Context) => context.req.headers['accept-language']

const visitOf = ({ addressOf }: LinkingBack, context: Context, given: Parameters): Visit => ({
  parameters: given,
  cookies: context.req.headers.cookie,
  languages: languagesOf(context),
  site: String(context.req.headers['sec-fetch-site'] ?? '') || undefined,
  address: addressOf(context.req),
})

const busy = (back: LinkingBack, context: Context): Sent | Reply =>
  context.path === '/oauth/authorize'
    ? problem(back, { languages: languagesOf(context) }, 'busy')
    : refused(refusal('temporarily_unavailable', 'too much is asked at once; try again'))

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
