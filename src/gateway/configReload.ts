import { dirname } from 'node:path'
import type { Logger } from 'pino'
import { type Config, type LoadContext, loadConfig } from '../config/load.ts'
import { formatProblem } from '../config/problem.ts'
import { watchFolder } from '../util/watchFolder.ts'
import type { Gateway } from './gateway.ts'
import { scheduleGc } from './heap.ts'

/** The files beside a configuration that it may be made of; a log that lies there is none. */
const concerns = /\.(ya?ml|pem|crt|key|json)$/i

/** How long an editor may take to write its files, in milliseconds. */
const calm = 200

/** Follows the files of a configuration. */
export interface ConfigWatcher {
  /** Reads them now, whether or not something was seen to change. @returns what is wrong with them, in plain words */
  again(): Promise<string | undefined>
  close(): void
}

/** Applies each change of the configuration, of its secrets, of the public key beside it and of the files that it names, while the gateway runs. */
export function watchConfig(
  gateway: Gateway,
  { file, fingerprint, files }: Pick<Config, 'file' | 'fingerprint' | 'files'>,
  world: LoadContext,
  log: Logger,
  secrets: string[],
): ConfigWatcher {
  let current = fingerprint
  let complaint = ''
  let timer: NodeJS.Timeout | undefined
  let working: Promise<void> = Promise.resolve()
  const watchers = new Map<string, { close(): void }>()
  watch(files)
  return {
    async again() {
      clearTimeout(timer)
      // Whoever asks is told again what they were told before.
      complaint = ''
      gateway.reloadTokens()
      await enqueue()
      return complaint || undefined
    },
    close() {
      clearTimeout(timer)
      for (const watcher of watchers.values()) watcher.close()
    },
  }

  /** Watches the folder of the configuration, and those of the files that it names. */
  function watch(named: readonly string[]): void {
    const folders = new Set([file, ...named].map((one) => dirname(one)))
    for (const [folder, watcher] of watchers) {
      if (folders.has(folder)) continue
      watcher.close()
      watchers.delete(folder)
    }
    for (const folder of folders) {
      if (watchers.has(folder)) continue
      const changed = (name: string) => concerns.test(name) && schedule()
      watchers.set(
        folder,
        watchFolder(folder, changed, (fields, message) => log.warn(fields, message)),
      )
    }
  }

  function schedule(): void {
    clearTimeout(timer)
    timer = setTimeout(() => void enqueue(), calm)
  }

  function enqueue(): Promise<void> {
    working = working
      .then(apply)
      .catch((err) => log.error({ err }, 'the changed configuration cannot be used; the one before stays in force'))
    return working
  }

  async function apply(): Promise<void> {
    const { config, problems } = await loadConfig(file, world)
    if (!config) {
      const text = problems.map(formatProblem).join('\n')
      // Editors write more than once; the same mistake is told once.
      if (text !== complaint)
        log.error(
          { problems: problems.map(formatProblem) },
          'the changed configuration has mistakes; the one before stays in force',
        )
      complaint = text
      gateway.reportRejectedConfig(
        problems.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`).join('; '),
      )
      return
    }
    if (config.fingerprint === current) {
      if (complaint !== '') log.info({}, 'the configuration is as it was, and right again')
      complaint = ''
      gateway.reportRejectedConfig(undefined)
      return
    }
    try {
      secrets.push(...config.secrets.filter((secret) => !secrets.includes(secret)))
      await gateway.applyConfig(config)
      scheduleGc()
      current = config.fingerprint
      watch(config.files)
      complaint = ''
      gateway.reportRejectedConfig(undefined)
      log.info(
        { appliances: config.appliances.length, drivers: config.drivers.size },
        'the changed configuration is in force',
      )
    } catch (error) {
      const reason = (error as Error).message
      if (reason !== complaint)
        log.error({ reason }, 'the changed configuration cannot be used; the one before stays in force')
      complaint = reason
      gateway.reportRejectedConfig(reason)
    }
  }
}
