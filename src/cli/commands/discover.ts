import { readFileSync, realpathSync, statSync } from 'node:fs'
import { addAppliances } from '../../config/additions.ts'
import { type Config, parseConfig } from '../../config/load.ts'
import { edit } from '../../config/yaml/editor.ts'
import { keysOf } from '../../config/yaml/format.ts'
import { askRunning } from '../../control/client.ts'
import { type Seen, type Sighting, unusable } from '../../gateway/control/discoveredDevices.ts'
import { idOf } from '../../gateway/discovery/match.ts'
import { readConfig, world } from '../../gateway/environment.ts'
import { seenAlone } from '../../gateway/inspect.ts'
import { createDeadline } from '../../home/deadline.ts'
import { writeAtomically } from '../../storage/writeAtomically.ts'
import { complain, print, table } from '../../util/terminal.ts'
import type { Command } from '../command.ts'
import { type Around, connections, isConnected, type Looked, lookAround } from '../networkScan.ts'

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
    const [{ devices: seen, problems }, looked] = await Promise.all([
      askRunning<Seen>(config, 'discover').then((found) => found ?? seenAlone(config, patience)),
      looking(host),
    ])
    const fresh = looked.around.filter((one) => !isConnected(one, config))
    if (json) print(JSON.stringify({ devices: seen, connections: fresh }))
    else if (seen.length > 0) print(table([heads, ...seen.map(cells)]))
    else if (fresh.length === 0) print(problems.length > 0 ? 'Nothing was found.' : nothing(config))
    for (const problem of [...problems, ...looked.problems]) complain(problem)
    for (const { name, problems } of seen) for (const problem of problems) complain(ofDevice(name, problem))
    const names = connections(fresh, config.drivers.keys())
    if (!json) tellAround(fresh, flag.has('write') ? names : {})
    if (flag.has('write')) return write(config, seen, names, json)
    return problems.length + looked.problems.length > 0 && seen.length + fresh.length === 0 ? 1 : 0
  },
}

/** Of some it stands in the problem already. */
const ofDevice = (name: string, problem: string) =>
  problem.slice(0, problem.indexOf(': ') + 1).includes(`${name}:`) ? problem : `${name}: ${problem}`

const heads = ['NAME', 'TYPE', 'APPLIANCE', 'DRIVER', 'FROM', 'MODEL', 'TRAITS']
const cells = ({ name, type, appliance, driver, via, key, model, traits }: Sighting) => [
  name,
  type ?? '-',
  appliance ?? '-',
  driver,
  `${via} ${key}`,
  model,
  traits.join(' '),
]

function nothing({ drivers }: Config): string {
  if (drivers.size === 0) return 'Nothing was found: there are no drivers in the configuration.'
  const ways = [...drivers.values()].flatMap(({ type, driver: { asking } }) =>
    asking?.toDiscover === undefined ? [] : [`For ${type}: ${asking.toDiscover}`],
  )
  return ['Nothing was found. Does a driver look around?', ...new Set(ways)].join(' ')
}

/** How long to look around, in milliseconds. */
const patience = 5000

async function looking(host: string | undefined): Promise<Looked> {
  const limit = createDeadline(patience)
  try {
    return await lookAround(world.drivers, host, limit.signal)
  } finally {
    limit.end()
  }
}

/** What is on the network and no connection yet, but for what is written now. */
function tellAround(fresh: readonly Around[], written: ReturnType<typeof connections>): void {
  const now = new Set(Object.values(written).map((keys) => JSON.stringify(keys)))
  for (const { type, what, keys, problem } of fresh) {
    if (now.has(JSON.stringify({ type, ...keys }))) continue
    print(`\nFound: ${what}. Under drivers: it would be\n  a-name-of-yours: { ${keysOf({ type, ...keys })} }`)
    if (problem !== undefined) complain(`${what}: ${problem}`)
  }
}

/**
 * Adds what has a type and is no appliance yet, and what is no connection yet; the file is written only if it is right afterwards.
 * @returns the exit code
 */
async function write(
  config: Config,
  seen: readonly Sighting[],
  fresh: ReturnType<typeof connections>,
  isQuiet: boolean,
): Promise<number> {
  const tell = isQuiet ? complain : print
  const ids = new Set(config.appliances.map(({ description: { id } }) => id))
  const things = seen.flatMap((one) => {
    const { key, name, type, driver, appliance } = one
    const id = idOf(key)
    if (type === undefined || ids.has(id) || (appliance !== undefined && ids.has(appliance))) return []
    const why = unusable(one, config.edition)
    if (why === undefined) return [{ id, name, type, driver, device: key }]
    complain(`${name} was not added: ${why}`)
    return []
  })
  const names = Object.keys(fresh)
  if (things.length + names.length === 0) {
    tell('Nothing was written: all that could be stands in the configuration already.')
    return 0
  }
  const before = edit(readFileSync(config.file, 'utf8'))
  for (const [name, keys] of Object.entries(fresh)) before.set(['drivers', name], keys)
  const text = things.length > 0 ? addAppliances(before.text, things) : before.text
  const { problems } = await parseConfig(config.file, text, world)
  const mistake = problems.find(({ severity }) => severity === 'error')
  if (mistake) throw new Error(`nothing was written, since the file would be wrong then: ${mistake.message}`)
  // Where a link leads, and for whom it was.
  const file = realpathSync(config.file)
  await writeAtomically(file, text, statSync(file))
  if (names.length > 0)
    tell(`Added to ${config.file} under drivers: ${names.join(', ')}. Name it in an appliance: driver: ${names[0]}`)
  if (things.length > 0)
    tell(
      `${things.length} appliance${things.length === 1 ? ' was' : 's were'} added to ${config.file}. Give each the name that you say.`,
    )
  return 0
}
