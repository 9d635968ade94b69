import type { Broker } from '../broker/broker.ts'
import type { Options } from '../options.ts'
import { spelt } from '../payload/convert.ts'
import { message, wordReader } from '../payload/read.ts'

/**
 * Hears whether a device is there: by one topic, or by several with what they mean together.
 * @param tell is told true or false once that is known
 * @returns what ends it
 */
export function hearPresence(
  { mode, topics }: NonNullable<Options['availability']>,
  broker: Broker,
  tell: (available: boolean | undefined) => void,
): { forget(): void; readonly ends: readonly (() => void)[] } {
  const said = new Map<number, boolean>()
  const ends = topics.map(({ topic, online, offline, ...where }, i) => {
    const read = wordReader(where)
    return broker.subscribe(topic, (payload, retained) => {
      const word = spelt(read(message(payload, retained)))
      if (word !== online && word !== offline) return
      if (mode === 'latest') said.clear()
      said.set(i, word === online)
      tell(together())
    })
  })
  return { ends, forget: () => said.clear() }

  function together(): boolean | undefined {
    const words = [...said.values()]
    if (mode === 'all') return words.includes(false) ? false : words.length === topics.length ? true : undefined
    return words.includes(true) ? true : mode === 'latest' || words.length === topics.length ? false : undefined
  }
}
