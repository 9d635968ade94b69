import { complain, type print } from '../command.ts'
import type { Tunnelled } from './tunnel.ts'
import type { Started } from './units.ts'
import { type Language, speaker } from './words.ts'

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
