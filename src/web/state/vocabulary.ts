import { signal } from '@preact/signals'
import type { ResponseOf } from '../../control/api.ts'
import { call } from '../api/client.ts'
import { language } from '../i18n/index.ts'

type Vocabulary = ResponseOf<'vocabulary'>
type Category = Exclude<keyof Vocabulary, 'edition'>

const words = signal<{ readonly [C in Category]: ReadonlyMap<string, Vocabulary[C][number]> } | undefined>(undefined)

/** Reads what types, locations, actions, traits and modes are called. */
export async function readVocabulary(): Promise<void> {
  const { types, locations, actions, traits, modes } = await call('vocabulary', {})
  const byName = <L extends { readonly name: string }>(labels: readonly L[]) =>
    new Map(labels.map((label) => [label.name, label]))
  words.value = {
    types: byName(types),
    locations: byName(locations),
    actions: byName(actions),
    traits: byName(traits),
    modes: byName(modes),
  }
}

/** What something is called in the language of the page; a word without a translation is shown as it is. */
export const nameOf = (category: Category, word: string): string =>
  capitalized(words.value?.[category].get(word)?.text[language.value] ?? word)

/** English words are told within sentences; on the page they stand alone. */
export const capitalized = (name: string) => name.charAt(0).toUpperCase() + name.slice(1)

/** The unit of a trait, such as `°C` or `%`. */
export const unitOf = (trait: string): string => words.value?.traits.get(trait)?.unit ?? ''

/** Every word of a category with what it is called, in the order of the guide. */
export const wordsOf = (category: Category): readonly (readonly [word: string, name: string])[] =>
  [...(words.value?.[category].values() ?? [])].map(({ name, text }) => [name, capitalized(text[language.value])])

/** All words of a category with their names, for a choice. */
export const namesOf = (category: Category): readonly (readonly [word: string, name: string])[] =>
  [...(words.value?.[category].values() ?? [])].map(({ name, text }) => [name, text[language.value]])
