import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { airQualityGrader } from '../../clova/airQuality.ts'
import { typesOf } from '../../clova/applianceTypes.ts'
import { stateFolder } from '../../config/load.ts'
import { type DriverEntry, parseLeniently, parseWith, readDrivers } from '../../config/parse.ts'
import { formatProblem, type Problem } from '../../config/problem.ts'
import { applianceKeys, type RawConfig } from '../../config/schema.ts'
import { resolveSecrets } from '../../config/secrets.ts'
import { parseSource } from '../../config/yaml/source.ts'
import { createControlClient } from '../../control/client.ts'
import { SupervisedConnection } from '../../gateway/connectionSupervisor.ts'
import { loadContext, writtenLanguageOf } from '../../gateway/environment.ts'
import { createDeadline, raceAbort } from '../../home/deadline.ts'
import type { Connection } from '../../home/driver.ts'
import type { Dialogue, LearningRequest } from '../../home/learning.ts'
import { fileError } from '../../util/fileErrors.ts'
import { createLogger } from '../../util/logger.ts'
import { duration } from '../../util/parse.ts'
import { suggestion } from '../../util/suggest.ts'
import { printError } from '../../util/terminal.ts'
import { localizedError } from '../../util/translate.ts'
import { saveCodeFile } from '../codeFile.ts'
import { type Args, type CliCommand, UsageError } from '../command.ts'
import { gatewayBlaster } from '../gatewayBlaster.ts'
import { commandText } from '../messages/index.ts'
import { createDialogue } from '../terminal/dialogue.ts'

/** `clova-home learn NAME` */
export const learn: CliCommand = {
  usage: 'learn NAME',
  summary: {
    ko: '리모컨의 키를 하나씩 학습하고, 되는지 보려고 하나씩 다시 보냅니다',
    ja: 'リモコンのキーを1つずつ学習し、動くか確かめるために1つずつ送り返します',
    en: 'Learns what an appliance is told with, key by key, and sends each back for proof',
  },
  help: {
    ko: `  clova-home learn living-tv                               설정에 있는 기기
  clova-home learn new-tv --driver living-rm --type TYPE   아직 없는 기기. TYPE은 CLOVA의 기기 종류
  --file FILE       저장할 파일 (없으면 설정에 있는 대로, 또는 codes/NAME.yaml). 설정이 있는 폴더에서부터
  --keys NAME,NAME  이 키만 다시: on,input.HDMI1,mode.sleep
  --radio           적외선이 아니라 무선(RF)으로
  --wait TIME       한 번 누르기를 기다리는 시간. 없으면 30s
터미널이나 파이프로 묻습니다: Enter, s (건너뛰기), r (다시 누르기), q (끝내기). 학습한 것은 키마다 바로 저장됩니다.`,
    ja: `  clova-home learn living-tv                               設定にある機器
  clova-home learn new-tv --driver living-rm --type TYPE   まだない機器。TYPEはCLOVAの機器の種類
  --file FILE       保存するファイル（なければ設定のとおり、または codes/NAME.yaml）。設定のあるフォルダーから
  --keys NAME,NAME  このキーだけをもう一度: on,input.HDMI1,mode.sleep
  --radio           赤外線ではなく無線（RF）で
  --wait TIME       1回押すのを待つ時間。なければ30s
ターミナルかパイプで尋ねます: Enter、s（飛ばす）、r（もう一度押す）、q（終える）。学習したものはキーごとにすぐ保存されます。`,
    en: `  clova-home learn living-tv                               an appliance of the configuration
  clova-home learn new-tv --driver living-rm --type TYPE   one that is none yet, of a type of CLOVA
  --file FILE       where to put it (else where the configuration says, or codes/NAME.yaml), from the folder of the configuration
  --keys NAME,NAME  only these, anew: on,input.HDMI1,mode.sleep
  --radio           by radio, not by light
  --wait TIME       how long to wait for each press: 30s unless said
It asks on the terminal or through pipes: Enter, s (skip), r (press again), q (stop). What was learnt is on the disk after each key.`,
  },
  argumentCount: [1, 1],
  options: ['driver', 'type', 'file', 'keys', 'wait'],
  flags: ['radio'],
  async run(args) {
    const wait = waitMs(args.option.wait)
    const home = await loadLearningRequest(args)
    if (!home) return 1
    const { learn, close } = await openBlaster(home)
    const talk = createDialogue(
      process.stdin,
      process.stdout,
      saveCodeFile,
      args.languageFor(writtenLanguageOf(home.file)),
    )
    process.once('SIGINT', talk.close)
    try {
      await learn({ ...home.request, pressTimeoutMs: wait }, talk)
      return 0
    } finally {
      process.removeListener('SIGINT', talk.close)
      talk.close()
      await close()
    }
  },
}

/** @throws Usage */
function waitMs(text = '30s'): number {
  const { data } = duration.safeParse(text)
  if (data === undefined || data < 1000 || data > 30_000) throw new UsageError(commandText('learnWait'))
  return data
}

interface LearnContext {
  readonly request: Omit<LearningRequest, 'pressTimeoutMs'>
  /** the name of its connection */
  readonly driver: string
  readonly drivers: ReadonlyMap<string, DriverEntry>
  /** the full name of the configuration */
  readonly file: string
  readonly edition: RawConfig['edition']
  /** the state folder, by which a running gateway is found */
  readonly state: string
  readonly secrets: readonly string[]
}

