import { dirname, resolve } from 'node:path'
import type { ResponseOf } from '../../../control/api.ts'
import { controlError } from '../../../control/errors.ts'
import { explain } from '../../../control/explanations/index.ts'
import { explainOffline } from '../../../control/explanations/reasons.ts'
import type { Driver } from '../../../home/driver.ts'
import { tryConnection } from '../../../setup/tryConnection.ts'
import type { EditableConfig } from '../../configuration/editor.ts'
import type { HomeRuntime } from '../../homeRuntime.ts'
import type { GatewaySettings } from '../../settings.ts'

/** The time limit of one trial in milliseconds. With the search before it, it is less than an operation may take. */
const timeoutMs = 3500

export interface TrialDependencies {
  readonly home: HomeRuntime
  settings(): GatewaySettings
  readonly config: EditableConfig
}

/** @throws controlError `badRequest` if there is no driver of this name */
export async function loadDriver({ config }: TrialDependencies, type: string): Promise<Driver> {
  const { drivers } = config.context()
  const load = Object.hasOwn(drivers, type) ? drivers[type] : undefined
  if (!load) throw controlError('badRequest', explain('unknownDriver', { type }))
  return load()
}

/** Connects with the keys of an entry under `drivers:`, and disconnects; nothing is saved. */
export async function runTrial(
  { home, settings }: TrialDependencies,
  driver: Driver,
  keys: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<ResponseOf<'tryConnection'>> {
  const { file, edition } = settings()
  const { isWorking, ms, discovered, problem } = await tryConnection(
    {
      driver,
      keys,
      edition,
      resolveFile: (name) => resolve(dirname(file), name),
      bus: (name) => home.connections().find((one) => one.name === name)?.connection.bus,
    },
    AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
  )
  return {
    isWorking,
    ms,
    discovered: [...discovered].map(([via, count]) => ({ via, count })),
    ...(problem !== undefined && { reason: explainOffline(problem, driver.remedy?.(problem, keys)) }),
  }
}
