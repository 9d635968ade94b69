import { Secret } from '../../config/yaml/source.ts'
import { createDeadline } from '../../home/deadline.ts'
import type { Sighted } from '../../home/discovery.ts'
import type { Driver } from '../../home/driver.ts'
import { onlyPlain, type Paired } from '../../home/pairing.ts'
import type { Asking } from '../../home/setupQuestions.ts'
import { findings } from '../../util/zodIssues.ts'
import { isConnected, lookAround } from '../networkScan.ts'
import { connectionName } from './answers.ts'
import { speaker } from './messages.ts'
import { agreed, until, type Wizardry } from './wizardContext.ts'

/** How long is looked around, and waited for a button, in milliseconds. */
const usualPatience = { look: 5000, button: 30_000 }

export type Connections = Record<string, { type: string; [key: string]: unknown }>

/** A connection of which its owner knows the keys. */
export async function byHand(
  wizardry: Wizardry,
  {
    type,
    config,
    asking: { what, questions },
  }: { readonly type: string; readonly asking: Asking; readonly config: Driver['config'] },
  connections: Connections,
  names: () => readonly string[],
): Promise<void> {
  const { asker, language } = wizardry
  const say = speaker(language)
  const isThere = [...wizardry.connections.values()].some((one) => one.type === type)
  if (!(await agreed(wizardry, say('add', { what: what[language] }), !isThere))) return
  const name = await named(wizardry, type, connections, names)
  const isChanged = wizardry.connections.has(name)
  const keys: Record<string, unknown> = {}
  for (const { key, words, usual, secret, list } of questions) {
    const has = wizardry.connections.get(name)?.[key]
    // Of one that is there, Enter leaves what it has; a secret is not shown, nor what stands elsewhere.
    const shown = secret || has instanceof Secret ? '' : textOf(has)
    const isToLeave = has !== undefined && usual === undefined
    // What Enter does where there is none is another thing here.
    const question = isToLeave
      ? `${words[language].replace(/\s*[(（][^()（）]*[)）]$/, '')} ${say(shown === '' ? 'hasOne' : 'takeOut')}`
      : words[language]
    await until(
      wizardry,
      () => (secret ? asker.askSecret(question) : asker.ask(question, isChanged ? shown : usual)),
      (typed) => {
        if (typed === '' || (isChanged && typed === shown)) return
        if (isToLeave && typed === '-') {
          keys[key] = null
          return
        }
        const value = list ? typed.split(/\s*,\s*/).filter(Boolean) : typed
        const all = { ...withoutNull(keys), [key]: value }
        const { error } = config.safeParse(all)
        const mine = findings(config, all, error?.issues ?? []).find(({ path }) => path[0] === key)
        if (mine) throw new Error(mine.message)
        keys[key] = value
      },
    )
  }
  if (isChanged && Object.keys(keys).length === 0) return
  if (isChanged && !(await agreed(wizardry, say('replace', { name }), false))) return
  connections[name] = { type, ...keys }
}

/** What stands there, as it would be typed. */
const textOf = (value: unknown): string =>
  // An address with a password in it is not shown.
  /\/\/[^/]*@/.test(String(value))
    ? ''
    : Array.isArray(value)
      ? value.map(String).join(', ')
      : ['string', 'number'].includes(typeof value)
        ? String(value)
        : ''

const withoutNull = (keys: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== null))

/** What is on the network: added as it is, or by its button. */
export async function found(
  wizardry: Wizardry,
  connections: Connections,
  names: () => readonly string[],
): Promise<void> {
  const { asker, language, drivers, before, patience = usualPatience } = wizardry
  const say = speaker(language)
  asker.tell(`\n${say('looking')}`)
  const limit = createDeadline(patience.look, asker.stopped)
  const { around } = await lookAround(drivers, undefined, limit.signal).finally(limit.end)
  asker.stopped.throwIfAborted()
  const seen = around.filter((one) => !before || !isConnected(one, before))
  if (seen.length === 0) asker.tell(say('foundNone'))
  for (const { type, what, keys } of seen) {
    if (!(await agreed(wizardry, say('found', { what }), true))) continue
    const name = await named(wizardry, type, connections, names)
    const pair = (await drivers[type]?.())?.pair
    if (!pair) {
      connections[name] = { type, ...keys }
      continue
    }
    const paired = await pairedWith(wizardry, pair, keys)
    if (paired) connections[name] = { type, ...paired.keys, ...paired.secrets }
  }
}

/** What came of pressing its button; nothing, and why was told, if nothing did. @throws Gone */
async function pairedWith(
  wizardry: Wizardry,
  pair: NonNullable<Driver['pair']>,
  keys: Sighted['keys'],
  plain = false,
): Promise<Paired | undefined> {
  const { asker, language, patience = usualPatience } = wizardry
  const say = speaker(language)
  const { host, port } = keys
  if (!plain) asker.tell(say('button', { seconds: patience.button / 1000 }))
  const limit = createDeadline(patience.button + patience.look, asker.stopped)
  try {
    const wish = {
      patience: patience.button,
      plain,
      tell: asker.tell,
      left: () => {},
      ...(host !== undefined && { host: `${host}${port === undefined ? '' : `:${port}`}` }),
    }
    return await pair(wish, limit.signal)
  } catch (error) {
    asker.stopped.throwIfAborted()
    const { code, message } = error as Error & { readonly code?: unknown }
    if (code !== onlyPlain) asker.tell(say('failed', { why: message }))
    // Who says yes has another half a minute to press it.
    else if (await agreed(wizardry, say('plain'), false)) return pairedWith(wizardry, pair, keys, true)
    return undefined
  } finally {
    limit.end()
  }
}

/** A name for a connection: a new one, or that of one of the same type, which is changed. */
function named(
  { asker, language, connections: there }: Wizardry,
  type: string,
  typed: Connections,
  names: () => readonly string[],
): Promise<string> {
  const say = speaker(language)
  return until(
    { asker, language },
    () => asker.ask(say('name'), unused(type, names())),
    (text) => {
      const name = connectionName.safeParse(text).data
      if (name === undefined) throw new Error(say('nameRule'))
      if (Object.hasOwn(typed, name) || (there.get(name)?.type ?? type) !== type)
        throw new Error(say('otherName', { name }))
      return name
    },
  )
}

/** A name that nobody has. */
function unused(stem: string, names: readonly string[]): string {
  for (let i = 1; ; i++) if (!names.includes(`${stem}-${i}`)) return `${stem}-${i}`
}
