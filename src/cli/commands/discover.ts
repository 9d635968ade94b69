import { readFileSync, realpathSync, statSync } from 'node:fs'
import { addAppliances } from '../../config/additions.ts'
import { type Config, parseConfig } from '../../config/load.ts'
import { edit } from '../../config/yaml/editor.ts'
import { keysOf } from '../../config/yaml/format.ts'
import type { DiscoveryEntry } from '../../control/api.ts'
import { createControlClient } from '../../control/client.ts'
import { whyUnsupported } from '../../gateway/control/discoveredDevices.ts'
import { applianceIdFor } from '../../gateway/discovery/match.ts'
import { environment, readConfig } from '../../gateway/environment.ts'
import { discoverOffline } from '../../gateway/inspect.ts'
import { createDeadline } from '../../home/deadline.ts'
import { writeAtomically } from '../../storage/replaceFile.ts'
import { print, printError, table } from '../../util/terminal.ts'
import type { Command } from '../command.ts'
import { isConnected, type NetworkCandidate, proposeConnections, type ScanResult, scanNetwork } from '../networkScan.ts'

/** `clova-home discover` */
export const discover: Command = {
  usage: 'discover [--write] [--host ADDRESS]',
  summary: 'Lists what every driver finds, and what on the network could be a connection',
  help: `  --write         adds to the configuration what is no connection and no appliance yet, and touches nothing else in it
  --host ADDRESS  asks there besides, where calls to all do not get: another network, or a blaster behind a router`,
  words: [0, 0],
  options: ['host'],
  flags: ['write'],
  async run({ config: file, json, flag, option: { host } }) {
    const config = await readConfig(file)
    if (!config) return 1
    const [{ devices: seen, problems }, scanResult] = await Promise.all([discoverDevices(config), scan(host)])
    const candidates = scanResult.candidates.filter((one) => !isConnected(one, config))
    if (json) print(JSON.stringify({ devices: seen, connections: candidates }))
    else if (seen.length > 0) print(table([columns, ...seen.map(toRow)]))
    else if (candidates.length === 0) print(problems.length > 0 ? 'Nothing was found.' : whyNothing(config))
    for (const problem of [...problems, ...scanResult.problems]) printError(problem)
    for (const { name, problems } of seen) for (const problem of problems) printError(withDeviceName(name, problem))
    const names = proposeConnections(candidates, config.drivers.keys())
    if (!json) printCandidates(candidates, flag.has('write') ? names : {})
    if (flag.has('write')) return addToConfig(config, seen, names, json)
    return problems.length + scanResult.problems.length > 0 && seen.length + candidates.length === 0 ? 1 : 0
  },
}

/** Asks the running gateway, else the connections themselves. */
const discoverDevices = async (config: Config) =>
  (await createControlClient(config).callIfRunning('discovery', {})) ?? (await discoverOffline(config, scanTimeoutMs))

/** Names the device in front of a problem that does not name it already. */
const withDeviceName = (name: string, problem: string) =>
  problem.slice(0, problem.indexOf(': ') + 1).includes(`${name}:`) ? problem : `${name}: ${problem}`

const columns = ['NAME', 'TYPE', 'APPLIANCE', 'DRIVER', 'FROM', 'MODEL', 'TRAITS']
const toRow = ({ name, type, appliance, driver, via, key, model, traits }: DiscoveryEntry) => [
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

/** How long the network is searched. */
const scanTimeoutMs = 5000

async function scan(host: string | undefined): Promise<ScanResult> {
  const limit = createDeadline(scanTimeoutMs)
  try {
    return await scanNetwork(environment.drivers, host, limit.signal)
  } finally {
    limit.end()
  }
}

/** Prints the devices on the network that are no connections yet, except those that are written now. */
function printCandidates(fresh: readonly NetworkCandidate[], written: ReturnType<typeof proposeConnections>): void {
  const now = new Set(Object.values(written).map((keys) => JSON.stringify(keys)))
  for (const { type, description: what, keys, problem } of fresh) {
    if (now.has(JSON.stringify({ type, ...keys }))) continue
    print(`\nFound: ${what}. Under drivers: it would be\n  a-name-of-yours: { ${keysOf({ type, ...keys })} }`)
    if (problem !== undefined) printError(`${what}: ${problem}`)
  }
}

/**
 * Adds the new connections, and the devices that have a type and are no appliances yet. The file is written only if it
 * has no mistakes afterwards.
 * @returns the exit code
 */
async function addToConfig(
  config: Config,
  seen: readonly DiscoveryEntry[],
  fresh: ReturnType<typeof proposeConnections>,
  isQuiet: boolean,
): Promise<number> {
  const tell = isQuiet ? printError : print
  const ids = new Set(config.appliances.map(({ description: { id } }) => id))
  const newAppliances = seen.flatMap((one) => {
    const { key, name, type, driver, appliance } = one
    const id = applianceIdFor(key)
    if (type === undefined || ids.has(id) || (appliance !== undefined && ids.has(appliance))) return []
    const why = whyUnsupported(one, config.edition)
    if (why === undefined) return [{ id, name, type, driver, device: key }]
    printError(`${name} was not added: ${why}`)
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
  const { problems } = await parseConfig(config.file, text, environment)
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
