import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Koa, { type Middleware } from 'koa'
import inject from 'light-my-request'
import { errorHandler, RefusalLog } from '../../src/http/middleware/errorHandler.ts'
import { clientAddressResolver } from '../../src/http/oauth/clientAddress.ts'
import { createOAuthRouter, type OAuthRouterOptions } from '../../src/http/oauth/router.ts'
import { type AccessCheckResult, createAccessCheck, type LinkingSettings } from '../../src/oauth/accounts.ts'
import { Authenticator } from '../../src/oauth/authenticator.ts'
import { Grants } from '../../src/oauth/grants.ts'
import type { LinkingEvent } from '../../src/oauth/linkingEvents.ts'
import { LoginAttempts } from '../../src/oauth/loginAttempts.ts'
import { createLogger } from '../../src/util/logger.ts'
import type { HttpAnswer } from './clova.ts'
import { makeFolder, removeFolder } from './folder.ts'
import type { TestGateway } from './gateway.ts'
import {
  clientSecret,
  clientsOf,
  hashCheaply,
  type LinkingClients,
  limited,
  redirectUri,
  userCount,
} from './linkingClients.ts'

/** The routes of account linking alone, without a socket, and CLOVA beside them. */
export interface LinkingRoutes extends Pick<TestGateway, 'post' | 'folder' | 'lines' | 'close'>, LinkingClients {
  readonly linking: LinkingSettings
  readonly grants: Grants
  readonly observed: readonly LinkingEvent[]
  /** what the access token is worth */
  authorize(token: unknown): AccessCheckResult['state']
}

/** Makes the routes of account linking with the users of the gateway, by the real clocks. No login waits. */
export async function linkingRoutes(given: Partial<OAuthRouterOptions> = {}): Promise<LinkingRoutes> {
  const folder = makeFolder()
  const state = join(folder, 'state')
  mkdirSync(state)
  const cheapHash = await hashCheaply()
  const names = [limited, ...Array.from({ length: userCount }, (_, i) => `user${i}`)]
  const linking: LinkingSettings = {
    homeName: '우리집',
    clientId: 'clova',
    clientSecret,
    redirectUris: [redirectUri, redirectUri.slice(0, -1)],
    users: names.map((name) => ({ name, password: cheapHash })),
  }
  const lines: Record<string, unknown>[] = []
  const log = createLogger([], 'debug', (line) => void lines.push(JSON.parse(line)))
  const warn = (fields: object, message: string) => log.warn(fields, message)
  const grants = new Grants({ file: join(state, 'grants.json'), warn })
  // A test may put another function in its place.
  const flushed = grants.flushed.bind(grants)
  const observed: LinkingEvent[] = []
  const options: OAuthRouterOptions = {
    linking,
    language: 'ko',
    grants,
    authenticator: new Authenticator(
      () => linking,
      new LoginAttempts(),
      async () => {},
    ),
    addressOf: clientAddressResolver({ header: 'X-Forwarded-For', from: ['127.0.0.0/8'] }),
    formKey: async () => 'the key of the forms',
    inFlight: { browser: 0, backchannel: 0 },
    refused: new RefusalLog(log),
    observe: (event) => void observed.push(event),
    log,
    ...given,
  }
  const app = new Koa()
  app.use(errorHandler(log, new RefusalLog(log)))
  app.use(createOAuthRouter(options).routes() as Middleware)
  const dispatch = app.callback() as Parameters<typeof inject>[0]
  const post: TestGateway['post'] = async (body, headers = {}, { path = '/clova', method = 'POST' } = {}) => {
    const answer = await inject(dispatch, {
      ...{ url: path, method: method as 'GET', headers },
      ...(body.length > 0 && { payload: body }),
    })
    return { status: answer.statusCode, headers: answer.headers as HttpAnswer['headers'], body: answer.body }
  }
  const check = createAccessCheck({ checkHash: () => 'unknown' }, grants, () => linking)
  return {
    ...{ folder, lines, linking, grants, observed, post },
    ...clientsOf(post),
    authorize: (token) => check(String(token)).state,
    async close() {
      await flushed()
      removeFolder(folder)
    },
  }
}
