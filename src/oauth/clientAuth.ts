import type { Linking } from './accounts.ts'
import { type Refusal, refusal } from './errors.ts'
import type { Parameters } from './parameters.ts'
import { same } from './tokenFamily.ts'

/** What a client shows of itself. */
interface Credentials {
  readonly id: string
  readonly secret: string
}

/**
 * Whether CLOVA's client is who asks: by HTTP Basic or by the body, one of them (RFC 6749, 2.3.1). Nothing if it is.
 * Apart from the library's own check, which answers 400 where the RFC wants 401, and takes Basic for what it is before it was
 * percent-encoded: some clients encode, as the RFC says, and some do not, so both are understood.
 */
export function refusalOf(authorization: string | undefined, body: Parameters, linking: Linking): Refusal | undefined {
  const [id, secret] = [body.get('client_id'), body.get('client_secret')]
  if (authorization !== undefined) {
    if (secret !== undefined) return refusal('invalid_request', 'the client is to authenticate in one way, not in two')
    const shown = basic(authorization)
    if (!shown || (id !== undefined && id !== shown.id && id !== decoded(shown.id))) return wrong
    return isOurs(shown, linking) || isOurs({ id: decoded(shown.id), secret: decoded(shown.secret) }, linking)
      ? undefined
      : wrong
  }
  if (id === undefined || secret === undefined) return wrong
  return isOurs({ id, secret }, linking) ? undefined : wrong
}

const wrong = refusal('invalid_client', 'unknown client, or its secret is missing or wrong')

/** Both are compared, so that the time does not tell which of them was wrong. */
function isOurs({ id, secret }: Credentials, { clientId, clientSecret }: Linking): boolean {
  const isId = same(id, clientId)
  const isSecret = same(secret, clientSecret)
  return isId && isSecret
}

function basic(header: string): Credentials | undefined {
  const [, coded] = /^basic +([A-Za-z0-9+/_-]+=*) *$/i.exec(header) ?? []
  if (coded === undefined) return undefined
  const text = Buffer.from(coded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  return colon === -1 ? undefined : { id: text.slice(0, colon), secret: text.slice(colon + 1) }
}

/** As a form would have encoded it (RFC 6749, appendix B). */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
