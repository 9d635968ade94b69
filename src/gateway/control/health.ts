import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { BackupScheduler } from '../../backup/schedule.ts'
import { groupedHomeId } from '../../config/homeId.ts'
import type { Explanation, Health, ParsedRequestOf, ResponseOf } from '../../control/api.ts'
import { controlError } from '../../control/errors.ts'
import { explain } from '../../control/explanations/index.ts'
import { explainOffline } from '../../control/explanations/reasons.ts'
import type { ControlHandlers } from '../../http/admin/router.ts'
import type { SelfTestRegistry } from '../../http/clova/selfTest.ts'
import { describeFileError } from '../../util/fileErrors.ts'
import type { LogRing } from '../../util/logRing.ts'
import { isObject } from '../../util/parse.ts'
import { errorText, plainText } from '../../util/translate.ts'
import { version } from '../../util/version.ts'
import { type EditableConfig, explainWriteError } from '../configuration/editor.ts'
import type { DiagnosisRun } from '../history/diagnosisRun.ts'
import type { HomeRuntime, RunningConnection } from '../homeRuntime.ts'
import type { LastRequest } from '../lastRequest.ts'
import type { Observation } from '../observation.ts'
import type { GatewaySettings } from '../settings.ts'

type HealthHandlers = Pick<
  ControlHandlers,
  | 'health'
  | 'diagnosis'
  | 'runDiagnosis'
  | 'connections'
  | 'charts'
  | 'serviceLog'
  | 'supportReport'
  | 'backups'
  | 'makeBackup'
  | 'backup'
  | 'downloadBackup'
  | 'issueSelfTest'
  | 'selfTestOutcome'
  | 'flush'
>

interface HealthDependencies {
  readonly home: HomeRuntime
  settings(): GatewaySettings
  /** the address of the public listener, as `host:port` */
  address(): string
  problems(): readonly Explanation[]
  readonly config: EditableConfig
  hubStatus(): Health['hub']
  readonly lastRequest: LastRequest
  readonly selfTests: SelfTestRegistry
  readonly observation: Observation
  readonly backups: BackupScheduler
  /** absent where the gateway was not started by the command line */
  readonly diagnosis?: DiagnosisRun
  supportReport?(): Promise<string>
  /** absent where the log does not go to stdout */
  readonly logRing?: LogRing
  /** Writes all pending changes to the disk. */
  flush(): Promise<unknown>
}

const compress = promisify(gzip)

/** The largest backup that is read, in bytes. */
const maxBackupBytes = 72 * 2 ** 20

/** The operations on the health of the gateway. */
export function createHealthHandlers(gateway: HealthDependencies): HealthHandlers {
  const { home, settings, observation, backups } = gateway
  return {
    health: (_request, _signal, { role }): Health => {
      const { proxiedAt, directAt } = gateway.lastRequest
      const hub = gateway.hubStatus()
      const { rejected } = gateway.config
      return {
        version,
        node: process.version,
        uptimeSeconds: Math.round(process.uptime()),
        processId: process.pid,
        edition: settings().edition,
        address: gateway.address(),
        configurationFile: settings().file,
        applianceCount: home.home().appliances.size,
        ...(proxiedAt !== undefined && { lastProxiedRequestAt: proxiedAt }),
        ...(directAt !== undefined && { lastDirectRequestAt: directAt }),
        ...(hub && { hub: { ...hub, ...homeCodeOf(settings()) } }),
        ...(role === 'owner' && rejected && { rejectedConfiguration: rejected }),
        problems: role === 'owner' ? [...gateway.problems()] : [],
      }
    },
    diagnosis: () => diagnosis().report(),
    runDiagnosis() {
      diagnosis().start()
      return diagnosis().report()
    },
    connections: () => ({ connections: home.connections().map((one) => connectionStatus(one, gateway)) }),
    charts: () => ({
      stepMs: 60_000,
      columns: ['at', 'requests', 'errors', 'memoryBytes', 'eventLoopDelayMs', 'totalMs'],
      minutes: observation.charts.rows(),
    }),
    serviceLog: (request) => searchLog(gateway.logRing, request),
    async supportReport() {
      if (!gateway.supportReport) throw controlError('conflict', explain('notStartedByRun'))
      return compress(await gateway.supportReport())
    },
    async backups() {
      const schedule = backups.schedule()
      if (!schedule) return { backups: [] }
      const { folder, maxBackups: keep } = schedule
      try {
        return { folder, keep, backups: await listBackups(folder) }
      } catch (error) {
        return { folder, keep, backups: [], problem: explainWriteError(error, folder) }
      }
    },
    async makeBackup() {
      const { folder = '' } = backups.schedule() ?? {}
      try {
        const name = await backups.makeNow()
        return { backup: await backupFile(folder, name) }
      } catch (error) {
        throw controlError('conflict', backupProblem(error))
      }
    },
    async backup() {
      await gateway.flush()
      const [{ packArchive }, { collectFiles }] = await Promise.all([
        import('../../backup/archive.ts'),
        import('../../backup/collect.ts'),
      ])
      const { info, files } = await collectFiles(settings().file).catch((error: Error): never => {
        throw controlError('conflict', backupProblem(error))
      })
      return packArchive(info, files)
    },
    async downloadBackup({ name }) {
      const { folder } = backups.schedule() ?? {}
      if (folder === undefined || !backupNames.test(name))
        throw controlError('notFound', explain('noSuchBackup', { name }))
      const { size } = await stat(join(folder, name)).catch((): never => {
        throw controlError('notFound', explain('noSuchBackup', { name }))
      })
      if (size > maxBackupBytes)
        throw controlError('conflict', explain('backupTooLarge', { name, maxMebibytes: maxBackupBytes >> 20 }))
      return readFile(join(folder, name))
    },
    issueSelfTest: () => gateway.selfTests.issue(),
    selfTestOutcome: ({ id }) => ({ outcome: gateway.selfTests.outcome(id) }),
    async flush() {
      await gateway.flush()
      return { problems: gateway.problems().map(({ text, detail }) => detail ?? text) }
    },
  }

  function diagnosis(): DiagnosisRun {
    if (!gateway.diagnosis) throw controlError('conflict', explain('notStartedByRun'))
    return gateway.diagnosis
  }
}

