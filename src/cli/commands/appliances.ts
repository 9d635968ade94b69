import { createControlClient } from '../../control/client.ts'
import { readConfig } from '../../gateway/environment.ts'
import { inventoryOffline } from '../../gateway/inspect.ts'
import { headedTable, print, printError } from '../../util/terminal.ts'
import type { CliCommand } from '../command.ts'
import { formatDriverProblem, formatHealthProblems, formatState } from '../format.ts'
import { commandTranslator } from '../messages/index.ts'

/** How long the devices are looked for if no gateway runs. */
const offlineTimeoutMs = 5000

/** `clova-home appliances` */
export const appliances: CliCommand = {
  usage: 'appliances',
  summary: {
    ko: '기기의 표: 종류, 연결, 온라인 여부, 상태, 할 수 있는 동작',
    ja: '機器の表: 種類、接続、オンラインかどうか、状態、できる動作',
    en: 'A table of the appliances: type, driver, whether they are online, their state, their actions',
  },
  argumentCount: [0, 0],
  async run({ config: file, json, languageFor }) {
    const config = await readConfig(file, languageFor)
    if (!config) return 1
    const language = languageFor(config.language)
    const t = commandTranslator(language)
    const client = createControlClient(config)
    const running = await client.callIfRunning('appliances', {})
    const health = running && (await client.callIfRunning('health', {}))
    if (!running) printError(t('withoutGateway'))
    const { appliances, problems } = running ?? (await inventoryOffline(config, offlineTimeoutMs))
    for (const problem of [
      ...(health ? formatHealthProblems(health, language) : []),
      ...problems.map((problem) => formatDriverProblem(problem, language)),
    ])
      printError(problem)
    const rows = appliances.map(({ id, name, type, driver, from, online, assumed, state, actions }) => [
      id,
      name,
      type,
      driver,
      from === 'configuration' ? t('fromConfiguration') : from,
      t(online ? 'yes' : 'no'),
      assumed ? t('assumedState', { state: formatState(state, language) }) : formatState(state, language),
      actions.join(' '),
    ])
    if (json) print(JSON.stringify(appliances))
    else print(rows.length > 0 ? headedTable(['ID', ...columns.map((column) => t(column))], rows) : t('noAppliances'))
    return 0
  },
}

const columns = [
  'columnName',
  'columnType',
  'columnDriver',
  'columnFrom',
  'columnOnline',
  'columnState',
  'columnActions',
] as const