/** Reads what learning needs. The whole configuration may have mistakes, since the file of codes does not exist yet. */
async function loadLearningRequest({
  positionals: [name = ''],
  config,
  option,
  flag,
  languageFor,
}: Args): Promise<LearnContext | undefined> {
  const file = resolve(config)
  const source = parseSource(file, read(file))
  const { value, problems: open, secrets } = resolveSecrets(source, loadContext.env)
  const problems: Problem[] = [...source.problems, ...open]
  const raw = parseLeniently(value)
  const drivers = await readDrivers(source, raw, loadContext.drivers, problems)
  const index = raw.appliances.findIndex(({ id }) => id === name)
  const configured = raw.appliances[index]
  const { driver, type } = configured ?? option
  if (configured && (option.driver !== undefined || option.type !== undefined))
    throw new UsageError(commandText('learnGiven', { name }))
  if (driver === undefined || type === undefined)
    throw new UsageError(commandText('learnNoAppliance', { name, hint: suggestion(name, idsOf(raw)) }))
  const entry = drivers.get(driver)
  const own = Object.fromEntries(Object.entries(configured ?? {}).filter(([key]) => !Object.hasOwn(applianceKeys, key)))
  const options =
    configured && entry
      ? parseWith(source, entry.driver.appliance, own, ['appliances', index], problems, Object.keys(applianceKeys))
      : undefined
  if (entry?.options === undefined || (configured && options === undefined)) {
    const language = languageFor(writtenLanguageOf(file))
    for (const problem of problems) printError(formatProblem(problem, language))
    printError(
      entry
        ? commandText('learnMistakes', { file })[language]
        : commandText('noConnection', { name: driver, hint: suggestion(driver, drivers.keys()) })[language],
    )
    return undefined
  }
  if (!typesOf(raw.edition).includes(type))
    throw new UsageError(commandText('noType', { type, hint: suggestion(type, typesOf(raw.edition)) }))
  const keys = option.keys?.split(',').map((key) => key.trim())
  const request = {
    ...{ name, type, radio: flag.has('radio') },
    ...(configured && { options }),
    ...(option.file !== undefined && { file: option.file }),
    ...(keys && { keys }),
  }
  const state = raw.state === undefined ? stateFolder(file) : resolve(dirname(file), raw.state)
  return { request, driver, drivers, file, edition: raw.edition, state, secrets }
}

const idsOf = ({ appliances }: RawConfig) => appliances.map(({ id }) => id)

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw fileError(error, 'read', file)
  }
}

/** What learns: the blaster that the running gateway holds, else a connection of this process. */
interface CodeLearner {
  learn(request: LearningRequest, dialogue: Dialogue): Promise<unknown>
  close(): Promise<unknown>
}

async function openBlaster(context: LearnContext): Promise<CodeLearner> {
  const { driver, drivers, file, edition, secrets, state } = context
  const tools = drivers.get(driver)?.driver.codeTools
  const port = tools && (await gatewayBlaster(createControlClient({ state }), driver))
  if (tools && port) {
    const blaster = { connection: driver, port, resolveFile: (name: string) => resolve(dirname(file), name) }
    return { learn: (request, dialogue) => tools.learn(request, dialogue, blaster), close: async () => {} }
  }
  const { connection, close } = await connectFor(driver, drivers, file, edition, secrets)
  return { learn: async (request, dialogue) => connection.learn?.(request, dialogue), close }
}

/** How long to wait until the connections are made. */
const connectTimeoutMs = 10_000

/** Opens the connection, and those that it uses. */
async function connectFor(
  name: string,
  drivers: LearnContext['drivers'],
  config: string,
  edition: RawConfig['edition'],
  secrets: readonly string[],
): Promise<{ connection: Connection; close(): Promise<unknown> }> {
  const log = createLogger(secrets, 'warn', (line) => {
    const { msg, err } = JSON.parse(line)
    printError(`${msg}${err ? `: ${err.message}` : ''}`)
  })
  const made = new Map<string, Connection>()
  const begin = (name: string, entry: DriverEntry) => {
    const context = {
      ...{ name, readOnly: true, log, gradeAirQuality: airQualityGrader(edition) },
      resolveFile: (name: string) => resolve(dirname(config), name),
      memory: () => ({ get: () => ({}), merge: (patch: object) => patch }),
      bus: (other: string) => made.get(other)?.bus,
      readAppliance: async () => undefined,
    }
    const connection = new SupervisedConnection(entry, context)
    made.set(name, connection)
    return connection
  }
  const entry = drivers.get(name)
  if (!entry) throw localizedError(commandText('noConnection', { name, hint: suggestion(name, drivers.keys()) }))
  for (const other of Object.values(entry.driver.usesConnections?.(entry.options) ?? {})) {
    const usedConnection = drivers.get(other)
    if (usedConnection?.options !== undefined) begin(other, usedConnection)
  }
  const connection = begin(name, entry)
  const limit = createDeadline(connectTimeoutMs)
  await raceAbort(Promise.all([...made.values()].map(({ ready }) => ready)), limit.signal)
    .catch(() => {})
    .finally(limit.end)
  return { connection, close: () => Promise.allSettled([...made.values()].map((one) => one.close())) }
}
