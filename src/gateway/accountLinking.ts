import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Config } from '../config/load.ts'
import { refusals } from '../http/middleware/errorHandler.ts'
import { addresses } from '../http/oauth/clientAddress.ts'
import type { LinkingBack } from '../http/oauth/router.ts'
import type { Tokens } from '../oauth/accessTokens.ts'
import { type Access, accessOf, type Linking } from '../oauth/accounts.ts'
import { door } from '../oauth/authenticator.ts'
import { grants } from '../oauth/grants.ts'
import { type Links, linksOf, type Unlink, unlinker } from '../oauth/linkedAccounts.ts'
import { tries } from '../oauth/loginAttempts.ts'

/** Account linking of a running gateway. */
export interface LinkingOffice {
  /** Whether an access token is good, and what it reaches. */
  readonly authorize: (token: string) => Access
  /** What the routes need; nothing while nobody could link. */
  back(config: Pick<Config, 'server' | 'linking' | 'language'>): LinkingBack | undefined
  /** Who is linked, and the end of that by the name of a user or the id of a link: what the command line may ask. */
  links(): Links
  readonly unlink: Unlink
  problem(): string | undefined
  flush(): Promise<unknown>
}

/**
 * Opens the grants.
 * @param linking what the configuration says now
 * @param key what forms are sealed with; without one, one that does not outlive this process
 */
export function openLinking(
  { state }: Pick<Config, 'state'>,
  linking: () => Linking | undefined,
  tokens: Tokens,
  key: Promise<string | undefined>,
  log: Logger,
): LinkingOffice {
  const kept = grants({ file: join(state, 'grants.json'), warn: (fields, message) => log.warn(fields, message) })
  const entrance = door(linking, tries())
  const refused = refusals(log)
  const room = { page: 0, client: 0 }
  const sealed = key.then((own) => own ?? randomBytes(32).toString('base64url'))
  return {
    authorize: accessOf(tokens, kept, linking),
    back: ({ server, linking: now, language }) =>
      now && {
        linking: now,
        language,
        grants: kept,
        door: entrance,
        addressOf: addresses(server.trustedProxy),
        key: () => sealed,
        room,
        refused,
        log,
      },
    links: () => linksOf(kept.list(), linking()),
    unlink: unlinker(kept),
    problem: kept.problem,
    flush: () => kept.durable(),
  }
}
