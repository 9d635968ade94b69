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

/** Watches the files of a configuration. */
export interface ConfigWatcher {
  /** Reads the files now, even if no change was seen. @returns their problem, in words for the user */
  reload(): Promise<string | undefined>
  close(): void
}

/**
 * Applies each change of the configuration, its secrets, the public key beside it and the files that it names while the
 * gateway runs. A configuration with mistakes is logged, and the previous one stays in force.
 * @param secrets the texts that the log removes; the secrets of a changed configuration are added
 */
export function watchConfig(
  gateway: Gateway,
  { file, fingerprint, files }: Pick<Config, 'file' | 'fingerprint' | 'files'>,
  environment: LoadContext,
  log: Logger,
  secrets: string[],
  { retryMs = defaultRetryMs }: { readonly retryMs?: number } = {},
): ConfigWatcher {
  let current = fingerprint
  let lastProblem = ''
  let timer: NodeJS.Timeout | undefined
  let retryTimer: NodeJS.Timeout | undefined
  let closed = false
  let working: Promise<void> = Promise.resolve()
  const watchers = new Map<string, { close(): void }>()
  watchFoldersOf(files)
  gateway.followConfig({ file, context: environment, reload })
  return {
    reload,
    close() {
      closed = true
      clearTimeout(timer)
      clearTimeout(retryTimer)
      for (const watcher of watchers.values()) watcher.close()
    },
  }

  async function reload(): Promise<string | undefined> {
    clearTimeout(timer)
    // An explicit request gets the problem even if it was logged before.
    lastProblem = ''
    gateway.reloadTokens()
    await enqueue()
    return lastProblem || undefined
  }

  /** Watches the folders of the configuration and of the files that it names; those of links, and those where they lead. */
  function watchFoldersOf(referenced: readonly string[]): void {
    const folders = new Set([file, ...referenced].flatMap((one) => [dirname(one), dirname(targetOf(one))]))
    for (const [folder, watcher] of watchers) {
      if (folders.has(folder)) continue
      watcher.close()
      watchers.delete(folder)
    }
    for (const folder of folders) {
      if (watchers.has(folder)) continue
      const onChange = (name: string) => watchedExtensions.test(name) && schedule()
      watchers.set(
        folder,
        watchFolder(folder, onChange, (fields, message) => log.warn(fields, message)),
      )
    }
  }

  function schedule(): void {
    clearTimeout(timer)
    timer = setTimeout(() => void enqueue(), debounceMs)
  }

  /** Runs reloads one at a time, since each is compared with the one before. */
  function enqueue(): Promise<void> {
    working = working
      .then(apply)
      .catch((err) => log.error({ err }, 'the changed configuration cannot be used; the one before stays in force'))
    return working
  }

  async function apply(): Promise<void> {
    clearTimeout(retryTimer)
    if (closed) return
    const { config, problems } = await loadConfig(file, environment)
    if (!config) {
      const text = problems.map(summarizeProblem).join('\n')
      // Editors write more than once; the same mistake is logged once.
      if (text !== lastProblem)
        log.error(
          { problems: problems.map(summarizeProblem) },
          'the changed configuration has mistakes; the one before stays in force',
        )
      lastProblem = text
      return gateway.reportRejectedConfig(rejectionOf(problems))
    }
    if (config.fingerprint === current) {
      if (lastProblem !== '') log.info({}, 'the configuration is as it was, and right again')
      lastProblem = ''
      return gateway.reportRejectedConfig(undefined)
    }
    try {
      secrets.push(...config.secrets.filter((secret) => !secrets.includes(secret)))
      await gateway.applyConfig(config)
      current = config.fingerprint
      void keepLastGood(config, log)
      watchFoldersOf(config.files)
      lastProblem = ''
      gateway.reportRejectedConfig(undefined)
      log.info(
        { appliances: config.appliances.length, drivers: config.drivers.size },
        'the changed configuration is in force',
      )
    } catch (error) {
      const reason = (error as Error).message
      if (reason !== lastProblem)
        log.error({ reason }, 'the changed configuration cannot be used; the one before stays in force')
      lastProblem = reason
      const text = untranslated(reason)
      gateway.reportRejectedConfig({ reason: text, first: text, count: 1 })
      // Nothing is wrong with the file, so no change of it would bring the next attempt.
      retryTimer = setTimeout(() => void enqueue(), retryMs)
      retryTimer.unref()
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
