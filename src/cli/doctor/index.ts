import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type Config, loadConfig, stateFolder } from '../../config/load.ts'
import { width } from '../../home/width.ts'
import { type Args, type Command, print } from '../command.ts'
import { cleaner } from '../redact.ts'
import { world } from '../world.ts'
import { access } from './access.ts'
import { address } from './address.ts'
import { answer } from './answer.ts'
import { appliances } from './appliances.ts'
import { backups } from './backups.ts'
import { certificate } from './certificate.ts'
import { type Check, examine, type Told } from './check.ts'
import { clock } from './clock.ts'
import { connections } from './connections.ts'
import { files } from './files.ts'
import { gateway } from './gateway.ts'
import { inForce } from './inForce.ts'
import { disk, node } from './machine.ts'
import { partOf } from './part.ts'
import { permit } from './permit.ts'
import { type Place, reader } from './reader.ts'
import { type Outside, openScene, outside } from './scene.ts'
import { selfTest } from './selfTest.ts'
import { signatureKey } from './signatureKey.ts'
import { tunnel } from './tunnel.ts'

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

/** `clova-home doctor` */
export const doctor: Command = {
  usage: 'doctor',
  summary: 'Walks the whole way from the public address to each device, and says what is wrong and how to mend it',
  help: '  Ends with 1 if something fails. It changes nothing. As root or as the user of the gateway it sees most.',
  words: [0, 0],
  run: (args) => examined(args, outside),
}

/** @returns the exit code */
export async function examined(
  { config: file, json }: Pick<Args, 'config' | 'json'>,
  world_: Outside,
): Promise<number> {
  const { findings } = await doctorOf(file, world_, (finding) => json || print(lines(finding)))
  const count = (level: Told['level']) => findings.filter((finding) => finding.level === level).length
  const [failures, warnings] = [count('failure'), count('warning')]
  if (json) print(JSON.stringify({ ok: failures === 0, failures, warnings, findings }))
  else print(`\n${failures === 0 ? 'Nothing fails' : `${failures} thing(s) fail`}, ${warnings} warning(s).`)
  return failures === 0 ? 0 : 1
}

const words = { ok: 'ok', warning: 'warning', failure: 'FAILURE' } as const
/** The columns of a level and of what was looked at. */
const [levels, whats] = [9, 18]

function lines({ level, what, says, mend }: Told): string {
  const pad = (text: string, to: number) => text + ' '.repeat(Math.max(1, to - width(text)))
  const head = `${pad(words[level], levels)}${pad(what, whats)}${says}`
  return mend === undefined ? head : `${head}\n${' '.repeat(levels + whats)}→ ${mend}`
}
