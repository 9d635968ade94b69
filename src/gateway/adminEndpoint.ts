import { mkdirSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import type { Logger } from 'pino'
import { EventStream } from '../http/admin/events.ts'
import type { ControlHandlers } from '../http/admin/router.ts'
import { type AdminListener, hasListener, listenOnAdminSocket } from '../http/admin/socket.ts'
import { type FolderLock, findLockHolder, lockFolder } from '../storage/folderLock.ts'
import { fileErrorText } from '../util/fileErrors.ts'
import { describeLoadError, loadOnce } from '../util/lazyLoad.ts'
import { type LocalizedText, localizedError, sentences } from '../util/translate.ts'
import { version } from '../util/version.ts'

/** How long a gateway may hold the lock of its state folder without an admin socket, as it starts and ends, and how often that is looked at, in milliseconds. */
const startTimeoutMs = 3000
const lockPollMs = 100

/** Why the gateway cannot use its state folder. `{x}` is a placeholder. */
const say = sentences({
  runningGateway: {
    ko: '다른 게이트웨이가 상태 폴더 {state} 로 실행 중입니다(프로세스 {pid}, {file}). 먼저 멈추거나 state: 에 다른 폴더를 쓰세요',
    ja: '別のゲートウェイが状態フォルダー {state} で動いています（プロセス {pid}、{file}）。先に止めるか、state: に別のフォルダーを書いてください',
    en: 'another gateway runs with the state folder {state} (process {pid}, {file}); stop it first, or write another folder under state:',
  },
  unknownGateway: {
    ko: '다른 게이트웨이가 상태 폴더 {state} 로 실행 중입니다. 먼저 멈추거나 state: 에 다른 폴더를 쓰세요',
    ja: '別のゲートウェイが状態フォルダー {state} で動いています。先に止めるか、state: に別のフォルダーを書いてください',
    en: 'another gateway runs with the state folder {state}; stop it first, or write another folder under state:',
  },
  silentGateway: {
    ko: '프로세스 {pid} 이(가) 상태 폴더 {state} 을(를) 쓰고 있고 대답하지 않습니다. 먼저 끝내거나(kill {pid}) state: 에 다른 폴더를 쓰세요',
    ja: 'プロセス {pid} が状態フォルダー {state} を使っていて、応答しません。先に終わらせるか（kill {pid}）、state: に別のフォルダーを書いてください',
    en: 'process {pid} uses the state folder {state} and does not answer; end it first (kill {pid}), or write another folder under state:',
  },
  folderUnusable: {
    ko: '게이트웨이가 상태 폴더 {state} 을(를) 쓸 수 없습니다: {reason}',
    ja: 'ゲートウェイが状態フォルダー {state} を使えません: {reason}',
    en: 'the gateway cannot use the state folder {state}: {reason}',
  },
})

interface OpenOptions {
  /** how long to wait for a lock whose holder does not listen, in milliseconds */
  readonly lockTimeoutMs?: number
  readonly findHolder?: typeof findLockHolder
  readonly listen?: typeof listenOnAdminSocket
}

/** The admin socket of a gateway and the lock of its state folder, which only one gateway may use at a time. */
export class AdminEndpoint {
  readonly events: EventStream
  /** the application that answers, loaded with the first request; absent while the gateway starts */
  #loadApp: (() => Promise<RequestListener>) | undefined
  #listener: AdminListener | undefined
  #lock: FolderLock | undefined
  #problem: LocalizedText | undefined
  #onListening: (isListening: boolean) => void = () => {}
  readonly #log: Logger

  private constructor(log: Logger) {
    this.#log = log
    this.events = new EventStream((isListening) => this.#onListening(isListening))
  }

  /**
   * Creates the state folder, locks it and opens the socket, before anything in the folder is read or written. If the folder
   * cannot be created, or the socket cannot be opened, that is logged and the gateway runs without the socket.
   * @throws Error for the user if another gateway uses the folder, or if neither lock nor socket can keep another out
   */
  static async open(state: string, log: Logger, options: OpenOptions = {}): Promise<AdminEndpoint> {
    const { listen = listenOnAdminSocket } = options
    const endpoint = new AdminEndpoint(log)
    try {
      mkdirSync(state, { recursive: true, mode: 0o700 })
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      log.warn({ folder: state, reason: code }, 'the state folder cannot be made; nothing will be kept over a restart')
      endpoint.#problem = fileErrorText(error, 'used', state)
      return endpoint
    }
    endpoint.#lock = await takeLock(state, log, options)
    const opened = await listen((request, response) => endpoint.#answer(request, response), state)
    if ('close' in opened) {
      endpoint.#listener = opened
      return endpoint
    }
    if (opened.isInUse || !endpoint.#lock) {
      await endpoint.close()
      // One that cannot have the lock, or an older one, whose lock has another name.
      if (await hasListener(state)) throw await otherGateway(state)
      throw localizedError(say('folderUnusable', { state, reason: opened.reason }))
    }
    endpoint.#problem = opened.reason
    log.warn(
      { reason: opened.reason.en },
      'the admin socket cannot be opened: the command line cannot ask this gateway',
    )
    return endpoint
  }

  /**
   * Sets the handlers, which are loaded with the first request.
   * @param onListening is called when the first client subscribes to events and when the last one leaves
   */
  setHandlers(load: () => Promise<ControlHandlers>, onListening: (isListening: boolean) => void): void {
    this.#loadApp = loadOnce(() => this.#createApp(load))
    this.#onListening = onListening
  }

  /** Why there is no socket, in words for the user. */
  problem(): LocalizedText | undefined {
    return this.#problem
  }

  /** Accepts no more requests and waits for running ones. @param graceMs how long they may take */
  async stopListening(graceMs: number): Promise<void> {
    this.events.close()
    await this.#listener?.close(graceMs)
    this.#listener = undefined
  }

  /** Closes all connections, removes the socket and releases the lock of the folder. */
  async close(): Promise<void> {
    await this.stopListening(0)
    await this.#lock?.release()
  }

  #answer: RequestListener = (request, response) => {
    const refuse = (message: string) => {
      const body = JSON.stringify({ code: 'busy', message })
      response.writeHead(503, { 'Content-Type': 'application/json', Connection: 'close' }).end(body)
    }
    if (!this.#loadApp) return refuse('the gateway is starting; try again')
    this.#loadApp().then(
      (app) => app(request, response),
      (err) => {
        const reason = describeLoadError(err)
        this.#log.error({ err, reason }, 'the admin API cannot be loaded')
        refuse(reason)
      },
    )
  }

  async #createApp(load: () => Promise<ControlHandlers>): Promise<RequestListener> {
    const [{ createAdminApp }, handlers] = await Promise.all([import('../http/admin/router.ts'), load()])
    return createAdminApp({ handlers, events: this.events, version, log: this.#log })
  }
}

/**
 * Locks the state folder, or waits for the gateway that holds the lock to end. Any user of the machine can bind the name of the
 * lock, and could so keep the gateway from starting: a holder that neither listens in the folder nor is a process of somebody
 * who may use it is passed over.
 * @returns nothing if the gateway has to do without the lock
 * @throws Error for the user if another gateway holds it
 */
async function takeLock(
  state: string,
  log: Logger,
  { lockTimeoutMs = startTimeoutMs, findHolder = findLockHolder }: OpenOptions,
): Promise<FolderLock | undefined> {
  const endMs = performance.now() + lockTimeoutMs
  try {
    let lock = await lockFolder(state)
    while (!lock) {
      if (await hasListener(state)) throw await otherGateway(state)
      if (performance.now() >= endMs) {
        const pid = findHolder(state)
        if (pid !== undefined) throw localizedError(say('silentGateway', { state, pid }))
        log.warn(
          { folder: state },
          'a program that is no gateway holds the lock of the state folder; it is passed over',
        )
        return undefined
      }
      await setTimeout(lockPollMs)
      lock = await lockFolder(state)
    }
    return lock
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    log.warn(
      { folder: state, reason: code },
      'the state folder cannot be locked; its socket alone keeps other gateways out',
    )
    return undefined
  }
}

/** The error that another gateway uses the folder, and what to do. */
async function otherGateway(state: string): Promise<Error> {
  const { createControlClient } = await import('../control/client.ts')
  const health = await createControlClient({ state })
    .call('health', {}, AbortSignal.timeout(2000))
    .catch(() => undefined)
  return localizedError(
    health
      ? say('runningGateway', { state, pid: health.processId, file: health.configurationFile })
      : say('unknownGateway', { state }),
  )
}
