import { existsSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { stringify } from 'yaml'
import { addSecrets } from '../../config/addSecrets.ts'
import { difference } from '../../config/difference.ts'
import { parseSource } from '../../config/document.ts'
import { loadConfig, parseConfig } from '../../config/load.ts'
import { format } from '../../config/problem.ts'
import type { Driver } from '../../home/device.ts'
import { hashPassword } from '../../linking/password.ts'
import { type Args, type Command, complain, print, Usage } from '../command.ts'
import { type Outside, outside } from '../doctor/scene.ts'
import { place } from '../place.ts'
import { world } from '../world.ts'
import { type Answers, readAnswers } from './answers.ts'
import { type Applied, apply } from './apply.ts'
import { type Asker, asker, Gone } from './ask.ts'
import { chosenDevices } from './devices.ts'
import { questioned } from './wizard.ts'
import { agreed, type Wizardry } from './wizardry.ts'
import { type Language, speaker } from './words.ts'

/** What tests give in place of the world. */
export interface Setting {
  readonly drivers: Readonly<Record<string, () => Promise<Driver>>>
  readonly outside: Outside
  asker(): Asker
  readonly show: typeof print
  readonly patience?: NonNullable<Wizardry['patience']>
}

const setting: Setting = {
  drivers: world.drivers,
  outside,
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
  if (given) {
    const applied = await apply(before, given, language, hashOf, taken)
    const code = await finish(target, before, applied, given.start, language, here, json)
    // What was kept for another try holds secrets, and has served.
    if (code === 0 && file !== undefined && resolve(file) === `${target}.answers`) rmSync(file)
    return code
  }
  const asker = here.asker()
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
      connections: typesOf(drivers),
      ...(here.patience && { patience: here.patience }),
    }
    const answers = await questioned(wizardry)
    const first = await apply(before, answers, language, hashOf, taken)
    const appliances = await chosenDevices(wizardry, target, first.text, first.secrets)
    const applied =
      appliances.length > 0
        ? {
            ...first,
            ...(await apply(first.text, devicesOnly(answers, appliances), language, hashOf)),
            secrets: first.secrets,
          }
        : first
    if (applied.text !== before) asker.tell(`\n${difference(before, applied.text)}\n`)
    if (!(await agreed(wizardry, say('write'), true))) {
      asker.tell(say('nothing'))
      return 1
    }
    const code = await finish(target, before, applied, answers.start, language, here, json)
    if (code !== 0) await keepAnswers(target, { ...answers, appliances }, language)
    return code
  } catch (error) {
    if (!(error instanceof Gone)) throw error
    complain(`\n${say('nothing')}`)
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

/** Validates, writes, and starts. @returns the exit code */
async function finish(
  file: string,
  before: string,
  { text, secrets }: Applied,
  isToStart: boolean,
  language: Language,
  { outside, show }: Setting,
  json: boolean,
): Promise<number> {
  const say = speaker(language)
  const { config, problems } = await parseConfig(file, text, { ...world, secrets })
  if (!config) {
    for (const problem of problems) complain(format(problem))
    complain(`\n${say('nothing')}`)
    return 1
  }
  const secretsFile = join(dirname(file), 'secrets.yaml')
  const known = existsSync(secretsFile) ? readFileSync(secretsFile, 'utf8') : ''
  // Told before anything is written, if it cannot take them.
  const secretsText = addSecrets(known, secrets)
  const stamp = new Date(outside.now()).toISOString().slice(0, 19).replace(/\D/g, '')
  const kept: string[] = []
  for (const [name, was, is] of [
    [file, before, text],
    [secretsFile, known, secretsText],
  ] as const) {
    if (was === '' || was === is) continue
    const copy = unusedName(`${name}.before-setup-${stamp}`)
    await place(copy, was)
    kept.push(copy)
  }
  if (secretsText !== known) await place(secretsFile, secretsText)
  if (text !== before) await place(file, text)
  const started = isToStart && (await startService(outside))
  if (json)
    show(
      JSON.stringify({
        file,
        written: text !== before,
        secrets: Object.keys(secrets),
        started,
        ...(kept.length > 0 && { kept }),
      }),
    )
  else {
    show(text === before ? say('same') : say('written', { file }))
    for (const one of kept) show(say('kept', { file: one }))
    show(
      started ? say('started') : say('start', { command: 'sudo systemctl enable --now clova-home  (clova-home run)' }),
    )
    show(`\n${say('next')}\n`)
    await (await import('../linkForm.ts')).showForm(file, false)
  }
  return 0
}

/** What was typed, for another try; of a password what is kept of it. */
async function keepAnswers(config: string, answers: Answers, language: Language): Promise<void> {
  const file = `${config}.answers`
  const users = await Promise.all(
    answers.users.map(async ({ name, password }) => ({ name, password: await hashOf(password) })),
  )
  await place(file, stringify({ ...answers, users }, { lineWidth: 0 }))
  complain(speaker(language)('keptAnswers', { file, config }))
}

/** Of a password that is a hash already, as kept answers have it, itself. */
const hashOf = async (password: string) => (/^\$scrypt\$/.test(password) ? password : hashPassword(password))

/** The connections by their names, and of what type they are. */
const typesOf = (drivers: unknown): ReadonlyMap<string, string> =>
  new Map(
    Object.entries((drivers ?? {}) as object).map(([name, entry]) => [
      name,
      String((entry as { readonly type?: unknown } | null)?.type),
    ]),
  )

/** A name that no file has. */
function unusedName(wanted: string): string {
  for (let i = 1; ; i++) {
    const name = i === 1 ? wanted : `${wanted}-${i}`
    if (!existsSync(name)) return name
  }
}

/** The names in the secrets file, right or not. */
function secretNames(folder: string): readonly string[] {
  try {
    return Object.keys((parseSource('', readFileSync(join(folder, 'secrets.yaml'), 'utf8')).value ?? {}) as object)
  } catch {
    return []
  }
}

/** As root on a machine with the service; a gateway that runs takes the new configuration by itself. */
async function startService({ program }: Outside): Promise<boolean> {
  if (process.getuid?.() !== 0) return false
  const known = await program('systemctl', ['list-unit-files', '--no-legend', 'clova-home.service'])
  if (!known?.includes('clova-home.service')) return false
  await program('systemctl', ['enable', '--now', 'clova-home.service'])
  return (await program('systemctl', ['is-active', 'clova-home.service']))?.trim() === 'active'
}
