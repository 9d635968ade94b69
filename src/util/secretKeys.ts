/** What passwords are called, also by people: the source of a regular expression. */
export const passwordWords = 'passwor[dt]|passwd|passphrase|pwd|비밀번호|비번|암호|パスワード|暗証番号'

/** What the name of a secret holds. */
const words = `${passwordWords}|token|secret|credential|토큰|トークン`

/** How the name of a secret ends; a public key is none. */
const endings =
  'pass|psk|SignatureCEK|(?:api|app|application|access|client|private|local|network|shared|encryption|master|link)[_-]?key'

/**
 * How what a secret is called ends, in a configuration, a log or the text of another program: the source of a regular expression.
 * What stands before is left out: a search for it would begin anew at each character of a long text.
 */
export const secretNameEnd = `(?:${words}|${endings}|(?<![\\w-])pin)`

/** How a key ends whose value is a secret. In other texts these two stand before more than the secret. */
const keyEndings = `${endings}|authorization|cookie`

const secretKey = new RegExp(`${words}|(?:${keyEndings})$|^pin$`, 'i')

/** True if the value of this key must not be shown. */
export const isSecretKey = (key: string): boolean => secretKey.test(key)

/** More characters of a key are not looked at, so that a long text takes no long time. */
const some = '[^"]{0,100}'

/** Texts and numbers of JSON under such a key. The colon is looked for first, since that is fast. */
const secretFields = new RegExp(
  `(":(?<="(?:${some}(?:${words})${some}|${some}(?:${keyEndings})|pin)":)\\s*)(?:"(?:[^"\\\\]|\\\\.)*"|-?\\d[\\d.e+-]*)`,
  'gi',
)

/** Puts a mark in place of each text and number that stands under a secret key of a JSON text. */
export const hideSecretFields = (json: string, mark: string): string => json.replace(secretFields, `$1"${mark}"`)

/** Secrets shorter than this are replaced only as whole words; else parts of ordinary words would be replaced. */
export const shortestInWords = 6

/**
 * Where a secret stands in a text. A short one counts as a whole word alone; what Korean and Japanese write behind a Latin word
 * does not belong to it, nor does the full stop of a sentence.
 */
export function secretPattern(secret: string): RegExp {
  const literal = secret.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  if (secret.length >= shortestInWords) return new RegExp(literal, 'g')
  const isLatin = /^[\p{Script=Latin}\p{N}\p{P}\p{S}]*$/u.test(secret)
  const letter = `${isLatin ? '\\p{Script=Latin}' : '\\p{L}'}\\p{N}_`
  return new RegExp(`(?<![${letter}]|[${letter}][.-])${literal}(?![${letter}]|[.-][${letter}])`, 'gu')
}
