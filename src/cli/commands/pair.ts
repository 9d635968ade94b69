import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname } from 'node:path'
import { addSecrets } from '../../config/additions.ts'
import { secretsFile } from '../../config/secretsFile.ts'
import { toInlineEntries } from '../../config/yaml/values.ts'
import { loadContext } from '../../gateway/environment.ts'
import type { PairingResult } from '../../home/connectionSetup.ts'
import { createDeadline } from '../../home/deadline.ts'
import type { Driver } from '../../home/driver.ts'
import { assertWritable, replaceFile } from '../../storage/replaceFile.ts'
import { fileErrorMessage } from '../../util/fileErrors.ts'
import { didYouMean } from '../../util/suggest.ts'
import { print } from '../../util/terminal.ts'
import { type CliCommand, UsageError } from '../command.ts'

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
  summary: 'Lets a device of a driver know this gateway: its key goes to secrets.yaml beside the configuration',
  help: `  --host HOST     the address of the device, if it is not found by itself
  --plain         it is an old one that speaks no HTTPS: its key goes over the network for all to read

  It waits half a minute for the button on the device. Nothing is written unless that was pressed.`,
  argumentCount: [1, 1],
  options: ['host'],
  flags: ['plain'],
  async run({ positionals: [type = ''], option: { host }, flag, config, json }) {
    const load = Object.hasOwn(drivers, type) ? drivers[type] : undefined
    if (!load) {
      const meant = didYouMean(type, Object.keys(drivers))
      throw new UsageError(
        `there is no driver "${type}". Devices of these are paired with: ${await pairableDrivers(drivers)}.${meant}`,
      )
    }
    const driver = await load()
    if (!driver.pair)
      throw new UsageError(
        `a device of the driver "${type}" needs no pairing. Devices of these do: ${await pairableDrivers(drivers)}`,
      )
    const file = secretsBeside(config)
    // A file that cannot be written is reported before the user goes to press the button.
    mergeSecrets(file, { probe: '' })
    const limit = createDeadline(buttonTimeoutMs + searchTimeoutMs)
    const counting = countdown(json)
    let paired: PairingResult
    try {
      const printLine = (line: string) => counting.tell(line, show)
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
    if (json) show(JSON.stringify({ what, name, keys: { type, ...keys }, secrets: names, file }))
    else
      show(
        `\nPaired with ${what}. Its secrets are in ${file}.\n\nUnder drivers: write\n  ${name}: { ${toInlineEntries({ type, ...keys }, names)} }`,
      )
    return 0
  },
})

/** `clova-home pair` with all drivers. */
export const pair = createPairCommand(loadContext.drivers)

/** The names of the drivers whose devices need pairing. */
async function pairableDrivers(drivers: Readonly<Record<string, () => Promise<Driver>>>): Promise<string> {
  const all = await Promise.all(
    Object.entries(drivers).map(async ([type, load]) => ((await load()).pair ? [type] : [])),
  )
  return all.flat().join(', ') || 'none'
}

const toSnakeCase = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** The path of the secrets file. @throws Error in plain words if it cannot be written */
function secretsBeside(config: string): string {
  const folder = dirname(config)
  const file = secretsFile(config)
  if (!existsSync(folder)) throw new Error(`there is no folder ${folder}, where secrets.yaml is to be; give --config`)
  assertWritable(file)
  // A symbolic link stays, and its target is written.
  return existsSync(file) ? realpathSync(file) : file
}

/** The text of the file with these secrets in it. @throws Error in plain words */
function mergeSecrets(file: string, secrets: Readonly<Record<string, string>>): string {
  try {
    return addSecrets(existsSync(file) ? readFileSync(file, 'utf8') : '', secrets)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new Error(code === undefined ? `${file} ${message}` : fileErrorMessage(error, 'read', file))
  }
}

/** Counts down on one line of a terminal; without a terminal every ten seconds are printed. */
function countdown(isQuiet: boolean) {
  const isTerminal = process.stdout.isTTY === true
  let open = false
  let last: number | undefined
  const end = () => {
    if (open) process.stdout.write('\r          \r')
    open = false
  }
  return {
    end,
    tell(line: string, show: typeof print) {
      end()
      if (!isQuiet) show(line)
    },
    left(seconds: number, show: typeof print) {
      if (isQuiet || seconds === last) return
      if (isTerminal) process.stdout.write(`\r${String(seconds).padStart(4)} s `)
      else if (last === undefined || seconds % 10 === 0) show(`${seconds} s left`)
      open = isTerminal
      last = seconds
    },
  }
}
