import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname } from 'node:path'
import { addSecrets } from '../../config/additions.ts'
import { secretsFile } from '../../config/secretsFile.ts'
import { parseSource } from '../../config/yaml/source.ts'
import { toInlineEntries } from '../../config/yaml/values.ts'
import { loadContext, writtenLanguageOf } from '../../gateway/environment.ts'
import type { PairingResult } from '../../home/connectionSetup.ts'
import { createDeadline } from '../../home/deadline.ts'
import type { Driver } from '../../home/driver.ts'
import { assertWritable, replaceFile } from '../../storage/replaceFile.ts'
import { fileError } from '../../util/fileErrors.ts'
import { isObject } from '../../util/parse.ts'
import { suggestion } from '../../util/suggest.ts'
import { print } from '../../util/terminal.ts'
import { errorText, inAllLanguages, inEnglish, joinTexts, localizedError, type Text } from '../../util/translate.ts'
import { readUtf8File } from '../../util/utf8.ts'
import { type CliCommand, UsageError } from '../command.ts'
import { commandText, commandTranslator } from '../messages/index.ts'

/** How long the user may take to press the button of a device. */
const defaultButtonTimeoutMs = 30_000
/** How long the search and the answers of the device may take, in addition to the time for the button. */
const searchTimeoutMs = 30_000

/**
 * `clova-home pair DRIVER [--host HOST [--plain]]`
 * @param buttonTimeoutMs replaces the time that the user may take to press the button, in milliseconds
 */
export const createPairCommand = (
  drivers: Readonly<Record<string, () => Promise<Driver>>>,
  {
    buttonTimeoutMs = defaultButtonTimeoutMs,
    show = print,
  }: { readonly buttonTimeoutMs?: number; readonly show?: typeof print } = {},
): CliCommand => ({
  usage: 'pair DRIVER [--host HOST [--plain]]',
  summary: {
    ko: '드라이버의 기기와 페어링합니다. 키는 설정 옆의 secrets.yaml에 들어갑니다',
    ja: 'ドライバーの機器とペアリングします。鍵は設定の横のsecrets.yamlに入ります',
    en: 'Lets a device of a driver know this gateway: its key goes to secrets.yaml beside the configuration',
  },
  help: {
    ko: `  --host HOST     저절로 찾지 못하는 기기의 주소
  --plain         HTTPS를 쓰지 않는 오래된 기기. 키가 네트워크의 누구나 읽을 수 있게 오갑니다

  기기의 버튼을 누르기를 30초 동안 기다립니다. 누르지 않으면 아무것도 쓰지 않습니다.`,
    ja: `  --host HOST     自動で見つからない機器のアドレス
  --plain         HTTPSを使わない古い機器。鍵はネットワークのだれもが読める形で流れます

  機器のボタンが押されるのを30秒間待ちます。押されなければ何も書き込みません。`,
    en: `  --host HOST     the address of the device, if it is not found by itself
  --plain         it is an old one that speaks no HTTPS: its key goes over the network for all to read

  It waits half a minute for the button on the device. Nothing is written unless that was pressed.`,
  },
  argumentCount: [1, 1],
  options: ['host'],
  flags: ['plain'],
  async run({ positionals: [type = ''], option: { host }, flag, config, json, languageFor }) {
    const load = Object.hasOwn(drivers, type) ? drivers[type] : undefined
    if (!load) {
      const driver = configuredDriver(config, type)
      const configured = driver !== undefined && Object.hasOwn(drivers, driver) ? await drivers[driver]?.() : undefined
      if (driver !== undefined && configured) {
        const values = { name: type, driver, names: await pairableDrivers(drivers) }
        throw new UsageError(commandText(configured.pair ? 'pairConnection' : 'pairConnectionNotNeeded', values))
      }
      const hint = suggestion(type, Object.keys(drivers))
      throw new UsageError(commandText('pairNoDriver', { type, names: await pairableDrivers(drivers), hint }))
    }
    const driver = await load()
    if (!driver.pair)
      throw new UsageError(commandText('pairNotNeeded', { type, names: await pairableDrivers(drivers) }))
    const file = secretsBeside(config)
    // A file that cannot be written is reported before the user goes to press the button.
    mergeSecrets(file, { probe: '' })
    const limit = createDeadline(buttonTimeoutMs + searchTimeoutMs)
    const language = languageFor(writtenLanguageOf(config))
    const t = commandTranslator(language)
    const counting = countdown(json, (seconds) => t('pairLeft', { seconds }))
    let paired: PairingResult
    try {
      const printLine = (line: Text) => counting.printLine(inAllLanguages(line)[language], show)
      const remaining = (seconds: number) => counting.left(seconds, show)
      paired = await driver.pair(
        {
          ...(host !== undefined && { host }),
          allowPlainHttp: flag.has('plain'),
          timeoutMs: buttonTimeoutMs,
          printLine,
          onCountdown: remaining,
        },
        limit.signal,
      )
    } finally {
      limit.end()
      counting.end()
    }
    const name = `${type}-${paired.id}`
    const names = Object.fromEntries(
      Object.keys(paired.secrets).map((key) => [key, `${type}_${paired.id}_${toSnakeCase(key)}`]),
    )
    const values = Object.fromEntries(Object.entries(paired.secrets).map(([key, value]) => [names[key] ?? key, value]))
    await replaceFile(file, mergeSecrets(file, values))
    const { what, keys } = paired
    if (json) show(JSON.stringify({ what: inEnglish(what), name, keys: { type, ...keys }, secrets: names, file }))
    else show(`\n${t('paired', { what, file, name, entry: `{ ${toInlineEntries({ type, ...keys }, names)} }` })}`)
    return 0
  },
})

