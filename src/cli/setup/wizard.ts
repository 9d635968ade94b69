import { groupedHomeId } from '../../config/homeId.ts'
import { publicUrl } from '../../config/schema.ts'
import { type Answers, noAnswers, password } from '../../setup/answers.ts'
import { wizardTranslator } from '../../setup/messages.ts'
import { authority, tunnelKinds, tunnelSchema } from '../../setup/tunnelKinds.ts'
import { askConnection, askFoundConnections, type Connections } from './connectionQuestions.ts'
import { askUntilValid, confirm, type WizardContext } from './wizardContext.ts'

const tunnelKindNames = ['cloudflared', 'ssh', 'frp'] as const

/**
 * Asks for everything but the devices.
 * @param onProgress receives the answers so far after each question
 * @throws PromptAborted
 */
export async function runWizard(
  context: WizardContext,
  onProgress: (answers: Answers) => void = () => {},
): Promise<Answers> {
  const { prompter, language, currentConfig: before, edition: was, isNew, isSecretWrong } = context
  const t = wizardTranslator(language)
  let answers = noAnswers
  const addAnswers = (more: Partial<Answers>) => {
    answers = { ...answers, ...more }
    onProgress(answers)
  }
  prompter.print(`\n${t('welcome')}\n`)
  // Enter keeps the present value, or the default where there is none.
  const defaultValue = was ?? 'kr'
  const edition = await askOneOf(context, t('edition'), ['kr', 'jp'], defaultValue)
  addAnswers(isNew ? { language, edition } : edition === defaultValue ? {} : { edition })
  const url = await askUntilValid(
    context,
    () => prompter.ask(t('publicUrl'), before?.server.publicUrl ?? '-'),
    (typed) => {
      if (typed === '-') return undefined
      if (typed.toLowerCase() === 'hub') return 'hub'
      const { data } = publicUrl.safeParse(/^\w+:\/\//.test(typed) ? typed : `https://${typed}`)
      if (data === undefined) throw new Error(t('urlRule'))
      return data
    },
  )
  const hub = url === 'hub' ? await askHub(context) : undefined
  if (hub !== undefined) addAnswers({ hub })
  else {
    if (url !== undefined && url !== 'hub') addAnswers({ publicUrl: url })
    const tunnel = answers.publicUrl !== undefined && context.hasTunnels ? await askTunnel(context) : undefined
    if (tunnel) addAnswers({ tunnel })
    const listen = authority(before?.server.listen ?? { host: '127.0.0.1', port: 8710 })
    prompter.print(t('tunnel', { listen: `http://${listen}`, path: before?.server.path ?? '/clova' }))
  }
  const connections: Connections = {}
  addAnswers({ connections })
  const names = () => [...context.connections.keys(), ...Object.keys(connections)]
  if (names().length > 0) prompter.print(`\n${t('there', { names: names().join(', ') })}`)
  for (const [type, load] of Object.entries(context.drivers)) {
    const driver = await load()
    const { setupQuestions: asking } = driver
    if (asking) await askConnection(context, { type, driver, asking }, connections, names)
  }
  await askFoundConnections(context, connections, names)
  addAnswers({ users: await askUsers(context) })
  if (isSecretWrong && (await confirm(context, t('newSecret'), true))) addAnswers({ clientSecret: 'new' })
  return answers
}

/** Asks for the line of a hub, which is not echoed since it holds secrets, and tries it. @returns undefined for none */
async function askHub(context: WizardContext): Promise<string | undefined> {
  const { prompter, language } = context
  const t = wizardTranslator(language)
  return askUntilValid(
    context,
    () => prompter.askSecret(t('joinLine')),
    async (typed) => {
      if (typed === '-') return undefined
      const { tryJoinLine } = await import('../../hub/joining.ts')
      const trial = await prompter.once(`hub ${typed}`, () => tryJoinLine(typed, prompter.interrupted))
      if ('problem' in trial) throw new Error(trial.problem.text[language])
      prompter.print(t('hubTried', { code: groupedHomeId(trial.line.home) }))
      return typed.trim()
    },
  )
}

/** Asks for the tunnel that is to be configured, if any. */
async function askTunnel(context: WizardContext): Promise<Answers['tunnel']> {
  const { prompter, language } = context
  const kind = await askOneOf(
    context,
    wizardTranslator(language)('tunnelKind'),
    [...tunnelKindNames, '-'] as const,
    '-',
  )
  if (kind === '-') return undefined
  const keys: Record<string, string> = {}
  for (const { key, question, rule, secret } of tunnelKinds[kind].questions)
    await askUntilValid(
      context,
      () => (secret ? prompter.askSecret(question[language]) : prompter.ask(question[language])),
      (typed) => {
        const { error } = tunnelSchema.safeParse({ kind, ...keys, [key]: typed })
        if (error?.issues.some(({ path }) => path[0] === key)) throw new Error(rule[language])
        keys[key] = typed
      },
    )
  return tunnelSchema.parse({ kind, ...keys })
}

/** Asks for a user who may link CLOVA. */
async function askUsers(context: WizardContext): Promise<Answers['users']> {
  const { prompter, language } = context
  const t = wizardTranslator(language)
  prompter.print('')
  const name = await prompter.ask(t('user'), '-')
  if (name === '-') return []
  return askUntilValid(
    context,
    () => prompter.askSecret(t('password')),
    async (typed) => {
      if (!password.safeParse(typed).success) throw new Error(t('short'))
      if ((await prompter.askSecret(t('again'))) !== typed) throw new Error(t('different'))
      return [{ name, password: typed }]
    },
  )
}

function askOneOf<T extends string>(
  context: WizardContext,
  question: string,
  all: readonly T[],
  defaultValue: T,
): Promise<T> {
  return askUntilValid(
    context,
    () => context.prompter.ask(question, defaultValue),
    (typed) => {
      const found = all.find((one) => one === typed.toLowerCase())
      if (!found) throw new Error(wizardTranslator(context.language)('oneOf', { all: all.join(', ') }))
      return found
    },
  )
}
