import { dirname } from 'node:path'
import type { Logger } from 'pino'
import { saveLastGood } from '../config/lastGood.ts'
import { type Config, type LoadContext, loadConfig } from '../config/load.ts'
import { summarizeProblem } from '../config/problem.ts'
import { watchFolder } from '../util/watchFolder.ts'
import type { Gateway } from './gateway.ts'

/** The files of which a configuration may be made; another file beside it, such as a log, is none. */
const watchedExtensions = /\.(ya?ml|pem|crt|key|json)$/i

/** How long an editor may take to write its files, in milliseconds. */
const debounceMs = 200

/** Follows the files of a configuration. */
export interface ConfigWatcher {
  /** Reads them now, whether or not something was seen to change. @returns what is wrong with them, in plain words */
  reload(): Promise<string | undefined>
  close(): void
}

/**
 * Applies each change of the configuration, of its secrets, of the public key beside it and of the files that it names, while
 * the gateway runs. A configuration with mistakes is logged, and the one before stays in force.
 * @param secrets what the log blots out; those of a changed configuration are added
 */
export function watchConfig(
  gateway: Gateway,
  { file, fingerprint, files }: Pick<Config, 'file' | 'fingerprint' | 'files'>,
  environment: LoadContext,
  log: Logger,
  secrets: string[],
): ConfigWatcher {
  let current = fingerprint
  let lastProblem = ''
  let timer: NodeJS.Timeout | undefined
  let working: Promise<void> = Promise.resolve()
  const watchers = new Map<string, { close(): void }>()
  watchFoldersOf(files)
  gateway.setReload(reload)
  return {
    reload,
    close() {
      clearTimeout(timer)
      for (const watcher of watchers.values()) watcher.close()
    },
  }

  async function reload(): Promise<string | undefined> {
    clearTimeout(timer)
    // Whoever asks is told again what was logged before.
    lastProblem = ''
    gateway.reloadTokens()
    await enqueue()
    return lastProblem || undefined
  }

  /** Watches the folder of the configuration, and those of the files that it names. */
  function watchFoldersOf(referenced: readonly string[]): void {
    const folders = new Set([file, ...referenced].map((one) => dirname(one)))
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

  /** One after the other: each is compared with the one before. */
  function enqueue(): Promise<void> {
    working = working
      .then(apply)
      .catch((err) => log.error({ err }, 'the changed configuration cannot be used; the one before stays in force'))
    return working
  }

  async function apply(): Promise<void> {
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
      const places = problems.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`)
      return gateway.reportRejectedConfig(places.join('; '))
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
      gateway.reportRejectedConfig(reason)
    }
  }
}

/** Keeps a configuration that is in force for a start at which the file is damaged. It is no reason to stop if that fails. */
export async function keepLastGood(config: Config, log: Pick<Logger, 'warn'>): Promise<void> {
  try {
    await saveLastGood(config)
  } catch (error) {
    log.warn({ reason: (error as Error).message }, 'the configuration cannot be kept for a start with a damaged file')
  }
}
