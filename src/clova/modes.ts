import type { Edition } from './edition.ts'

/** CLOVA's words for operation modes, by type and edition, as the guides' tables give them. */
const modesByType: Readonly<Record<string, { readonly both?: string; readonly kr?: string; readonly jp?: string }>> = {
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

/** Where an edition's word differs from the gateway's mode: { mode of the gateway: word of the edition }. */
const editionSpelling: Readonly<Record<string, { readonly [E in Edition]?: Readonly<Record<string, string>> }>> = {
  AIRCONDITIONER: { jp: { fan: 'blower' } },
}

const spellingsOf = (type: string, edition: Edition) => Object.entries(editionSpelling[type]?.[edition] ?? {})

/** CLOVA's words for the modes of a type; undefined where the guide has no table, so that any word may be used. */
export function clovaModes(edition: Edition, type: string): readonly string[] | undefined {
  const row = modesByType[type]
  const words = [row?.both, row?.[edition]].filter((w) => w !== undefined)
  return words.length > 0 ? words.join(' ').split(' ') : undefined
}

/** The gateway's modes that a type may have. */
export const gatewayModes = (edition: Edition, type: string): readonly string[] | undefined =>
  clovaModes(edition, type)?.map((word) => gatewaySpelling(edition, type, word))

const gatewaySpelling = (edition: Edition, type: string, word: string): string =>
  spellingsOf(type, edition).find(([, clova]) => clova === word)?.[0] ?? word

/** CLOVA's word for a mode of the gateway; undefined if the edition has none. */
export function toClovaMode(edition: Edition, type: string, mode: string): string | undefined {
  const pairs = spellingsOf(type, edition)
  const word = pairs.find(([gatewayMode]) => gatewayMode === mode)?.[1] ?? mode
  const taken = word === mode && pairs.some(([, clova]) => clova === mode)
  const words = clovaModes(edition, type)
  return taken || (words && !words.includes(word)) ? undefined : word
}

/** The gateway's mode for CLOVA's word; undefined if the type has no such word. */
export function fromClovaMode(edition: Edition, type: string, word: string): string | undefined {
  const words = clovaModes(edition, type)
  if (words && !words.includes(word)) return undefined
  return gatewaySpelling(edition, type, word)
}
