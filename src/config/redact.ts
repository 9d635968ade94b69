import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import { isObject } from '../util/parse.ts'
import { hideSecretFields, passwordWords, secretNameEnd, secretPattern, shortestInWords } from '../util/secretKeys.ts'
import { schemaAt } from '../util/zodIntrospect.ts'
import { schema } from './schema.ts'
import { resolveSecrets } from './secrets.ts'
import { secretsFile, secretTexts } from './secretsFile.ts'
import { parseSource, Secret } from './yaml/source.ts'

/** The text that replaces a secret. */
export const redactedMark = '[removed]'

/** How a sentence goes on, in place of a secret. */
const plain =
  '(?:a|an|and|are|as|asks?|at|authentication|be|by|can|cannot|create|did|does|failed|file|for|from|has|hash|have|if|in|incorrect|invalid|is|it|its|list|makes?|may|mismatch|missing|must|no|none|not|nothing|now|of|on|only|or|protected|required|revoke|so|takes?|that|the|there|this|to|too|under|was|were|what|which|who|whose|will|with|without|wrong|you|your)\\b(?![-\\w])'
/** "3 tokens are left": how many there are. */
const count = '\\d{1,3} (?:more )?(?:tokens?|passwords?|secrets?|credentials?|keys?)\\b'
const other = `(?!!secret\\b|\\[removed\\]|\\\\*["'{[]|(?:${plain}|${count}))`
const word = `[^\\s"',;}\\\\]+`

