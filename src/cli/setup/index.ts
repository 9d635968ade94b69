import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { loadConfig } from '../../config/load.ts'
import { formatProblem } from '../../config/problem.ts'
import { parseSource } from '../../config/yaml/source.ts'
import { loadContext } from '../../gateway/environment.ts'
import type { Driver } from '../../home/driver.ts'
import type { PasswordCost } from '../../oauth/password.ts'
import { type Answers, readAnswers } from '../../setup/answers.ts'
import { applyAnswers } from '../../setup/applyAnswers.ts'
import { type Language, wizardTranslator } from '../../setup/messages.ts'
import { tryConnection } from '../../setup/tryConnection.ts'
import { assertWritable } from '../../storage/replaceFile.ts'
import { isRoot, systemctl } from '../../systemd/systemctl.ts'
import { sleep } from '../../systemd/units.ts'
import { host } from '../../util/host.ts'
import { unifiedDiff } from '../../util/lineDiff.ts'
import { print, printError } from '../../util/terminal.ts'
import { type Args, type CliCommand, installedConfigFile } from '../command.ts'
import { createPrompter, PromptAborted, type Prompter } from '../terminal/prompter.ts'
import {
  type ConfigTexts,
  connectionsOf,
  describeError,
  hasErrorAt,
  isUnchanged,
  readConfigTexts,
  secretNames,
  unusableReasons,
} from './configFiles.ts'
import { selectDevices } from './deviceSelection.ts'
import { type FinishDependencies, finish } from './finish.ts'
import { RewindablePrompter } from './rewindablePrompter.ts'
import {
  type AnswerFileLocations,
  answerFileLocations,
  deleteSavedAnswers,
  hashPasswords,
  saveAnswers,
} from './savedAnswers.ts'
import { packageTunnelFolders } from './tunnel.ts'
import { runWizard } from './wizard.ts'
import { confirm, type WizardContext } from './wizardContext.ts'

/** Everything outside the wizard that it uses; tests replace it. */
export interface SetupDependencies extends FinishDependencies {
  readonly drivers: Readonly<Record<string, () => Promise<Driver>>>
  prompter(): Prompter
  readonly tryConnection: typeof tryConnection
  readonly savedAnswerLocations: AnswerFileLocations
  readonly timeouts?: NonNullable<WizardContext['timeouts']>
  /** of the hash of a new password; for tests */
  readonly passwordCost?: PasswordCost
}

const systemDependencies: SetupDependencies = {
  drivers: loadContext.drivers,
  host,
  systemd: { systemctl, wait: sleep },
  tunnels: packageTunnelFolders,
  serviceConfig: installedConfigFile,
  isRoot: isRoot(),
  savedAnswerLocations: answerFileLocations,
  tryConnection,
  prompter: () => createPrompter(process.stdin, process.stdout),
  print,
}

/** `clova-home setup` */
export const createSetupCommand = (dependencies: SetupDependencies): CliCommand => ({
  usage: 'setup [--answers FILE]',
  summary: {
    ko: '몇 가지를 묻고 설정을 씁니다. 다시 실행할 수 있고, 있는 것은 잃지 않습니다',
    ja: 'いくつか尋ねて設定を書きます。何度でも実行でき、すでにあるものは失われません',
    en: 'Asks a few questions and writes the configuration; it may be run again, and loses nothing that stands there',
  },
  help: {
    ko: `  --answers FILE  스크립트를 위한 YAML 답 파일. 아무것도 묻지 않습니다:
                    edition: kr
                    publicUrl: https://home.example.com
                    hub: clova-home:…        (허브 운영자가 준 줄. publicUrl과 tunnel 대신)
                    tunnel: { kind: ssh, server: tunnel.example.com:22, user: clova }
                    connections: { broker: { type: mqtt, url: mqtt://127.0.0.1:1883, password: … } }
                    users: [{ name: family, password: … }]
                    clientSecret: new        (새로 만들 때만)
                    start: true`,
    ja: `  --answers FILE  スクリプトのための、YAMLの回答ファイル。何も尋ねません:
                    edition: kr
                    publicUrl: https://home.example.com
                    hub: clova-home:…        （ハブの運営者から受け取った行。publicUrlとtunnelの代わり）
                    tunnel: { kind: ssh, server: tunnel.example.com:22, user: clova }
                    connections: { broker: { type: mqtt, url: mqtt://127.0.0.1:1883, password: … } }
                    users: [{ name: family, password: … }]
                    clientSecret: new        （作り直すときだけ）
                    start: true`,
    en: `  --answers FILE  answers for scripts, in YAML, and nothing is asked:
                    edition: kr
                    publicUrl: https://home.example.com
                    hub: clova-home:…        (the line of a hub's operator, instead of publicUrl and tunnel)
                    tunnel: { kind: ssh, server: tunnel.example.com:22, user: clova }
                    connections: { broker: { type: mqtt, url: mqtt://127.0.0.1:1883, password: … } }
                    users: [{ name: family, password: … }]
                    clientSecret: new        (only to make another one)
                    start: true`,
  },
  argumentCount: [0, 0],
  keepsRootRights: true,
  options: ['answers'],
  run: (args) => setUp(args, dependencies),
})

export const setup = createSetupCommand(systemDependencies)

