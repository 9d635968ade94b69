import { addSecrets } from '../../config/additions.ts'
import { parseConfig } from '../../config/load.ts'
import { formatProblem } from '../../config/problem.ts'
import { secretsFile } from '../../config/secretsFile.ts'
import { loadContext } from '../../gateway/environment.ts'
import type { Answers } from '../../setup/answers.ts'
import type { AppliedAnswers } from '../../setup/applyAnswers.ts'
import { type Language, wizardText, wizardTranslator } from '../../setup/messages.ts'
import { replaceFile } from '../../storage/replaceFile.ts'
import { missingPermissions, permitCommand } from '../../systemd/permissionCheck.ts'
import type { UnitStatus } from '../../systemd/units.ts'
import { type print, printError } from '../../util/terminal.ts'
import { errorText } from '../../util/translate.ts'
import { type ConfigTexts, isUnchanged } from './configFiles.ts'
import { backupFile, timestampFor } from './savedAnswers.ts'
import { configureRequestedTunnel, outdatedTunnels, type StartDependencies, startService } from './startServices.ts'
import type { TunnelResult } from './tunnel.ts'

/** What writing and starting needs; tests replace it. */
export interface FinishDependencies extends StartDependencies {
  readonly print: typeof print
}

/** The result of the wizard. */
export interface FinishResult {
  /** the exit code */
  readonly code: number
  /** true if an answer could not be carried out and another try would help */
  readonly needsRetry: boolean
}

/** Validates, writes and starts, and reports each. @throws Error in plain words, or of the system, if a file could not be written */
export async function finish(
  file: string,
  files: ConfigTexts,
  { text, secrets }: AppliedAnswers,
  answers: Answers,
  language: Language,
  dependencies: FinishDependencies,
  json: boolean,
): Promise<FinishResult> {
  const { host, print: show } = dependencies
  const t = wizardTranslator(language)
  const { config, problems } = await parseConfig(file, text, { ...loadContext, secrets })
  if (!config) {
    printError(t('wouldBeWrong'))
    for (const problem of problems) printError(formatProblem(problem, language))
    printError(`\n${t('nothing')}`)
    return { code: 1, needsRetry: true }
  }
  const stamp = timestampFor(host.now())
  const { written, kept } = await write(file, files, { text, secrets }, stamp, t('changedNow', { file }))
  const service = answers.start ? await startService(file, dependencies) : undefined
  const { tunnel, trouble } = await configureRequestedTunnel(
    answers,
    config,
    dependencies,
    stamp,
    wizardText('tunnelNoUrl', { file }),
  )
  const old = outdatedTunnels(files, answers, config, dependencies.tunnels)
  const isDown = [service, tunnel?.started].some((one) => one?.isActive === false)
  const ended = { code: isDown || trouble !== undefined ? 1 : 0, needsRetry: trouble !== undefined }
  if (trouble !== undefined) printError(t('trouble', { why: trouble[language] }))
  if (old) printError(t('tunnelOld', { host: old.host, files: old.files.join(', ') }))
  if (json) {
    show(
      JSON.stringify({
        file,
        written: text !== files.text,
        secrets: Object.keys(secrets),
        started: service?.isActive === true,
        ...(service?.reason !== undefined && { why: service.reason }),
        ...(kept.length > 0 && { kept }),
        ...(tunnel && { tunnel }),
        ...(old && { oldTunnels: old.files }),
        ...(trouble !== undefined && { trouble: trouble.en }),
      }),
    )
    return ended
  }
  if (written.length === 0 && !answers.tunnel) show(t('same'))
  for (const name of written) show(t('written', { file: name }))
  for (const name of kept) show(t('kept', { file: name }))
  showService(file, service, file === dependencies.serviceConfig, language, show)
  if (tunnel) showTunnel(tunnel, language, show)
  if (tunnel?.kept !== undefined) show(t('kept', { file: tunnel.kept }))
  const closed = await missingPermissions(config, host).catch((error: unknown) =>
    printError(errorText(error)[language]),
  )
  if (closed && closed.length > 0) show(t('permit', { what: closed.join(', '), command: permitCommand }))
  show(`\n${t('next', { sudo: file === dependencies.serviceConfig ? 'sudo ' : '' })}\n`)
  await (await import('../consoleForm/form.ts')).showForm(file, false, { language, isAfterSetup: true })
  return ended
}

/** Writes the changed files after copying the old ones. @throws Error if another program changed them meanwhile; of the system */
async function write(
  file: string,
  files: ConfigTexts,
  { text, secrets }: AppliedAnswers,
  stamp: string,
  changed: string,
): Promise<{ readonly written: readonly string[]; readonly kept: readonly string[] }> {
  const changes = [
    { name: secretsFile(file), was: files.secrets, is: addSecrets(files.secrets, secrets) },
    { name: file, was: files.text, is: text },
  ].filter(({ was, is }) => was !== is)
  if (!isUnchanged(file, files)) throw new Error(changed)
  const kept: string[] = []
  for (const { name, was } of changes) if (was !== '') kept.push(await backupFile(name, was, stamp))
  for (const { name, is } of changes) await replaceFile(name, is)
  return { written: changes.map(({ name }) => name), kept }
}

/** Reports the state of the service, and the command that starts it. @param isServiceConfig true if the service uses this configuration */
function showService(
  file: string,
  started: UnitStatus | undefined,
  isServiceConfig: boolean,
  language: Language,
  show: typeof print,
): void {
  const t = wizardTranslator(language)
  if (started?.isActive) {
    show(t('started'))
    return
  }
  if (started) printError(t('notStarted', { unit: 'clova-home', why: started.reason ?? '?' }))
  const command = isServiceConfig
    ? `sudo systemctl ${started ? 'restart' : 'enable --now'} clova-home  (clova-home run)`
    : `clova-home run --config ${file}`
  show(t('start', { command }))
}

/** Reports where the settings of the tunnel are, what it still needs, and its state. */
function showTunnel(
  { file, missing, install, started, command, stoppedUnits: ended }: TunnelResult,
  language: Language,
  show: typeof print,
): void {
  const t = wizardTranslator(language)
  show(t('tunnelWritten', { file }))
  if (missing.length > 0) show(t('tunnelMissing', { files: missing.join(', '), file }))
  if (install !== undefined) show(t('tunnelInstall', { program: install }))
  if (started?.isActive) show(t('tunnelStarted'))
  if (started?.isActive === false)
    printError(t('notStarted', { unit: 'clova-home-tunnel', why: started.reason ?? '?' }))
  if (command !== undefined) show(t('tunnelStart', { command }))
  for (const unit of ended) show(t('tunnelEnded', { unit }))
}
