import type { Linking } from './accounts.ts'
import { refusalOf } from './clientAuth.ts'
import { type Refusal, type Reply, refusal, refused } from './errors.ts'
import { type Grants, lifetimes } from './grants.ts'
import { dealing, refusalFrom, server, unkept } from './model.ts'
import type { Parameters } from './parameters.ts'

/** What a client posts to the token endpoint or to that of revocation. */
export interface Posted {
  readonly authorization: string | undefined
  readonly contentType: string | undefined
  readonly query: Parameters
  readonly body: Parameters
}

/** What the endpoints work with. */
export interface Office {
  readonly linking: Linking
  readonly grants: Grants
  readonly log: { info(fields: object, message: string): void }
  /** Counts who was refused, and tells of it now and then: a flood of them is no flood of the log. */
  readonly refused: { add(status: number, reason: string): void }
}

/** `POST /oauth/token` (RFC 6749, 4.1.3 and 6). Never throws. */
export async function tokenReply(office: Office, posted: Posted): Promise<Reply> {
  const problem = problemOf(posted, ['grant_type']) ?? refusalOf(posted.authorization, posted.body, office.linking)
  if (problem) return told(office, problem)
  const grantType = grantTypeOf(posted)
  if (typeof grantType !== 'string') return told(office, grantType)
  // Before the library looks at the code, which is used up by that.
  if (grantType === 'authorization_code' && posted.body.get('redirect_uri') === undefined)
    return told(office, refusal('invalid_request', 'Missing parameter: `redirect_uri`'))
  const { OAuth2Server } = await server()
  const { linking } = office
  const names = ['code', 'redirect_uri', 'refresh_token', 'scope', 'code_verifier'] as const
  const given = Object.fromEntries(names.flatMap((name) => entryOf(name, posted.body.get(name))))
  // Who the client is was looked at above: the library is given it in the form that it understands.
  const credentials = { client_id: linking.clientId, client_secret: linking.clientSecret }
  const request = new OAuth2Server.Request({
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '1' },
    query: {},
    body: { ...given, ...credentials, grant_type: grantType },
  })
  const response = new OAuth2Server.Response({})
  const { model, giveUp } = dealing(linking, office.grants, posted.body.get('redirect_uri'))
  const lifetime = lifetimes.access / 1000
  try {
    const granted = await new OAuth2Server({ model, accessTokenLifetime: lifetime }).token(request, response)
    office.log.info({ link: granted.user.link, user: granted.user.name, grantType }, 'an access token was given')
    // The library counts from when it was made, which is a second ago when the disk is slow.
    return { status: 200, headers: {}, body: { ...response.body, expires_in: lifetime } }
  } catch (error) {
    await giveUp()
    return told(office, refusalFrom(error))
  }
}

const entryOf = (name: string, value: string | undefined) => (value === undefined ? [] : [[name, value] as const])

/**
 * `POST /oauth/revoke` (RFC 7009): either token ends the whole link, since who unlinks means that. Never throws.
 * A token that is none of ours is revoked already.
 */
export async function revokeReply(office: Office, posted: Posted): Promise<Reply> {
  const { grants, linking, log } = office
  const problem = problemOf(posted, []) ?? refusalOf(posted.authorization, posted.body, linking)
  if (problem) return told(office, problem)
  const token = posted.body.get('token')
  if (token === undefined) return told(office, refusal('invalid_request', 'Missing parameter: `token`'))
  const grant = grants.holder(token)
  if (grant?.client === linking.clientId) {
    grants.end([grant])
    log.info({ link: grant.id, user: grant.user }, 'the CLOVA app ended its link')
  }
  // Also of one that is unknown: it may have been ended a moment ago, and a power cut would bring it back.
  return (await grants.durable()) ? done : told(office, notKept)
}

const done: Reply = { status: 200, headers: {}, body: {} }
const notKept = refusal('server_error', unkept.message)

/** What is wrong with the form itself. Nothing may stand in the query but what no log need hide. */
function problemOf({ contentType, query, body }: Posted, inQuery: readonly string[]): Refusal | undefined {
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(contentType ?? ''))
    return refusal('invalid_request', 'the content must be application/x-www-form-urlencoded')
  if (body.repeated.length + query.repeated.length > 0) return refusal('invalid_request', 'a parameter is repeated')
  if (query.names.some((name) => !inQuery.includes(name)))
    return refusal('invalid_request', 'the parameters belong in the body, not in the query')
  return undefined
}

/** Some enter the URIs in CLOVA's console with `?grant_type=…`, as other extensions need it. */
function grantTypeOf({ query, body }: Posted): string | Refusal {
  const [inBody, inQuery] = [body.get('grant_type'), query.get('grant_type')]
  if (inBody !== undefined && inQuery !== undefined && inBody !== inQuery)
    return refusal('invalid_request', 'the grant_type in the query is not that in the body')
  return inBody ?? inQuery ?? refusal('invalid_request', 'Missing parameter: `grant_type`')
}

function told({ refused: counter }: Office, problem: Refusal): Reply {
  const reply = refused(problem)
  counter.add(reply.status, `no token: ${problem.error}: ${problem.description}`)
  return reply
}
