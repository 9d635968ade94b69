import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { stringify } from 'yaml'
import { addSecrets } from '../../config/addSecrets.ts'
import { parseSource } from '../../config/document.ts'
import { loadConfig, parseConfig } from '../../config/load.ts'
import { format } from '../../config/problem.ts'
import { unusedName } from '../../disk/unusedName.ts'
import { hashPassword } from '../../linking/password.ts'
import { complain, type print } from '../command.ts'
import type { Outside } from '../doctor/scene.ts'
import { permitting, unpermitted } from '../permitted.ts'
import { place } from '../place.ts'
import { world } from '../world.ts'
import type { Answers } from './answers.ts'
import type { Applied } from './apply.ts'
import { makeTunnel, type TunnelFolders } from './tunnel.ts'
import { type Language, speaker } from './words.ts'

/** What the end of the wizard meets. */
interface Setting {
  readonly outside: Outside
  readonly tunnels?: TunnelFolders
  readonly show: typeof print
}

/** Validates, writes, and starts. @returns the exit code */
export async function finish(
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
    complain(say('wouldBeWrong'))
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
    const closed = await unpermitted(config, outside).catch((error: Error) => complain(error.message))
    if (closed && closed.length > 0) show(say('permit', { what: closed.join(', '), command: permitting }))
    show(`\n${say('next')}\n`)
    await (await import('../linkForm.ts')).showForm(file, false, { language, isAfterSetup: true })
  }
  return 0
}

/** Makes the tunnel; what keeps it from that is told, and the house is written all the same. */
export async function tunnelled(
  { tunnel }: Answers,
  file: string,
  language: Language,
  { outside, tunnels, show }: Setting,
  json: boolean,
): Promise<void> {
  const { config } = tunnel ? await loadConfig(file, world) : {}
  if (!tunnel || !tunnels || config?.server.publicUrl === undefined) return
  const say = speaker(language)
  try {
    const { publicUrl, listen } = config.server
    const { file, missing, command } = await makeTunnel(tunnel, publicUrl, listen, tunnels, outside)
    if (json) return
    show(say('tunnelWritten', { file }))
    if (missing.length > 0) show(say('tunnelMissing', { files: missing.join(', '), file }))
    if (command !== undefined) show(say('tunnelStart', { command }))
  } catch (error) {
    complain(say('trouble', { why: (error as Error).message }))
  }
}

/** What was typed, for another try; of a password what is kept of it. */
export async function keepAnswers(config: string, answers: Answers, language: Language): Promise<void> {
  const file = `${config}.answers`
  const users = await Promise.all(
    answers.users.map(async ({ name, password }) => ({ name, password: await hashOf(password) })),
  )
  await place(file, stringify({ ...answers, users }, { lineWidth: 0 }))
  complain(speaker(language)('keptAnswers', { file, config }))
}

/** Of a password that is a hash already, as kept answers have it, itself. */
export const hashOf = async (password: string) => (/^\$scrypt\$/.test(password) ? password : hashPassword(password))

/** The connections by their names, and of what type they are. */
export const typesOf = (drivers: unknown): ReadonlyMap<string, string> =>
  new Map(
    Object.entries((drivers ?? {}) as object).map(([name, entry]) => [
      name,
      String((entry as { readonly type?: unknown } | null)?.type),
    ]),
  )

/** The names in the secrets file, right or not. */
export function secretNames(folder: string): readonly string[] {
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
