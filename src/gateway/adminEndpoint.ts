import { mkdirSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import type { Logger } from 'pino'
import { EventStream } from '../http/admin/events.ts'
import type { ControlHandlers } from '../http/admin/router.ts'
import { type AdminListener, hasListener, listenOnAdminSocket } from '../http/admin/socket.ts'
import { type FolderLock, lockFolder } from '../storage/folderLock.ts'
import { describeLoadError, loadOnce } from '../util/lazyLoad.ts'
import { version } from '../util/version.ts'

/** How long a gateway may hold the lock of its state folder without an admin socket, as it starts and ends, and how often that is looked at, in milliseconds. */
const startTimeoutMs = 3000
const lockPollMs = 100

/** The admin socket of a gateway and the lock of its state folder, which only one gateway may use at a time. */
export class AdminEndpoint {
  readonly events: EventStream
  /** the application that answers, loaded with the first request; absent while the gateway starts */
  #loadApp: (() => Promise<RequestListener>) | undefined
  #listener: AdminListener | undefined
  #lock: FolderLock | undefined
  #problem: string | undefined
  #onListening: (isListening: boolean) => void = () => {}
  readonly #log: Logger

  private constructor(log: Logger) {
    this.#log = log
    this.events = new EventStream((isListening) => this.#onListening(isListening))
  }

  /**
   * Creates the state folder, locks it and opens the socket, before anything in the folder is read or written. If the folder
   * cannot be created or written, that is logged and the gateway runs without the socket.
   * @param lockTimeoutMs how long to wait for a lock whose holder does not listen
   * @throws Error for the user if another gateway uses the folder
   */
  static async open(state: string, log: Logger, lockTimeoutMs = startTimeoutMs): Promise<AdminEndpoint> {
    const endpoint = new AdminEndpoint(log)
    try {
      mkdirSync(state, { recursive: true, mode: 0o700 })
      endpoint.#lock = await lockFolder(state)
      if (!endpoint.#lock) endpoint.#lock = await lockHeldByNoGateway(state, lockTimeoutMs, log)
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      log.warn({ folder: state, reason: code }, 'the state folder cannot be made; nothing will be kept over a restart')
      endpoint.#problem = `the admin socket cannot be opened: ${code ?? message}`
      return endpoint
    }
    if (!endpoint.#lock) throw new Error(await describeOther(state))
    const opened = await listenOnAdminSocket((request, response) => endpoint.#answer(request, response), state)
    if ('close' in opened) {
      endpoint.#listener = opened
      return endpoint
    }
    if (opened.isInUse) {
      await endpoint.close()
      throw new Error(`the gateway cannot use the state folder ${state}: ${opened.reason}`)
    }
    endpoint.#problem = `the admin socket cannot be opened: ${opened.reason}`
    log.warn({ reason: opened.reason }, 'the admin socket cannot be opened: the command line cannot ask this gateway')
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
  problem(): string | undefined {
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
 * Waits for a lock that somebody holds. Its name is open to every user of the machine, who could so keep the gateway from
 * starting; but only a gateway can listen in its folder. A holder that does not is none, and the gateway runs without the lock.
 * @returns nothing if a gateway holds it
 */
async function lockHeldByNoGateway(state: string, timeoutMs: number, log: Logger): Promise<FolderLock | undefined> {
  const endMs = performance.now() + timeoutMs
  while (!(await hasListener(state))) {
    const lock = await lockFolder(state)
    if (lock) return lock
    if (performance.now() >= endMs) {
      log.warn({ folder: state }, 'a program that is no gateway holds the lock of the state folder; it is passed over')
      return { release: async () => {} }
    }
    await setTimeout(lockPollMs)
  }
  return undefined
}

/** The message that another gateway uses the folder, and what to do. */
async function describeOther(state: string): Promise<string> {
  const { createControlClient } = await import('../control/client.ts')
  const health = await createControlClient({ state })
    .call('health', {}, AbortSignal.timeout(2000))
    .catch(() => undefined)
  const who = health ? ` (process ${health.processId}, ${health.configurationFile})` : ''
  return `another gateway runs with the state folder ${state}${who}; stop it first, or write another folder under state:`
}
