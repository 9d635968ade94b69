import { statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { foreignLink } from '../storage/replaceFile.ts'
import type { LocalizedText } from '../util/translate.ts'
import { localize } from './messages.ts'
import { type Problem, problemAt } from './problem.ts'
import { readText } from './textFile.ts'
import { yamlMessage } from './yaml/messages.ts'
import { maxMistakes } from './yaml/mistakes.ts'
import { parseSource, type Source } from './yaml/source.ts'

type Secrets = Readonly<Record<string, string>>

/** The file of the secrets of a configuration: beside it. */
export const secretsFile = (file: string): string => join(dirname(file), 'secrets.yaml')

/** What is wrong with a secrets file, if it is there. */
export function checkSecrets(file: string): readonly Problem[] {
  const problems: Problem[] = []
  readSecrets(file, problems)
  return problems
}

/**
 * Reads a secrets file. A secret is the text as it is written: `0123` stays `0123`, and what YAML would take for something else
 * than a text is a problem. No message holds a secret.
 * @returns nothing in it if there is no such file
 */
export function readSecrets(file: string, problems: Problem[]): Secrets | 'unreadable' {
  const refuse = (message: LocalizedText, fixCommand?: string) => {
    problems.push({ ...problemAt({ file }, message), ...(fixCommand !== undefined && { fix: fixCommand }) })
    return 'unreadable' as const
  }
  let text: string | Problem
  try {
    const { mode, uid } = statSync(file)
    // The service may write the folder. Root would send what such a link leads to wherever the configuration says.
    const link = process.getuid?.() === 0 ? foreignLink(file) : undefined
    if (link && link.uid !== uid)
      return refuse(localize('secretsForeignLink', { link: link.path }), `sudo rm ${link.path}`)
    if (mode & 0o007) {
      // The group may keep what it has: the service reads the file by its group.
      const isAllowed = [0, uid].includes(process.getuid?.() ?? uid)
      const command = `${isAllowed ? '' : 'sudo '}chmod o= ${file}`
      return refuse(localize('secretsOpen', { command }), command)
    }
    text = readText(file)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    return code === 'ENOENT' ? {} : refuse(localize('secretsUnreadable', { code }))
  }
  if (typeof text !== 'string') {
    problems.push(text)
    return 'unreadable'
  }
  const { secrets, mistakes } = parseSecrets(file, text)
  problems.push(...mistakes)
  return mistakes.length > 0 ? 'unreadable' : secrets
}

/** The most entries of a file with mistakes that are looked at one by one. */
const maxEntries = 1000

interface ParsedSecrets {
  readonly secrets: Secrets
  readonly mistakes: readonly Problem[]
}

function parseSecrets(file: string, text: string): ParsedSecrets {
  const whole = parseSource(file, text)
  const cut = new Set(misreadLines(text))
  if (whole.problems.length === 0 && cut.size === 0) return secretsOf(whole)
  // Each entry is parsed by itself: in the whole, one mistake hides those behind it.
  const entries = entriesOf(text).slice(0, maxEntries)
  const parts = entries.map((entry) => parseEntry(file, entry, cut))
  const names = entries.map((entry) => /^[^:\n]+:/.exec(entry.text)?.[0])
  const doubled = entries.flatMap(({ line }, i) =>
    names[i] !== undefined && names.indexOf(names[i]) < i
      ? [problemAt({ file, line }, yamlMessage('duplicateKey'))]
      : [],
  )
  return {
    secrets: Object.assign({}, ...parts.map(({ secrets }) => secrets)),
    mistakes: [...parts.flatMap(({ mistakes }) => mistakes), ...doubled].slice(0, maxMistakes),
  }
}

/** Without the line itself: a secret stands in it. */
const withoutSource = ({ source: _source, ...problem }: Problem): Problem => problem

interface Entry {
  /** the number of its first line, from 1 */
  readonly line: number
  readonly text: string
}

/** The entries of a file: each begins in the first column, and what is indented below belongs to it. */
function entriesOf(text: string): readonly Entry[] {
  const lines = text.replace(/^\uFEFF/, '').split('\n')
  const starts = lines.flatMap((line, i) => (/^[^\s#]/.test(line) && !/^---\s*$/.test(line) ? [i] : []))
  return starts.map((start, i) => ({ line: start + 1, text: lines.slice(start, starts[i + 1]).join('\n') }))
}

function parseEntry(file: string, { line, text }: Entry, cut: ReadonlySet<number>): ParsedSecrets {
  const source = parseSource(file, text)
  const [, before = '', first = ''] = /^([^:\n]*:[ \t]+)(\S)?/.exec(text) ?? []
  const mistake = (column: number, message: LocalizedText) => ({
    secrets: {},
    mistakes: [problemAt({ file, line, column }, message)],
  })
  if (cut.has(line)) return mistake(before.length + 1, localize('quoteSecret'))
  const [, name] = /^([^\s:#'"{]+:)\S/.exec(text) ?? []
  if (name !== undefined) return mistake(name.length + 1, yamlMessage('spaceAfterColon'))
  const [broken] = source.problems
  if (!broken) {
    const { secrets, mistakes } = secretsOf(source)
    return { secrets, mistakes: mistakes.map((one) => ({ ...one, line: one.line + line - 1 })) }
  }
  // What such a sign means in YAML does not matter here: it belongs to a secret.
  if (/[@%`&*!?[\]{},|>-]/.test(first) || /: /.test(text.slice(before.length)))
    return mistake(before.length + 1, localize('quoteSecret'))
  return { secrets: {}, mistakes: [withoutSource({ ...broken, line: broken.line + line - 1 })] }
}

/** The lines, from 1, of a secret without quotes that begins with an anchor, or ends at a `#` that may belong to it. */
const misreadLines = (text: string): readonly number[] =>
  text.split('\n').flatMap((line, i) => (/^[^\s#:][^:]*:[ \t]+(?:&|[^\s"'|>[{#].*\s#\S)/.test(line) ? [i + 1] : []))

/** The secrets of YAML that is right. */
function secretsOf(source: Source): ParsedSecrets {
  const { value } = source
  const mistake = (path: readonly string[], message: LocalizedText) => withoutSource(source.problem(path, message))
  if (value === null || value === undefined) return { secrets: {}, mistakes: [] }
  if (typeof value !== 'object' || Array.isArray(value))
    return { secrets: {}, mistakes: [mistake([], localize('secretsForm'))] }
  const found = Object.entries(value).map(([name, secret]: [string, unknown]) => {
    if (typeof secret === 'string' && secret !== '') return { name, secret }
    if (typeof secret === 'number') return { name, secret: source.writtenAs([name]) ?? String(secret) }
    const isEmpty = secret === '' || (secret === null && source.writtenAs([name]) === '')
    const isWord = secret === null || typeof secret === 'boolean'
    return {
      name,
      mistake: mistake([name], localize(isEmpty ? 'emptySecret' : isWord ? 'quoteSecret' : 'secretsForm')),
    }
  })
  return {
    secrets: Object.fromEntries(found.flatMap(({ name, secret }) => (secret === undefined ? [] : [[name, secret]]))),
    mistakes: found.flatMap((one) => (one.mistake ? [one.mistake] : [])),
  }
}

/**
 * Everything in a secrets file that may be a secret, right or not: for what must not be shown.
 * @param text the text of the file
 */
export function secretTexts(text: string): readonly string[] {
  const { secrets } = parseSecrets('', text)
  const written = entriesOf(text).map((entry) => entry.text.slice(entry.text.indexOf(':') + 1).trim())
  const unquoted = written.map((one) => one.replace(/^(["'])(.*)\1$/s, '$2'))
  return [...new Set([...Object.values(secrets), ...written, ...unquoted])].filter((one) => one !== '')
}
