import { publicUrl } from '../../config/schema.ts'
import { type Answers, noAnswers, password } from './answers.ts'
import type { Asker } from './ask.ts'
import { byHand, type Connections, found } from './connections.ts'
import type { Wizardry } from './wizardry.ts'
import { speaker, type Word } from './words.ts'

/** How often a wrong answer is asked for again. */
const tries = 5

/** Asks for all that makes a house but its devices. @throws Gone */
export async function questioned(wizardry: Wizardry): Promise<Answers> {
  const { asker, language, before, edition: was, isNew } = wizardry
  const say = speaker(language)
  asker.tell(`\n${say('welcome')}\n`)
  // What stands there, or follows from what does not, is not changed by Enter.
  const usual = isNew && language === 'ja' ? 'jp' : (was ?? 'kr')
  const edition = await oneOf(asker, say('edition'), ['kr', 'jp'], usual)
  const url = await checked(wizardry, 'publicUrl', before?.server.publicUrl ?? '-', (typed) =>
    typed === '-' ? undefined : publicUrl.parse(/^\w+:\/\//.test(typed) ? typed : `https://${typed}`),
  )
  const { host, port } = before?.server.listen ?? { host: '127.0.0.1', port: 8710 }
  asker.tell(say('tunnel', { listen: `http://${host}:${port}`, path: before?.server.path ?? '/clova' }))
  const connections: Connections = {}
  const names = () => [...(before?.drivers.keys() ?? []), ...Object.keys(connections)]
  if (names().length > 0) asker.tell(`\n${say('there', { names: names().join(', ') })}`)
  for (const [type, load] of Object.entries(wizardry.drivers)) {
    const { asking } = await load()
    if (asking) await byHand(wizardry, { type, asking }, connections, names)
  }
  await found(wizardry, connections, names)
  return {
    ...noAnswers,
    ...(isNew ? { language, edition } : edition !== usual && { edition }),
    ...(url !== undefined && { publicUrl: url }),
    connections,
    users: await users(wizardry),
  }
}

/** Who may link the house. */
async function users({ asker, language }: Wizardry): Promise<Answers['users']> {
  const say = speaker(language)
  asker.tell('')
  const name = await asker.ask(say('user'), '-')
  if (name === '-') return []
  for (let i = 0; i < tries; i++) {
    const typed = await asker.askSecret(say('password'))
    if (!password.safeParse(typed).success) asker.tell(say('short'))
    else if ((await asker.askSecret(say('again'))) !== typed) asker.tell(say('different'))
    else return [{ name, password: typed }]
  }
  return []
}

async function oneOf<T extends string>(asker: Asker, question: string, all: readonly T[], usual: T): Promise<T> {
  for (let i = 0; i < tries; i++) {
    const typed = (await asker.ask(question, usual)).toLowerCase()
    const found = all.find((one) => one === typed)
    if (found) return found
  }
  return usual
}

async function checked<T>(
  { asker, language }: Wizardry,
  word: Word,
  usual: string,
  read: (typed: string) => T,
): Promise<T | undefined> {
  const say = speaker(language)
  for (let i = 0; i < tries; i++) {
    try {
      return read(await asker.ask(say(word), usual))
    } catch (error) {
      const { issues } = error as { readonly issues?: readonly { readonly message: string }[] }
      if (!issues) throw error
      asker.tell(say('wrong', { why: issues[0]?.message ?? '' }))
    }
  }
  return undefined
}
