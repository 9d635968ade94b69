/** The languages of the login page. */
export const languages = ['ko', 'ja', 'en'] as const
export type Language = (typeof languages)[number]

/** The language that a browser wishes most (RFC 9110, 12.5.4) of those that we have; else that of the house. */
export function languageOf(accepted: string | undefined, house: Language): Language {
  const wishes = (accepted ?? '')
    .slice(0, 500)
    .split(',')
    .flatMap((wish, order) => {
      const [, range = '', q = '1'] =
        /^\s*([A-Za-z]{1,8}|\*)(?:-[A-Za-z0-9-]*)?\s*(?:;\s*q=([\d.]+)\s*)?$/.exec(wish) ?? []
      const language = range === '*' ? house : languages.find((one) => one === range.toLowerCase())
      const quality = Number(q)
      return language && quality > 0 && quality <= 1 ? [{ language, quality, order }] : []
    })
  const [best] = wishes.toSorted((a, b) => b.quality - a.quality || a.order - b.order)
  return best?.language ?? house
}
