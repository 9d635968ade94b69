import { isIP } from 'node:net'
import type { Health } from '../../control/api.ts'
import { version } from '../../util/version.ts'
import { type Check, type Finding, failure, ok, warning } from '../check.ts'

/** Whether the gateway of this configuration runs, in which version, and what it reports of itself. */
export const gatewayCheck: Check = {
  name: 'gateway',
  timeoutMs: 15_000,
  async run(context) {
    const running = await context.gateway()
    const { host, port } = context.config.server.listen
    if (running.status === 'stopped')
      return [
        failure(
          'gateway',
          `none runs: nobody listens on ${host}:${port}`,
          'sudo systemctl start clova-home (or: clova-home run)',
        ),
      ]
    if (running.status === 'foreign') {
      const listener = await findListener(context.host.program, port)
      return [failure('gateway', `${running.reason}${listener === undefined ? '' : ` (${listener})`}`, running.fix)]
    }
    const { health, inventory } = running
    const findings: Finding[] = [
      ok(
        'gateway',
        `version ${health.version} listens on ${health.address}, for ${formatUptime(health.uptimeSeconds)}`,
      ),
    ]
    if (health.address !== '' && !isSameAddress(health.address, context.config.server.listen))
      findings.push(
        failure(
          'gateway',
          `it listens on ${health.address}, and the configuration says ${host}:${port}: the change is not in force`,
          `sudo ss -ltnp 'sport = :${port}' shows who has that port; end it, then: sudo systemctl restart clova-home`,
        ),
      )
    if (health.version !== version)
      findings.push(
        warning('version', `${version} is installed, and ${health.version} runs`, 'sudo systemctl restart clova-home'),
      )
    findings.push(lastRequestFinding(health))
    const names = [...context.config.drivers.keys()]
    const gatewayProblems = [...new Set([...health.problems, ...inventory.problems])].filter(
      (problem) => !names.some((name) => problem.startsWith(`${name}: `)),
    )
    return [
      ...findings,
      ...gatewayProblems.map((problem) => failure('gateway', problem, fixFor(problem, context.config.file))),
    ]
  },
}

/** True if the gateway listens where the configuration says; port 0 means any port. */
function isSameAddress(address: string, { host, port }: { readonly host: string; readonly port: number }): boolean {
  const { hostname, port: actual } = new URL(`http://${address}`)
  const isSameHost = isIP(host) === 0 || hostname.replace(/^\[|\]$/g, '') === host
  return isSameHost && (port === 0 || Number(actual || 80) === port)
}

/** The problem of a rejected configuration may name the command that repairs it. */
const fixFor = (problem: string, file: string): string =>
  /^the changed configuration is not in force/.test(problem)
    ? (/; run: ([^;]+)/.exec(problem)?.[1] ?? `clova-home check --config ${file}`)
    : 'journalctl -u clova-home -n 50'

function lastRequestFinding({ lastProxiedRequestAt, lastDirectRequestAt }: Health): Finding {
  if (lastProxiedRequestAt !== undefined)
    return ok('CLOVA', `was last heard at ${new Date(lastProxiedRequestAt).toISOString()}`)
  return lastDirectRequestAt === undefined
    ? warning(
        'CLOVA',
        'no request that CLOVA signed has come since the gateway started',
        'say something to the speaker, or run the Discovery test of the developer console',
      )
    : warning(
        'CLOVA',
        `a request that CLOVA signed came at ${new Date(lastDirectRequestAt).toISOString()}, and nothing shows that it came through the tunnel`,
        'let what the tunnel ends at add X-Forwarded-For; nginx: proxy_set_header X-Forwarded-For $remote_addr;',
      )
}

/** The process that listens on a port; `ss` shows other users' processes to root only. */
async function findListener(
  program: (name: string, words: readonly string[]) => Promise<string | undefined>,
  port: number,
): Promise<string | undefined> {
  const told = await program('ss', ['-Hltnp', `sport = :${port}`])
  const [, name, id] = /users:\(\("([^"]+)",pid=(\d+)/.exec(told ?? '') ?? []
  return name === undefined ? undefined : `it is ${name}, process ${id}`
}

const formatUptime = (seconds: number): string =>
  seconds < 120
    ? `${seconds} s`
    : seconds < 7200
      ? `${Math.round(seconds / 60)} minutes`
      : seconds < 172_800
        ? `${Math.round(seconds / 3600)} hours`
        : `${Math.round(seconds / 86_400)} days`
