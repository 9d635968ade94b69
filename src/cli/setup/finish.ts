import { addSecrets } from '../../config/addSecrets.ts'
import { parseConfig } from '../../config/load.ts'
import { format } from '../../config/problem.ts'
import { secretsFile } from '../../config/secrets.ts'
import { complain, type print } from '../command.ts'
import { permitting, unpermitted } from '../permitted.ts'
import { place } from '../place.ts'
import { world } from '../world.ts'
import type { Answers } from './answers.ts'
import type { Applied } from './apply.ts'
import { areAsRead, type Files } from './files.ts'
import { keep, stampOf } from './keep.ts'
import { showService, showTunnel } from './outcome.ts'
import { oldTunnels, type Starting, startService, tunnelled } from './start.ts'
import { type Language, speaker } from './words.ts'

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
  await (await import('../linkForm.ts')).showForm(file, false, { language, isAfterSetup: true })
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