/** `clova-home pair` with all drivers. */
export const pair = createPairCommand(loadContext.drivers)

/** The driver of a connection that the configuration names; undefined if there is none of that name. */
function configuredDriver(config: string, name: string): string | undefined {
  if (!existsSync(config)) return undefined
  const { value } = parseSource(config, readFileSync(config, 'utf8'))
  const drivers = isObject(value) ? value.drivers : undefined
  const entry = isObject(drivers) && Object.hasOwn(drivers, name) ? drivers[name] : undefined
  return isObject(entry) && typeof entry.type === 'string' ? entry.type : undefined
}

/** The names of the drivers whose devices need pairing. */
async function pairableDrivers(drivers: Readonly<Record<string, () => Promise<Driver>>>): Promise<Text> {
  const all = await Promise.all(
    Object.entries(drivers).map(async ([type, load]) => ((await load()).pair ? [type] : [])),
  )
  return all.flat().join(', ') || commandText('pairNone')
}

const toSnakeCase = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** The path of the secrets file. @throws Error in plain words if it cannot be written */
function secretsBeside(config: string): string {
  const folder = dirname(config)
  const file = secretsFile(config)
  if (!existsSync(folder)) throw localizedError(commandText('pairNoFolder', { folder }))
  assertWritable(file)
  // A symbolic link stays, and its target is written.
  return existsSync(file) ? realpathSync(file) : file
}

/** The text of the file with these secrets in it. @throws Error in plain words */
function mergeSecrets(file: string, secrets: Readonly<Record<string, string>>): string {
  let before = ''
  try {
    if (existsSync(file)) before = readUtf8File(file)
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === undefined ? error : fileError(error, 'read', file)
  }
  try {
    return addSecrets(before, secrets)
  } catch (error) {
    throw localizedError(joinTexts(`${file} `, errorText(error)))
  }
}

/** Counts down on one line of a terminal; without a terminal every ten seconds are printed. */
function countdown(isQuiet: boolean, left: (seconds: number) => string) {
  const isTerminal = process.stdout.isTTY === true
  let open = false
  let last: number | undefined
  const end = () => {
    if (open) process.stdout.write('\r          \r')
    open = false
  }
  return {
    end,
    printLine(line: string, show: typeof print) {
      end()
      if (!isQuiet) show(line)
    },
    left(seconds: number, show: typeof print) {
      if (isQuiet || seconds === last) return
      if (isTerminal) process.stdout.write(`\r${String(seconds).padStart(4)} s `)
      else if (last === undefined || seconds % 10 === 0) show(left(seconds))
      open = isTerminal
      last = seconds
    },
  }
}
