import type { Asking } from '../../home/asking.ts'
import { deadline } from '../../home/deadline.ts'
import type { Driver } from '../../home/device.ts'
import { findings } from '../../home/words.ts'
import { isConnected, lookAround } from '../around.ts'
import { connectionName } from './answers.ts'
import { agreed, until, type Wizardry } from './wizardry.ts'
import { speaker } from './words.ts'

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
  const isThere = [...wizardry.connections.values()].includes(type)
  if (!(await agreed(wizardry, say('add', { what: what[language] }), !isThere))) return
  const name = await named(wizardry, type, connections, names)
  const isChanged = wizardry.connections.has(name)
  const keys: Record<string, unknown> = {}
  for (const { key, words, usual, secret, list } of questions) {
    await until(
      wizardry,
      // Of one that is there, Enter leaves what it has.
      () => (secret ? asker.askSecret(words[language]) : asker.ask(words[language], isChanged ? '' : usual)),
      (typed) => {
        if (typed === '') return
        const value = list ? typed.split(/\s*,\s*/).filter(Boolean) : typed
        const all = { ...keys, [key]: value }
        const { error } = config.safeParse(all)
        const mine = findings(config, all, error?.issues ?? []).find(({ path }) => path[0] === key)
        if (mine) throw new Error(mine.message)
        keys[key] = value
      },
    )
  }
  if (isChanged && !(await agreed(wizardry, say('replace', { name }), false))) return
  connections[name] = { type, ...keys }
}

/** What is on the network: added as it is, or by its button. */
export async function found(
  wizardry: Wizardry,
  connections: Connections,
  names: () => readonly string[],
): Promise<void> {
  const { asker, language, drivers, before, patience = { look: 5000, button: 30_000 } } = wizardry
  const say = speaker(language)
  asker.tell(`\n${say('looking')}`)
  const limit = deadline(patience.look, asker.stopped)
  const { around } = await lookAround(drivers, undefined, limit.signal).finally(limit.end)
  asker.stopped.throwIfAborted()
  const seen = around.filter((one) => !before || !isConnected(one, before))
  if (seen.length === 0) asker.tell(say('foundNone'))
  for (const { type, what, keys } of seen) {
    if (!(await agreed(wizardry, say('found', { what }), true))) continue
    const name = await named(wizardry, type, connections, names)
    const driver = await drivers[type]?.()
    if (!driver?.pair) {
      connections[name] = { type, ...keys }
      continue
    }
    asker.tell(say('button', { seconds: patience.button / 1000 }))
    const limit = deadline(patience.button + patience.look, asker.stopped)
    try {
      const { host } = keys
      const wish = {
        patience: patience.button,
        tell: asker.tell,
        left: () => {},
        ...(host !== undefined && { host: String(host) }),
      }
      const paired = await driver.pair(wish, limit.signal)
      connections[name] = { type, ...paired.keys, ...paired.secrets }
    } catch (error) {
      asker.stopped.throwIfAborted()
      asker.tell(say('failed', { why: (error as Error).message }))
    } finally {
      limit.end()
    }
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
      if (Object.hasOwn(typed, name) || (there.get(name) ?? type) !== type) throw new Error(say('otherName', { name }))
      return name
    },
  )
}

/** A name that nobody has. */
function unused(stem: string, names: readonly string[]): string {
  for (let i = 1; ; i++) if (!names.includes(`${stem}-${i}`)) return `${stem}-${i}`
}
