import { readFileSync, realpathSync, statSync } from 'node:fs'
import { addAppliances } from '../config/addAppliances.ts'
import { type Config, parseConfig } from '../config/load.ts'
import { writeAtomically } from '../disk/atomic.ts'
import { deadline } from '../home/deadline.ts'
import { answers, localKey, send } from './client.ts'
import { type Command, complain, print, table } from './command.ts'
import { keysOf } from './entry.ts'
import { idOf } from './found.ts'
import { buildHouse } from './house.ts'
import { createLog } from './log.ts'
import { isConnection, type Seen, type Sighting, sightings } from './sighting.ts'
import { readConfig, world } from './world.ts'

/** `clova-home discover` */
export const discover: Command = {
  usage: 'discover [--write]',
  summary: 'Lists what every driver finds',
  help: '  --write         adds what is no appliance yet to the configuration, and touches nothing else in it',
  words: [0, 0],
  flags: ['write'],
  async run({ config: file, json, flag }) {
    const config = await readConfig(file)
    if (!config) return 1
    const { devices: seen, problems } = (await running(config)) ?? (await ourselves(config))
    if (json) print(JSON.stringify(seen))
    else if (seen.length > 0) print(table([heads, ...seen.map(cells)]))
    else print(problems.length > 0 ? 'Nothing was found.' : nothing(config))
    for (const problem of problems) complain(problem)
    for (const { name, problems } of seen) for (const problem of problems) complain(`${name}: ${problem}`)
    if (!json) await tellAround(config)
    if (flag.has('write')) return write(config, seen)
    return problems.length > 0 && seen.length === 0 ? 1 : 0
  },
}

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

const nothing = ({ drivers }: Config) =>
  drivers.size > 0
    ? 'Nothing was found. Does a driver look around? For MQTT: discover: [zigbee2mqtt, homeassistant, tasmota]'
    : 'Nothing was found: there are no drivers in the configuration.'

/** What the running gateway has found; nothing if none runs. @throws Error in plain words if it cannot be asked */
async function running(config: Config): Promise<Seen | undefined> {
  if (!(await answers(config.server.listen))) return undefined
  const { status, body } = await send(config.server.listen, config.server.path, localKey(config), '{}', 'discover')
  if (status !== 200)
    throw new Error(`the gateway refused to tell (status ${status}); it may run with another configuration`)
  return JSON.parse(body)
}

/** What is on the network and no connection yet. */
async function tellAround({ drivers: connections }: Config): Promise<void> {
  const limit = deadline(patience)
  const known = [...connections.values()].map(({ options }) => options)
  try {
    // All at once: each takes most of the time that there is.
    const seen = Object.entries(world.drivers).map(async ([type, load]) => {
      const { lookAround } = await load()
      const around = (await lookAround?.(createLog([], 'silent'), limit.signal)) ?? []
      return around.map((one) => ({ type, ...one }))
    })
    for (const { type, what, keys, problem } of (await Promise.all(seen)).flat()) {
      if (isConnection(keys, known)) continue
      print(`\nFound: ${what}. Under drivers: it would be\n  a-name-of-yours: { ${keysOf({ type, ...keys })} }`)
      if (problem !== undefined) complain(`${what}: ${problem}`)
    }
  } finally {
    limit.end()
  }
}

/** How long to look around when no gateway runs, in milliseconds. */
const patience = 5000

async function ourselves(config: Config): Promise<Seen> {
  const house = buildHouse(config, createLog(config.secrets, 'silent'), { visiting: true })
  const limit = deadline(patience)
  try {
    await Promise.race([house.ready(), new Promise<void>((resolve) => limit.signal.addEventListener('abort', resolve))])
    return { devices: sightings(house.discovered()), problems: house.problems() }
  } finally {
    limit.end()
    await house.close()
  }
}

/** Adds what has a type and is no appliance yet; the file is written only if it is right afterwards. @returns the exit code */
async function write(config: Config, seen: readonly Sighting[]): Promise<number> {
  const ids = new Set(config.appliances.map(({ description: { id } }) => id))
  const fresh = seen.flatMap(({ key, name, type, driver, appliance }) => {
    const id = idOf(key)
    const isThere = ids.has(id) || (appliance !== undefined && ids.has(appliance))
    return type === undefined || isThere ? [] : [{ id, name, type, driver, device: key }]
  })
  if (fresh.length === 0) {
    print('Nothing was written: all that has a type of CLOVA stands in the configuration already.')
    return 0
  }
  const text = addAppliances(readFileSync(config.file, 'utf8'), fresh)
  const { problems } = await parseConfig(config.file, text, world)
  const mistake = problems.find(({ severity }) => severity === 'error')
  if (mistake) throw new Error(`nothing was written, since the file would be wrong then: ${mistake.message}`)
  // Where a link leads, and for whom it was.
  const file = realpathSync(config.file)
  await writeAtomically(file, text, statSync(file))
  print(
    `${fresh.length} appliance${fresh.length === 1 ? ' was' : 's were'} added to ${config.file}. Give each the name that you say.`,
  )
  return 0
}
