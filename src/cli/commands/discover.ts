import { readFileSync, realpathSync, statSync } from 'node:fs'
import { addAppliances } from '../../config/additions.ts'
import { type Config, parseConfig } from '../../config/load.ts'
import { YamlTextEditor } from '../../config/yaml/editor.ts'
import { toInlineEntries } from '../../config/yaml/values.ts'
import type { DiscoveryEntry } from '../../control/api.ts'
import { createControlClient } from '../../control/client.ts'
import { whyUnsupported } from '../../gateway/control/discoveredDevices.ts'
import { applianceIdFor } from '../../gateway/discovery/match.ts'
import { loadContext, readConfig } from '../../gateway/environment.ts'
import { discoverOffline } from '../../gateway/inspect.ts'
import { createDeadline } from '../../home/deadline.ts'
import {
  isConnected,
  type NetworkCandidate,
  proposeConnections,
  type ScanResult,
  scanNetwork,
} from '../../setup/networkScan.ts'
import { writeAtomically } from '../../storage/replaceFile.ts'
import { headedTable, print, printError } from '../../util/terminal.ts'
import { inAllLanguages, type Language, type LocalizedText, localizedError } from '../../util/translate.ts'
import type { CliCommand } from '../command.ts'
import { formatDriverProblem } from '../format.ts'
import { type CommandTranslate, commandText, commandTranslator } from '../messages/index.ts'

/** `clova-home discover` */
export const discover: CliCommand = {
  usage: 'discover [--write] [--host ADDRESS]',
  summary: {
    ko: '연결마다 찾은 기기와, 연결할 수 있는 네트워크의 장치를 보여 줍니다',
    ja: '接続ごとに見つかった機器と、接続できるネットワーク上の装置を表示します',
    en: 'Lists what every driver finds, and what on the network could be a connection',
  },
  help: {
    ko: `  --write         아직 없는 연결과 기기를 설정에 추가합니다. 다른 것은 건드리지 않습니다
  --host ADDRESS  저절로 찾지 못하는 주소에도 물어봅니다: 다른 네트워크, 또는 공유기 너머의 송신기`,
    ja: `  --write         まだない接続と機器を設定に加えます。ほかのものには触れません
  --host ADDRESS  自動で見つからないアドレスにも尋ねます: 別のネットワークや、ルーターの向こうの送信機`,
    en: `  --write         adds to the configuration what is no connection and no appliance yet, and touches nothing else in it
  --host ADDRESS  asks there besides, where calls to all do not get: another network, or a blaster behind a router`,
  },
  argumentCount: [0, 0],
  options: ['host'],
  flags: ['write'],
  async run({ config: file, json, flag, languageFor, option: { host } }) {
    const config = await readConfig(file, languageFor)
    if (!config) return 1
    const language = languageFor(config.language)
    const t = commandTranslator(language)
    const [{ devices: seen, problems }, scanResult] = await Promise.all([discoverDevices(config), scan(host)])
    const candidates = scanResult.candidates.filter((one) => !isConnected(one, config))
    if (json) print(JSON.stringify({ devices: seen, connections: candidates }))
    else if (seen.length > 0)
      print(
        headedTable(
          columns.map((column) => t(column)),
          seen.map(toRow),
        ),
      )
    else if (candidates.length === 0) print(problems.length > 0 ? t('discoverNothing') : whyNothing(config, t))
    for (const problem of problems) printError(formatDriverProblem(problem, language))
    for (const problem of scanResult.problems) printError(problem[language])
    for (const { name, problems } of seen)
      for (const problem of problems) printError(withDeviceName(name, problem[language]))
    const names = proposeConnections(candidates, config.drivers.keys())
    if (!json) printCandidates(candidates, flag.has('write') ? names : {}, language)
    if (flag.has('write')) return addToConfig(config, seen, names, { isQuiet: json, language })
    return problems.length + scanResult.problems.length > 0 && seen.length + candidates.length === 0 ? 1 : 0
  },
}

/** Asks the running gateway, else the connections themselves. */
const discoverDevices = async (config: Config) =>
  (await createControlClient(config).callIfRunning('discovery', {})) ?? (await discoverOffline(config, scanTimeoutMs))

/** Names the device in front of a problem that does not name it already. */
const withDeviceName = (name: string, problem: string) =>
  problem.slice(0, problem.indexOf(': ') + 1).includes(`${name}:`) ? problem : `${name}: ${problem}`

const columns = [
  'columnName',
  'columnType',
  'discoverColumnAppliance',
  'columnDriver',
  'columnFrom',
  'discoverColumnModel',
  'discoverColumnTraits',
] as const
const toRow = ({ name, type, appliance, driver, via, key, model, traits }: DiscoveryEntry) => [
  name,
  type ?? '-',
  appliance ?? '-',
  driver,
  `${via} ${key}`,
  model,
  traits.join(' '),
]

