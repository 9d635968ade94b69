/** The errors of RFC 6749 (4.1.2.1 and 5.2) and RFC 7009, and the status of each where it is no redirect. */
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
export type ErrorName = keyof typeof statuses

/** Why a client is refused. */
export interface Refusal {
  readonly error: ErrorName
  /** for the developer of the client: ASCII, never with what was sent in it */
  readonly description: string
}

export const refusal = (error: ErrorName, description: string): Refusal => ({ error, description })

/** An answer for the client: JSON, nothing of which may be kept on the way. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: object
}

/** The answer that says why not (RFC 6749, 5.2). */
export const refused = ({ error, description }: Refusal, status: number = statuses[error]): Reply => ({
  status,
  headers: {
    ...(status === 401 && { 'WWW-Authenticate': 'Basic realm="clova-home", charset="UTF-8"' }),
    ...(status === 503 && { 'Retry-After': '5' }),
  },
  body: { error, error_description: description },
})

export const isErrorName = (name: string): name is ErrorName => Object.hasOwn(statuses, name)
