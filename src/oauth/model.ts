import type OAuth2Server from '@node-oauth/oauth2-server'
import { accountId, belongsToAccount, type LinkingSettings, type User } from './accounts.ts'
import { isClient } from './clientCredentials.ts'
import { isOAuthErrorName, type OAuthError, oauthError } from './errors.ts'
import type { Grant } from './grantSchema.ts'
import { type Grants, lifetimesMs, type Rotation } from './grants.ts'

/** Loads the library when it is first needed: an account is linked once a year, and the library takes memory all the time. */
export const loadOAuth2Server = async () => (await import('@node-oauth/oauth2-server')).default

type Model = OAuth2Server.AuthorizationCodeModel & OAuth2Server.RefreshTokenModel

/** Thrown through the library while what was granted cannot be written: a power cut would take it back. */
export const persistError = new Error('the disk of the gateway cannot be written; try again')
const revokedError = new Error('the link was ended meanwhile')

/**
 * What the library asks of our storage, for one request. The library judges the client, the grant type, the code or refresh
 * token, its expiry and its redirect URI; this class answers its questions, and remembers what the request has used up.
 */
export class OAuthModel implements Model {
  readonly #linking: LinkingSettings
  readonly #grants: Grants
  readonly #requestedRedirectUri: string | undefined
  /** made of the code of this request */
  #redeemed: Grant | undefined
  /** made of the refresh token of this request */
  #rotation: Rotation | undefined

  /** @param requestedRedirectUri the `redirect_uri` of the request */
  constructor(linking: LinkingSettings, grants: Grants, requestedRedirectUri: string | undefined) {
    this.#linking = linking
    this.#grants = grants
    this.#requestedRedirectUri = requestedRedirectUri
  }

  /** @param secret null at the authorization endpoint, where no client authenticates */
  async getClient(id: string, secret: string | null) {
    const isKnown = secret === null ? id === this.#linking.clientId : isClient({ id, secret }, this.#linking)
    return isKnown ? this.#clientOf(id) : undefined
  }

  /** The library is not asked for what an access token is worth: `createAccessCheck` does that in a microsecond. */
  async getAccessToken() {
    return undefined
  }

  /** Character by character (RFC 9700, 2.1). */
  async validateRedirectUri(uri: string) {
    return this.#linking.redirectUris.includes(uri)
  }

  async saveAuthorizationCode(
    code: Pick<OAuth2Server.AuthorizationCode, 'expiresAt' | 'redirectUri' | 'scope'>,
    client: OAuth2Server.Client,
    user: OAuth2Server.User,
  ) {
    const { name, password } = user as User
    const approval = {
      client: this.#linking.clientId,
      user: name,
      account: accountId({ password }),
      redirectUri: code.redirectUri,
      ...(code.scope && { scope: code.scope }),
    }
    const authorizationCode = this.#grants.createCode(approval)
    await this.#persisted()
    return { ...code, authorizationCode, client, user }
  }

