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

/** How long a line may wait for others, in milliseconds, and how much may wait, in characters. */
const gathering = { ms: 20, most: 16 * 1024 }

/** Stdout, a moment later: what is being answered is answered first, and many lines are one write. The last are written at the exit. */
function stdout(clean: (text: string) => string): { write(line: string): void } {
  let waiting = ''
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    if (waiting !== '') process.stdout.write(clean(waiting))
    waiting = ''
  }
  process.once('exit', flush)
  return {
    write(line) {
      waiting += line
      if (waiting.length > gathering.most) flush()
      else timer ??= setTimeout(flush, gathering.ms)
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
