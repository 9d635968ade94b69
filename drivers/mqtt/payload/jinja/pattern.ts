import { charge } from './budget.ts'
import { jinjaError } from './messages.ts'

/**
 * Regular expressions that take time by the length of the text and of the pattern only: all possibilities are followed
 * side by side, where JavaScript's own try one after the other, and with a pattern of another's for minutes.
 * (Pike's method; what is found is the same: https://swtch.com/~rsc/regexp/regexp2.html)
 */
export interface Pattern {
  readonly steps: readonly Step[]
  readonly groups: number
  readonly ignoreCase: boolean
}

/** What was found, and what of it is in parentheses; the first group is all of it. */
export interface Match {
  readonly start: number
  readonly end: number
  readonly groups: readonly (string | undefined)[]
}

type Step =
  | { readonly kind: 'char'; readonly matches: (char: string) => boolean }
  | { kind: 'split'; first: number; second: number }
  | { kind: 'jump'; to: number }
  | { readonly kind: 'save'; readonly slot: number }
  | { readonly kind: 'assert'; readonly isMatch: (text: readonly string[], at: number) => boolean }
  | { readonly kind: 'match' }

const maxPatternChars = 500
const maxSteps = 2000
const maxRepeats = 100

const isWord = (char: string | undefined) => char !== undefined && /[\p{L}\p{N}_]/u.test(char)
const classes: Readonly<Record<string, (char: string) => boolean>> = {
  d: (char) => /\p{Nd}/u.test(char),
  D: (char) => !/\p{Nd}/u.test(char),
  w: (char) => isWord(char),
  W: (char) => !isWord(char),
  s: (char) => /\s/.test(char),
  S: (char) => !/\s/.test(char),
}
const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v' }

/** @throws Error in plain words if the pattern holds what is not understood: what looks around or back */
export function compilePattern(source: string, ignoreCase: boolean): Pattern {
  if (source.length > maxPatternChars) throw jinjaError('patternTooLong', { max: maxPatternChars })
  const compiler = new PatternCompiler(source, ignoreCase)
  return { ...compiler.compile(), ignoreCase: compiler.ignoreCase }
}

class PatternCompiler {
  ignoreCase: boolean
  readonly #source: readonly string[]
  #position = 0
  #groups = 0
  #depth = 0
  readonly #steps: Step[] = []

  constructor(source: string, ignoreCase: boolean) {
    this.ignoreCase = ignoreCase || source.startsWith('(?i)')
    this.#source = [...source.replace(/^\(\?i\)/, '')]
  }

