import { createHash } from 'node:crypto'
import type { RequestListener } from 'node:http'
import inject, { type InjectOptions, type Response } from 'light-my-request'
import type { ClovaHandler } from '../../../src/clova/handler.ts'
import { createPublicApp, type PublicAppOptions } from '../../../src/http/app.ts'
import type { ClovaRouteOptions, RouteState } from '../../../src/http/clova/middleware.ts'
import { createRouteState } from '../../../src/http/clova/router.ts'
import { SeenRequests } from '../../../src/http/clova/seenRequests.ts'
import { SelfTestRegistry } from '../../../src/http/clova/selfTest.ts'
import { RefusalLog } from '../../../src/http/middleware/errorHandler.ts'
import { hashToken } from '../../../src/oauth/accessTokens.ts'

/** Stands for CLOVA's signature, which costs a thousand times as much. */
export const signatureOf = (body: string | Buffer): string => createHash('sha512').update(body).digest('base64')

/** A request for the lamp. */
export const message = (messageId: string, more: object = {}): string =>
  JSON.stringify({
    header: { messageId, name: 'TurnOnRequest', namespace: 'ClovaHome', payloadVersion: '1.0' },
    payload: { accessToken: 'good', appliance: { applianceId: 'lamp' }, ...more },
  })

/** What was called, in order: `verified`, `handled` and `answered` with their arguments. */
type Call = readonly [name: string, ...given: unknown[]]

/** The public application without a socket. Its key takes `signatureOf`, and its handler answers all messages alike. */
export interface RouteFixture {
  readonly calls: readonly Call[]
  readonly logged: readonly (readonly [level: string, fields: object, message: string])[]
  readonly selfTests: SelfTestRegistry
  readonly routeState: RouteState
  readonly app: RequestListener
  send(body: string | Buffer, options?: InjectOptions): Promise<Response>
  /** Sends a signed message. @returns the message of the answer */
  say(body: string): Promise<{ header: { name: string; messageId: string }; payload: object }>
}

export function routeFixture(
  folder: string,
  {
    handle = async () => {},
    state = {},
    app = {},
    ...clova
  }: Partial<ClovaRouteOptions> & {
    /** what the handler does before it answers */
    readonly handle?: (...given: Parameters<ClovaHandler['handle']>) => Promise<void>
    readonly state?: Partial<RouteState>
    readonly app?: Partial<PublicAppOptions>
  } = {},
): RouteFixture {
  const calls: Call[] = []
  const logged: [string, object, string][] = []
  const line = (level: string) => (fields: object, text: string) => void logged.push([level, fields, text])
  const log = { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') }
  const selfTests = new SelfTestRegistry()
  const seenRequests = new SeenRequests({
    file: `${folder}/seen`,
    tokenHashes: () => [hashToken('good')],
    warn: log.warn,
  })
  const routeState = { ...createRouteState(seenRequests), ...state }
  const options: ClovaRouteOptions = {
    path: '/clova',
    deadlineMs: 5000,
    key: {
      verify: (body, signature) => Buffer.from(signatureOf(Buffer.from(body)), 'base64').equals(signature),
      verifyWithRefreshedKey: async () => false,
    },
    handler: {
      async handle(request, signal, record) {
        calls.push(['handled', request.header.messageId, signal])
        await handle(request, signal, record)
        const { messageId } = request.header
        record.messageId = messageId
        return {
          header: { messageId, name: 'TurnOnConfirmation', namespace: 'ClovaHome', payloadVersion: '1.0' },
          payload: {},
        }
      },
    },
    authorize: (token) => ({ state: token === 'good' ? 'good' : 'unknown' }),
    edition: () => 'kr',
    selfTests,
    onVerified: (socket, isProxied) => void calls.push(['verified', socket, isProxied]),
    onAnswered: (record, { body, answer }) => void calls.push(['answered', record, String(body), answer]),
    log,
    ...clova,
  }
  const publicApp = createPublicApp({ clova: options, routeState, refusals: new RefusalLog(log), log, ...app })
  const send: RouteFixture['send'] = (body, given = {}) =>
    inject(publicApp as Parameters<typeof inject>[0], {
      method: 'POST',
      url: '/clova',
      headers: { signaturecek: signatureOf(body) },
      payload: body,
      ...given,
    })
  return {
    calls,
    logged,
    selfTests,
    routeState,
    app: publicApp,
    send,
    say: async (body) => (await send(body)).json(),
  }
}
