import type { Language } from '../../util/translate.ts'

export const isLanguage = (text: string): text is Language => text === 'ko' || text === 'ja' || text === 'en'

/**
 * The language of the option `--language`; else that of the terminal, if the program has it; else that of the configuration.
 * A system without a language, as a fresh Raspberry Pi OS Lite, has the locale C.
 * @param ofConfig that of the configuration
 */
export const chooseLanguage = (
  wanted: Language | undefined,
  ofConfig: Language | undefined = 'en',
  env: NodeJS.ProcessEnv = process.env,
): Language => wanted ?? terminalLanguage(env) ?? ofConfig

/** The language of the terminal; undefined if the program does not have it. */
export function terminalLanguage(env: NodeJS.ProcessEnv = process.env): Language | undefined {
  const locale = (env.LANGUAGE || env.LC_ALL || env.LC_MESSAGES || env.LANG || '').slice(0, 2)
  return isLanguage(locale) ? locale : undefined
}
