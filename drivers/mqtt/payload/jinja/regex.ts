import { type Tools, tool } from './filters.ts'
import { str, text, type Value } from './values.ts'

/** The longest text that is searched: a pattern may take as many steps as the cube of its length. */
const longest = 200

/**
 * A pattern that cannot take long: no repeated groups, no back references, few repetitions.
 * @throws Error in plain words
 */
function pattern(written: Value, ignoreCase: Value, flags = ''): RegExp {
  const source = str(written)
  const plain = source
    .replace(/\\./g, 'x')
    .replace(/\[[^\]]*\]/g, 'x')
    .replace(/\(\?[:=!]/g, '(')
  const repeats = plain.match(/[*+{]/g)?.length ?? 0
  const choices = plain.match(/[?|]/g)?.length ?? 0
  if (source.length > 200 || /\)[*+{]|\(\?/.test(plain) || /\\[1-9k]/.test(source) || repeats > 2 || choices > 4)
    throw new Error(`the pattern ${source.slice(0, 50)} could take too long`)
  return new RegExp(source, `${flags}${ignoreCase === true ? 'i' : ''}`)
}

function searched(value: Value): string {
  const word = str(value)
  if (word.length > longest) throw new Error(`only texts of up to ${longest} characters are searched by a pattern`)
  return word
}

/** Python writes the parts that were found as \1, JavaScript as $1. */
const replacement = (by: string) => by.replaceAll('$', '$$$$').replace(/\\(\d)/g, '$$$1')

/** Home Assistant's filters and tests with patterns. */
export const regexFilters: Tools = {
  regex_match: tool('find ignorecase', (value, find, caseless) =>
    new RegExp(`^(?:${pattern(find, caseless).source})`, caseless === true ? 'i' : '').test(searched(value)),
  ),
  regex_search: tool('find ignorecase', (value, find, caseless) => pattern(find, caseless).test(searched(value))),
  regex_replace: tool('find replace ignorecase', (value, find = '', by = '', caseless = false) =>
    text(searched(value).replace(pattern(find, caseless, 'g'), replacement(str(by)))),
  ),
  regex_findall: tool('find ignorecase', (value, find, caseless) => found(value, find, caseless)),
  regex_findall_index: tool('find index ignorecase', (value, find, index = 0, caseless = false) => {
    const all = found(value, find, caseless)
    const one = all[Number(index)]
    if (one === undefined) throw new Error('the pattern was not found')
    return one
  }),
}
export const regexTests: Tools = {
  match: regexFilters.regex_match as Tools[string],
  search: regexFilters.regex_search as Tools[string],
}

const found = (value: Value, find: Value, caseless: Value): readonly Value[] =>
  [...searched(value).matchAll(pattern(find, caseless, 'g'))].map(([whole, ...groups]) =>
    groups.length > 1 ? groups : (groups[0] ?? whole),
  )