  async getAuthorizationCode(code: string) {
    const found = this.#grants.findCode(code)
    if (!found) return this.#absent()
    const { approval, remainingMs } = found
    if (!belongsToAccount(approval, this.#linking)) return undefined
    return {
      authorizationCode: code,
      expiresAt: expiryOf(remainingMs),
      // The library does not compare an empty one.
      redirectUri: this.#mayOmitRedirectUri(approval.redirectUri) ? '' : approval.redirectUri,
      client: this.#clientOf(approval.client),
      user: { name: approval.user },
      ...(approval.scope && { scope: approval.scope }),
    }
  }

  /** Uses the code up, so that of two requests at once one gets false. */
  async revokeAuthorizationCode({ authorizationCode }: Pick<OAuth2Server.AuthorizationCode, 'authorizationCode'>) {
    this.#redeemed = this.#grants.redeem(authorizationCode)
    if (!this.#redeemed) await this.#persisted()
    return this.#redeemed !== undefined
  }

  async getRefreshToken(refreshToken: string) {
    const found = this.#grants.findByRefreshToken(refreshToken)
    if (!found) return this.#absent()
    const { grant, remainingMs } = found
    if (!belongsToAccount(grant, this.#linking)) return undefined
    return {
      refreshToken,
      refreshTokenExpiresAt: expiryOf(remainingMs),
      client: this.#clientOf(grant.client),
      user: { name: grant.user },
      ...(grant.scope && { scope: grant.scope }),
    }
  }

  /** Puts the next refresh token in its place. */
  async revokeToken({ refreshToken }: Pick<OAuth2Server.RefreshToken, 'refreshToken'>) {
    this.#rotation = this.#grants.rotate(refreshToken)
    return this.#rotation !== undefined
  }

  async saveToken(
    token: Pick<OAuth2Server.Token, 'scope'> & { readonly authorizationCode?: string },
    client: OAuth2Server.Client,
  ): Promise<OAuth2Server.Token> {
    const grant = this.#rotation?.grant ?? this.#redeemed
    if (!grant || !this.#grants.isActive(grant)) throw revokedError
    const accessToken = this.#grants.createAccessToken(grant)
    const refreshToken =
      this.#rotation?.refreshToken ?? this.#grants.firstRefreshToken(grant, String(token.authorizationCode))
    const issued = {
      accessToken,
      accessTokenExpiresAt: new Date(Date.now() + lifetimesMs.access),
      client,
      user: { name: grant.user, link: grant.id },
      ...(token.scope && { scope: token.scope }),
    }
    if (await this.#grants.flushed()) return { ...issued, refreshToken }
    if (!this.#rotation) throw persistError
    // The next refresh token is not given, since a power cut would take it back: the one that CLOVA has stays in force.
    this.#rotation.undo()
    this.#rotation = undefined
    return issued
  }

  /** Called when the library refused the request: takes back what its code or refresh token made. */
  async rollback(): Promise<void> {
    this.#rotation?.undo()
    if (!this.#redeemed) return
    this.#grants.revoke([this.#redeemed])
    await this.#grants.flushed()
  }

  /** The error of the response for an error that the library threw. */
  errorOf(thrown: unknown): OAuthError {
    const { name, message = '', inner } = thrown as { name?: string; message?: string; inner?: unknown }
    // The library calls a redirect URI that is not the code's an `invalid_request`; it is an `invalid_grant` (RFC 6749, 5.2).
    if (name === 'invalid_request' && this.#redeemed && this.#requestedRedirectUri !== undefined)
      return oauthError('invalid_grant', 'the redirect_uri is not the one that the code was issued for')
    if (name !== 'server_error' && name !== undefined && isOAuthErrorName(name)) return oauthError(name, message)
    if (inner === revokedError) return oauthError('invalid_grant', revokedError.message)
    return oauthError('server_error', inner === persistError ? persistError.message : 'the gateway failed')
  }

  #clientOf(id: string) {
    return { id, redirectUris: [...this.#linking.redirectUris], grants: ['authorization_code', 'refresh_token'] }
  }

  /** Some clients leave it out. That is safe because only one redirect URI is registered; RFC 6749 (4.1.3) would refuse it. */
  #mayOmitRedirectUri(issuedFor: string): boolean {
    const isOnly = this.#linking.redirectUris.every((uri) => withoutLastSlash(uri) === withoutLastSlash(issuedFor))
    return this.#requestedRedirectUri === undefined && isOnly
  }

  /**
   * A second use may have revoked a family: that is written to disk before the response is sent, so a power cut cannot undo
   * it.
   */
  async #absent(): Promise<undefined> {
    await this.#persisted()
  }

  async #persisted(): Promise<void> {
    if (!(await this.#grants.flushed())) throw persistError
  }
}

const expiryOf = (remainingMs: number): Date => new Date(remainingMs > 0 ? Date.now() + remainingMs : 0)

/** CLOVA's documents spell its redirect URI with and without the last slash. */
const withoutLastSlash = (uri: string): string => uri.replace(/\/$/, '')
