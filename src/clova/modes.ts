import type { Edition } from './edition.ts'

/** CLOVA's words for operation modes, by type and edition, as the guides' tables give them. */
const table: Readonly<Record<string, { readonly both?: string; readonly kr?: string; readonly jp?: string }>> = {
  AIRCONDITIONER: {
    both: 'auto cool dehumidify heat sleep',
    kr: 'fan powercool powersaving',
    jp: 'away blower indoor wakeup',
  },
  AIRPURIFIER: {
    both: 'auto sleep',
    kr: 'autohumidify infant roomcare yellowsand',
    jp: 'dehumidify humidify removepollen',
  },
  FAN: { both: 'auto baby sleep' },
  HOMECAM: { kr: 'privacy sensing' },
  HUMIDIFIER: { kr: 'light' },
  LIGHT: { both: 'concentration reading rest sleep vitality wakeup', kr: 'movie music' },
  MOTIONSENSOR: { kr: 'siren' },
  PURIFIER: { both: 'coldwater general hotwater smartchecking' },
  REFRIGERATOR: { both: 'filter freeze powersaving' },
  RICECOOKER: { both: 'general keepwarm powersaving reheating' },
  SMARTHUB: { both: 'away indoor sleep', kr: 'hotwater' },
  THERMOSTAT: { both: 'away indoor sleep', kr: 'hotwater' },
  VENTILATOR: { kr: 'auto dehumidify dry ventilating warmwind' },
  WATERBOILER: { both: 'hotwater reheating', jp: 'washing' },
}

/** Where an edition has a word of its own for what the house calls otherwise. */
const spelt: Readonly<Record<string, { readonly [E in Edition]?: Readonly<Record<string, string>> }>> = {
  AIRCONDITIONER: { jp: { fan: 'blower' } },
}

const entries = (type: string, edition: Edition) => Object.entries(spelt[type]?.[edition] ?? {})

/** CLOVA's words for the modes of a type; nothing where the guide has no table, and any word may be used. */
export function modeWords(edition: Edition, type: string): readonly string[] | undefined {
  const row = table[type]
  const words = [row?.both, row?.[edition]].filter((w) => w !== undefined)
  return words.length > 0 ? words.join(' ').split(' ') : undefined
}

/** The modes of the house that a type may have. */
export const houseModes = (edition: Edition, type: string): readonly string[] | undefined =>
  modeWords(edition, type)?.flatMap((word) => fromWord(edition, type, word) ?? [])

/** CLOVA's word for a mode of the house; nothing if it has none. */
export function toWord(edition: Edition, type: string, mode: string): string | undefined {
  const pairs = entries(type, edition)
  const word = pairs.find(([house]) => house === mode)?.[1] ?? mode
  const taken = word === mode && pairs.some(([, clova]) => clova === mode)
  const words = modeWords(edition, type)
  return taken || (words && !words.includes(word)) ? undefined : word
}

/** The mode of the house that CLOVA's word means; nothing if the type has no such word. */
export function fromWord(edition: Edition, type: string, word: string): string | undefined {
  const words = modeWords(edition, type)
  if (words && !words.includes(word)) return undefined
  return entries(type, edition).find(([, clova]) => clova === word)?.[0] ?? word
}