  compile(): Pick<Pattern, 'steps' | 'groups'> {
    this.#add({ kind: 'save', slot: 0 })
    this.#alternatives()
    if (this.#position < this.#source.length) this.#fail()
    this.#add({ kind: 'save', slot: 1 })
    this.#add({ kind: 'match' })
    return { steps: this.#steps, groups: this.#groups }
  }

  #fail(): never {
    throw jinjaError('patternUnreadable', { pattern: this.#source.join('').slice(0, 50) })
  }

  #add<S extends Step>(step: S): S {
    if (this.#steps.length >= maxSteps) throw jinjaError('patternTooLarge')
    this.#steps.push(step)
    return step
  }

  get #here(): number {
    return this.#steps.length
  }

  #skip(char: string): boolean {
    if (this.#source[this.#position] !== char) return false
    this.#position += 1
    return true
  }

  #alternatives(): void {
    this.#depth += 1
    if (this.#depth > 50) this.#fail()
    const jumps: { kind: 'jump'; to: number }[] = []
    for (;;) {
      const start = this.#here
      this.#sequence()
      if (!this.#skip('|')) break
      // Room for the split is made before the alternative that was just read.
      this.#insert(start, { kind: 'split', first: start + 1, second: this.#here + 2 })
      jumps.push(this.#add({ kind: 'jump', to: 0 }))
    }
    for (const jump of jumps) jump.to = this.#here
    this.#depth -= 1
  }

  #sequence(): void {
    while (this.#position < this.#source.length && !'|)'.includes(this.#source[this.#position] ?? '')) {
      const [start, groups] = [this.#here, this.#groups]
      const from = this.#position
      this.#atom()
      this.#quantifier(start, from, groups)
    }
  }

  #atom(): void {
    const char = this.#source[this.#position++] ?? ''
    switch (char) {
      case '(':
        this.#group()
        return
      case '[':
        this.#class()
        return
      case '.':
        this.#add({ kind: 'char', matches: (char) => char !== '\n' })
        return
      case '^':
        this.#add({ kind: 'assert', isMatch: (_, at) => at === 0 })
        return
      case '$':
        this.#add({
          kind: 'assert',
          isMatch: (text, at) => at === text.length || (at === text.length - 1 && text[at] === '\n'),
        })
        return
      case '\\':
        this.#escape()
        return
      case '*':
      case '+':
      case '?':
        this.#fail()
        break
      default:
        this.#char(char)
    }
  }

  #char(char: string): void {
    const wanted = this.ignoreCase ? char.toLowerCase() : char
    this.#add({
      kind: 'char',
      matches: this.ignoreCase ? (char) => char.toLowerCase() === wanted : (char) => char === wanted,
    })
  }

  #group(): void {
    let slot: number | undefined
    if (this.#skip('?')) {
      if (this.#source.slice(this.#position, this.#position + 2).join('') === 'P<') {
        const end = this.#source.indexOf('>', this.#position)
        if (end === -1) this.#fail()
        this.#position = end + 1
        slot = ++this.#groups
      } else if (!this.#skip(':')) this.#fail()
    } else slot = ++this.#groups
    if (slot !== undefined) this.#add({ kind: 'save', slot: slot * 2 })
    this.#alternatives()
    if (!this.#skip(')')) this.#fail()
    if (slot !== undefined) this.#add({ kind: 'save', slot: slot * 2 + 1 })
  }

  #escape(): void {
    const char = this.#source[this.#position++]
    if (char === undefined || /[1-9]/.test(char)) this.#fail()
    const matches = classes[char]
    if (matches) this.#add({ kind: 'char', matches })
    else if (char === 'b' || char === 'B') {
      const wanted = char === 'b'
      this.#add({ kind: 'assert', isMatch: (text, at) => (isWord(text[at - 1]) !== isWord(text[at])) === wanted })
    } else if (char === 'A') this.#add({ kind: 'assert', isMatch: (_, at) => at === 0 })
    else if (char === 'Z') this.#add({ kind: 'assert', isMatch: (text, at) => at === text.length })
    else if (/[a-zA-Z]/.test(char) && !controls[char]) this.#fail()
    else this.#char(controls[char] ?? char)
  }

  #class(): void {
    const isNegated = this.#skip('^')
    const parts: ((char: string) => boolean)[] = []
    for (let isFirst = true; isFirst || !this.#skip(']'); isFirst = false) {
      const low = this.#classChar()
      if (typeof low === 'function') {
        parts.push(low)
        continue
      }
      const isRange = this.#source[this.#position] === '-' && (this.#source[this.#position + 1] ?? ']') !== ']'
      if (isRange) this.#position += 1
      const high = isRange ? this.#classChar() : low
      if (typeof high === 'function') this.#fail()
      parts.push((char) => char >= low && char <= high)
    }
    const { ignoreCase } = this
    const isMatch = (char: string) =>
      parts.some((part) => part(char) || (ignoreCase && (part(char.toLowerCase()) || part(char.toUpperCase()))))
    this.#add({ kind: 'char', matches: (char) => isMatch(char) !== isNegated })
  }

  #classChar(): string | ((char: string) => boolean) {
    const char = this.#source[this.#position++]
    if (char === undefined) return this.#fail()
    if (char !== '\\') return char
    const escaped = this.#source[this.#position++]
    if (escaped === undefined) return this.#fail()
    return classes[escaped] ?? controls[escaped] ?? escaped
  }

  /** @param start where the steps of what is repeated begin, and `from` its source */
  #quantifier(start: number, from: number, groups: number): void {
    const range = /^(?:([*+?])|\{(\d*)(,?)(\d*)\})(\?)?/.exec(
      this.#source.slice(this.#position, this.#position + 12).join(''),
    )
    if (!range || range[0] === '{}' || range[0] === '{,}') return
    const [whole, sign, minCount = '', comma, maxCount = '', lazy] = range
    this.#position += whole.length
    const min = sign ? (sign === '+' ? 1 : 0) : Number(minCount)
    const max = sign ? (sign === '?' ? 1 : undefined) : comma ? (maxCount === '' ? undefined : Number(maxCount)) : min
    if (min > maxRepeats || (max ?? 0) > maxRepeats || (max !== undefined && max < min)) this.#fail()
    const after = this.#position
    const repeat = () => {
      ;[this.#position, this.#groups] = [from, groups]
      this.#atom()
      this.#position = after
    }
    const isLazy = lazy !== undefined
    const total = this.#groups
    this.#steps.length = start
    for (let i = 0; i < min; i += 1) repeat()
    if (max === undefined) {
      const loop = this.#here
      const split = this.#add({ kind: 'split' as const, first: 0, second: 0 })
      repeat()
      this.#add({ kind: 'jump', to: loop })
      this.#point(split, loop + 1, this.#here, isLazy)
    } else {
      const splits: { readonly split: { kind: 'split'; first: number; second: number }; readonly at: number }[] = []
      for (let i = min; i < max; i += 1) {
        const at = this.#here
        splits.push({ split: this.#add({ kind: 'split' as const, first: 0, second: 0 }), at })
        repeat()
      }
      for (const { split, at } of splits) this.#point(split, at + 1, this.#here, isLazy)
    }
    ;[this.#position, this.#groups] = [after, total]
  }

  #point(split: { first: number; second: number }, inside: number, outside: number, isLazy: boolean): void {
    split.first = isLazy ? outside : inside
    split.second = isLazy ? inside : outside
  }

  /** Puts a step before others, whose places move on by one. */
  #insert(place: number, step: Step): void {
    for (const later of this.#steps.slice(place)) {
      if (later.kind === 'split') {
        later.first += later.first >= place ? 1 : 0
        later.second += later.second >= place ? 1 : 0
      } else if (later.kind === 'jump') later.to += later.to >= place ? 1 : 0
    }
    this.#steps.splice(place, 0, step)
  }
}

