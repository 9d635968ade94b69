import { isIP } from 'node:net'
import type { Health } from '../../control/api.ts'
import { formatExplanation } from '../../control/explanations/index.ts'
import { byLanguage, joinTexts, type LocalizedText } from '../../util/translate.ts'
import { version } from '../../util/version.ts'
import { type Check, type Finding, failure, ok, warning } from '../check.ts'
import { say } from '../messages.ts'

/** Whether the gateway of this configuration runs, in which version, and what it reports of itself. */
export const gatewayCheck: Check = {
  name: 'gateway',
  timeoutMs: 15_000,
  async run(context) {
    const running = await context.gateway()
    const { host, port } = context.config.server.listen
    if (running.status === 'stopped')
      return [failure('gateway', say('gatewayNoneRuns', { address: `${host}:${port}` }), say('startGateway'))]
    if (running.status === 'foreign') {
      if (running.reason !== undefined)
        return [failure('gateway', say('gatewayCannotBeAsked', { reason: running.reason }), 'sudo clova-home doctor')]
      const listener = (await findListener(context.host.program, port)) ?? ''
      return [
        failure(
          'gateway',
          say('foreignListener', { address: `${host}:${port}`, listener }),
          say('foreignListenerFix', { port }),
        ),
      ]
    }
    const { health, inventory } = running
    const findings: Finding[] = [
      ok(
        'gateway',
        say(health.address === '' ? 'gatewayIdle' : 'gatewayRuns', {
          version: health.version,
          address: health.address,
          uptime: formatUptime(health.uptimeSeconds),
        }),
      ),
    ]
    if (health.address !== '' && !isSameAddress(health.address, context.config.server.listen))
      findings.push(
        failure(
          'gateway',
          say('otherAddress', { actual: health.address, configured: `${host}:${port}` }),
          say('otherAddressFix', { port }),
        ),
      )
    if (health.version !== version)
      findings.push(
        warning(
          'version',
          say('otherVersion', { installed: version, running: health.version }),
          'sudo systemctl restart clova-home',
        ),
      )
    findings.push(lastRequestFinding(health))
    const { rejectedConfiguration: rejected } = health
    if (rejected)
      findings.push(
        failure(
          'gateway',
          say(rejected.isPreviousInForce ? 'changeNotInForce' : 'noConfigurationInForce', { reason: rejected.reason }),
          rejected.command ?? `clova-home check --config ${context.config.file}`,
        ),
      )
    return [
      ...findings,
      // The check of the hub tells of the hub.
      ...health.problems
        .filter(({ code }) => !code.startsWith('hub'))
        .map(({ command, ...explanation }) =>
          failure(
            'gateway',
            byLanguage((language) => formatExplanation(explanation, language)),
            command,
          ),
        ),
      // The check of the connections tells of those that the configuration names; the gateway may run by another one.
      ...inventory.problems
        .filter(({ connection }) => !context.config.drivers.has(connection))
        .map(({ connection, text, remedy }) =>
          failure('gateway', joinTexts(`${connection}: `, text), remedy ?? 'journalctl -u clova-home -n 50 --no-pager'),
        ),
    ]
  },
}

/** True if the gateway listens on the configured address; port 0 means any port. */
function isSameAddress(address: string, { host, port }: { readonly host: string; readonly port: number }): boolean {
  const { hostname, port: actual } = new URL(`http://${address}`)
  const isSameHost = isIP(host) === 0 || hostname.replace(/^\[|\]$/g, '') === host
  return isSameHost && (port === 0 || Number(actual || 80) === port)
}

function lastRequestFinding({ lastProxiedRequestAt, lastDirectRequestAt }: Health): Finding {
  if (lastProxiedRequestAt !== undefined)
    return ok('CLOVA', say('clovaLastHeard', { time: new Date(lastProxiedRequestAt).toISOString() }))
  return lastDirectRequestAt === undefined
    ? warning('CLOVA', say('clovaNeverHeard'), say('sayToSpeaker'))
    : warning(
        'CLOVA',
        say('clovaNotThroughTunnel', { time: new Date(lastDirectRequestAt).toISOString() }),
        say('addForwardedFor'),
      )
}

/** The process that listens on a port; `ss` shows other users' processes to root only. */
async function findListener(
  program: (name: string, words: readonly string[]) => Promise<string | undefined>,
  port: number,
): Promise<LocalizedText | undefined> {
  const output = await program('ss', ['-Hltnp', `sport = :${port}`])
  const [, name, id] = /users:\(\("([^"]+)",pid=(\d+)/.exec(output ?? '') ?? []
  return name === undefined || id === undefined ? undefined : say('listenerIs', { name, id })
}

const formatUptime = (seconds: number): LocalizedText =>
  seconds < 120
    ? say('uptimeSeconds', { n: seconds })
    : seconds < 7200
      ? say('uptimeMinutes', { n: Math.round(seconds / 60) })
      : seconds < 172_800
        ? say('uptimeHours', { n: Math.round(seconds / 3600) })
        : say('uptimeDays', { n: Math.round(seconds / 86_400) })
