import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Config } from '../config/load.ts'
import { RefusalLog } from '../http/middleware/errorHandler.ts'
import { clientAddressResolver } from '../http/oauth/clientAddress.ts'
import type { OAuthRouterOptions } from '../http/oauth/router.ts'
import type { AccessTokens } from '../oauth/accessTokens.ts'
import { type AccessCheckResult, createAccessCheck, type LinkingSettings } from '../oauth/accounts.ts'
import { Authenticator } from '../oauth/authenticator.ts'
import { Grants } from '../oauth/grants.ts'
import { createUnlink, type Links, listLinks, type Unlink } from '../oauth/linkedAccounts.ts'
import type { LinkingObserver } from '../oauth/linkingEvents.ts'
import { LoginAttempts } from '../oauth/loginAttempts.ts'
import { writeAtomically } from '../storage/replaceFile.ts'

/** Account linking of a running gateway. */
export interface AccountLinking {
  /** Whether an access token is valid, and which appliances it may use. */
  readonly authorize: (token: string) => AccessCheckResult
  /** The hashes of all access tokens of the CLOVA app, also of expired ones. */
  tokenHashes(): Iterable<string>
  /** What the routes of account linking need; undefined if it is not configured. */
  routerOptions(config: Pick<Config, 'server' | 'linking' | 'language'>): OAuthRouterOptions | undefined
  /** The linked accounts. */
  links(): Links
  readonly unlink: Unlink
  problem(): string | undefined
  flush(): Promise<unknown>
}

/**
 * Opens the file of the grants.
 * @param linking returns the present configuration of account linking
 * @param tokenPrefix see `GrantOptions`
 */
export async function createAccountLinking(
  { state }: Pick<Config, 'state'>,
  linking: () => LinkingSettings | undefined,
  tokens: AccessTokens,
  tokenPrefix: () => string,
  log: Logger,
  observe: LinkingObserver = () => {},
): Promise<AccountLinking> {
  const warn = (fields: object, message: string) => log.warn(fields, message)
  const grants = new Grants({ file: join(state, 'grants.json'), warn, tokenPrefix })
  const authenticator = new Authenticator(linking, new LoginAttempts())
  const refused = new RefusalLog(log)
  const inFlight = { browser: 0, backchannel: 0 }
  const formSecret = await openFormSecret(join(state, 'form-secret'), warn)
  return {
    authorize: createAccessCheck(tokens, grants, linking),
    tokenHashes: () => grants.accessTokenHashes(),
    routerOptions: ({ server, linking: settings, language }) =>
      settings && {
        linking: settings,
        language,
        grants,
        authenticator,
        addressOf: clientAddressResolver(server.trustedProxy),
        formKey: async () => formSecret,
        inFlight,
        refused,
        observe,
        log,
      },
    links: () => listLinks(grants.list(), linking()),
    unlink: createUnlink(grants),
    problem: () => grants.problem(),
    flush: () => grants.flushed(),
  }
}

/**
 * The key that signs login forms: 256 random bits in base64url. It is stored, so that an open form stays valid over a
 * restart; a key that cannot be stored is valid until this process ends.
 */
async function openFormSecret(file: string, warn: (fields: object, message: string) => void): Promise<string> {
  try {
    const storedSecret = readFileSync(file, 'utf8').trim()
    if (/^[\w-]{43}$/.test(storedSecret)) return storedSecret
  } catch {
    // The file does not exist yet or cannot be read: in both cases a new key is created.
  }
  const secret = randomBytes(32).toString('base64url')
  await writeAtomically(file, `${secret}\n`).catch((error: NodeJS.ErrnoException) =>
    warn(
      { file, reason: error.code },
      'the secret of login forms cannot be kept; a login that is open ends with a restart',
    ),
  )
  return secret
}
