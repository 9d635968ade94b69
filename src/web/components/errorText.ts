import { RequestError } from '../api/client.ts'
import { language, text } from '../i18n/index.ts'

/** What went wrong, in the language of the page; in English where the gateway knows nothing else. */
export function errorText(error: unknown): string {
  if (!(error instanceof RequestError)) return (error as Error).message
  if (error.code === 'unreachable') return text().common.unreachable
  if (error.code === 'unauthorized') return text().session.ended
  return error.explanation?.text[language.value] ?? error.message
}
