import { controlError } from '../../../control/errors.ts'
import { explain } from '../../../control/explanations/index.ts'
import type { ControlHandlers } from '../../../http/admin/router.ts'
import { TokenFile } from '../../../oauth/tokenFile.ts'
import type { GatewaySettings } from '../../settings.ts'

type AccessTokenHandlers = Pick<
  ControlHandlers,
  'issueTestToken' | 'accessTokens' | 'issueAccessToken' | 'revokeAccessToken'
>

interface AccessTokenDependencies {
  settings(): GatewaySettings
  reloadTokens(): void
}

/** How long the token of the console's test is good, in milliseconds. */
const testTokenLifetimeMs = 30 * 86_400_000
const testTokenName = 'console (dashboard)'

/** The operations on access tokens that are issued without account linking. */
export function createAccessTokenHandlers({ settings, reloadTokens }: AccessTokenDependencies): AccessTokenHandlers {
  return {
    issueTestToken: () => withTokens((file) => file.issue(testTokenName, testTokenLifetimeMs)),
    accessTokens: () =>
      withTokens((file) => ({
        tokens: file.list().map(({ name, created, expires }) => ({ name, createdAt: created, expiresAt: expires })),
      })),
    issueAccessToken: ({ name, lifetimeMs }) =>
      withTokens((file) => {
        if (file.has(name)) throw controlError('conflict', explain('tokenExists', { name }))
        return file.issue(name, lifetimeMs)
      }),
    revokeAccessToken: ({ name }) =>
      withTokens(async (file) => {
        if (!(await file.revoke(name))) throw controlError('notFound', explain('noSuchToken', { name }))
        return {}
      }),
  }

  /** Works on the file of access tokens; what was changed counts from then on. @throws controlError `conflict` if it cannot be used */
  async function withTokens<T>(work: (file: TokenFile) => T | Promise<T>): Promise<T> {
    const { state, hub } = settings()
    try {
      // That the file is damaged was logged when the gateway read it.
      const result = await work(new TokenFile(state, hub?.home, () => {}))
      reloadTokens()
      return result
    } catch (error) {
      if ('explanation' in (error as Error)) throw error
      throw controlError('conflict', explain('tokensNotKept', {}, { detail: (error as Error).message }))
    }
  }
}
