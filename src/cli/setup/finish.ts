import { addSecrets } from '../../config/additions.ts'
import { parseConfig } from '../../config/load.ts'
import { format } from '../../config/problem.ts'
import { secretsFile } from '../../config/secrets.ts'
import { world } from '../../gateway/environment.ts'
import { place } from '../../storage/replaceFile.ts'
import { permitting, unpermitted } from '../../systemd/permissionCheck.ts'
import type { Started } from '../../systemd/units.ts'
import { complain, type print } from '../../util/terminal.ts'
import type { Answers } from './answers.ts'
import type { Applied } from './applyAnswers.ts'
import { areAsRead, type Files } from './configFiles.ts'
import { type Language, speaker } from './messages.ts'
import { keep, stampOf } from './savedAnswers.ts'
import { oldTunnels, type Starting, startService, tunnelled } from './startServices.ts'
import type { Tunnelled } from './tunnel.ts'

/** What the end of the wizard meets. */
export interface Ending extends Starting {
  readonly show: typeof print
}

/** What came of it all. */
export interface Ended {
  /** the exit code */
  readonly code: number
  /** true if something that was answered is not done, and another try would help */
  readonly isLacking: boolean
}

/** Validates, writes, starts, and tells all of that. @throws Error in plain words, or of the system, if it could not be written */
export async function finish(
  file: string,
  files: Files,
  { text, secrets }: Applied,
  answers: Answers,
  language: Language,
  here: Ending,
  json: boolean,
): Promise<Ended> {
  const { outside, show } = here
  const say = speaker(language)
  const { config, problems } = await parseConfig(file, text, { ...world, secrets })
  if (!config) {
    complain(say('wouldBeWrong'))
    for (const problem of problems) complain(format(problem))
    complain(`\n${say('nothing')}`)
    return { code: 1, isLacking: true }
  }
  const stamp = stampOf(outside.now())
  const { written, kept } = await write(file, files, { text, secrets }, stamp, say('changedNow', { file }))
  const service = answers.start ? await startService(file, here) : undefined
  const { tunnel, trouble } = await tunnelled(answers, config, here, stamp, say('tunnelNoUrl', { file }))
  const old = oldTunnels(files, answers, config, here.tunnels)
  const isDown = [service, tunnel?.started].some((one) => one?.isActive === false)
  const ended = { code: isDown || trouble !== undefined ? 1 : 0, isLacking: trouble !== undefined }
  if (trouble !== undefined) complain(say('trouble', { why: trouble }))
  if (old) complain(say('tunnelOld', { host: old.host, files: old.files.join(', ') }))
  if (json) {
    show(
      JSON.stringify({
        file,
        written: text !== files.text,
        secrets: Object.keys(secrets),
        started: service?.isActive === true,
        ...(service?.why !== undefined && { why: service.why }),
        ...(kept.length > 0 && { kept }),
        ...(tunnel && { tunnel }),
        ...(old && { oldTunnels: old.files }),
        ...(trouble !== undefined && { trouble }),
      }),
    )
    return ended
  }
  if (written.length === 0 && !answers.tunnel) show(say('same'))
  for (const name of written) show(say('written', { file: name }))
  for (const name of kept) show(say('kept', { file: name }))
  showService(file, service, file === here.serviceConfig, language, show)
  if (tunnel) showTunnel(tunnel, language, show)
  if (tunnel?.kept !== undefined) show(say('kept', { file: tunnel.kept }))
  const closed = await unpermitted(config, outside).catch((error: Error) => complain(error.message))
  if (closed && closed.length > 0) show(say('permit', { what: closed.join(', '), command: permitting }))
  show(`\n${say('next')}\n`)
  await (await import('../consoleForm/form.ts')).showForm(file, false, { language, isAfterSetup: true })
  return ended
}

/** Writes what differs, after a copy of what was there. @throws Error if somebody else has written meanwhile; of the system */
async function write(
  file: string,
  files: Files,
  { text, secrets }: Applied,
  stamp: string,
  changed: string,
): Promise<{ readonly written: readonly string[]; readonly kept: readonly string[] }> {
  const changes = [
    { name: secretsFile(file), was: files.secrets, is: addSecrets(files.secrets, secrets) },
    { name: file, was: files.text, is: text },
  ].filter(({ was, is }) => was !== is)
  if (!areAsRead(file, files)) throw new Error(changed)
  const kept: string[] = []
  for (const { name, was } of changes) if (was !== '') kept.push(await keep(name, was, stamp))
  for (const { name, is } of changes) await place(name, is)
  return { written: changes.map(({ name }) => name), kept }
}

/** Tells how the service is, and what starts it where it does not run. @param own whether the service runs this configuration */
export function showService(
  file: string,
  started: Started | undefined,
  own: boolean,
  language: Language,
  show: typeof print,
): void {
  const say = speaker(language)
  if (started?.isActive) {
    show(say('started'))
    return
  }
  if (started) complain(say('notStarted', { unit: 'clova-home', why: started.why ?? '?' }))
  const command = own
    ? `sudo systemctl ${started ? 'restart' : 'enable --now'} clova-home  (clova-home run)`
    : `clova-home run --config ${file}`
  show(say('start', { command }))
}

/** Tells where the settings of the tunnel are, what it still needs, and how it is. */
export function showTunnel(
  { file, missing, install, started, command, ended }: Tunnelled,
  language: Language,
  show: typeof print,
): void {
  const say = speaker(language)
  show(say('tunnelWritten', { file }))
  if (missing.length > 0) show(say('tunnelMissing', { files: missing.join(', '), file }))
  if (install !== undefined) show(say('tunnelInstall', { program: install }))
  if (started?.isActive) show(say('tunnelStarted'))
  if (started?.isActive === false) complain(say('notStarted', { unit: 'clova-home-tunnel', why: started.why ?? '?' }))
  if (command !== undefined) show(say('tunnelStart', { command }))
  for (const unit of ended) show(say('tunnelEnded', { unit }))
}
