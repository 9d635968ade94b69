import { print } from '../util/terminal.ts'
import { systemctl } from './systemctl.ts'

/** The state of the service as systemd reports it. */
export interface ServiceStatus {
  /** `active`, `failed`, `inactive`, … */
  readonly active: string
  /** whether it starts at boot: `enabled`, `disabled`, … */
  readonly enabled: string
  /** its own status line */
  readonly statusText: string
  /** since when it has this state; empty if it never ran */
  readonly since: string
  /** how often systemd restarted it */
  readonly restarts: number
  /** why it ended: `success`, `exit-code`, `watchdog`, … */
  readonly result: string
  readonly exitCode: number
}

const properties = 'LoadState,ActiveState,UnitFileState,StatusText,StateChangeTimestamp,NRestarts,Result,ExecMainStatus'

/** Parses the output of `systemctl show`. @returns `undefined` if there is no such unit */
export function parseStatus(said: string): ServiceStatus | undefined {
  const values = new Map(
    said.split('\n').map((line): [string, string] => {
      const split = line.indexOf('=')
      return [line.slice(0, split), line.slice(split + 1)]
    }),
  )
  const text = (name: string) => values.get(name) ?? ''
  if (text('LoadState') === 'not-found') return undefined
  return {
    active: text('ActiveState'),
    enabled: text('UnitFileState'),
    statusText: text('StatusText'),
    since: text('StateChangeTimestamp'),
    restarts: Number(text('NRestarts')) || 0,
    result: text('Result'),
    exitCode: Number(text('ExecMainStatus')) || 0,
  }
}

/** `clova-home service status` @returns 0 if the service runs, else 1 */
export async function showStatus(json: boolean): Promise<number> {
  const serviceStatus = parseStatus(await systemctl('show', 'clova-home.service', '-p', properties))
  if (json) print(JSON.stringify(serviceStatus ?? { active: 'missing' }))
  else
    print(
      serviceStatus
        ? formatStatus(serviceStatus)
        : 'There is no service yet. It is made by: sudo clova-home service install',
    )
  return serviceStatus?.active === 'active' ? 0 : 1
}

function formatStatus({
  active,
  enabled,
  statusText: says,
  since,
  restarts,
  result,
  exitCode: exit,
}: ServiceStatus): string {
  const lines = [
    `clova-home.service is ${active}${since ? ` since ${since}` : ''}${says && active === 'active' ? `: ${says}` : ''}`,
    enabled === 'enabled'
      ? 'It starts with the machine.'
      : 'It does not start with the machine: sudo systemctl enable clova-home',
  ]
  if (restarts > 0) lines.push(`It was started anew ${restarts} time(s).`)
  if (active === 'failed')
    lines.push(
      exit === 78
        ? 'Its configuration is wrong, or it may not read it: sudo clova-home check, mend it, then sudo systemctl restart clova-home'
        : `It ended with ${result} (${exit}). Its own words: journalctl -u clova-home -n 50`,
    )
  else if (active !== 'active') lines.push('sudo systemctl start clova-home')
  return lines.join('\n')
}
