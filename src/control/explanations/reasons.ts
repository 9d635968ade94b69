import type { Reason } from '../../home/failure.ts'
import type { Explanation } from '../operations/shapes.ts'
import { type ExplanationCode, explain } from './index.ts'

/**
 * What drivers and the system say of why something does not answer, by the words that they use. Their own words stay as the
 * detail; the first row that fits counts.
 */
const reasons: readonly (readonly [words: RegExp, code: ExplanationCode])[] = [
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
 * Why something does not answer, in three languages.
 * @param detail what the driver or the system said
 * @param command what mends it, if the driver knows a command
 */
export function explainOffline(detail: string | undefined, remedy?: string): Explanation {
  const seconds = /(?:no answer within|did not answer within|in) (\d+) ?ms/.exec(detail ?? '')?.[1]
  const command = remedy !== undefined && isCommand(remedy) ? remedy : undefined
  const more = {
    detail: detail !== undefined && remedy !== undefined && !command ? `${detail}; ${remedy}` : detail,
    command,
  }
  if (seconds !== undefined) return explain('noAnswer', { seconds: Number(seconds) / 1000 }, more)
  const code = reasons.find(([words]) => words.test(detail ?? ''))?.[1] ?? 'offline'
  return explain(code, {}, more)
}

/** True for a line that can be pasted into a terminal as it is. */
const isCommand = (text: string): boolean => /^(sudo |clova-home |ping |nc |timedatectl |systemctl )[^;:]*$/.test(text)

/** The reasons for which a token is refused, and that are no Failure. */
type OtherReason = 'tokenUnknown' | 'tokenExpired' | 'internal' | 'repeated'

/** Why a request failed: the code of its Failure, or of what went wrong before. */
export type FailureCode = Reason['code'] | OtherReason

/**
 * Why a request was not done, in three languages.
 * @param detail the sentence of the log
 * @param values of `outOfRange` and `conditionsNotMet`
 */
export function explainFailure(
  code: FailureCode,
  detail: string | undefined,
  values: Readonly<Record<string, string | number>> = {},
): Explanation {
  if (code === 'offline') return explainOffline(detail)
  return explain(code, values, { detail })
}
