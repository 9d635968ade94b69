import { computed, signal } from '@preact/signals'
import type { Language } from '../../util/translate.ts'
import type { Messages } from './messages.ts'

/** The languages, each by its own name. */
export const languages: Readonly<Record<Language, string>> = { ko: '한국어', ja: '日本語', en: 'English' }

/** One file for each language; only the one in use is loaded. */
const tables: Readonly<Record<Language, () => Promise<{ readonly messages: Messages }>>> = {
  ko: () => import('./ko/index.ts'),
  ja: () => import('./ja/index.ts'),
  en: () => import('./en/index.ts'),
}

const storageKey = 'language'
const isLanguage = (word: string | null | undefined): word is Language => word != null && Object.hasOwn(tables, word)

/** The language that the user chose, else the first of the browser's that the page has, else Korean. */
function preferredLanguage(): Language {
  const chosen = localStorage.getItem(storageKey)
  if (isLanguage(chosen)) return chosen
  return navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'ko'
}

const current = signal<{ readonly language: Language; readonly messages: Messages } | undefined>(undefined)

/** The language of the page. */
export const language = computed<Language>(() => current.value?.language ?? preferredLanguage())

/** Everything the page says, in its language. To be called while rendering, so that a change of language is followed. */
export function text(): Messages {
  if (!current.value) throw new Error('no language is loaded yet')
  return current.value.messages
}

/** Loads a language and shows the page in it. Without an argument, the preferred one. */
export async function loadLanguage(chosen?: Language): Promise<void> {
  const next = chosen ?? preferredLanguage()
  const { messages } = await tables[next]()
  if (chosen) localStorage.setItem(storageKey, chosen)
  current.value = { language: next, messages }
  document.documentElement.lang = next
}
