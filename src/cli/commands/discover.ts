import { readFileSync, realpathSync, statSync } from 'node:fs'
import { addAppliances } from '../../config/additions.ts'
import { type Config, parseConfig } from '../../config/load.ts'
import { edit } from '../../config/yaml/editor.ts'
import { keysOf } from '../../config/yaml/format.ts'
import { askRunning } from '../../control/signedClient.ts'
import { type Seen, type Sighting, unusable } from '../../gateway/control/discoveredDevices.ts'
import { idOf } from '../../gateway/discovery/match.ts'
import { readConfig, world } from '../../gateway/environment.ts'
import { seenAlone } from '../../gateway/inspect.ts'
import { createDeadline } from '../../home/deadline.ts'
import { writeAtomically } from '../../storage/replaceFile.ts'
import { complain, print, table } from '../../util/terminal.ts'
import type { Command } from '../command.ts'
import { isConnected, type NetworkCandidate, proposeConnections, type ScanResult, scanNetwork } from '../networkScan.ts'

/** `clova-home discover` */
export const discover: Command = {
  usage: 'discover [--write] [--host ADDRESS]',
  summary: 'Lists what every driver finds, and what on the network could be a connection',
  help: `  --write         adds to the configuration what is no connection and no appliance yet, and touches nothing else in it
  --host ADDRESS  asks there besides, where calls to all do not get: another network, or a blaster behind a router`,
  levelWords: [0, 0],
  options: ['host'],
  flags: ['write'],
  async run({ config: file, json, flag, option: { host } }) {
    const config = await readConfig(file)
    if (!config) return 1
    const [{ devices: seen, problems }, scanResult] = await Promise.all([
      askRunning<Seen>(config, 'discover').then((found) => found ?? seenAlone(config, scanTimeoutMs)),
      scan(host),
    ])
    const candidates = scanResult.candidates.filter((one) => !isConnected(one, config))
    if (json) print(JSON.stringify({ devices: seen, connections: candidates }))
    else if (seen.length > 0) print(table([columns, ...seen.map(toRow)]))
    else if (candidates.length === 0) print(problems.length > 0 ? 'Nothing was found.' : whyNothing(config))
    for (const problem of [...problems, ...scanResult.problems]) complain(problem)
    for (const { name, problems } of seen) for (const problem of problems) complain(withDeviceName(name, problem))
    const names = proposeConnections(candidates, config.drivers.keys())
    if (!json) printCandidates(candidates, flag.has('write') ? names : {})
    if (flag.has('write')) return addToConfig(config, seen, names, json)
    return problems.length + scanResult.problems.length > 0 && seen.length + candidates.length === 0 ? 1 : 0
  },
}

/** Of some it stands in the problem already. */
const withDeviceName = (name: string, problem: string) =>
  problem.slice(0, problem.indexOf(': ') + 1).includes(`${name}:`) ? problem : `${name}: ${problem}`

const columns = ['NAME', 'TYPE', 'APPLIANCE', 'DRIVER', 'FROM', 'MODEL', 'TRAITS']
const toRow = ({ name, type, appliance, driver, via, key, model, traits }: Sighting) => [
  name,
  type ?? '-',
  appliance ?? '-',
  driver,
  `${via} ${key}`,
  model,
  traits.join(' '),
]

function whyNothing({ drivers }: Config): string {
  if (drivers.size === 0) return 'Nothing was found: there are no drivers in the configuration.'
  const ways = [...drivers.values()].flatMap(({ type, driver: { setupQuestions: asking } }) =>
    asking?.toDiscover === undefined ? [] : [`For ${type}: ${asking.toDiscover}`],
  )
  return ['Nothing was found. Does a driver look around?', ...new Set(ways)].join(' ')
}

/** How long to look around, in milliseconds. */
const scanTimeoutMs = 5000

async function scan(host: string | undefined): Promise<ScanResult> {
  const limit = createDeadline(scanTimeoutMs)
  try {
    return await scanNetwork(world.drivers, host, limit.signal)
  } finally {
    limit.end()
  }
}

/** What is on the network and no connection yet, but for what is written now. */
function printCandidates(fresh: readonly NetworkCandidate[], written: ReturnType<typeof proposeConnections>): void {
  const now = new Set(Object.values(written).map((keys) => JSON.stringify(keys)))
  for (const { type, description: what, keys, problem } of fresh) {
    if (now.has(JSON.stringify({ type, ...keys }))) continue
    print(`\nFound: ${what}. Under drivers: it would be\n  a-name-of-yours: { ${keysOf({ type, ...keys })} }`)
    if (problem !== undefined) complain(`${what}: ${problem}`)
  }
}

/**
 * Adds what has a type and is no appliance yet, and what is no connection yet; the file is written only if it is right afterwards.
 * @returns the exit code
 */
async function addToConfig(
  config: Config,
  seen: readonly Sighting[],
  fresh: ReturnType<typeof proposeConnections>,
  isQuiet: boolean,
): Promise<number> {
  const tell = isQuiet ? complain : print
  const ids = new Set(config.appliances.map(({ description: { id } }) => id))
  const newAppliances = seen.flatMap((one) => {
    const { key, name, type, driver, appliance } = one
    const id = idOf(key)
    if (type === undefined || ids.has(id) || (appliance !== undefined && ids.has(appliance))) return []
    const why = unusable(one, config.edition)
    if (why === undefined) return [{ id, name, type, driver, device: key }]
    complain(`${name} was not added: ${why}`)
    return []
  })
  const names = Object.keys(fresh)
  if (newAppliances.length + names.length === 0) {
    tell('Nothing was written: all that could be stands in the configuration already.')
    return 0
  }
  const before = edit(readFileSync(config.file, 'utf8'))
  for (const [name, keys] of Object.entries(fresh)) before.set(['drivers', name], keys)
  const text = newAppliances.length > 0 ? addAppliances(before.text, newAppliances) : before.text
  const { problems } = await parseConfig(config.file, text, world)
  const mistake = problems.find(({ severity }) => severity === 'error')
  if (mistake) throw new Error(`nothing was written, since the file would be wrong then: ${mistake.message}`)
  // Where a link leads, and for whom it was.
  const file = realpathSync(config.file)
  await writeAtomically(file, text, statSync(file))
  if (names.length > 0)
    tell(`Added to ${config.file} under drivers: ${names.join(', ')}. Name it in an appliance: driver: ${names[0]}`)
  if (newAppliances.length > 0)
    tell(
      `${newAppliances.length} appliance${newAppliances.length === 1 ? ' was' : 's were'} added to ${config.file}. Give each the name that you say.`,
    )
  return 0
}
