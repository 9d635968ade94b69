import type { Config } from '../../config/load.ts'
import { askRunning } from '../../control/signedClient.ts'
import type { Inventory, Item } from '../../gateway/control/inventory.ts'
import { readConfig } from '../../gateway/environment.ts'
import { inventoryAlone } from '../../gateway/inspect.ts'
import { complain, print, table } from '../../util/terminal.ts'
import type { Command } from '../command.ts'
import { state } from './say.ts'

/** `clova-home appliances` */
export const appliances: Command = {
  usage: 'appliances',
  summary: 'A table of the appliances: type, driver, whether they are online, their state, their actions',
  levelWords: [0, 0],
  async run({ config: file, json }) {
    const config = await readConfig(file)
    if (!config) return 1
    const { items, problems } = (await askRunning<Inventory>(config, 'appliances')) ?? (await inspectOffline(config))
    for (const problem of problems) complain(problem)
    print(
      json
        ? JSON.stringify(items)
        : items.length > 0
          ? table([columns, ...items.map(toRow)])
          : 'There are no appliances.',
    )
    return 0
  },
}

const columns = ['ID', 'NAME', 'TYPE', 'DRIVER', 'FROM', 'ONLINE', 'STATE', 'ACTIONS']
const toRow = ({ id, name, type, driver, from, online, assumed, state: known, actions }: Item) => [
  id,
  name,
  type,
  driver,
  from,
  online ? 'yes' : 'no',
  `${state(known)}${assumed ? ' (assumed)' : ''}`,
  actions.join(' '),
]

/** How long to look around when no gateway runs, in milliseconds. */
const offlineTimeoutMs = 5000

function inspectOffline(config: Config): Promise<Inventory> {
  complain('No gateway runs with this configuration, so this is what can be seen without one:')
  return inventoryAlone(config, offlineTimeoutMs)
}
