import type { Language } from '../../util/translate.ts'
import { UsageError } from '../command.ts'

const isLanguage = (text: string): text is Language => text === 'ko' || text === 'ja' || text === 'en'

/**
 * The language of the option `--language`; else that of the terminal, if the program has it; else that of the configuration.
 * A system without a language, as a fresh Raspberry Pi OS Lite, has the locale C.
 * @param other that of the configuration
 * @throws UsageError
 */
export function chooseLanguage(
  wanted: string | undefined,
  other: Language | undefined = 'en',
  env: NodeJS.ProcessEnv = process.env,
): Language {
  if (wanted !== undefined) {
    if (isLanguage(wanted)) return wanted
    throw new UsageError(`--language ${wanted}: it is ko, ja or en`)
  }
  const locale = (env.LANGUAGE || env.LC_ALL || env.LC_MESSAGES || env.LANG || '').slice(0, 2)
  return isLanguage(locale) ? locale : other
}
