import { mkdirSync, watch } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { clova } from '../clova/answer.ts'
import type { Config } from '../config/load.ts'
import { app } from '../http/app.ts'
import { listen } from '../http/listen.ts'
import { type PublicKey, publicKey } from '../http/publicKey.ts'
import { isSigned } from '../http/signature.ts'
import { hashToken, tokens } from '../linking/tokens.ts'
import { buildHouse, type House } from './house.ts'
import { inventory } from './inventory.ts'
import { type LocalKey, openLocalKey } from './localKey.ts'

/** How long requests may go on after the gateway was told to stop, in milliseconds. */
const grace = 3500

/** The running gateway. */
export interface Gateway {
  /** where it listens in fact, as `host:port` */
  readonly address: string
  readonly house: House
  readonly localKey: Promise<LocalKey | undefined>
  /** Takes the access tokens as they stand on disk; done by itself when they change. */
  reloadTokens(): void
  /** Takes no more requests, finishes what runs, closes every connection and writes what is not written. */
  close(): Promise<void>
}

/**
 * Starts everything that a configuration describes.
 * @throws Error in plain words if it cannot listen
 */
export async function startGateway(config: Config, log: Logger): Promise<Gateway> {
  const warn = (fields: object, message: string) => log.warn(fields, message)
  makeState(config.state, warn)
  let local: LocalKey | undefined
  let localHash: string | undefined
  const localKey = openLocalKey(config.state).then(
    (key) => {
      local = key
      localHash = hashToken(key.token)
      return key
    },
    (error: NodeJS.ErrnoException) => {
      warn(
        { reason: error.code, folder: config.state },
        'the command line has no key: "say" and "appliances" cannot ask this gateway',
      )
      return undefined
    },
  )
  const access = tokens(join(config.state, 'tokens.json'), () => localHash, warn)
  const key = publicKey({ source: config.publicKey, copy: join(config.state, 'public-key.pem'), warn })
  const house = buildHouse(config, log)
  const { edition, language, previousState } = config
  const protocol = clova({
    home: () => house.home,
    dialect: () => ({ edition, language, previousState }),
    authorize: access.check,
    log,
  })
  const koa = app({
    path: config.server.path,
    deadline: config.server.deadline,
    clova: protocol,
    log,
    verify: (body, signature) => verify(key, local, body, signature),
    local: async (name, signal) => (name === 'appliances' ? inventory(house.home, config, signal) : undefined),
  })
  const listener = await listen(koa, config.server.listen).catch(async (error) => {
    await house.close()
    throw error
  })
  const watcher = watchTokens(config.state, access.reload, warn)
  log.info({ address: listener.address, edition, appliances: house.home.appliances.size }, 'the gateway is listening')
  return {
    address: listener.address,
    house,
    localKey,
    reloadTokens: access.reload,
    async close() {
      watcher?.close()
      await listener.close(grace)
      await house.close()
    },
  }
}

/** CLOVA's key first: that is who is listened to all day. */
function verify(key: PublicKey, local: LocalKey | undefined, body: Uint8Array, signature: Uint8Array) {
  if (key.verify(body, signature)) return 'clova'
  if (local && isSigned(body, signature, local.public)) return 'local'
  return key.again(body, signature).then((later) => (later ? 'clova' : undefined))
}

function makeState(folder: string, warn: (fields: object, message: string) => void): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    warn(
      { folder, reason: (error as NodeJS.ErrnoException).code },
      'the state folder cannot be made; nothing will be kept over a restart',
    )
  }
}

/** The folder, not the file: a watch on a file goes silent when another takes its place. */
function watchTokens(folder: string, reload: () => void, warn: (fields: object, message: string) => void) {
  try {
    const watcher = watch(folder, (_event, name) => name === 'tokens.json' && reload())
    watcher.on('error', () =>
      warn({ folder }, 'the state folder is no longer watched: new access tokens count after a restart'),
    )
    watcher.unref()
    return watcher
  } catch {
    warn({ folder }, 'the state folder cannot be watched: new access tokens count after a restart')
    return undefined
  }
}
