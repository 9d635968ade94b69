import type { Health } from '../../gateway/control/handlers.ts'
import { version } from '../../util/version.ts'
import { type Check, type Finding, failure, ok, warning } from '../check.ts'

/** The gateway itself: whether it runs, whether it is the one of this configuration, and what it has to tell. */
export const gateway: Check = {
  name: 'gateway',
  ms: 15_000,
  async look(scene) {
    const running = await scene.running()
    const { host, port } = scene.config.server.listen
    if (running.is === 'away')
      return [
        failure(
          'gateway',
          `none runs: nobody listens on ${host}:${port}`,
          'sudo systemctl start clova-home (or: clova-home run)',
        ),
      ]
    if (running.is === 'strange') {
      const who = await listener(scene.outside.program, port)
      return [failure('gateway', `${running.why}${who === undefined ? '' : ` (${who})`}`, running.mend)]
    }
    const { health, inventory } = running
    const findings: Finding[] = [
      ok('gateway', `version ${health.version} listens on ${host}:${port}, for ${lasted(health.uptime)}`),
    ]
    if (health.version !== version)
      findings.push(
        warning('version', `${version} is installed, and ${health.version} runs`, 'sudo systemctl restart clova-home'),
      )
    findings.push(heardOf(health))
    const names = [...scene.config.drivers.keys()]
    const own = inventory.problems.filter((problem) => !names.some((name) => problem.startsWith(`${name}: `)))
    return [...findings, ...own.map((problem) => failure('gateway', problem, mendOf(problem, scene.config.file)))]
  },
}

/** What is wrong with the changed configuration is mended there, by the command that is told of it if there is one. */
const mendOf = (problem: string, file: string): string =>
  /^the changed configuration is not in force/.test(problem)
    ? (/; run: ([^;]+)/.exec(problem)?.[1] ?? `clova-home check --config ${file}`)
    : 'journalctl -u clova-home -n 50'

function heardOf({ heard, seen }: Health): Finding {
  if (heard !== undefined) return ok('CLOVA', `was last heard at ${new Date(heard).toISOString()}`)
  return seen === undefined
    ? warning(
        'CLOVA',
        'no request that CLOVA signed has come since the gateway started',
        'say something to the speaker, or run the Discovery test of the developer console',
      )
    : warning(
        'CLOVA',
        `a request that CLOVA signed came at ${new Date(seen).toISOString()}, and nothing shows that it came through the tunnel`,
        'let what the tunnel ends at add X-Forwarded-For; nginx: proxy_set_header X-Forwarded-For $remote_addr;',
      )
}

/** Who has the port; only root is told of others' programs. */
async function listener(
  program: (name: string, words: readonly string[]) => Promise<string | undefined>,
  port: number,
): Promise<string | undefined> {
  const told = await program('ss', ['-Hltnp', `sport = :${port}`])
  const [, name, id] = /users:\(\("([^"]+)",pid=(\d+)/.exec(told ?? '') ?? []
  return name === undefined ? undefined : `it is ${name}, process ${id}`
}

const lasted = (seconds: number): string =>
  seconds < 120
    ? `${seconds} s`
    : seconds < 7200
      ? `${Math.round(seconds / 60)} minutes`
      : seconds < 172_800
        ? `${Math.round(seconds / 3600)} hours`
        : `${Math.round(seconds / 86_400)} days`
