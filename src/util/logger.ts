import pino, { type Logger } from 'pino'
import type { LogRing } from './logRing.ts'
import { hideSecretFields } from './secretKeys.ts'

/** The text that replaces a secret. */
const secretMark = '[secret]'

/** Shorter secrets are not redacted: they would match parts of ordinary words. */
const minSecretLength = 6

/** Removes a secret from a line of JSON, in its plain and in its escaped form. */
const redactSecret = (line: string, secret: string) =>
  secret.length < minSecretLength
    ? line
    : line.replaceAll(secret, secretMark).replaceAll(JSON.stringify(secret).slice(1, -1), secretMark)

/** Lines are written together: how long a line may wait, and how many characters may be buffered. */
const writeBuffer = { delayMs: 20, maxCharacters: 16 * 1024 }

/**
 * Writes to stdout after a short delay, so that an answer is sent first and many lines are one write. The rest is written
 * at exit.
 */
function stdout(redact: (text: string) => string, ring: LogRing | undefined): { write(line: string): void } {
  let buffered = ''
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    if (buffered === '') return
    const text = redact(buffered)
    buffered = ''
    process.stdout.write(text)
    ring?.add(text)
  }
  process.once('exit', flush)
  return {
    write(line) {
      buffered += line
      if (buffered.length > writeBuffer.maxCharacters) flush()
      else timer ??= setTimeout(flush, writeBuffer.delayMs)
    },
  }
}

/**
 * The level of `LOG_LEVEL`; `info` if its value is not a level, since a typing error must not keep the gateway from
 * starting.
 */
function levelOf(text = ''): string {
  const level = text.trim().toLowerCase()
  return level === 'silent' || Object.hasOwn(pino.levels.values, level) ? level : 'info'
}

/**
 * JSON lines on stdout, for journald.
 * @param secrets texts that are replaced by `[secret]` in every line; the list may grow later
 * @param write receives each line instead of stdout
 * @param ring keeps the last lines that were written to stdout
 */
export function createLogger(
  secrets: readonly string[],
  level = levelOf(process.env.LOG_LEVEL),
  write?: (line: string) => void,
  ring?: LogRing,
): Logger {
  const clean = (line: string) =>
    secrets.reduce((text, secret) => redactSecret(text, secret), hideSecretFields(line, secretMark))
  const lines = write ? { write: (line: string) => write(clean(line)) } : stdout(clean, ring)
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      // What a record of a request holds beside its line.
      serializers: { trace: () => undefined },
    },
    lines,
  )
}
