import type { LinkingSettings } from './accounts.ts'
import { type OAuthError, type OAuthErrorName, oauthError } from './errors.ts'
import { isPrintable, type Parameters } from './parameters.ts'

/** An authorization request that is known to be CLOVA's. */
export interface AuthorizationRequest {
  readonly client_id: string
  readonly redirect_uri: string
  readonly response_type: 'code'
  readonly state: string
  readonly scope?: string
}

/** What is done with an authorization request. */
export type Decision =
  /** the user is asked to log in */
  | { readonly kind: 'ask'; readonly authorization: AuthorizationRequest }
  /** the browser goes back to CLOVA with an error */
  | { readonly kind: 'redirect'; readonly to: string }
  /** an error page; the browser is not redirected, because the redirect URI may belong to an attacker (RFC 6749, 4.1.2.1) */
  | { readonly kind: 'page'; readonly problem: 'client' | 'redirect' | 'request' }

/** Node takes 16 KiB for all headers of a request; a state of this many characters still fits twice. */
const maxStateLength = 4096
const maxScopeLength = 500

/**
 * Validates an authorization request, of the query when the page is opened and of the form when it is sent. The library does
 * that only when a user has logged in, and it does not see repeated parameters.
 */
export function validateAuthorizationRequest(
  { get, repeated }: Parameters,
  { clientId, redirectUris }: LinkingSettings,
): Decision {
  const page = (problem: 'client' | 'redirect' | 'request'): Decision => ({ kind: 'page', problem })
  if (repeated.includes('client_id') || get('client_id') !== clientId) return page('client')
  const redirectUri = get('redirect_uri')
  // Character by character (RFC 9700, 2.1): a URI that is only similar may be somebody else's.
  if (repeated.includes('redirect_uri') || redirectUri === undefined || !redirectUris.includes(redirectUri))
    return page('redirect')
  const state = get('state')
  const isState = state !== undefined && isPrintable(state) && state.length <= maxStateLength
  if (repeated.includes('state') || (state !== undefined && !isState)) return page('request')
  const refuse = (error: OAuthErrorName, description: string): Decision => ({
    kind: 'redirect',
    to: redirectWithError(redirectUri, oauthError(error, description), state),
  })
  if (repeated.length > 0) return refuse('invalid_request', 'a parameter is repeated')
  if (state === undefined) return refuse('invalid_request', 'Missing parameter: `state`')
  const type = get('response_type')
  if (type === undefined) return refuse('invalid_request', 'Missing parameter: `response_type`')
  if (type !== 'code') return refuse('unsupported_response_type', 'the response_type must be `code`')
  const scope = get('scope')
  if (scope !== undefined && !isScope(scope)) return refuse('invalid_scope', 'the scope is malformed')
  const authorization = { client_id: clientId, redirect_uri: redirectUri, response_type: type, state } as const
  return { kind: 'ask', authorization: scope === undefined ? authorization : { ...authorization, scope } }
}

/** RFC 6749, 3.3. The meaning of a scope is CLOVA's affair: it is given back with the token as it was asked for. */
const isScope = (scope: string) =>
  scope.length <= maxScopeLength && /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/.test(scope) && /\S/.test(scope)

/** The URI that a browser goes to with an error. */
export function redirectWithError(redirectUri: string, { error, description }: OAuthError, state?: string): string {
  return redirectWith(redirectUri, { error, error_description: description, ...(state !== undefined && { state }) })
}

/**
 * The redirect URI, unchanged to the character, with parameters behind it. They are percent-encoded, because not every
 * reader takes a `+` for a space.
 */
export function redirectWith(redirectUri: string, parameters: Readonly<Record<string, string>>): string {
  const added = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  const separator = !redirectUri.includes('?') ? '?' : /[?&]$/.test(redirectUri) ? '' : '&'
  return redirectUri + separator + added.join('&')
}
