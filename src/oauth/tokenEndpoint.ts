import type { IncomingHttpHeaders } from 'node:http'
import type { LinkingSettings } from './accounts.ts'
import { credentialsOf, invalidClient, isClient } from './clientCredentials.ts'
import { type ClientResponse, errorResponse, isOAuthError, type OAuthError, oauthError } from './errors.ts'
import { type Grants, lifetimesMs } from './grants.ts'
import type { LinkingObserver } from './linkingEvents.ts'
import { loadOAuth2Server, OAuthModel, persistError } from './model.ts'
import type { Parameters } from './parameters.ts'

/** What a client posts to the token endpoint or to the revocation endpoint. */
export interface ClientRequest {
  readonly headers: IncomingHttpHeaders
  readonly query: Parameters
  readonly body: Parameters
}

/** What the endpoints work with. */
export interface TokenServices {
  readonly linking: LinkingSettings
  readonly grants: Grants
  readonly log: { info(fields: object, message: string): void }
  /** Counts refused requests, and logs a summary now and then, so that a flood of them does not flood the log. */
  readonly refused: { add(status: number, reason: string): void }
  /** called for each token that was issued or refused */
  readonly observe?: LinkingObserver
}

/**
 * `POST /oauth/token` (RFC 6749, 4.1.3 and 6). The library judges the request. Before that, what it does not look at:
 * repeated parameters, parameters in the query, and two credentials that contradict each other. Never throws.
 */
export async function handleTokenRequest(services: TokenServices, request: ClientRequest): Promise<ClientResponse> {
  const { linking, grants, log } = services
  const grantType = grantTypeOf(request)
  const credentials = credentialsOf(request.headers.authorization, request.body)
  const problem = parameterProblem(request, 'grant_type') ?? [credentials, grantType].find(isOAuthError)
  if (problem) return refuse(services, problem)
  const OAuth2Server = await loadOAuth2Server()
  const values = request.body.names.map((name) => [name, request.body.get(name)])
  const libraryRequest = new OAuth2Server.Request({
    method: 'POST',
    headers: request.headers as Record<string, string>,
    query: {},
    body: { ...Object.fromEntries(values), grant_type: grantType },
  })
  const answer = new OAuth2Server.Response({})
  const model = new OAuthModel(linking, grants, request.body.get('redirect_uri'))
  const accessTokenLifetime = lifetimesMs.access / 1000
  try {
    const { user } = await new OAuth2Server({ model, accessTokenLifetime }).token(libraryRequest, answer)
    log.info({ link: user.link, user: user.name, grantType }, 'an access token was given')
    services.observe?.({ step: 'token', user: user.name, link: user.link })
    // The library counts from when the token was made, which is a second ago when the disk is slow.
    return { status: 200, headers: {}, body: { ...answer.body, expires_in: accessTokenLifetime } }
  } catch (error) {
    await model.rollback()
    return refuse(services, model.errorOf(error))
  }
}

/**
 * `POST /oauth/revoke` (RFC 7009): an access or a refresh token ends the whole link, since the CLOVA app sends it when its
 * user unlinks. A token that is not ours counts as revoked. Never throws.
 */
export async function handleRevocation(services: TokenServices, request: ClientRequest): Promise<ClientResponse> {
  const { grants, linking, log } = services
  const { headers, body } = request
  const credentials = credentialsOf(headers.authorization, body)
  const problem =
    contentTypeProblem(headers) ??
    parameterProblem(request) ??
    (isOAuthError(credentials) ? credentials : isClient(credentials, linking) ? undefined : invalidClient)
  if (problem) return refuse(services, problem)
  const token = body.get('token')
  if (token === undefined) return refuse(services, oauthError('invalid_request', 'Missing parameter: `token`'))
  const grant = grants.findByToken(token)
  if (grant?.client === linking.clientId) {
    grants.revoke([grant])
    log.info({ link: grant.id, user: grant.user }, 'the CLOVA app ended its link')
  }
  // Also for an unknown token: it may have been revoked a moment ago, and a power cut would bring it back.
  if (await grants.flushed()) return { status: 200, headers: {}, body: {} }
  return refuse(services, oauthError('server_error', persistError.message))
}

function contentTypeProblem(headers: IncomingHttpHeaders): OAuthError | undefined {
  return /^application\/x-www-form-urlencoded\s*(;|$)/i.test(headers['content-type'] ?? '')
    ? undefined
    : oauthError('invalid_request', 'the content must be application/x-www-form-urlencoded')
}

/** A query ends up in the logs of every proxy on the way, so only parameters without secrets may be in it. */
function parameterProblem({ query, body }: ClientRequest, allowedInQuery?: string): OAuthError | undefined {
  if (body.repeated.length + query.repeated.length > 0) return oauthError('invalid_request', 'a parameter is repeated')
  if (query.names.some((name) => name !== allowedInQuery))
    return oauthError('invalid_request', 'the parameters belong in the body, not in the query')
  return undefined
}

/** Some extensions need `?grant_type=…` in the URI that is entered in CLOVA's console, so it is accepted in the query. */
function grantTypeOf({ query, body }: ClientRequest): string | undefined | OAuthError {
  const [inBody, inQuery] = [body.get('grant_type'), query.get('grant_type')]
  if (inBody !== undefined && inQuery !== undefined && inBody !== inQuery)
    return oauthError('invalid_request', 'the grant_type in the query is not that in the body')
  return inBody ?? inQuery
}

function refuse({ refused, observe }: TokenServices, error: OAuthError): ClientResponse {
  const response = errorResponse(error)
  const failure =
    error.error === 'invalid_client'
      ? 'wrongClient'
      : error.error === 'invalid_grant'
        ? 'codeRefused'
        : 'badLinkingRequest'
  observe?.({ step: 'token', failure, detail: `${error.error}: ${error.description}` })
  refused.add(response.status, `no token: ${error.error}: ${error.description}`)
  return response
}
