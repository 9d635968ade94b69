import { drivers } from '../../drivers/index.ts'
import { configProtocol } from '../clova/configProtocol.ts'
import { type Config, type LoadContext, loadConfig } from '../config/load.ts'
import { formatProblem } from '../config/problem.ts'
import { printError } from '../util/terminal.ts'

/** Everything that a configuration is read against. */
export const environment: LoadContext = { drivers, protocol: configProtocol, env: process.env }

/** Reads the configuration; what is wrong with it is told, and nothing comes back. Warnings are told too. */
export async function readConfig(file: string): Promise<Config | undefined> {
  const { config, problems } = await loadConfig(file, environment)
  for (const problem of problems) printError(formatProblem(problem))
  if (!config)
    printError(
      `\n${file}: ${problems.filter(({ severity }) => severity === 'error').length} mistake(s); nothing was started.`,
    )
  return config
}