function connectionStatus(
  { name, type, connection, driver, options }: RunningConnection,
  { home, observation }: Pick<HealthDependencies, 'home' | 'observation'>,
): ResponseOf<'connections'>['connections'][number] {
  const problems = connection.problems?.() ?? []
  const [first] = problems
  const own = [...home.home().appliances.values()].filter((one) => one.driver === name)
  const target = targetOf(options)
  return {
    name,
    type,
    ...(target !== undefined && { target }),
    // A driver tells of no problem while its connection stands.
    isConnected: first === undefined,
    problems: problems.map(plainText),
    ...(first !== undefined && {
      explanation: explainOffline(first, driver.remedy?.(first, options)),
    }),
    applianceCount: own.length,
    offlineCount: own.filter(({ id }) => observation.presence.isOffline(id)).length,
    ...(connection.discovery && { discoveredCount: connection.discovery.devices().length }),
  }
}

const homeCodeOf = ({ hub }: GatewaySettings) => (hub ? { homeCode: groupedHomeId(hub.home) } : {})

/** The address in the options of a connection, without a user and a password. */
function targetOf(options: unknown): string | undefined {
  if (!isObject(options)) return undefined
  const { url, host, port } = options
  if (typeof url === 'string' && URL.canParse(url)) return new URL(url).host
  if (typeof host !== 'string') return undefined
  return typeof port === 'number' ? `${host}:${port}` : host
}

/** Why there is no backup. @param error of the system, or in words for the user */
const backupProblem = (error: unknown): Explanation =>
  explain('backupNotMade', {}, { detail: describeFileError(error) ?? errorText(error) })

const backupNames = /^clova-home-[\w-]{1,80}\.tar\.gz$/

async function backupFile(folder: string, name: string) {
  const { size, mtimeMs } = await stat(join(folder, name))
  return { name, at: Math.round(mtimeMs), bytes: size }
}

/** The newest first. @throws NodeJS.ErrnoException */
async function listBackups(folder: string) {
  const names = (await readdir(folder)).filter((name) => backupNames.test(name))
  const files = await Promise.all(names.map((name) => backupFile(folder, name)))
  return files.toSorted((a, b) => b.at - a.at)
}

const levels = ['debug', 'info', 'warn', 'error', 'fatal'] as const
type Level = (typeof levels)[number]

function searchLog(
  ring: LogRing | undefined,
  { level, text = '', before, limit }: ParsedRequestOf<'serviceLog'>,
): ResponseOf<'serviceLog'> {
  const wanted = text.toLowerCase()
  const found: ResponseOf<'serviceLog'>['lines'] = []
  for (const { id, text: line } of ring?.newestFirst() ?? []) {
    if (before !== undefined && id >= before) continue
    if (wanted !== '' && !line.toLowerCase().includes(wanted)) continue
    const parsed = parseLine(line)
    if (levels.indexOf(parsed.level) < levels.indexOf(level)) continue
    if (found.length === limit) return { lines: found, next: found.at(-1)?.id }
    found.push({ id, ...parsed })
  }
  return { lines: found }
}

function parseLine(line: string): { at: number; level: Level; message: string; fields: Record<string, unknown> } {
  try {
    const { level, time, msg, ...fields } = JSON.parse(line)
    const at = Date.parse(time)
    return {
      at: Number.isNaN(at) ? 0 : at,
      level: levels.includes(level) ? level : 'info',
      message: String(msg ?? ''),
      fields,
    }
  } catch {
    return { at: 0, level: 'info', message: line, fields: {} }
  }
}
