import type { Reason } from '../../home/failure.ts'
import { causeOf } from '../../home/offlineCause.ts'
import { inAllLanguages, joinTexts, plainText, type Text } from '../../util/translate.ts'
import type { DriverProblem, Explanation } from '../operations/shapes.ts'
import { explain } from './index.ts'

/**
 * Why something does not answer, in three languages. A sentence that means nothing known stands for itself.
 * @param why what the driver says, or what the system said
 * @param remedy the command or sentence that mends it, if the driver knows one
 */
export function explainOffline(why: Text | undefined, remedy?: Text): Explanation {
  const code = (why === undefined ? undefined : causeOf(why)) ?? 'offline'
  const command = typeof remedy === 'string' && isCommand(remedy) ? remedy : undefined
  const advice = command === undefined ? remedy : undefined
  const explanation = explain(code, {}, { detail: joined(why, advice), command })
  if (code !== 'offline' || why === undefined || !isTranslated(why)) return explanation
  const { detail: _said, ...rest } = explanation
  return { ...rest, text: plainText(why), ...(advice !== undefined && { detail: plainText(advice) }) }
}

const joined = (why: Text | undefined, advice: Text | undefined): Text | undefined =>
  why === undefined || advice === undefined ? (why ?? advice) : joinTexts(why, '; ', advice)

/** False for the own words of a device or the system. */
function isTranslated(text: Text): boolean {
  const { ko, en } = inAllLanguages(text)
  return ko !== en
}

/** True for a line that can be pasted into a terminal as it is. */
const isCommand = (text: string): boolean => /^(sudo |clova-home |ping |nc |timedatectl |systemctl )[^;:]*$/.test(text)

/** A problem as a driver tells it, for the owner. @param remedy the command or sentence that mends it */
export const toDriverProblem = (connection: string, problem: Text, remedy: Text | undefined): DriverProblem => ({
  connection,
  text: plainText(problem),
  explanation: explainOffline(problem, remedy),
  ...(remedy !== undefined && { remedy: typeof remedy === 'string' ? remedy : plainText(remedy) }),
})

/** The reasons for which a token is refused, and that are no Failure. */
type OtherReason = 'tokenUnknown' | 'tokenExpired' | 'internal' | 'repeated'

/** Why a request failed: the code of its Failure, or of what went wrong before. */
export type FailureCode = Reason['code'] | OtherReason

/**
 * Why a request was not done, in three languages.
 * @param detail what was wrong, in a sentence
 * @param values of `outOfRange` and `conditionsNotMet`
 */
export function explainFailure(
  code: FailureCode,
  detail: Text | undefined,
  values: Readonly<Record<string, string | number>> = {},
): Explanation {
  if (code === 'offline') return explainOffline(detail)
  return explain(code, values, { detail })
}
