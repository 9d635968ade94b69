import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { loadConfig } from '../../config/load.ts'
import { format } from '../../config/problem.ts'
import { parseSource } from '../../config/yaml/source.ts'
import { world } from '../../gateway/environment.ts'
import type { Driver } from '../../home/driver.ts'
import { assertPlace } from '../../storage/replaceFile.ts'
import { isRoot, systemctl } from '../../systemd/systemctl.ts'
import { pause } from '../../systemd/units.ts'
import { outside } from '../../util/host.ts'
import { difference } from '../../util/lineDiff.ts'
import { complain, print } from '../../util/terminal.ts'
import { type Args, type Command, installedConfig, Usage } from '../command.ts'
import { type Asker, asker, Gone } from '../terminal/prompt.ts'
import { type Answers, readAnswers } from './answers.ts'
import { apply } from './applyAnswers.ts'
import { areAsRead, connectionsOf, type Files, filesOf, isWrongAt, secretNames, told, unusable } from './configFiles.ts'
import { chosenDevices } from './deviceSelection.ts'
import { type Ending, finish } from './finish.ts'
import { type Language, speaker } from './messages.ts'
import { hashed, type Keepers, keepAnswers, keepers, removeKept } from './savedAnswers.ts'
import { installed } from './tunnel.ts'
import { questioned } from './wizard.ts'
import { agreed, type Wizardry } from './wizardContext.ts'

/** What tests give in place of the world. */
export interface Setting extends Ending {
  readonly drivers: Readonly<Record<string, () => Promise<Driver>>>
  asker(): Asker
  readonly keepers: Keepers
  readonly patience?: NonNullable<Wizardry['patience']>
}

const setting: Setting = {
  drivers: world.drivers,
  outside,
  systemd: { systemctl, pause },
  tunnels: installed,
  serviceConfig: installedConfig,
  isRoot: isRoot(),
  keepers,
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
                    tunnel: { kind: ssh, server: tunnel.example.com:22, user: clova }
                    connections: { broker: { type: mqtt, url: mqtt://127.0.0.1:1883, password: … } }
                    users: [{ name: family, password: … }]
                    clientSecret: new        (only to make another one)
                    start: true
  --language      ko, ja or en; else that of the terminal`,
  words: [0, 0],
  options: ['answers', 'language'],
  run: (args) => setUp(args, here),
})

export const setup = settingUp(setting)

async function setUp(args: Args, here: Setting): Promise<number> {
  const { answers: file, language: wanted } = args.option
  const target = resolve(args.config)
  const given = file === undefined ? undefined : readAnswers(file)
  const language = languageOf(wanted ?? given?.language)
  assertPlace(target)
  const files = filesOf(target)
  const wrong = unusable(target, files)
  if (wrong.length > 0) {
    complain([speaker(language)('mendFirst'), ...wrong.map(format)].join('\n'))
    return 1
  }
  if (!given) return asked(target, files, language, here, args.json)
  try {
    const answers = { ...given, users: await hashed(given.users) }
    const applied = await apply(files.text, answers, language, secretNames(files))
    const { code, isLacking } = await finish(target, files, applied, answers, language, here, args.json)
    if (!isLacking && file !== undefined) removeKept(file)
    return code
  } catch (error) {
    throw new Error(told(error, target, files))
  }
}

/** The wizard. */
async function asked(target: string, read: Files, language: Language, here: Setting, json: boolean): Promise<number> {
  const say = speaker(language)
  const asker = here.asker()
  let files = read
  let typed: Answers | undefined
  let isAtEnd = false
  const kept = async () => typed && complain(await keepAnswers(target, typed, language, here.keepers))
  try {
    const wizardry = await wizardryOf(target, files, language, here, asker)
    typed = await questioned(wizardry, (answers) => {
      typed = answers
    })
    const first = await apply(files.text, typed, language, secretNames(files))
    typed = { ...typed, appliances: await chosenDevices(wizardry, target, first.text, first.secrets) }
    isAtEnd = true
    typed = { ...typed, users: await hashed(typed.users) }
    for (;;) {
      const applied = await apply(files.text, typed, language, secretNames(files))
      if (applied.text !== files.text) asker.tell(`\n${difference(files.text, applied.text)}\n`)
      const isSame = applied.text === files.text && Object.keys(applied.secrets).length === 0 && !typed.tunnel
      if (!isSame && !(await agreed(wizardry, say('write'), true))) {
        asker.tell(say('nothing'))
        return 1
      }
      if (areAsRead(target, files)) {
        const { code, isLacking } = await finish(target, files, applied, typed, language, here, json)
        if (isLacking) await kept()
        return code
      }
      // What somebody wrote meanwhile stays: the answers go into that.
      files = filesOf(target)
      asker.tell(say('changed', { file: target }))
    }
  } catch (error) {
    if (asker.stopped.aborted) {
      complain(`\n${say('interrupted')}`)
      return 130
    }
    if (error instanceof Gone) complain(`\n${say('nothing')}`)
    else if (typed) asker.tell(say('trouble', { why: told(error, target, files) }))
    else throw error
    // What was typed is not lost with what could not be done; who has gone in the middle wanted nothing.
    if (isAtEnd || !(error instanceof Gone) || error.isByMistakes) await kept()
    return 1
  } finally {
    asker.close()
  }
}

/** What the wizard knows of the house before it asks; mistakes in it are told. */
async function wizardryOf(
  target: string,
  files: Files,
  language: Language,
  here: Setting,
  asker: Asker,
): Promise<Wizardry> {
  const { text } = files
  const { config: before, problems } = await loadConfig(target, world)
  const mistakes = problems.filter(({ severity }) => text !== '' && severity === 'error')
  if (mistakes.length > 0) asker.tell([speaker(language)('mistakes'), ...mistakes.map(format)].join('\n'))
  const { edition, drivers } = (parseSource(target, text).value ?? {}) as {
    readonly edition?: unknown
    readonly drivers?: unknown
  }
  return {
    asker,
    language,
    drivers: here.drivers,
    before,
    isNew: text.trim() === '',
    edition: edition === 'kr' || edition === 'jp' ? edition : undefined,
    hasTunnels: here.tunnels !== undefined && existsSync(here.tunnels.examples),
    connections: connectionsOf(drivers),
    isSecretWrong: isWrongAt(target, files, ['linking', 'clientSecret'], problems),
    ...(here.patience && { patience: here.patience }),
  }
}

/** By the option, else by the terminal. @throws Usage */
function languageOf(wanted: string | undefined, env = process.env): Language {
  const given = wanted ?? /^(ko|ja)/.exec(env.LC_ALL || env.LC_MESSAGES || env.LANG || '')?.[1] ?? 'en'
  if (given !== 'ko' && given !== 'ja' && given !== 'en') throw new Usage(`--language ${given}: it is ko, ja or en`)
  return given
}
