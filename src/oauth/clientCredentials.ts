import type { LinkingSettings } from './accounts.ts'
import { type OAuthError, oauthError } from './errors.ts'
import type { Parameters } from './parameters.ts'
import { timingSafeEqualText } from './tokenFamily.ts'

/** How a client authenticates; an absent part was not sent. */
export interface ClientCredentials {
  readonly id?: string | undefined
  readonly secret?: string | undefined
}

export const invalidClient = oauthError('invalid_client', 'unknown client, or its secret is missing or wrong')

/**
 * True for the credentials of CLOVA. Of HTTP Basic some clients percent-encode both parts, as RFC 6749 (2.3.1) says, and some
 * do not; both are accepted. Both parts are always compared, so that the response time does not reveal which of them was wrong.
 */
export function isClient(
  { id = '', secret = '' }: ClientCredentials,
  linking: Pick<LinkingSettings, 'clientId' | 'clientSecret'>,
): boolean {
  const forms = [
    { id, secret },
    { id: formDecoded(id), secret: formDecoded(secret) },
  ]
  const results = forms.map((form) => {
    const isId = timingSafeEqualText(form.id, linking.clientId)
    const isSecret = timingSafeEqualText(form.secret, linking.clientSecret)
    return isId && isSecret
  })
  return results.includes(true)
}

/**
 * The credentials of a request, of HTTP Basic or of its body (RFC 6749, 2.3.1). Some clients send both, which is accepted if
 * they agree; an error if they do not, or if nothing is there.
 */
export function credentialsOf(authorization: string | undefined, body: Parameters): ClientCredentials | OAuthError {
  const [id, secret] = [body.get('client_id'), body.get('client_secret')]
  if (authorization === undefined) return id !== undefined && secret !== undefined ? { id, secret } : invalidClient
  const basic = parseBasic(authorization)
  if (!basic || basic.secret === '' || !agrees(id, basic.id)) return invalidClient
  if (!agrees(secret, basic.secret))
    return oauthError('invalid_request', 'the client authenticates in two ways, which do not agree')
  return basic
}

/** True if the body repeats a part of HTTP Basic, or has none. */
const agrees = (inBody: string | undefined, inBasic: string): boolean =>
  inBody === undefined || [inBasic, formDecoded(inBasic)].some((text) => timingSafeEqualText(text, inBody))

function parseBasic(header: string) {
  const encoded = /^basic +([A-Za-z0-9+/_-]+=*) *$/i.exec(header)?.[1]
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  return colon === -1 ? undefined : { id: text.slice(0, colon), secret: text.slice(colon + 1) }
}

/** Decodes `application/x-www-form-urlencoded` (RFC 6749, appendix B); what is not encoded stays as it is. */
function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
