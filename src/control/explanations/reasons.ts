import type { Reason } from '../../home/failure.ts'
import { inAllLanguages, inEnglish, joinTexts, plainText, type Text } from '../../util/translate.ts'
import type { Explanation } from '../operations/shapes.ts'
import { type ExplanationCode, explain } from './index.ts'

/**
 * What drivers and the system say of why something does not answer, by the English words that they use. What they say stays as
 * the detail; the first row that fits counts.
 */
const reasons: readonly (readonly [words: RegExp, code: ExplanationCode])[] = [
  [/answer within [\d.]+ m?s/i, 'noAnswer'],
  [/username or password|not authorized|bad user name/i, 'wrongCredentials'],
  [/application key|not who was paired/i, 'pairAgain'],
  [/button was not pressed|link button/i, 'buttonNotPressed'],
  [/is locked/i, 'deviceLocked'],
  [/ECONNREFUSED/, 'refusedConnection'],
  [/ENOTFOUND|EAI_AGAIN|nobody knows the name/, 'unknownHost'],
  [/CERT_|SELF_SIGNED|UNABLE_TO|ERR_SSL|certificate|ALTNAME/, 'untrustedCertificate'],
  [/ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|nothing answers|answers on the network|cannot be reached:/, 'unreachableHost'],
  [/says that it is not there|is offline$|reports? (that )?it is (away|offline)/i, 'deviceAway'],
  [/never said anything|never seen|has not announced|announces itself|there is no device/i, 'neverSeen'],
  [/bridge cannot reach|reaches none/i, 'bridgeCannotReach'],
  [/removed from the bridge|no longer has it|the bridge has (no|nothing)/i, 'removedFromBridge'],
  [/broker is away|broker went away|broker did not take/i, 'brokerAway'],
  [/bridge is away|connection to the bridge/i, 'bridgeAway'],
  [/did not (say|report|confirm)|does not confirm|was not confirmed/i, 'notConfirmed'],
  [/could not (start|make the device)/i, 'driverFailed'],
]

/**
 * Why something does not answer, in three languages. A sentence that means nothing known stands for itself.
 * @param why what the driver says, or what the system said
 * @param remedy the command or sentence that mends it, if the driver knows one
 */
export function explainOffline(why: Text | undefined, remedy?: Text): Explanation {
  const words = why === undefined ? '' : inEnglish(why)
  const code = reasons.find(([known]) => known.test(words))?.[1] ?? 'offline'
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
