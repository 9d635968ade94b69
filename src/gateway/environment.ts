import { drivers } from '../../drivers/index.ts'
import { vocabulary } from '../clova/configProtocol.ts'
import { type Config, loadConfig, type World } from '../config/load.ts'
import { format } from '../config/problem.ts'
import { complain } from '../util/terminal.ts'

/** Everything that a configuration is read against. */
export const world: World = { drivers, protocol: vocabulary, env: process.env }

/** Reads the configuration; what is wrong with it is told, and nothing comes back. Warnings are told too. */
export async function readConfig(file: string): Promise<Config | undefined> {
  const { config, problems } = await loadConfig(file, world)
  for (const problem of problems) complain(format(problem))
  if (!config)
    complain(
      `\n${file}: ${problems.filter(({ severity }) => severity === 'error').length} mistake(s); nothing was started.`,
    )
  return config
}
