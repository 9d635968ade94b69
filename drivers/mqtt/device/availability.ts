import type { Broker } from '../broker/broker.ts'
import type { Options } from '../options.ts'
import { asWord } from '../payload/convert.ts'
import { parseMessage, payloadWordReader } from '../payload/read.ts'

/**
 * Hears whether a device is there: by one topic, or by several with what they mean together.
 * @param onChange is told true or false once that is known
 * @returns what ends it
 */
export function watchAvailability(
  { mode, topics }: NonNullable<Options['availability']>,
  broker: Broker,
  onChange: (available: boolean | undefined) => void,
): { reset(): void; readonly ends: readonly (() => void)[] } {
  const reports = new Map<number, boolean>()
  const ends = topics.map(({ topic, online, offline, ...where }, i) => {
    const read = payloadWordReader(where)
    return broker.subscribe(topic, (payload, retained) => {
      const word = asWord(read(parseMessage(payload, retained)))
      if (word !== online && word !== offline) return
      if (mode === 'latest') reports.clear()
      reports.set(i, word === online)
      onChange(combined())
    })
  })
  return { ends, reset: () => reports.clear() }

  function combined(): boolean | undefined {
    const words = [...reports.values()]
    if (mode === 'all') return words.includes(false) ? false : words.length === topics.length ? true : undefined
    return words.includes(true) ? true : mode === 'latest' || words.length === topics.length ? false : undefined
  }
}
