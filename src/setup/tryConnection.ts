import { airQualityGrader } from '../clova/airQuality.ts'
import type { Edition } from '../clova/edition.ts'
import { createDeadline, raceAbort } from '../home/deadline.ts'
import type { Bus, Connection, Driver } from '../home/driver.ts'
import { createLogger } from '../util/logger.ts'
import { errorText, joinTexts, schemaText, type Text } from '../util/translate.ts'

/** How long a connection may take to be made, and its devices to announce themselves after that, in milliseconds. */
const connectTimeoutMs = 5000
const announceMs = 1200

/** What trying a connection gave. */
export interface TrialResult {
  readonly isWorking: boolean
  readonly ms: number
  /** how many devices announced themselves, by their convention */
  readonly discovered: ReadonlyMap<string, number>
  /** why it does not work, in the words of the driver */
  readonly problem?: Text
}

interface TrialOptions {
  readonly driver: Driver
  /** the keys of its entry under `drivers:`, without `type` */
  readonly keys: Readonly<Record<string, unknown>>
  readonly edition: Edition
  resolveFile(name: string): string
  /** the messages of a running connection, for one that uses it */
  bus(name: string): Bus | undefined
}

/** Makes a connection, looks what it finds, and closes it. Nothing is stored, and no device is told anything. */
export async function tryConnection(options: TrialOptions, signal: AbortSignal): Promise<TrialResult> {
  const { driver, keys, edition } = options
  const start = performance.now()
  const failed = (problem: Text): TrialResult => ({
    isWorking: false,
    ms: Math.round(performance.now() - start),
    discovered: new Map(),
    problem,
  })
  const parsed = driver.config.safeParse(keys)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return failed(joinTexts(`${issue?.path.join('.') ?? ''}: `, schemaText(issue?.message ?? '')))
  }
  const limit = createDeadline(connectTimeoutMs, signal)
  let connection: Connection | undefined
  try {
    connection = await raceAbort(
      driver.connect(parsed.data, {
        name: 'trial',
        readOnly: true,
        log: createLogger([], 'silent'),
        gradeAirQuality: airQualityGrader(edition),
        resolveFile: options.resolveFile,
        memory: () => ({ get: () => ({}), merge: (patch) => patch }),
        bus: options.bus,
        readAppliance: async () => undefined,
      }),
      limit.signal,
    )
    await raceAbort(connection.ready, limit.signal)
    const ms = Math.round(performance.now() - start)
    const [problem] = connection.problems?.() ?? []
    if (problem !== undefined) return failed(problem)
    if (connection.discovery) await new Promise((resolve) => setTimeout(resolve, announceMs).unref())
    const discovered = new Map<string, number>()
    for (const { via } of connection.discovery?.devices() ?? []) discovered.set(via, (discovered.get(via) ?? 0) + 1)
    return { isWorking: true, ms, discovered }
  } catch (error) {
    return failed(limit.signal.aborted ? errorText(limit.signal.reason) : errorText(error))
  } finally {
    limit.end()
    await connection?.close().catch(() => {})
  }
}
