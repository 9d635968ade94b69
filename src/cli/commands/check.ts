import { loadConfig } from '../../config/load.ts'
import { problemPrinter } from '../../config/problem.ts'
import { environment } from '../../gateway/environment.ts'
import { print, printError } from '../../util/terminal.ts'
import type { Command } from '../command.ts'

/** `clova-home check` */
export const check: Command = {
  usage: 'check',
  summary: 'Reads the configuration and says all that is wrong with it at once',
  words: [0, 0],
  async run({ config: file, json }) {
    const { config, problems, language } = await loadConfig(file, environment)
    if (json) print(JSON.stringify({ ok: config !== undefined, problems }))
    else {
      for (const text of problems.map(problemPrinter(language))) printError(text)
      if (config) {
        const { appliances, drivers, scenes, edition } = config
        print(
          `${file} is right: edition ${edition}, ${drivers.size} driver(s), ${appliances.length} appliance(s), ${scenes.length} scene(s).`,
        )
      } else printError(`\n${file}: ${problems.filter(({ severity }) => severity === 'error').length} mistake(s).`)
    }
    return config ? 0 : 1
  },
}
