import type { Linking } from './accounts.ts'
import { type ErrorName, type Refusal, refusal } from './errors.ts'
import { isPrintable, type Parameters } from './parameters.ts'

/** What CLOVA's app asks for at the login page, once it is known that it is CLOVA's. */
export interface Asked {
  readonly client_id: string
  readonly redirect_uri: string
  readonly response_type: 'code'
  readonly state: string
  readonly scope?: string
}

/** What is to be done with a request for authorization. */
export type Verdict =
  | { readonly kind: 'ask'; readonly asked: Asked }
  /** the browser goes back to CLOVA with the error */
  | { readonly kind: 'redirect'; readonly to: string }
  /** nobody is sent anywhere: it is not known that CLOVA would be there (RFC 6749, 4.1.2.1) */
  | { readonly kind: 'page'; readonly problem: 'client' | 'redirect' | 'request' }

/** The most characters of a state: there are 8 KiB for all headers. */
const longestState = 4096

/** Judges a request, of the query when the page is asked for and of the form when it is sent. */
export function judge(parameters: Parameters, { clientId, redirectUris }: Linking): Verdict {
  const { get, repeated } = parameters
  const page = (problem: 'client' | 'redirect' | 'request'): Verdict => ({ kind: 'page', problem })
  if (repeated.includes('client_id') || get('client_id') !== clientId) return page('client')
  const redirectUri = get('redirect_uri')
  // Character by character (RFC 9700, 2.1): whatever is like it but not it may be somebody else's.
  if (repeated.includes('redirect_uri') || redirectUri === undefined || !redirectUris.includes(redirectUri))
    return page('redirect')
  const state = get('state')
  const isState = state !== undefined && isPrintable(state) && state.length <= longestState
  if (repeated.includes('state') || (state !== undefined && !isState)) return page('request')
  const back = (error: ErrorName, description: string): Verdict => ({
    kind: 'redirect',
    to: errorUri(redirectUri, refusal(error, description), state),
  })
  if (repeated.length > 0) return back('invalid_request', 'a parameter is repeated')
  if (state === undefined) return back('invalid_request', 'Missing parameter: `state`')
  const type = get('response_type')
  if (type === undefined) return back('invalid_request', 'Missing parameter: `response_type`')
  if (type !== 'code') return back('unsupported_response_type', 'the response_type must be `code`')
  const scope = get('scope')
  if (scope !== undefined && !isScope(scope)) return back('invalid_scope', 'the scope is malformed')
  const asked = { client_id: clientId, redirect_uri: redirectUri, response_type: type, state } as const
  return { kind: 'ask', asked: scope === undefined ? asked : { ...asked, scope } }
}

/** RFC 6749, 3.3. What a scope means is CLOVA's business: there is one thing to be allowed here, and it is given back as it came. */
const isScope = (scope: string) =>
  scope.length <= 500 && /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/.test(scope) && /\S/.test(scope)

/** Where a browser goes with an error. */
export function errorUri(redirectUri: string, { error, description }: Refusal, state?: string): string {
  return backUri(redirectUri, { error, error_description: description, ...(state !== undefined && { state }) })
}

/** The redirect URI to the character, with this behind it, percent-encoded: not all that read it take a + for a blank. */
export function backUri(redirectUri: string, given: Readonly<Record<string, string>>): string {
  const added = Object.entries(given).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  const joint = !redirectUri.includes('?') ? '?' : /[?&]$/.test(redirectUri) ? '' : '&'
  return redirectUri + joint + added.join('&')
}
