/** How much alike two names sound: speech recognition cannot tell `same` apart and may mistake `alike`. */
export type Likeness = 'same' | 'alike'

/** The fewest characters of a name that is compared to names that are only alike: short ones would all be. */
const minLengthForAlike = 3

/** Vowels of Hangul that are pronounced alike today (ㅔ for ㅐ, ㅖ for ㅒ, ㅚ for ㅙ and ㅞ), as jamo of NFD. */
const sameVowels: Readonly<Record<string, string>> = { ᅢ: 'ᅦ', ᅤ: 'ᅨ', ᅫ: 'ᅬ', ᅰ: 'ᅬ' }
/** Kana that are pronounced alike. */
const sameKana: Readonly<Record<string, string>> = { ぢ: 'じ', づ: 'ず', を: 'お', ゔ: 'ぶ' }

/** A name without what is not heard: case, blanks, signs, long vowels, and which of two alike letters was written. */
export function spokenForm(name: string): string {
  const letters = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/[ァ-ヶ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .replace(/ー/g, '')
    .replace(/[ぢづをゔ]/g, (kana) => sameKana[kana] ?? kana)
  return letters
    .normalize('NFD')
    .replace(/[ᅢᅤᅫᅰ]/g, (vowel) => sameVowels[vowel] ?? vowel)
    .normalize('NFC')
}

/** Finds names that sound like another in a time that grows with their number, not with its square. */
export class SoundIndex<T> {
  /** by spoken form, by that without its last syllable, and by each form that two names share that differ in one sound */
  readonly #bySound = new Map<string, T[]>()
  readonly #byShortened = new Map<string, T[]>()
  readonly #byVariant = new Map<string, T[]>()

  constructor(named: Iterable<readonly [name: string, item: T]>) {
    for (const [name, item] of named) {
      const form = spokenForm(name)
      const shortened = withoutLastSyllable(form)
      if (form !== '') add(this.#bySound, form, item)
      if (shortened !== '') add(this.#byShortened, shortened, item)
      for (const variant of variantsOf(form)) add(this.#byVariant, variant, item)
    }
  }

  /**
   * What sounds like a name: the same first. Two names are alike if one has one more syllable at the end (조명, 조명등) or if one
   * sound differs (전등, 전동). @param except is left out: what bears the name itself
   */
  similarTo(name: string, except?: (item: T) => boolean): readonly (readonly [T, Likeness])[] {
    const form = spokenForm(name)
    const same = this.#bySound.get(form) ?? []
    const alike = new Set([
      ...(this.#bySound.get(withoutLastSyllable(form)) ?? []),
      ...(this.#byShortened.get(form) ?? []),
      ...variantsOf(form).flatMap((variant) => this.#byVariant.get(variant) ?? []),
    ])
    for (const item of same) alike.delete(item)
    return [
      ...same.map((item) => [item, 'same'] as const),
      ...[...alike].map((item) => [item, 'alike'] as const),
    ].filter(([item]) => !except?.(item))
  }
}

/** Empty for a short name, and for one that ends with a digit: digits are heard well. */
function withoutLastSyllable(form: string): string {
  const characters = [...form]
  return characters.length > minLengthForAlike && !/\d$/.test(form) ? characters.slice(0, -1).join('') : ''
}

/** The form with each of its sounds in turn left open, but the digits: `lamp 1` and `lamp 2` are not alike. */
function variantsOf(form: string): readonly string[] {
  if ([...form].length < minLengthForAlike) return []
  // Without its voicing mark か is が: NFD splits both Hangul and kana into what is heard.
  const sounds = [...form.normalize('NFD')]
  return sounds.flatMap((sound, i) => (/\d/.test(sound) ? [] : sounds.map((one, j) => (i === j ? '*' : one)).join('')))
}

const add = <T>(map: Map<string, T[]>, key: string, item: T): void => {
  const items = map.get(key)
  if (items) items.push(item)
  else map.set(key, [item])
}
