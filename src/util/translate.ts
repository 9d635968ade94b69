/** A language of the wizard. */
export type Language = keyof LocalizedText

/** The text in a language, with `{x}` replaced by the value of that name. */
const fill = (text: LocalizedText, language: Language, values: Readonly<Record<string, number | Text>>): string =>
  text[language].replace(/\{(\w+)\}/g, (whole, key: string) => {
    const value = values[key]
    return typeof value === 'object' ? value[language] : String(value ?? whole)
  })

/** Looks up a text of a table in a language and replaces `{x}` by the value of that name, which may be a text of all languages. */
export const translator =
  <Word extends string>(words: Readonly<Record<Word, LocalizedText>>) =>
  (language: Language) =>
  (word: Word, values: Readonly<Record<string, number | Text>> = {}): string =>
    fill(words[word], language, values)

/** A text in the three languages. */
export type LocalizedText = Readonly<Record<'ko' | 'ja' | 'en', string>>

/** Looks up a text of a table in all languages and replaces `{x}` by the value of that name, which may be a text itself. */
export const localizer =
  <Word extends string>(words: Readonly<Record<Word, LocalizedText>>) =>
  (word: Word, values: Readonly<Record<string, number | Text>> = {}): LocalizedText =>
    byLanguage((language) => fill(words[word], language, values))

/** By what a program knows a sentence: words may change, and are read by people alone. */
export interface SentenceMarks {
  /** why something is not there, as a code */
  readonly cause?: string
  /** what mends it, as a key of a table of remedies */
  readonly fix?: string
}

/** A sentence of a table with its values, which is put into words only when somebody reads it, and in that language alone. */
class Sentence implements LocalizedText {
  readonly #text: LocalizedText & SentenceMarks
  readonly #values: Readonly<Record<string, number | Text>>

  constructor(text: LocalizedText & SentenceMarks, values: Readonly<Record<string, number | Text>>) {
    this.#text = text
    this.#values = values
  }

  /** Its own marks behind those of the sentences in it. */
  get marks(): readonly SentenceMarks[] {
    return [...Object.values(this.#values).flatMap(marksOf), this.#text]
  }

  get ko(): string {
    return fill(this.#text, 'ko', this.#values)
  }

  get ja(): string {
    return fill(this.#text, 'ja', this.#values)
  }

  get en(): string {
    return fill(this.#text, 'en', this.#values)
  }

  /** In English, as in the log. */
  toString(): string {
    return this.en
  }

  toJSON(): LocalizedText {
    return byLanguage((language) => this[language])
  }
}

/** The marks of a text, those of the sentences in it first: the innermost knows best what is wrong. */
export const marksOf = (text: number | Text): readonly SentenceMarks[] => (text instanceof Sentence ? text.marks : [])

/**
 * Looks up a sentence of a table for an error, a problem or a reason: what is made on the path of a request and seldom read.
 * `{x}` is the value of that name, which may be a text itself.
 */
export const sentences =
  <Word extends string>(table: Readonly<Record<Word, LocalizedText & SentenceMarks>>) =>
  (word: Word, values: Readonly<Record<string, number | Text>> = {}): LocalizedText =>
    new Sentence(table[word], values)

/** A text made for each language. */
export const byLanguage = (make: (language: Language) => string): LocalizedText => ({
  ko: make('ko'),
  ja: make('ja'),
  en: make('en'),
})

/** A text that is the same in all languages. */
export const untranslated = (text: string): LocalizedText => byLanguage(() => text)

/** A text in the three languages, or one that is the same in each: a name that the user gave, a command, a system's message. */
export type Text = string | LocalizedText

/** The text in all languages. */
export const inAllLanguages = (text: Text): LocalizedText => (typeof text === 'string' ? untranslated(text) : text)

/** True if both say the same, in each language. */
export const isSameText = (a: Text, b: Text): boolean => {
  const [one, other] = [inAllLanguages(a), inAllLanguages(b)]
  return one.ko === other.ko && one.ja === other.ja && one.en === other.en
}

/** The text in English, for the log. */
export const inEnglish = (text: Text): string => (typeof text === 'string' ? text : text.en)

/** The text in all languages as a plain object, put into words now. */
export const plainText = (text: Text): LocalizedText => mapText(inAllLanguages(text), (one) => one)

/** The text with a function applied in each language. */
export const mapText = ({ ko, ja, en }: LocalizedText, change: (text: string) => string): LocalizedText => ({
  ko: change(ko),
  ja: change(ja),
  en: change(en),
})

/** Texts one after the other, in each language. */
export const joinTexts = (...texts: readonly Text[]): LocalizedText => listed(texts, '')

/** Texts with a sign between them, in each language. */
export const listed = (texts: readonly Text[], separator = ', '): LocalizedText =>
  new Sentence(untranslated(texts.map((_text, i) => `{${i}}`).join(separator)), Object.fromEntries(texts.entries()))

/** The text with a full stop at its end. */
export function asSentence(text: Text): LocalizedText {
  const { ko, ja, en } = inAllLanguages(text)
  const ended = (one: string, stop: string) => (/[.?!。？！]$/.test(one) ? one : one + stop)
  return { ko: ended(ko, '.'), ja: ended(ja, '。'), en: ended(en, '.') }
}

/** An error for the user, with its message in all languages; `message` is the English one. */
export const localizedError = (text: LocalizedText): Error => Object.assign(new Error(text.en), { text })

/** Makes errors for the user of the messages of a table. @param say looks up a message */
export const errorsOf =
  <Message extends readonly unknown[]>(say: (...message: Message) => LocalizedText) =>
  (...message: Message): Error =>
    localizedError(say(...message))

/** The message of an error in all languages, or as it is. */
export function errorText(error: unknown): LocalizedText {
  const { text, message } = error as Error & { readonly text?: LocalizedText }
  return text ?? untranslated(message)
}

/** An issue of a schema with its message in all languages. @param path the key within the value that it is about */
export const schemaIssue = (text: LocalizedText, path: readonly PropertyKey[] = []) => ({
  code: 'custom' as const,
  path: [...path],
  message: text.en,
  params: { text },
})

const byEnglish = new Map<string, LocalizedText>()

/**
 * A message for a schema. Zod carries one string only: the English one, by which `schemaText` finds the others. For texts of a
 * table; one that is made of values goes into the `params` of its issue.
 */
export function schemaMessage(text: LocalizedText): string {
  byEnglish.set(text.en, text)
  return text.en
}

/** A message of a schema in all languages; as it is, if it has no translation. */
export const schemaText = (message: string): LocalizedText => byEnglish.get(message) ?? untranslated(message)
