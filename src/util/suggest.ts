import { distance } from 'fastest-levenshtein'
import { schemaIssueMessage } from './schemaMessages.ts'
import { type LocalizedText, untranslated } from './translate.ts'

/** The known word that is most similar to a misspelt one; undefined if none is similar enough. */
export function suggest(written: string, known: Iterable<string>): string | undefined {
  const candidates = [...known]
    .map((word) => ({ word, edits: typingErrors(written.toLowerCase(), word.toLowerCase()) }))
    .filter(({ word, edits }) => edits <= Math.max(1, Math.floor(Math.max(word.length, written.length) / 3)))
  return candidates.sort((a, b) => a.edits - b.edits)[0]?.word
}

/** ` Did you mean "…"?`, or an empty text. */
export function suggestion(written: string, known: Iterable<string>): LocalizedText {
  const word = suggest(written, known)
  return word === undefined ? untranslated('') : schemaIssueMessage('didYouMean', { word })
}

/** Levenshtein's distance; two neighbouring letters swapped count as one error, not as two. */
function typingErrors(written: string, word: string): number {
  const edits = distance(written, word)
  if (written.length !== word.length) return edits
  const first = [...word].findIndex((letter, i) => letter !== written[i])
  const isSwapped = first >= 0 && written[first] === word[first + 1] && written[first + 1] === word[first]
  return isSwapped ? Math.min(edits, 1 + distance(written.slice(first + 2), word.slice(first + 2))) : edits
}
