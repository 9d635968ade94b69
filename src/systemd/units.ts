import { setTimeout } from 'node:timers/promises'
import type { HostAccess } from '../util/host.ts'

/** The access to systemd that the wizard needs. */
export interface Systemd {
  /** @returns its output @throws Error with a message for the user */
  systemctl(...words: readonly string[]): Promise<string>
  /** The output of a program; `undefined` if it does not exist. */
  readonly program: HostAccess['program']
  /** Waits so long, in milliseconds. */
  wait(ms: number): Promise<unknown>
}

/** The state of a unit after it was started. */
export interface UnitStatus {
  readonly isActive: boolean
  /** why it is not active, from systemd and from its log */
  readonly reason?: string
}

/** How long a unit may take, how often is looked, and for how many looks it must stay: of ssh it is known only then. */
const startTimeoutMs = 60_000
const pollIntervalMs = 500
const stableChecks = 6

export const isActive = async ({ program }: Pick<Systemd, 'program'>, unit: string): Promise<boolean> =>
  (await program('systemctl', ['is-active', unit]))?.trim() === 'active'

/**
 * Enables and starts a unit, and waits until it has been active for 3 s or has failed, a minute at most.
 * @param isRestart true to restart a running unit
 */
export async function startUnit(systemd: Systemd, unit: string, isRestart: boolean): Promise<UnitStatus> {
  const { systemctl, wait: pause, program } = systemd
  try {
    await systemctl('enable', unit)
    // Without --no-block, systemctl waits until a slow unit is ready, which may take minutes.
    await systemctl(isRestart ? 'restart' : 'start', '--no-block', unit)
  } catch (error) {
    return { isActive: false, reason: (error as Error).message }
  }
  let activeChecks = 0
  for (let waitedMs = 0; waitedMs < startTimeoutMs && activeChecks < stableChecks; waitedMs += pollIntervalMs) {
    await pause(pollIntervalMs)
    const state = await unitState(systemd, unit)
    if (state === 'active') activeChecks++
    else if (state === 'over') break
    else activeChecks = 0
  }
  if (activeChecks >= stableChecks) return { isActive: true }
  const status = await program('systemctl', ['status', '--no-pager', '--lines=0', unit])
  const journal = await program('journalctl', [
    `_SYSTEMD_UNIT=${fullName(unit)}`,
    '-n',
    '1',
    '-o',
    'cat',
    '-q',
    '--no-pager',
  ])
  const line = /^\s*(?:Active|Status): .*$/m.exec(status ?? '')?.[0].trim()
  const why = [line, journal?.trim()].filter(Boolean).join('; ')
  return { isActive: false, ...(why !== '' && { reason: why }) }
}

/** Stops and disables a unit. @returns false if it was neither active nor enabled */
export async function stopUnit({ systemctl, program }: Systemd, unit: string): Promise<boolean> {
  const isEnabled = (await program('systemctl', ['is-enabled', unit]))?.trim() === 'enabled'
  if (!isEnabled && !(await isActive({ program }, unit))) return false
  await systemctl('disable', '--now', unit)
  return true
}

export const sleep = (ms: number): Promise<unknown> => setTimeout(ms)

const fullName = (unit: string) => (unit.endsWith('.service') ? unit : `${unit}.service`)

/** `over` if it failed, or ended and waits for its restart: systemd.service(5), Restart. */
async function unitState({ program }: Systemd, unit: string): Promise<'active' | 'over' | 'coming'> {
  const unitState = (await program('systemctl', ['show', unit, '--property=ActiveState,SubState'])) ?? ''
  if (/^ActiveState=active$/m.test(unitState)) return 'active'
  return /^ActiveState=(failed|inactive)$|^SubState=auto-restart/m.test(unitState) ? 'over' : 'coming'
}
