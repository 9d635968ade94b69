import { resolve } from 'node:path'
import { loadConfig } from '../../config/load.ts'
import { problemPrinter } from '../../config/problem.ts'
import { fileAccessCheck } from '../../diagnostics/checks/fileAccess.ts'
import { loadContext } from '../../gateway/environment.ts'
import { isRoot } from '../../systemd/systemctl.ts'
import { type HostAccess, host } from '../../util/host.ts'
import { print, printError } from '../../util/terminal.ts'
import type { Args, CliCommand } from '../command.ts'

/** `clova-home check` */
export const check: CliCommand = {
  usage: 'check',
  summary: 'Reads the configuration and says all that is wrong with it at once',
  argumentCount: [0, 0],
  run: (args) => runCheck(args, host, isRoot()),
}

/**
 * Root can read everything, so what the gateway's own user cannot read is told as well.
 * @returns the exit code
 */
export async function runCheck(
  { config: file, json }: Pick<Args, 'config' | 'json'>,
  system: HostAccess,
  asRoot: boolean,
): Promise<number> {
  const { config, problems, language } = await loadConfig(file, loadContext)
  const denied = config && asRoot ? await deniedFiles(resolve(file), config.state, system) : []
  if (json) print(JSON.stringify({ ok: config !== undefined && denied.length === 0, problems, files: denied }))
  else {
    for (const text of problems.map(problemPrinter(language))) printError(text)
    for (const { message, fix } of denied) printError(`${message}; run: ${fix}`)
    if (config && denied.length === 0) {
      const { appliances, drivers, scenes, edition } = config
      print(
        `${file} is right: edition ${edition}, ${drivers.size} driver(s), ${appliances.length} appliance(s), ${scenes.length} scene(s).`,
      )
    } else if (!config)
      printError(`\n${file}: ${problems.filter(({ severity }) => severity === 'error').length} mistake(s).`)
  }
  return config && denied.length === 0 ? 0 : 1
}

/** The files that the user of the gateway cannot read. */
async function deniedFiles(file: string, state: string, system: HostAccess) {
  const findings = await fileAccessCheck.run(
    { file, stateFolder: state, host: system },
    AbortSignal.timeout(fileAccessCheck.timeoutMs),
  )
  return findings.filter(({ level, message }) => level === 'failure' && message.startsWith('the gateway runs as'))
}
