import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type Config, loadConfig, stateFolder } from '../config/load.ts'
import { cleaner } from '../config/redact.ts'
import { world } from '../gateway/environment.ts'
import type { Outside } from '../util/host.ts'
import { type Check, examine, type Told } from './check.ts'
import { access } from './checks/access.ts'
import { address } from './checks/address.ts'
import { appliances } from './checks/appliances.ts'
import { backups } from './checks/backups.ts'
import { certificate } from './checks/certificate.ts'
import { clock } from './checks/clock.ts'
import { connections } from './checks/connections.ts'
import { type Place, reader } from './checks/fileAccess.ts'
import { files } from './checks/files.ts'
import { gateway } from './checks/gateway.ts'
import { disk, node } from './checks/machine.ts'
import { permit } from './checks/permissions.ts'
import { answer } from './checks/response.ts'
import { selfTest } from './checks/selfTest.ts'
import { signatureKey } from './checks/signatureKey.ts'
import { tunnel } from './checks/tunnel.ts'
import { openScene } from './context.ts'
import { inForce, partOf } from './partialConfig.ts'

/** The whole way, from the public address to the devices, in the order in which it is told. */
export const way: readonly Check[] = [
  address,
  certificate,
  tunnel,
  answer,
  selfTest,
  gateway,
  signatureKey,
  access,
  permit,
  connections,
  appliances,
  files,
  backups,
  clock,
]
/** What of it can be looked at by a part of the configuration. @param runs whether a gateway does */
const ofPart = (runs: boolean): readonly Check[] =>
  way.filter((check) => ![access, permit, connections].includes(check) && (runs || check !== appliances))
/** What can be looked at without a configuration. */
const machine: readonly Check<Place>[] = [reader, disk, node]

/** What was found, and the configuration if it is right. */
export interface Examined {
  readonly config?: Config
  readonly findings: readonly Told[]
}

/**
 * Looks at everything, all at once; the slowest check is the longest that it takes.
 * @param tell is told each finding in order, as soon as all before it are there; without a secret in it
 */
export async function doctorOf(file: string, world_: Outside, tell: (finding: Told) => void): Promise<Examined> {
  const { config: written, problems } = await loadConfig(file, world)
  const clean = cleaner(file)
  const findings: Told[] = []
  const add = (finding: Told) => {
    const told = { ...finding, says: clean(finding.says), ...(finding.mend && { mend: clean(finding.mend) }) }
    findings.push(told)
    tell(told)
  }
  const own = `clova-home check --config ${file}`
  const isOfSystem = dirname(resolve(file)) === '/etc/clova-home'
  const asIs = existsSync(file) ? own : `${isOfSystem ? 'sudo ' : ''}clova-home setup --config ${file}`
  for (const { severity, file: where, line, column, message, mend = asIs } of problems)
    add({
      check: 'configuration',
      level: severity === 'error' ? 'failure' : 'warning',
      what: 'configuration',
      says: `${where}:${line}:${column}: ${message}`,
      mend,
    })
  if (!problems.some(({ severity }) => severity === 'error'))
    add({ check: 'configuration', level: 'ok', what: 'configuration', says: `${file} is right` })
  const running = written ? undefined : await inForce(resolve(file))
  if (running)
    add({
      check: 'configuration',
      level: 'warning',
      what: 'configuration',
      says: `the gateway that runs goes on by the one before; what follows is of that`,
      mend: own,
    })
  const config = written ?? running?.config
  const part = config ? undefined : await partOf(resolve(file), running?.text)
  if (part)
    add({
      check: 'configuration',
      level: 'warning',
      what: 'configuration',
      says: 'until that is mended, account linking and what is to be permitted cannot be looked at, and connections only as the gateway that runs tells of them',
      mend: own,
    })
  const scene = config ?? part
  if (scene) await examine(config ? way : ofPart(running !== undefined), openScene(scene, world_), add)
  await examine(
    machine,
    { file: resolve(file), folder: scene?.state ?? stateFolder(resolve(file)), outside: world_ },
    add,
  )
  return { findings, ...(config && { config }) }
}