function whyNothing({ drivers }: Config, t: CommandTranslate): string {
  if (drivers.size === 0) return t('discoverNoDrivers')
  const ways = [...drivers.values()].flatMap(({ type, driver: { setupQuestions: asking } }) =>
    asking?.toDiscover === undefined ? [] : [t('discoverHowOf', { type, how: asking.toDiscover })],
  )
  return [t('discoverHow'), ...new Set(ways)].join(' ')
}

/** How long the network is searched. */
const scanTimeoutMs = 5000

async function scan(host: string | undefined): Promise<ScanResult> {
  const limit = createDeadline(scanTimeoutMs)
  try {
    return await scanNetwork(loadContext.drivers, host, limit.signal)
  } finally {
    limit.end()
  }
}

/** Prints the devices on the network that are no connections yet, except those that are written now. */
function printCandidates(
  fresh: readonly NetworkCandidate[],
  written: ReturnType<typeof proposeConnections>,
  language: Language,
): void {
  const t = commandTranslator(language)
  const now = new Set(Object.values(written).map((keys) => JSON.stringify(keys)))
  for (const { type, description, keys, problem } of fresh) {
    const what = inAllLanguages(description)[language]
    if (now.has(JSON.stringify({ type, ...keys }))) continue
    print(`\n${t('discoverFound', { what, entry: `{ ${toInlineEntries({ type, ...keys })} }` })}`)
    if (problem !== undefined) printError(`${what}: ${inAllLanguages(problem)[language]}`)
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
  { isQuiet, language }: { readonly isQuiet: boolean; readonly language: Language },
): Promise<number> {
  const t = commandTranslator(language)
  const refuse = (name: string, why: LocalizedText) => printError(t('discoverNotAdded', { name, why: why[language] }))
  const printReport = isQuiet ? printError : print
  const ids = new Set(config.appliances.map(({ description: { id } }) => id))
  const candidates = seen.flatMap((one) => {
    const { key, name, type, driver, appliance } = one
    const id = applianceIdFor(key)
    if (type === undefined || ids.has(id) || (appliance !== undefined && ids.has(appliance))) return []
    const why = whyUnsupported(one, config.edition)
    if (why === undefined) return [{ id, name: cleanName(name) || id, type, driver, device: key }]
    refuse(name, why)
    return []
  })
  const names = Object.keys(fresh)
  if (candidates.length + names.length === 0) {
    printReport(t('discoverAllThere'))
    return 0
  }
  const edited = new YamlTextEditor(readFileSync(config.file, 'utf8'))
  for (const [name, keys] of Object.entries(fresh)) edited.set(['drivers', name], keys)
  const mistake = await firstMistake(config.file, edited.text)
  if (mistake !== undefined) throw localizedError(commandText('discoverWouldBeWrong', { mistake }))
  const added = await withoutMistakes(config.file, edited.text, candidates, refuse)
  if (added.length + names.length === 0) return 1
  const text = added.length > 0 ? addAppliances(edited.text, added) : edited.text
  // A symbolic link stays, and its target keeps owner and mode.
  const file = realpathSync(config.file)
  await writeAtomically(file, text, statSync(file))
  if (names.length > 0)
    printReport(t('discoverConnectionsAdded', { file: config.file, names: names.join(', '), first: names[0] ?? '' }))
  if (added.length > 0) printReport(t('discoverAppliancesAdded', { count: added.length, file: config.file }))
  return 0
}

/** The message of the first mistake in a configuration; `undefined` if it has none. */
async function firstMistake(file: string, text: string): Promise<LocalizedText | undefined> {
  const { problems } = await parseConfig(file, text, loadContext)
  return problems.find(({ severity }) => severity === 'error')?.localized
}

/** The appliances that can be added together. One that would make the configuration invalid is reported and left out. */
async function withoutMistakes<A extends Parameters<typeof addAppliances>[1][number]>(
  file: string,
  text: string,
  appliances: readonly A[],
  refuse: (name: string, why: LocalizedText) => void,
): Promise<readonly A[]> {
  if (appliances.length === 0 || (await firstMistake(file, addAppliances(text, appliances))) === undefined)
    return appliances
  const good: A[] = []
  for (const one of appliances) {
    const mistake = await firstMistake(file, addAppliances(text, [...good, one]))
    if (mistake === undefined) good.push(one)
    else refuse(one.name, mistake)
  }
  return good
}

/** The name that a device gave itself, on one line and without controls of the terminal or the direction of writing. */
const cleanName = (name: string): string =>
  name.replace(/[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu, ' ').trim()
