import { setTimeout } from 'node:timers/promises'
import type { HostAccess } from '../util/host.ts'

/** systemd, as far as the wizard needs it. */
export interface Systemd {
  /** @returns what it said @throws Error in plain words */
  systemctl(...words: readonly string[]): Promise<string>
  /** What a program says; nothing if it is not there. */
  readonly program: HostAccess['program']
  /** Waits so long, in milliseconds. */
  wait(ms: number): Promise<unknown>
}

/** How a unit is after it was started. */
export interface UnitStatus {
  readonly isActive: boolean
  /** why it is not, in the words of systemd and in its own */
  readonly reason?: string
}

/** How long a unit may take, how often is looked, and for how many looks it must stay: of ssh it is known only then. */
const startTimeoutMs = 60_000
const pollIntervalMs = 500
const stableChecks = 6

export const isActive = async ({ program }: Pick<Systemd, 'program'>, unit: string): Promise<boolean> =>
  (await program('systemctl', ['is-active', unit]))?.trim() === 'active'

/**
 * Starts a unit, now and with the machine, and waits until it is known whether it runs, a minute at most.
 * @param isRestart one that runs already is started anew
 */
export async function startUnit(systemd: Systemd, unit: string, isRestart: boolean): Promise<UnitStatus> {
  const { systemctl, wait: pause, program } = systemd
  try {
    await systemctl('enable', unit)
    // What has nothing to say for minutes is not waited for here.
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

/** Ends a unit that runs or starts with the machine. @returns whether it did */
export async function stopUnit({ systemctl, program }: Systemd, unit: string): Promise<boolean> {
  const isEnabled = (await program('systemctl', ['is-enabled', unit]))?.trim() === 'enabled'
  if (!isEnabled && !(await isActive({ program }, unit))) return false
  await systemctl('disable', '--now', unit)
  return true
}

export const pause = (ms: number): Promise<unknown> => setTimeout(ms)

const fullName = (unit: string) => (unit.endsWith('.service') ? unit : `${unit}.service`)

/** `over` if it failed, or was ended and will be tried anew: systemd.service(5), Restart. */
async function unitState({ program }: Systemd, unit: string): Promise<'active' | 'over' | 'coming'> {
  const said = (await program('systemctl', ['show', unit, '--property=ActiveState,SubState'])) ?? ''
  if (/^ActiveState=active$/m.test(said)) return 'active'
  return /^ActiveState=(failed|inactive)$|^SubState=auto-restart/m.test(said) ? 'over' : 'coming'
}
