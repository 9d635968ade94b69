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

/** Looks up a text of a table in all languages and replaces `{x}` by the value of that name, which may be a text itself. */
export const localizer =
  <Word extends string>(words: Readonly<Record<Word, LocalizedText>>) =>
  (word: Word, values: Readonly<Record<string, string | number | LocalizedText>> = {}): LocalizedText => {
    const text = (language: Language) =>
      translator(words)(language)(
        word,
        Object.fromEntries(
          Object.entries(values).map(([name, value]) => [name, typeof value === 'object' ? value[language] : value]),
        ),
      )
    return { ko: text('ko'), ja: text('ja'), en: text('en') }
  }

/** A text that is the same in all languages. */
export const untranslated = (text: string): LocalizedText => ({ ko: text, ja: text, en: text })