/** Patterns of texts that look like secrets. The first group is kept. */
const patterns: readonly RegExp[] = [
  /()-----BEGIN [A-Z0-9 ]+-----[\s\S]*?(?:-----END [A-Z0-9 ]+-----|$)/g,
  // JSON in Base64, as tokens are: RFC 7515, 3.1; that of cloudflared has no more than the first part.
  /()\beyJ[\w+/=-]{8,}(?:\.[\w-]+){0,4}/g,
  /(\b[a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/@'"]+(?=@)/gi,
  // Of a scheme what looks like one: a sentence may speak of basic authentication.
  /(\b(?:[Bb]earer|[Bb]asic)\s+)(?=[\w+/=.~-]*(?:[\d=+/_~]|[a-z][A-Z]))[\w+/=.~-]{6,}/g,
  /(\bauthorization\\*["']?\s*[:=]\s*\\*["']?(?:\w+\s+)?)[\w+/=.~-]{6,}/gi,
  /(\b(?:set-)?cookie\\*["']?\s*[:=]\s*\\*["']?)(?!\[removed\])[^\s"'\\][^"'\\\n]*/gi,
  /([?&](?:code|token|access_token|refresh_token|client_secret|state|key|password|sig)=)[^&\s"'#]+/gi,
  new RegExp(`(${secretNameEnd}\\\\*["']?\\s*[:：=]\\s*\\\\*")(?!\\[removed\\]|!secret\\b)(?:(?!\\\\*").)+`, 'gi'),
  new RegExp(`(${secretNameEnd}\\\\*["']?\\s*[:：=]\\s*\\\\*')(?!\\[removed\\]|!secret\\b)(?:(?!\\\\*').)+`, 'gi'),
  new RegExp(`(${secretNameEnd}\\\\*["']?\\s*[:：=]\\s*\\[)(?!removed\\])[^\\]]+`, 'gi'),
  // Behind a colon more words may belong to it, up to what has a name of its own.
  new RegExp(
    `(${secretNameEnd}\\\\*["']?(?:\\s*[:：]\\s*|[ \\t]+=[ \\t]+))${other}${word}(?:[ \\t]+(?![\\w.-]+\\\\*["']?[:：=])(?!#|\\[removed\\])${word})*`,
    'gi',
  ),
  new RegExp(`(${secretNameEnd}\\\\*["']?=)${other}${word}`, 'gi'),
  new RegExp(`((?<![\\w-])--?[\\w-]*?${secretNameEnd}\\s+\\\\*")(?!\\[removed\\])(?:(?!\\\\*").)+`, 'gi'),
  new RegExp(`((?<![\\w-])--?[\\w-]*?${secretNameEnd}\\s+\\\\*')(?!\\[removed\\])(?:(?!\\\\*').)+`, 'gi'),
  new RegExp(`((?<![\\w-])--?[\\w-]*?${secretNameEnd}\\s+)(?!-|:)${other}\\S+`, 'gi'),
  // Behind the bare word, unless a sentence goes on.
  new RegExp(`((?<![\\w-])(?:${passwordWords}|psk)[ \\t]+)(?![:：=(-])${other}${word}`, 'gi'),
  // As our own passwords and tokens are kept.
  /()\$?scrypt[$:][^\s"']+/gi,
]

/**
 * Creates a function that removes secrets from a text: known values in every encoding, and texts that look like secrets.
 * @param file the configuration whose secrets are known, right or not; what stands in its secrets file besides counts too
 * @param more further secrets
 */
export function createRedactor(file: string, more: readonly string[] = []): (text: string) => string {
  const known = [...secretsOf(file), ...secretsBeside(file), ...credentials(), ...more]
  const values = [...new Set(known.flatMap(forms))].filter((value) => value !== '')
  // The longest first: one may be a part of another.
  const rules = values.sort((a, b) => b.length - a.length).map(secretPattern)
  return (text) => {
    const byLook = patterns.reduce(
      (left, pattern) => left.replace(pattern, `$1${redactedMark}`),
      hideSecretFields(text, redactedMark),
    )
    return rules.reduce((left, rule) => left.replace(rule, redactedMark), byLook)
  }
}

/** The secrets of a configuration, as far as it can be parsed; a text at a wrong place may be a secret too. */
function secretsOf(file: string): readonly string[] {
  try {
    const source = parseSource(file, readFileSync(file, 'utf8'))
    const { value } = source
    return [...resolveSecrets(source, process.env).secrets, ...unlikelyNames(value), ...misplacedTexts(value)]
  } catch {
    return []
  }
}

/** The text after `!secret` if it does not look like a name: probably a password was typed there. */
function unlikelyNames(value: unknown): readonly string[] {
  if (value instanceof Secret) return /^[a-z]+([_-][a-z\d]+)*$/.test(value.name) ? [] : [value.name]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(unlikelyNames) : []
}

/** Shorter texts at a wrong place are words such as `true` and `krr` more often than secrets. */
const minMisplacedLength = 6

/** The texts that the schema does not know. Connections and appliances are left out: their schemas belong to the drivers. */
function misplacedTexts(whole: unknown): readonly string[] {
  if (!isObject(whole)) return []
  const found = Object.entries(whole).flatMap(([key, value]) => {
    if (key === 'drivers' || key === 'appliances') return []
    const part = schemaAt(schema, [key])
    // An unknown key with more below it is a section with a slip in its name.
    return part ? misplaced(value, part) : typeof value === 'string' ? [value] : []
  })
  return found.filter((text) => text.length >= minMisplacedLength)
}

function misplaced(value: unknown, part: z.ZodType | undefined): readonly string[] {
  if (value instanceof Secret || value === null || value === undefined) return []
  const inside = (key: PropertyKey) => (part ? schemaAt(part, [key]) : undefined)
  if (Array.isArray(value)) return value.flatMap((item) => misplaced(item, inside(0)))
  if (isObject(value)) return Object.entries(value).flatMap(([key, inner]) => misplaced(inner, inside(key)))
  if (part?.safeParse(value).success) return []
  const text = String(value)
  // As in `name:password`.
  return [text, ...text.split(':').slice(1)]
}

/** A secret, as it is and as it may be written elsewhere: in JSON, in an address, in Base64, in hexadecimal digits, line by line. */
function forms(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8')
  const lines = secret.split(/\r?\n/).filter((line) => line.trim().length >= shortestInWords)
  const longer =
    secret.length < shortestInWords
      ? []
      : [
          encodeURIComponent(secret),
          bytes.toString('base64').replace(/=+$/, ''),
          bytes.toString('base64url'),
          bytes.toString('hex'),
        ]
  return [secret, JSON.stringify(secret).slice(1, -1), ...(lines.length > 1 ? lines : []), ...longer]
}

/** Every secret of the file beside a configuration, used or not. */
function secretsBeside(file: string): readonly string[] {
  try {
    return secretTexts(readFileSync(secretsFile(file), 'utf8'))
  } catch {
    return []
  }
}

/** Every secret that systemd hands to this process. */
function credentials(folder = process.env.CREDENTIALS_DIRECTORY): readonly string[] {
  if (!folder) return []
  try {
    return readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8').trim())
  } catch {
    return []
  }
}
