/** A language of the wizard. */
export type Language = keyof LocalizedText

/** Looks up a text of a table in a language and replaces `{x}` by the value of that name. */
export const translator =
  <Word extends string>(words: Readonly<Record<Word, LocalizedText>>) =>
  (language: Language) =>
  (word: Word, values: Readonly<Record<string, string | number>> = {}): string =>
    words[word][language].replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole))

/** A text in the three languages. */
export type LocalizedText = Readonly<Record<'ko' | 'ja' | 'en', string>>

/** Looks up a text of a table in all languages and replaces `{x}` by the value of that name. */
export const localizer =
  <Word extends string>(words: Readonly<Record<Word, LocalizedText>>) =>
  (word: Word, values: Readonly<Record<string, string | number>> = {}): LocalizedText => {
    const text = (language: Language) => translator(words)(language)(word, values)
    return { ko: text('ko'), ja: text('ja'), en: text('en') }
  }
