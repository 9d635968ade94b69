import type OAuth2Server from '@node-oauth/oauth2-server'
import { accountOf, isOfAccount, type Linking, type User } from './accounts.ts'
import { isErrorName, type Refusal, refusal } from './errors.ts'
import type { Grant } from './grantSchema.ts'
import { type Grants, lifetimes } from './grants.ts'

/** The library, loaded when it is first needed: linking happens once in a year, and its memory would be held all the time. */
export const server = async () => ({ OAuth2Server: (await import('@node-oauth/oauth2-server')).default })

type Model = OAuth2Server.AuthorizationCodeModel & OAuth2Server.RefreshTokenModel

/** What the model throws through the library, to be known again behind it. */
export const unkept = new Error('the disk of the gateway cannot be written; try again')
export const ended = new Error('the link was ended meanwhile')

/** What the library, or our model in it, found wrong. */
export function refusalFrom(error: unknown): Refusal {
  const { name, message, inner } = error as { name?: string; message?: string; inner?: unknown }
  if (name !== 'server_error' && name !== undefined && isErrorName(name)) return refusal(name, message ?? '')
  if (inner === ended) return refusal('invalid_grant', ended.message)
  return refusal('server_error', inner === unkept ? unkept.message : 'something went wrong in the gateway')
}

/** One request, as the library deals with it. */
export interface Dealing {
  readonly model: Model
  /** Nothing came of it: what a code gave of which no token was made is ended. */
  giveUp(): Promise<void>
}

/**
 * What the library asks of our storage, for one request: what it found for its first question it needs for the next.
 * @param redirectUri what the client says that the code was sent to. Compared here, since the library calls a wrong one an
 * `invalid_request`, which is an `invalid_grant` (RFC 6749, 5.2)
 */
export function dealing(linking: Linking, grants: Grants, redirectUri?: string): Dealing {
  const { clientId, redirectUris } = linking
  const client = { id: clientId, redirectUris: [...redirectUris], grants: ['authorization_code', 'refresh_token'] }
  let redeemed: Grant | undefined
  let refreshed: string | undefined
  const model: Model = {
    getClient: async (id) => (id === clientId ? client : undefined),
    // Nobody asks the library for what a token is worth: `accessOf` does that in a microsecond.
    getAccessToken: async () => undefined,
    validateRedirectUri: async (uri) => redirectUris.includes(uri),

    async saveAuthorizationCode(code, _client, user) {
      const { name, password } = user as User
      const account = accountOf({ password })
      const agreed = { client: clientId, user: name, account, redirectUri: code.redirectUri }
      const authorizationCode = grants.code(code.scope ? { ...agreed, scope: code.scope } : agreed)
      if (!(await grants.durable())) throw unkept
      return { ...code, authorizationCode, client, user }
    },
    async getAuthorizationCode(code) {
      redeemed = grants.redeem(code, { client: clientId, redirectUri: redirectUri ?? '' })
      // What a second use ended stays ended, also through a power cut: until then nobody is told that it is.
      if (!redeemed && !(await grants.durable())) throw unkept
      if (!redeemed || !isOfAccount(redeemed, linking)) return undefined
      const { scope } = redeemed
      return {
        authorizationCode: code,
        expiresAt: new Date(Date.now() + lifetimes.code),
        redirectUri: redirectUri ?? '',
        client,
        user: userOf(redeemed),
        ...(scope && { scope }),
      }
    },
    // It was used up in the moment in which it was found, so that two at once cannot both have it.
    revokeAuthorizationCode: async () => redeemed !== undefined,

    async getRefreshToken(refreshToken) {
      const grant = grants.standing(refreshToken, clientId)
      if (!grant && !(await grants.durable())) throw unkept
      if (!grant || !isOfAccount(grant, linking)) return undefined
      refreshed = refreshToken
      const { scope } = grant
      return { refreshToken, client, user: userOf(grant), ...(scope && { scope }) }
    },
    // It is replaced in the moment in which the next one is there.
    revokeToken: async () => refreshed !== undefined,

    async saveToken(token) {
      const rotation = refreshed === undefined ? undefined : grants.rotate(refreshed, clientId)
      const grant = rotation?.grant ?? redeemed
      if (!grant || !grants.isLive(grant)) throw ended
      const accessToken = grants.access(grant)
      const refreshToken = rotation?.token ?? grants.first(grant, String(token.authorizationCode))
      const given = {
        accessToken,
        accessTokenExpiresAt: new Date(Date.now() + lifetimes.access),
        client,
        user: userOf(grant),
        ...(token.scope && { scope: token.scope }),
      }
      if (await grants.durable()) return { ...given, refreshToken }
      if (!rotation) {
        grants.end([grant])
        throw unkept
      }
      // What a power cut would take back is not given: the refresh token that CLOVA has stays in force.
      rotation.undo()
      return given
    },
  }
  return {
    model,
    async giveUp() {
      if (!redeemed || redeemed.refresh.length > 0) return
      grants.end([redeemed])
      await grants.durable()
    },
  }
}

const userOf = ({ user, id }: Grant) => ({ name: user, link: id })
