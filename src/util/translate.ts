/** A language in which the wizard speaks. */
export type Language = keyof Words

/** Says a row of a table of words in a language; `{x}` is put in. */
export const speakerOf =
  <Word extends string>(words: Readonly<Record<Word, Words>>) =>
  (language: Language) =>
  (word: Word, put: Readonly<Record<string, string | number>> = {}): string =>
    words[word][language].replace(/\{(\w+)\}/g, (whole, key: string) => String(put[key] ?? whole))

/** A question in the three languages. */
export type Words = Readonly<Record<'ko' | 'ja' | 'en', string>>
