/** The errors of RFC 6749 (4.1.2.1 and 5.2) and RFC 7009, and the status of each where it is not sent by a redirect. */
const statuses = {
  invalid_request: 400,
  invalid_client: 401,
  invalid_grant: 400,
  unauthorized_client: 400,
  unsupported_grant_type: 400,
  unsupported_response_type: 400,
  unsupported_token_type: 400,
  invalid_scope: 400,
  access_denied: 400,
  server_error: 503,
  temporarily_unavailable: 503,
} as const
export type OAuthErrorName = keyof typeof statuses

/** Why a request is refused. */
export interface OAuthError {
  readonly error: OAuthErrorName
  /** for the developer of the client: ASCII, and never a part of what was sent */
  readonly description: string
}

export const oauthError = (error: OAuthErrorName, description: string): OAuthError => ({ error, description })

export const isOAuthError = (value: unknown): value is OAuthError =>
  typeof value === 'object' && value !== null && 'error' in value && 'description' in value

/** An answer to the client, as JSON. */
export interface ClientResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: object
}

/** The error response of the token endpoint (RFC 6749, 5.2). */
export const errorResponse = (
  { error, description }: OAuthError,
  status: number = statuses[error],
): ClientResponse => ({
  status,
  headers: {
    ...(status === 401 && { 'WWW-Authenticate': 'Basic realm="clova-home", charset="UTF-8"' }),
    ...(status === 503 && { 'Retry-After': '5' }),
  },
  body: { error, error_description: description },
})

export const isOAuthErrorName = (name: string): name is OAuthErrorName => Object.hasOwn(statuses, name)
