import type { Asking } from '../../home/asking.ts'
import { deadline } from '../../home/deadline.ts'
import type { Driver, Sighted } from '../../home/device.ts'
import { createLog } from '../log.ts'
import { agreed, type Wizardry } from './wizardry.ts'
import { speaker } from './words.ts'

export type Connections = Record<string, { type: string; [key: string]: unknown }>

/** A connection of which its owner knows the keys. */
export async function byHand(
  { asker, language, before }: Wizardry,
  { type, asking: { what, questions } }: { readonly type: string; readonly asking: Asking },
  connections: Connections,
  names: () => readonly string[],
): Promise<void> {
  const say = speaker(language)
  const isThere = [...(before?.drivers.values() ?? [])].some((entry) => entry.type === type)
  if (!(await agreed(asker, say('add', { what: what[language] }), !isThere))) return
  const name = await asker.ask(say('name'), unused(type, names()))
  const keys: Record<string, unknown> = {}
  for (const { key, words, usual, secret, list } of questions) {
    const typed = secret ? await asker.askSecret(words[language]) : await asker.ask(words[language], usual)
    if (typed !== '') keys[key] = list ? typed.split(/\s*,\s*/).filter(Boolean) : typed
  }
  connections[name] = { type, ...keys }
}

/** What is on the network: added as it is, or by its button. */
export async function found(
  { asker, language, drivers, before, patience = { look: 5000, button: 30_000 } }: Wizardry,
  connections: Connections,
  names: () => readonly string[],
): Promise<void> {
  const say = speaker(language)
  asker.tell(`\n${say('looking')}`)
  const known = JSON.stringify([...(before?.drivers.values() ?? [])].map(({ options }) => options)).toLowerCase()
  const seen = (await lookedAround(drivers, patience.look)).filter(
    ({ keys }) =>
      !Object.values(keys).some((value) => /[.:]/.test(String(value)) && known.includes(`"${value}"`.toLowerCase())),
  )
  if (seen.length === 0) asker.tell(say('foundNone'))
  for (const { type, driver, what, keys } of seen) {
    if (!(await agreed(asker, say('found', { what }), true))) continue
    const name = await asker.ask(say('name'), unused(type, names()))
    if (!driver.pair) {
      connections[name] = { type, ...keys }
      continue
    }
    asker.tell(say('button', { seconds: patience.button / 1000 }))
    const limit = deadline(patience.button + patience.look)
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
      asker.tell(say('failed', { why: (error as Error).message }))
    } finally {
      limit.end()
    }
  }
}

async function lookedAround(
  drivers: Wizardry['drivers'],
  ms: number,
): Promise<readonly (Sighted & { readonly type: string; readonly driver: Driver })[]> {
  const limit = deadline(ms)
  try {
    const all = Object.entries(drivers).map(async ([type, load]) => {
      const driver = await load()
      const seen =
        (await driver.lookAround?.(
          createLog([], 'silent', () => {}),
          limit.signal,
        )) ?? []
      return seen.map((one) => ({ type, driver, ...one }))
    })
    return (await Promise.all(all)).flat()
  } finally {
    limit.end()
  }
}

/** A name that nobody has. */
function unused(stem: string, names: readonly string[]): string {
  for (let i = 1; ; i++) if (!names.includes(`${stem}-${i}`)) return `${stem}-${i}`
}
