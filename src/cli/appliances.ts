import type { Config } from '../config/load.ts'
import { deadline } from '../home/deadline.ts'
import { answers, localKey, send } from './client.ts'
import { type Command, complain, print, table } from './command.ts'
import { buildHouse } from './house.ts'
import { type Inventory, type Item, inventory } from './inventory.ts'
import { createLog } from './log.ts'
import { state } from './say.ts'
import { readConfig } from './world.ts'

/** `clova-home appliances` */
export const appliances: Command = {
  usage: 'appliances',
  summary: 'A table of the appliances: type, driver, whether they are online, their state, their actions',
  words: [0, 0],
  async run({ config: file, json }) {
    const config = await readConfig(file)
    if (!config) return 1
    const { items, problems } = (await running(config)) ?? (await ourselves(config))
    for (const problem of problems) complain(problem)
    print(
      json
        ? JSON.stringify(items)
        : items.length > 0
          ? table([heads, ...items.map(cells)])
          : 'There are no appliances.',
    )
    return 0
  },
}

const heads = ['ID', 'NAME', 'TYPE', 'DRIVER', 'FROM', 'ONLINE', 'STATE', 'ACTIONS']
const cells = ({ id, name, type, driver, from, online, assumed, state: known, actions }: Item) => [
  id,
  name,
  type,
  driver,
  from,
  online ? 'yes' : 'no',
  `${state(known)}${assumed ? ' (assumed)' : ''}`,
  actions.join(' '),
]

/** What the running gateway knows; nothing if none runs. @throws Error in plain words if it cannot be asked */
async function running(config: Config): Promise<Inventory | undefined> {
  if (!(await answers(config.server.listen))) return undefined
  const { status, body } = await send(config.server.listen, config.server.path, localKey(config), '{}', 'appliances')
  if (status !== 200)
    throw new Error(`the gateway refused to tell (status ${status}); it may run with another configuration`)
  return JSON.parse(body)
}

/** How long to look around when no gateway runs, in milliseconds. */
const patience = 5000

/** What is to be found without a gateway. */
async function ourselves(config: Config): Promise<Inventory> {
  complain('No gateway runs with this configuration, so this is what can be seen without one:')
  const house = buildHouse(config, createLog(config.secrets, 'silent'), { visiting: true })
  const limit = deadline(patience)
  try {
    await Promise.race([house.ready(), new Promise<void>((resolve) => limit.signal.addEventListener('abort', resolve))])
    return { items: await inventory(house, config, limit.signal), problems: house.problems() }
  } finally {
    limit.end()
    await house.close()
  }
}
