import { existsSync, readFileSync, rmSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { difference } from '../../config/difference.ts'
import { parseSource } from '../../config/document.ts'
import { loadConfig } from '../../config/load.ts'
import { format } from '../../config/problem.ts'
import type { Driver } from '../../home/device.ts'
import { ofDisk } from '../../home/diskFault.ts'
import { type Args, type Command, complain, print, Usage } from '../command.ts'
import { type Outside, outside } from '../doctor/scene.ts'
import { assertPlace } from '../place.ts'
import { world } from '../world.ts'
import { type Answers, readAnswers } from './answers.ts'
import { apply } from './apply.ts'
import { type Asker, asker, Gone } from './ask.ts'
import { chosenDevices } from './devices.ts'
import { finish, hashOf, keepAnswers, secretNames, tunnelled, typesOf } from './finish.ts'
import { installed, type TunnelFolders } from './tunnel.ts'
import { questioned } from './wizard.ts'
import { agreed, type Wizardry } from './wizardry.ts'
import { type Language, speaker } from './words.ts'

/** What tests give in place of the world. */
export interface Setting {
  readonly drivers: Readonly<Record<string, () => Promise<Driver>>>
  readonly outside: Outside
  asker(): Asker
  readonly tunnels?: TunnelFolders
  readonly show: typeof print
  readonly patience?: NonNullable<Wizardry['patience']>
}

const setting: Setting = {
  drivers: world.drivers,
  outside,
  tunnels: installed,
  asker: () => asker(process.stdin, process.stdout),
  show: print,
}

/** `clova-home setup` */
export const settingUp = (here: Setting): Command => ({
  usage: 'setup [--answers FILE] [--language ko|ja|en]',
  summary:
    'Asks a few questions and writes the configuration; it may be run again, and loses nothing that stands there',
  help: `  --answers FILE  answers for scripts, in YAML, and nothing is asked:
                    edition: kr
                    publicUrl: https://home.example.com
                    tunnel: { kind: ssh, server: tunnel.example.com, user: clova }
                    connections: { broker: { type: mqtt, url: mqtt://127.0.0.1:1883, password: … } }
                    users: [{ name: family, password: … }]
                    start: true
  --language      ko, ja or en; else that of the terminal`,
  words: [0, 0],
  options: ['answers', 'language'],
  run: (args) => setUp(args, here),
})

export const setup = settingUp(setting)

async function setUp(
  { config, option: { answers: file, language: wanted }, json }: Args,
  here: Setting,
): Promise<number> {
  const target = resolve(config)
  const before = existsSync(target) ? readFileSync(target, 'utf8') : ''
  const given = file === undefined ? undefined : readAnswers(file)
  const language = languageOf(wanted ?? given?.language)
  const say = speaker(language)
  const taken = secretNames(dirname(target))
  assertPlace(target)
  if (given) {
    const applied = await apply(before, given, language, hashOf, taken)
    const code = await finish(target, before, applied, given.start, language, here, json)
    if (code === 0) await tunnelled(given, target, language, here, json)
    // What was kept for another try holds secrets, and has served.
    if (code === 0 && file !== undefined && resolve(file) === `${target}.answers`) rmSync(file)
    return code
  }
  const asker = here.asker()
  let typed: Answers | undefined
  try {
    const { config: loaded, problems } = await loadConfig(target, world)
    const mistakes = problems.filter(({ severity }) => before !== '' && severity === 'error')
    if (mistakes.length > 0) asker.tell([say('mistakes'), ...mistakes.map(format)].join('\n'))
    // Into what is no YAML nothing can be put.
    if (parseSource(target, before).problems.length > 0) return 1
    const { edition, drivers } = (parseSource(target, before).value ?? {}) as {
      readonly edition?: unknown
      readonly drivers?: unknown
    }
    const wizardry: Wizardry = {
      asker,
      language,
      drivers: here.drivers,
      before: loaded,
      isNew: before.trim() === '',
      edition: edition === 'kr' || edition === 'jp' ? edition : undefined,
      hasTunnels: here.tunnels !== undefined && existsSync(here.tunnels.examples),
      connections: typesOf(drivers),
      ...(here.patience && { patience: here.patience }),
    }
    const answers = await questioned(wizardry)
    typed = answers
    const first = await apply(before, answers, language, hashOf, taken)
    const appliances = await chosenDevices(wizardry, target, first.text, first.secrets)
    typed = { ...answers, appliances }
    const applied =
      appliances.length > 0
        ? {
            ...first,
            ...(await apply(first.text, devicesOnly(answers, appliances), language, hashOf)),
            secrets: first.secrets,
          }
        : first
    if (applied.text !== before) asker.tell(`\n${difference(before, applied.text)}\n`)
    const isSame = applied.text === before && Object.keys(applied.secrets).length === 0 && !answers.tunnel
    if (!isSame && !(await agreed(wizardry, say('write'), true))) {
      asker.tell(say('nothing'))
      return 1
    }
    const code = await finish(target, before, applied, answers.start, language, here, json)
    if (code === 0) await tunnelled(answers, target, language, here, json)
    else await keepAnswers(target, typed, language)
    return code
  } catch (error) {
    if (error instanceof Gone) {
      complain(`\n${say(asker.stopped.aborted ? 'interrupted' : 'nothing')}`)
      return asker.stopped.aborted ? 130 : 1
    }
    if (!typed) throw error
    // What was typed is not lost with what could not be done.
    asker.tell(say('trouble', { why: ofDisk(error) ?? (error as Error).message }))
    await keepAnswers(target, typed, language).catch(() => {})
    return 1
  } finally {
    asker.close()
  }
}

const devicesOnly = ({ start }: Answers, appliances: Answers['appliances']): Answers => ({
  connections: {},
  users: [],
  start,
  appliances,
})

/** By the option, else by the terminal. @throws Usage */
function languageOf(wanted: string | undefined, env = process.env): Language {
  const given = wanted ?? /^(ko|ja)/.exec(env.LC_ALL || env.LC_MESSAGES || env.LANG || '')?.[1] ?? 'en'
  if (given !== 'ko' && given !== 'ja' && given !== 'en') throw new Usage(`--language ${given}: it is ko, ja or en`)
  return given
}
