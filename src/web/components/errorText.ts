import type { Explanation } from '../../control/api.ts'
import { RequestError } from '../api/client.ts'
import { LoginError } from '../app/session.ts'
import { language, text } from '../i18n/index.ts'

/** What a driver says of it, or a device or the system said itself, if the sentence does not say it already. */
export function detailOf({ text, detail }: Explanation): string | undefined {
  const explained = detail?.[language.value]
  return explained === undefined || text[language.value].includes(explained) ? undefined : explained
}

/** What went wrong, in the language of the page, and behind it what a device or the system said itself. */
export function errorText(error: unknown): string {
  if (!(error instanceof LoginError || error instanceof RequestError)) return (error as Error).message
  if (error.code === 'unreachable') return text().common.unreachable
  if (error instanceof LoginError) return text().session.refusals[error.code]
  if (error.code === 'unauthorized') return text().session.ended
  const { explanation, message } = error
  if (!explanation) return message
  const [sentence, detail] = [explanation.text[language.value], detailOf(explanation)]
  return detail === undefined ? sentence : `${sentence} (${detail})`
}
