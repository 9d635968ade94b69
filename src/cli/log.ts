import pino, { type Logger } from 'pino'

/** Shorter ones would blot out ordinary words. */
const shortest = 6

/** What stands under these keys is a secret, whoever should log it. */
const named = /("(?:accessToken|password|clientSecret|applicationKey|token)":)"(?:[^"\\]|\\.)*"/g

/** A line of JSON without a secret, also where JSON writes it otherwise. */
const blot = (line: string, secret: string) =>
  secret.length < shortest
    ? line
    : line.replaceAll(secret, '[secret]').replaceAll(JSON.stringify(secret).slice(1, -1), '[secret]')

/** Stdout, a turn of the loop later: what is being answered is answered first, and many lines are one write. */
function stdout(clean: (text: string) => string): { write(line: string): void } {
  let waiting = ''
  const flush = () => {
    if (waiting !== '') process.stdout.write(clean(waiting))
    waiting = ''
  }
  process.once('exit', flush)
  return {
    write(line) {
      if (waiting === '') setImmediate(flush)
      waiting += line
    },
  }
}

/**
 * JSON lines on stdout, for journald.
 * @param secrets whatever of these a line holds is blotted out, wherever it comes from; more may be added later
 * @param write where each line goes instead
 */
export function createLog(
  secrets: readonly string[],
  level = process.env.LOG_LEVEL ?? 'info',
  write?: (line: string) => void,
): Logger {
  const clean = (line: string) =>
    secrets.reduce((text, secret) => blot(text, secret), line.replace(named, '$1"[secret]"'))
  const lines = write ? { write: (line: string) => write(clean(line)) } : stdout(clean)
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    lines,
  )
}
