import type { ControlHandlers } from '../../../http/admin/router.ts'
import type { AccountLinking } from '../../accountLinking.ts'
import type { GatewaySettings } from '../../settings.ts'
import { createAccessTokenHandlers } from './accessTokens.ts'
import { createConsoleHandlers } from './console.ts'
import { createUserHandlers } from './users.ts'

type LinkHandlers = Pick<ControlHandlers, 'links' | 'revokeLinks' | 'accountLinking'>
type LinkingHandlers = LinkHandlers &
  ReturnType<typeof createConsoleHandlers> &
  ReturnType<typeof createUserHandlers> &
  ReturnType<typeof createAccessTokenHandlers>

interface LinkDependencies {
  settings(): GatewaySettings
  /** loaded on the first use */
  accountLinking(): Promise<AccountLinking>
}
type LinkingDependencies = LinkDependencies &
  Parameters<typeof createConsoleHandlers>[0] &
  Parameters<typeof createUserHandlers>[0] &
  Parameters<typeof createAccessTokenHandlers>[0]

/** The operations on account linking: links, the form of CLOVA's developer console, users, and access tokens. */
export const createLinkingHandlers = (gateway: LinkingDependencies): LinkingHandlers => ({
  ...createLinkHandlers(gateway),
  ...createConsoleHandlers(gateway),
  ...createUserHandlers(gateway),
  ...createAccessTokenHandlers(gateway),
})

function createLinkHandlers(gateway: LinkDependencies): LinkHandlers {
  return {
    links: async () => ({ links: [...(await gateway.accountLinking()).links()] }),
    revokeLinks: async ({ name = '' }) => (await gateway.accountLinking()).unlink(name),
    async accountLinking() {
      const { edition, server, linking, linkingDraft } = gateway.settings()
      const { clientId, clientSecret, redirectUris, users } = linkingDraft
      const problem = linking && (await gateway.accountLinking()).problem()
      return {
        edition,
        ...(server.publicUrl !== undefined && { publicUrl: server.publicUrl }),
        path: server.path,
        clientId,
        ...(clientSecret !== undefined && { clientSecret }),
        redirectUris: [...redirectUris],
        userCount: users,
        inForce: linking !== undefined,
        ...(problem !== undefined && { problem }),
      }
    },
  }
}
