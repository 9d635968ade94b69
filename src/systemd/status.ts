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
export function parseStatus(statusText: string): ServiceStatus | undefined {
  const values = new Map(
    statusText.split('\n').map((line): [string, string] => {
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

/** The state of the service; undefined if there is none. */
export const readServiceStatus = async (): Promise<ServiceStatus | undefined> =>
  parseStatus(await systemctl('show', 'clova-home.service', '-p', properties))
