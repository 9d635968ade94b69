import { charge } from './budget.ts'
import { type Tools, tool } from './filters.ts'
import { jinjaError } from './messages.ts'
import { compilePattern, findAll, type Match, type Pattern } from './pattern.ts'
import type { Arguments } from './syntax.ts'
import { join, list, str, Tuple, text, type Value } from './values.ts'

/** Patterns that are kept compiled: templates have few. */
const maxPatterns = 200
const patterns = new Map<string, Pattern>()

/** @throws Error in plain words if the pattern is not understood */
function patternOf(written: Value, ignoreCase: Value): Pattern {
  const source = str(written)
  const key = `${ignoreCase === true ? 'i' : ''}/${source}`
  const known = patterns.get(key) ?? compilePattern(source, ignoreCase === true)
  if (patterns.size >= maxPatterns) patterns.clear()
  patterns.set(key, known)
  return known
}

/** Refuses a pattern that is written in a template when the template is read. */
export function constantPattern({ positional: [first], named }: Arguments): void {
  const pattern = first ?? named.find(([name]) => name === 'find')?.[1]
  if (pattern?.kind === 'constant') patternOf(pattern.value, false)
}

const searched = (value: Value): string => {
  const word = str(value)
  charge(word.length)
  return word
}

/** What was found, with the parts in parentheses in the places of \\1 or \\g<1>, as Python writes them. */
const filled = (by: string, { groups }: Match): string =>
  by.replace(
    /\\(?:g<(\d+)>|(\d)|([nrt\\]))/g,
    (_, long: string | undefined, short: string | undefined, control = '') =>
      control !== ''
        ? ({ n: '\n', r: '\r', t: '\t' }[control as string] ?? '\\')
        : (groups[Number(long ?? short)] ?? ''),
  )

function replaced(value: Value, find: Value, by: Value, ignoreCase: Value): string {
  const word = searched(value)
  const parts: string[] = []
  let from = 0
  for (const match of findAll(patternOf(find, ignoreCase), word)) {
    parts.push(word.slice(from, match.start), filled(str(by), match))
    from = match.end
  }
  parts.push(word.slice(from))
  return text(join(parts, ''))
}

function found(value: Value, find: Value, ignoreCase: Value): readonly Value[] {
  const matches = findAll(patternOf(find, ignoreCase), searched(value))
  return list(
    matches.map(({ groups }): Value => {
      const [whole = '', ...parts] = groups.map((group) => group ?? '')
      return parts.length > 1 ? Tuple.made(...parts) : (parts[0] ?? whole)
    }),
  )
}

const matching = (isAnchored: boolean) => ({
  ...tool('find ignorecase', (value, find, ignoreCase) => {
    const [first] = findAll(patternOf(find, ignoreCase), searched(value), { isAnchored, max: 1 })
    return first !== undefined
  }),
  hasPattern: true as const,
})

/** Home Assistant's filters and tests with patterns. */
export const regexFilters: Tools = {
  regex_match: matching(true),
  regex_search: matching(false),
  regex_replace: {
    ...tool('find replace ignorecase', (value, find = '', by = '', ignoreCase = false) =>
      replaced(value, find, by, ignoreCase),
    ),
    hasPattern: true,
  },
  regex_findall: {
    ...tool('find ignorecase', (value, find, ignoreCase) => found(value, find, ignoreCase)),
    hasPattern: true,
  },
  regex_findall_index: {
    ...tool('find index ignorecase', (value, find, index = 0, ignoreCase = false) => {
      const one = found(value, find, ignoreCase).at(Number(index))
      if (one === undefined) throw jinjaError('patternNotFound')
      return one
    }),
    hasPattern: true,
  },
}
export const regexTests: Tools = {
  match: regexFilters.regex_match as Tools[string],
  search: regexFilters.regex_search as Tools[string],
}