async function setUp(args: Args, here: SetupDependencies): Promise<number> {
  const { answers: file } = args.option
  const target = resolve(args.config)
  const answersFromFile = file === undefined ? undefined : readAnswers(file)
  const language = args.languageFor(undefined, answersFromFile?.language)
  assertWritable(target)
  const files = readConfigTexts(target)
  const wrong = unusableReasons(target, files)
  if (wrong.length > 0) {
    printError(
      [wizardTranslator(language)('mendFirst'), ...wrong.map((problem) => formatProblem(problem, language))].join('\n'),
    )
    return 1
  }
  if (!answersFromFile) return runInteractive(target, files, language, here, args.json)
  try {
    await tryHub(answersFromFile, language)
    const answers = { ...answersFromFile, users: await hashPasswords(answersFromFile.users, here.passwordCost) }
    const applied = await applyAnswers(files.text, answers, language, secretNames(files))
    const { code, needsRetry } = await finish(target, files, applied, answers, language, here, args.json)
    if (!needsRetry && file !== undefined) deleteSavedAnswers(file)
    return code
  } catch (error) {
    throw new Error(describeError(error, target, files, language))
  }
}

/** Tries the hub of the answers before it is written. @throws Error for the user */
async function tryHub({ hub }: Answers, language: Language): Promise<void> {
  if (hub === undefined) return
  const { tryJoinLine } = await import('../../hub/joining.ts')
  const trial = await tryJoinLine(hub)
  if ('problem' in trial) throw new Error(trial.problem.text[language])
}

/** The wizard. */
async function runInteractive(
  target: string,
  read: ConfigTexts,
  language: Language,
  here: SetupDependencies,
  json: boolean,
): Promise<number> {
  const t = wizardTranslator(language)
  let files = read
  let typed: Answers | undefined
  let isAtEnd = false
  const saveTyped = async () => typed && printError(await saveAnswers(target, typed, language, here))
  const prompter = new RewindablePrompter(here.prompter(), { hint: t('goBack'), keepsSecret: t('keepsSecret') })
  try {
    const context = await createWizardContext(target, files, language, here, prompter)
    const answered = await prompter.run(async () => {
      isAtEnd = false
      typed = await runWizard(context, (answers) => {
        typed = answers
      })
      // Before the devices are looked for: a configuration with a password that is not hashed is not valid.
      const { users } = typed
      const hashed = await prompter.once(`users ${JSON.stringify(users)}`, () =>
        hashPasswords(users, here.passwordCost),
      )
      typed = { ...typed, users: hashed }
      const first = await applyAnswers(files.text, typed, language, secretNames(files))
      typed = { ...typed, appliances: await selectDevices(context, target, first.text, first.secrets) }
      isAtEnd = true
      for (;;) {
        const applied = await applyAnswers(files.text, typed, language, secretNames(files))
        if (applied.text !== files.text) prompter.print(`\n${unifiedDiff(files.text, applied.text)}\n`)
        const isSame = applied.text === files.text && Object.keys(applied.secrets).length === 0 && !typed.tunnel
        if (!isSame && !(await confirm(context, t('write'), true))) return undefined
        if (isUnchanged(target, files)) return { applied, answers: typed }
        // Another program changed the files meanwhile. Its changes stay, and the answers are applied to them.
        files = readConfigTexts(target)
        prompter.print(t('changed', { file: target }))
      }
    })
    if (!answered) {
      prompter.print(t('nothing'))
      return 1
    }
    const { applied, answers } = answered
    const { code, needsRetry } = await finish(target, files, applied, answers, language, here, json)
    if (needsRetry) await saveTyped()
    return code
  } catch (error) {
    if (prompter.interrupted.aborted) {
      printError(`\n${t('interrupted')}`)
      return 130
    }
    if (error instanceof PromptAborted) printError(`\n${t('nothing')}`)
    else if (typed) prompter.print(t('trouble', { why: describeError(error, target, files, language) }))
    else throw error
    // The answers are saved for another try, unless the user left before the last question.
    if (isAtEnd || !(error instanceof PromptAborted) || error.tooManyRetries) await saveTyped()
    return 1
  } finally {
    prompter.close()
  }
}

/** Reads the present configuration, and reports its mistakes. */
async function createWizardContext(
  target: string,
  files: ConfigTexts,
  language: Language,
  here: SetupDependencies,
  prompter: RewindablePrompter,
): Promise<WizardContext> {
  const { text } = files
  const { config: before, problems } = await loadConfig(target, loadContext)
  const mistakes = problems.filter(({ severity }) => text !== '' && severity === 'error')
  if (mistakes.length > 0)
    prompter.print(
      [wizardTranslator(language)('mistakes'), ...mistakes.map((problem) => formatProblem(problem, language))].join(
        '\n',
      ),
    )
  const { edition, drivers } = (parseSource(target, text).value ?? {}) as {
    readonly edition?: unknown
    readonly drivers?: unknown
  }
  return {
    prompter,
    language,
    drivers: here.drivers,
    currentConfig: before,
    currentFile: target,
    tryConnection: here.tryConnection,
    isNew: text.trim() === '',
    edition: edition === 'kr' || edition === 'jp' ? edition : undefined,
    hasTunnels: here.tunnels !== undefined && existsSync(here.tunnels.examples),
    connections: connectionsOf(drivers),
    isSecretWrong: hasErrorAt(target, files, ['linking', 'clientSecret'], problems),
    ...(here.timeouts && { timeouts: here.timeouts }),
  }
}
