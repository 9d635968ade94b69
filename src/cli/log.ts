import pino, { type Logger } from 'pino'

/** Shorter ones would blot out ordinary words. */
const shortest = 6

/**
 * JSON lines on stdout, for journald.
 * @param secrets whatever of these a line holds is blotted out, wherever it comes from; more may be added later
 * @param write where the lines go
 */
export function createLog(
  secrets: readonly string[],
  level = process.env.LOG_LEVEL ?? 'info',
  write: (line: string) => void = (line) => process.stdout.write(line),
): Logger {
  const clean = (line: string) =>
    secrets.reduce((text, secret) => (secret.length < shortest ? text : text.replaceAll(secret, '[secret]')), line)
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: ['accessToken', '*.accessToken', 'password', '*.password'], censor: '[secret]' },
    },
    { write: (line: string) => write(clean(line)) },
  )
}
