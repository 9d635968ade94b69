import { realpathSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Logger } from 'pino'
import { saveLastGood } from '../config/lastGood.ts'
import { type Config, type LoadContext, loadConfig } from '../config/load.ts'
import { rejectionOf, summarizeProblem } from '../config/problem.ts'
import { untranslated } from '../util/translate.ts'
import { watchFolder } from '../util/watchFolder.ts'
import type { Gateway } from './gateway.ts'

/** The names of files that may belong to a configuration; other files in its folder, such as a log, are ignored. */
const watchedExtensions = /\.(ya?ml|pem|crt|key|json)$/i

/** How long an editor may take to write its files, in milliseconds. */
const debounceMs = 200

/** How often a right configuration that could not be applied is tried again, such as when its port is taken; in milliseconds. */
const defaultRetryMs = 10_000

/** The configuration that is in force when the gateway starts. */
type InitialConfig = Pick<Config, 'file' | 'fingerprint' | 'files'>

/**
 * Applies each change of the configuration, its secrets, the public key beside it and the files that it names while the
 * gateway runs. A configuration with mistakes is logged, and the previous one stays in force.
 */
export class ConfigWatcher {
  readonly #gateway: Gateway
  readonly #file: string
  readonly #environment: LoadContext
  readonly #log: Logger
  /** the texts that the log removes; the secrets of a changed configuration are added */
  readonly #secrets: string[]
  readonly #retryMs: number
  /** by their folders */
  readonly #watchers = new Map<string, { close(): void }>()
  #fingerprint: string
  #lastProblem = ''
  #timer: NodeJS.Timeout | undefined
  #retryTimer: NodeJS.Timeout | undefined
  #isClosed = false
  #working: Promise<void> = Promise.resolve()

  constructor(
    gateway: Gateway,
    { file, fingerprint, files }: InitialConfig,
    environment: LoadContext,
    log: Logger,
    secrets: string[],
    { retryMs = defaultRetryMs }: { readonly retryMs?: number } = {},
  ) {
    this.#gateway = gateway
    this.#file = file
    this.#environment = environment
    this.#log = log
    this.#secrets = secrets
    this.#retryMs = retryMs
    this.#fingerprint = fingerprint
    this.#watchFoldersOf(files)
    gateway.followConfig({ file, context: environment, reload: () => this.reload() })
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#timer)
    clearTimeout(this.#retryTimer)
    for (const watcher of this.#watchers.values()) watcher.close()
  }

  /** Reads the files now, even if no change was seen. @returns their problem, in words for the user */
  async reload(): Promise<string | undefined> {
    clearTimeout(this.#timer)
    // An explicit request gets the problem even if it was logged before.
    this.#lastProblem = ''
    this.#gateway.reloadTokens()
    await this.#enqueue()
    return this.#lastProblem || undefined
  }

  /** Watches the folders of the configuration and of the files that it names; those of links, and those where they lead. */
  #watchFoldersOf(referenced: readonly string[]): void {
    const folders = new Set([this.#file, ...referenced].flatMap((one) => [dirname(one), dirname(targetOf(one))]))
    for (const [folder, watcher] of this.#watchers) {
      if (folders.has(folder)) continue
      watcher.close()
      this.#watchers.delete(folder)
    }
    for (const folder of folders) {
      if (this.#watchers.has(folder)) continue
      const onChange = (name: string) => watchedExtensions.test(name) && this.#schedule()
      this.#watchers.set(
        folder,
        watchFolder(folder, onChange, (fields, message) => this.#log.warn(fields, message)),
      )
    }
  }

  #schedule(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#enqueue(), debounceMs)
  }

  /** Runs reloads one at a time, since each is compared with the one before. */
  #enqueue(): Promise<void> {
    this.#working = this.#working
      .then(() => this.#apply())
      .catch((err) =>
        this.#log.error({ err }, 'the changed configuration cannot be used; the one before stays in force'),
      )
    return this.#working
  }

  async #apply(): Promise<void> {
    clearTimeout(this.#retryTimer)
    if (this.#isClosed) return
    const { config, problems } = await loadConfig(this.#file, this.#environment)
    if (!config) {
      const text = problems.map(summarizeProblem).join('\n')
      // Editors write more than once; the same mistake is logged once.
      if (text !== this.#lastProblem)
        this.#log.error(
          { problems: problems.map(summarizeProblem) },
          'the changed configuration has mistakes; the one before stays in force',
        )
      this.#lastProblem = text
      return this.#gateway.reportRejectedConfig(rejectionOf(problems))
    }
    if (config.fingerprint === this.#fingerprint) {
      if (this.#lastProblem !== '') this.#log.info({}, 'the configuration is as it was, and right again')
      this.#lastProblem = ''
      return this.#gateway.reportRejectedConfig(undefined)
    }
    try {
      this.#secrets.push(...config.secrets.filter((secret) => !this.#secrets.includes(secret)))
      await this.#gateway.applyConfig(config)
      this.#fingerprint = config.fingerprint
      void keepLastGood(config, this.#log)
      this.#watchFoldersOf(config.files)
      this.#lastProblem = ''
      this.#gateway.reportRejectedConfig(undefined)
      this.#log.info(
        { appliances: config.appliances.length, drivers: config.drivers.size },
        'the changed configuration is in force',
      )
    } catch (error) {
      const reason = (error as Error).message
      if (reason !== this.#lastProblem)
        this.#log.error({ reason }, 'the changed configuration cannot be used; the one before stays in force')
      this.#lastProblem = reason
      const text = untranslated(reason)
      this.#gateway.reportRejectedConfig({ reason: text, first: text, count: 1 })
      // Nothing is wrong with the file, so no change of it would bring the next attempt.
      this.#retryTimer = setTimeout(() => void this.#enqueue(), this.#retryMs)
      this.#retryTimer.unref()
    }
  }
}

/** Where a symbolic link leads; any other path as it is. */
function targetOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

/** Saves the configuration in force, for a start with a damaged file. If saving fails, the gateway goes on. */
export async function keepLastGood(config: Config, log: Pick<Logger, 'warn'>): Promise<void> {
  try {
    await saveLastGood(config)
  } catch (error) {
    log.warn({ reason: (error as Error).message }, 'the configuration cannot be kept for a start with a damaged file')
  }
}
