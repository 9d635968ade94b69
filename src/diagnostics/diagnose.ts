import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type Config, loadConfig, stateFolder } from '../config/load.ts'
import { createRedactor } from '../config/redact.ts'
import { loadContext } from '../gateway/environment.ts'
import type { HostAccess } from '../util/host.ts'
import { joinTexts } from '../util/translate.ts'
import { type Check, type CheckFinding, failure, mapTexts, ok, runChecks, warning, withSudo } from './check.ts'
import { accessCheck } from './checks/access.ts'
import { addressCheck } from './checks/address.ts'
import { appliancesCheck } from './checks/appliances.ts'
import { backupsCheck } from './checks/backups.ts'
import { certificateCheck } from './checks/certificate.ts'
import { clockCheck } from './checks/clock.ts'
import { connectionsCheck } from './checks/connections.ts'
import { type FileLocations, fileAccessCheck } from './checks/fileAccess.ts'
import { filesCheck } from './checks/files.ts'
import { gatewayCheck } from './checks/gateway.ts'
import { hubCheck } from './checks/hub.ts'
import { diskSpaceCheck, nodeVersionCheck, timeZoneCheck } from './checks/machine.ts'
import { servicePermissionsCheck } from './checks/permissions.ts'
import { publicResponseCheck } from './checks/response.ts'
import { selfTestCheck } from './checks/selfTest.ts'
import { signatureKeyCheck } from './checks/signatureKey.ts'
import { tunnelCheck } from './checks/tunnel.ts'
import { createContext } from './context.ts'
import { say } from './messages.ts'
import { partialConfig, runningConfig } from './partialConfig.ts'

/** All checks, from the public address to the devices, in the order in which they are reported. */
const checks: readonly Check[] = [
  addressCheck,
  certificateCheck,
  tunnelCheck,
  hubCheck,
  publicResponseCheck,
  selfTestCheck,
  gatewayCheck,
  signatureKeyCheck,
  accessCheck,
  servicePermissionsCheck,
  connectionsCheck,
  appliancesCheck,
  filesCheck,
  backupsCheck,
  clockCheck,
  timeZoneCheck,
]
/** The checks that a partial configuration allows. @param runs true if a gateway runs */
const partialChecks = (runs: boolean): readonly Check[] =>
  checks.filter(
    (check) =>
      ![accessCheck, servicePermissionsCheck, connectionsCheck].includes(check) && (runs || check !== appliancesCheck),
  )
/** The checks that need no configuration. */
const machineChecks: readonly Check<FileLocations>[] = [fileAccessCheck, diskSpaceCheck, nodeVersionCheck]

/** All findings, and the configuration if it is valid. */
export interface Diagnosis {
  readonly config?: Config
  readonly findings: readonly CheckFinding[]
}

/**
 * Runs every check concurrently, so the slowest check determines the duration.
 * @param onFinding receives each redacted finding in order, as soon as all before it are known
 */
export async function diagnose(
  file: string,
  host: HostAccess,
  onFinding: (finding: CheckFinding) => void,
): Promise<Diagnosis> {
  const { config: written, problems } = await loadConfig(file, loadContext)
  const clean = createRedactor(file)
  const findings: CheckFinding[] = []
  const isOfSystem = dirname(resolve(file)) === '/etc/clova-home'
  const report = (finding: CheckFinding) => {
    const redacted = mapTexts(isOfSystem ? withSudo(finding) : finding, clean)
    findings.push(redacted)
    onFinding(redacted)
  }
  const checkCommand = `clova-home check --config ${file}`
  const defaultFix = existsSync(file) ? checkCommand : `clova-home setup --config ${file}`
  const subject = 'configuration'
  for (const { severity, file: where, line, column, localized, fix = defaultFix } of problems) {
    const text = joinTexts(`${where}:${line}:${column}: `, localized)
    report({ check: subject, ...(severity === 'error' ? failure : warning)(subject, text, fix) })
  }
  if (!problems.some(({ severity }) => severity === 'error'))
    report({ check: subject, ...ok(subject, say('configRight', { file })) })
  const running = written ? undefined : await runningConfig(resolve(file))
  if (running) report({ check: subject, ...warning(subject, say('configOldInForce'), checkCommand) })
  const config = written ?? running?.config
  const partial = config ? undefined : await partialConfig(resolve(file), running?.text)
  if (partial) report({ check: subject, ...warning(subject, say('configPartial'), checkCommand) })
  const examined = config ?? partial
  if (examined)
    await runChecks(config ? checks : partialChecks(running !== undefined), createContext(examined, host), report)
  await runChecks(
    machineChecks,
    { file: resolve(file), stateFolder: examined?.state ?? stateFolder(resolve(file)), host },
    report,
  )
  return { findings, ...(config && { config }) }
}