/** One of the possibilities that are followed. */
interface Thread {
  readonly step: number
  readonly saved: readonly (number | undefined)[]
}

/** All that is found in a text, from its beginning on. */
export function findAll(
  pattern: Pattern,
  text: string,
  { isAnchored = false, max = Number.POSITIVE_INFINITY }: { isAnchored?: boolean; max?: number } = {},
): readonly Match[] {
  const chars = [...text]
  const offsets = offsetsOf(chars)
  const matches: Match[] = []
  for (let from = 0; from <= chars.length && matches.length < max; ) {
    const saved = search(pattern, chars, from, isAnchored)
    const [start, end] = saved ?? []
    if (!saved || start === undefined || end === undefined) break
    const groups = Array.from({ length: pattern.groups + 1 }, (_, i) => {
      const [low, high] = [saved[i * 2], saved[i * 2 + 1]]
      return low === undefined || high === undefined ? undefined : chars.slice(low, high).join('')
    })
    matches.push({ start: offsets[start] ?? 0, end: offsets[end] ?? text.length, groups })
    from = end > start ? end : end + 1
    if (isAnchored) break
  }
  return matches
}

/** Where each character begins in the text; some have two places. */
function offsetsOf(chars: readonly string[]): readonly number[] {
  const offsets = [0]
  for (const [i, char] of chars.entries()) offsets.push((offsets[i] ?? 0) + char.length)
  return offsets
}

function search({ steps }: Pattern, text: readonly string[], from: number, isAnchored: boolean) {
  let threads: Thread[] = []
  let best: Thread['saved'] | undefined
  for (let at = from; at <= text.length; at += 1) {
    const next: Thread[] = []
    const seen = new Set<number>()
    const here: Thread[] = []
    const ready = new Set<number>()
    for (const { step, saved } of threads) follow(step, saved, at, here, ready)
    if (best === undefined && (at === from || !isAnchored)) follow(0, [], at, here, ready)
    if (here.length === 0 && (best !== undefined || isAnchored)) break
    charge(4 * here.length + 1)
    for (const thread of here) {
      const step = steps[thread.step]
      if (step?.kind === 'match') {
        best = thread.saved
        // What is less preferred than what was found is not followed further.
        break
      }
      const char = text[at]
      if (step?.kind === 'char' && char !== undefined && step.matches(char) && !seen.has(thread.step + 1)) {
        seen.add(thread.step + 1)
        next.push({ step: thread.step + 1, saved: thread.saved })
      }
    }
    threads = next
  }
  return best

  /** Follows all steps that take no character, the preferred ones first. */
  function follow(start: number, startSaved: Thread['saved'], at: number, into: Thread[], ready: Set<number>): void {
    const stack: Thread[] = [{ step: start, saved: startSaved }]
    for (let thread = stack.pop(); thread; thread = stack.pop()) {
      const { step: place, saved } = thread
      if (ready.has(place)) continue
      ready.add(place)
      charge(4)
      const step = steps[place]
      if (step?.kind === 'jump') stack.push({ step: step.to, saved })
      else if (step?.kind === 'split') stack.push({ step: step.second, saved }, { step: step.first, saved })
      else if (step?.kind === 'save') {
        const copy = [...saved]
        copy[step.slot] = at
        stack.push({ step: place + 1, saved: copy })
      } else if (step?.kind === 'assert') {
        if (step.isMatch(text, at)) stack.push({ step: place + 1, saved })
      } else if (step) into.push(thread)
    }
  }
}
