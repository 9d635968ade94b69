import { publicUrl } from '../../config/schema.ts'
import { type Answers, noAnswers, password } from './answers.ts'
import { byHand, type Connections, found } from './connectionQuestions.ts'
import { speaker } from './messages.ts'
import { authority, kinds, tunnelSchema } from './tunnelKinds.ts'
import { agreed, until, type Wizardry } from './wizardContext.ts'

const tunnelKinds = ['cloudflared', 'ssh', 'frp'] as const

/**
 * Asks for all that makes a house but its devices.
 * @param keep is given what was answered so far, whenever that is more
 * @throws Gone
 */
export async function questioned(wizardry: Wizardry, keep: (answers: Answers) => void = () => {}): Promise<Answers> {
  const { asker, language, before, edition: was, isNew, isSecretWrong } = wizardry
  const say = speaker(language)
  let answers = noAnswers
  const put = (more: Partial<Answers>) => {
    answers = { ...answers, ...more }
    keep(answers)
  }
  asker.tell(`\n${say('welcome')}\n`)
  // What stands there, or follows from what does not, is not changed by Enter.
  const usual = isNew && language === 'ja' ? 'jp' : (was ?? 'kr')
  const edition = await oneOf(wizardry, say('edition'), ['kr', 'jp'], usual)
  put(isNew ? { language, edition } : edition === usual ? {} : { edition })
  const url = await until(
    wizardry,
    () => asker.ask(say('publicUrl'), before?.server.publicUrl ?? '-'),
    (typed) => {
      if (typed === '-') return undefined
      const { data } = publicUrl.safeParse(/^\w+:\/\//.test(typed) ? typed : `https://${typed}`)
      if (data === undefined) throw new Error(say('urlRule'))
      return data
    },
  )
  if (url !== undefined) put({ publicUrl: url })
  const tunnel = url !== undefined && wizardry.hasTunnels ? await tunnelOf(wizardry) : undefined
  if (tunnel) put({ tunnel })
  const listen = authority(before?.server.listen ?? { host: '127.0.0.1', port: 8710 })
  asker.tell(say('tunnel', { listen: `http://${listen}`, path: before?.server.path ?? '/clova' }))
  const connections: Connections = {}
  put({ connections })
  const names = () => [...wizardry.connections.keys(), ...Object.keys(connections)]
  if (names().length > 0) asker.tell(`\n${say('there', { names: names().join(', ') })}`)
  for (const [type, load] of Object.entries(wizardry.drivers)) {
    const { asking, config } = await load()
    if (asking) await byHand(wizardry, { type, asking, config }, connections, names)
  }
  await found(wizardry, connections, names)
  put({ users: await users(wizardry) })
  if (isSecretWrong && (await agreed(wizardry, say('newSecret'), true))) put({ clientSecret: 'new' })
  return answers
}

/** What leads from the public address to here, if it is to be made. */
async function tunnelOf(wizardry: Wizardry): Promise<Answers['tunnel']> {
  const { asker, language } = wizardry
  const kind = await oneOf(wizardry, speaker(language)('tunnelKind'), [...tunnelKinds, '-'] as const, '-')
  if (kind === '-') return undefined
  const keys: Record<string, string> = {}
  for (const { key, words, rule, secret } of kinds[kind].questions)
    await until(
      wizardry,
      () => (secret ? asker.askSecret(words[language]) : asker.ask(words[language])),
      (typed) => {
        const { error } = tunnelSchema.safeParse({ kind, ...keys, [key]: typed })
        if (error?.issues.some(({ path }) => path[0] === key)) throw new Error(rule[language])
        keys[key] = typed
      },
    )
  return tunnelSchema.parse({ kind, ...keys })
}

/** Who may link the house. */
async function users(wizardry: Wizardry): Promise<Answers['users']> {
  const { asker, language } = wizardry
  const say = speaker(language)
  asker.tell('')
  const name = await asker.ask(say('user'), '-')
  if (name === '-') return []
  return until(
    wizardry,
    () => asker.askSecret(say('password')),
    async (typed) => {
      if (!password.safeParse(typed).success) throw new Error(say('short'))
      if ((await asker.askSecret(say('again'))) !== typed) throw new Error(say('different'))
      return [{ name, password: typed }]
    },
  )
}

function oneOf<T extends string>(wizardry: Wizardry, question: string, all: readonly T[], usual: T): Promise<T> {
  return until(
    wizardry,
    () => wizardry.asker.ask(question, usual),
    (typed) => {
      const found = all.find((one) => one === typed.toLowerCase())
      if (!found) throw new Error(speaker(wizardry.language)('oneOf', { all: all.join(', ') }))
      return found
    },
  )
}
