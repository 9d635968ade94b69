import type { Broker } from '../broker/broker.ts'
import type { MqttOptions } from '../options.ts'
import { asWord } from '../payload/convert.ts'
import { parseMessage, payloadWordReader } from '../payload/read.ts'

/**
 * Watches whether a device is there: by one topic, or by several and what they mean together.
 * @param onChange is called with true or false once that is known
 * @returns what ends it
 */
export function watchAvailability(
  { mode, topics }: NonNullable<MqttOptions['availability']>,
  broker: Broker,
  onChange: (available: boolean | undefined) => void,
): { reset(): void; readonly ends: readonly (() => void)[] } {
  const reports = new Map<number, boolean>()
  const ends = topics.map(({ topic, online, offline, ...source }, i) => {
    const read = payloadWordReader(source)
    const [available, unavailable] = [asWord(online), asWord(offline)]
    return broker.subscribe(topic, (payload, retained, from) => {
      const word = asWord(read(parseMessage(payload, retained, from)))
      if (word === undefined || word === '') return
      if (word !== available && word !== unavailable)
        return broker.countUnparsed(topic, `availability is neither "${online}" nor "${offline}"`)
      if (mode === 'latest') reports.clear()
      reports.set(i, word === available)
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
