import { createControlClient } from '../../control/client.ts'
import { readConfig } from '../../gateway/environment.ts'
import { inventoryOffline } from '../../gateway/inspect.ts'
import { print, printError, table } from '../../util/terminal.ts'
import type { CliCommand } from '../command.ts'
import { formatHealthProblems, formatState } from '../format.ts'

/** How long the devices are looked for if no gateway runs. */
const offlineTimeoutMs = 5000

/** `clova-home appliances` */
export const appliances: CliCommand = {
  usage: 'appliances',
  summary: 'A table of the appliances: type, driver, whether they are online, their state, their actions',
  argumentCount: [0, 0],
  async run({ config: file, json }) {
    const config = await readConfig(file)
    if (!config) return 1
    const client = createControlClient(config)
    const running = await client.callIfRunning('appliances', {})
    const health = running && (await client.callIfRunning('health', {}))
    if (!running) printError('No gateway runs with this configuration, so this is what can be seen without one:')
    const { appliances, problems } = running ?? (await inventoryOffline(config, offlineTimeoutMs))
    for (const problem of [...(health ? formatHealthProblems(health) : []), ...problems]) printError(problem)
    const rows = appliances.map(({ id, name, type, driver, from, online, assumed, state, actions }) => [
      id,
      name,
      type,
      driver,
      from,
      online ? 'yes' : 'no',
      `${formatState(state)}${assumed ? ' (assumed)' : ''}`,
      actions.join(' '),
    ])
    if (json) print(JSON.stringify(appliances))
    else print(rows.length > 0 ? table([columns, ...rows]) : 'There are no appliances.')
    return 0
  },
}

const columns = ['ID', 'NAME', 'TYPE', 'DRIVER', 'FROM', 'ONLINE', 'STATE', 'ACTIONS']
