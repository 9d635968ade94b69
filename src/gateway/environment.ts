import { drivers } from '../../drivers/index.ts'
import { configProtocol } from '../clova/configProtocol.ts'
import { loadConfigOrLastGood } from '../config/lastGood.ts'
import { type Config, type LoadContext, loadConfig } from '../config/load.ts'
import { localize } from '../config/messages.ts'
import { type Problem, problemPrinter, summarizeProblem } from '../config/problem.ts'
import { printError } from '../util/terminal.ts'
import type { Language } from '../util/translate.ts'

/** What the configuration is checked against: the drivers, CLOVA's protocol and the environment variables. */
export const loadContext: LoadContext = { drivers, protocol: configProtocol, env: process.env }

/** Reads the configuration and prints its errors and warnings. @returns undefined if it has errors */
export async function readConfig(file: string): Promise<Config | undefined> {
  const { config, problems, language } = await loadConfig(file, loadContext)
  printProblems(problems, language)
  if (!config) printMistakes(file, problems)
  return config
}

/** The configuration that the gateway starts with. */
export interface StartConfig {
  readonly config: Config
  /** the errors of the file, if the gateway starts with the last valid configuration instead */
  readonly rejected?: { readonly problems: readonly string[]; readonly message: string }
}

/** Reads the configuration for a start. If the file is invalid, the last valid configuration is used, and that is printed. */
export async function readStartConfig(file: string): Promise<StartConfig | undefined> {
  const { config, problems, language, lastGoodSavedAt } = await loadConfigOrLastGood(file, loadContext)
  printProblems(problems, language ?? config?.language)
  if (!config) {
    printMistakes(file, problems)
    return undefined
  }
  if (lastGoodSavedAt === undefined) return { config }
  const message = localize('lastGoodUsed', { file, savedAt: new Date(lastGoodSavedAt).toISOString() })
  printError(`\n${message[config.language]}`)
  return { config, rejected: { problems: problems.map(summarizeProblem), message: message.en } }
}

function printProblems(problems: readonly Problem[], language: Language | undefined): void {
  for (const text of problems.map(problemPrinter(language))) printError(text)
}

function printMistakes(file: string, problems: readonly Problem[]): void {
  const count = problems.filter(({ severity }) => severity === 'error').length
  printError(`\n${file}: ${count} mistake(s); nothing was started.`)
}
