import { readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { drivers } from '../../drivers/index.ts'
import { configProtocol } from '../clova/configProtocol.ts'
import { loadConfigOrLastGood } from '../config/lastGood.ts'
import { type Config, type LoadContext, loadConfig, writtenLanguage } from '../config/load.ts'
import { localize } from '../config/messages.ts'
import { type Problem, problemPrinter } from '../config/problem.ts'
import { setupConfig } from '../config/setupConfig.ts'
import { printError } from '../util/terminal.ts'
import type { Language } from '../util/translate.ts'

/** What the configuration is checked against: the drivers, CLOVA's protocol and the environment variables. */
export const loadContext: LoadContext = { drivers, protocol: configProtocol, env: process.env }

/** The folder with the page of the dashboard, beside the bundle that runs. */
export const webFolder = (): string => join(dirname(realpathSync(process.argv[1] ?? '.')), 'web')

/**
 * Reads the configuration and prints its errors and warnings.
 * @param chooseLanguage the language for them, by that of the configuration
 * @returns undefined if it has errors
 */
export async function readConfig(
  file: string,
  chooseLanguage: (ofConfig?: Language) => Language = (ofConfig = 'en') => ofConfig,
): Promise<Config | undefined> {
  const { config, problems, language: written } = await loadConfig(file, loadContext)
  const language = chooseLanguage(written)
  printProblems(problems, language)
  if (!config) printMistakes(file, problems, 'nothingDone', language)
  return config
}

/** The language that a configuration names, for messages about it; undefined if it names none or cannot be read. */
export function writtenLanguageOf(file: string): Language | undefined {
  try {
    return writtenLanguage(readFileSync(file, 'utf8'), configProtocol)
  } catch {
    return undefined
  }
}

/** The configuration that the gateway starts with. */
export interface StartConfig {
  readonly config: Config
  /** true if there is no usable configuration: `config` has an empty home */
  readonly isUnconfigured: boolean
  /** the errors of the file, if the gateway starts with the last valid configuration instead */
  readonly rejected?: { readonly problems: readonly Problem[]; readonly message: string }
}

/**
 * Reads the configuration for a start. If the file is invalid, the last valid configuration is used, and that is printed; if
 * there is none, only the dashboard is started.
 * @returns undefined if nothing can be started, since the file switches the dashboard off, too
 */
export async function readStartConfig(file: string): Promise<StartConfig | undefined> {
  const { config, problems, language, lastGoodSavedAt } = await loadConfigOrLastGood(file, loadContext)
  const printed = language ?? config?.language
  printProblems(problems, printed)
  if (!config) {
    const empty = await setupConfig(file, loadContext)
    const { enabled } = empty.dashboard
    printMistakes(file, problems, enabled ? 'onlyDashboardStarted' : 'nothingStarted', printed)
    const rejected = {
      problems,
      message: 'no configuration can be used: CLOVA is not answered, and only the dashboard was started',
    }
    return enabled ? { config: empty, isUnconfigured: true, rejected } : undefined
  }
  if (lastGoodSavedAt === undefined) return { config, isUnconfigured: false }
  const message = localize('lastGoodUsed', { file, savedAt: new Date(lastGoodSavedAt).toISOString() })
  printError(`\n${message[config.language]}`)
  return { config, isUnconfigured: false, rejected: { problems, message: message.en } }
}

function printProblems(problems: readonly Problem[], language: Language | undefined): void {
  for (const text of problems.map(problemPrinter(language))) printError(text)
}

function printMistakes(
  file: string,
  problems: readonly Problem[],
  result: 'nothingDone' | 'nothingStarted' | 'onlyDashboardStarted',
  language: Language = 'en',
): void {
  const count = problems.filter(({ severity }) => severity === 'error').length
  printError(`\n${localize(result, { file, count })[language]}`)
}
