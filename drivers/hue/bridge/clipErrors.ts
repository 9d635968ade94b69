import { Failure } from '../../../src/home/failure.ts'
import type { LocalizedText } from '../../../src/util/translate.ts'
import { say } from '../messages.ts'
import type { BridgeResponse } from './http.ts'
import { answer } from './resources.ts'

/** A failure of the whole bridge, with the status that it answered. */
const withStatus = (status: number, message: LocalizedText, code: 'offline' | 'busy' = 'offline') =>
  Object.assign(new Failure(code, message), { status })

/** Why the bridge does not tell what it has. */
export function describeRefusal({ status, json }: BridgeResponse): Failure {
  if (status === 401 || status === 403) return withStatus(status, say('keyUnknown'))
  if (status === 429) return withStatus(status, say('tooBusy', { status }), 'busy')
  if (status === 503) return withStatus(status, say('starting'))
  if (status === 200 && json === undefined) return withStatus(status, say('notJson'))
  return withStatus(status, describeStatus(status, json))
}

/** What became of a command by the answer alone. */
interface CommandAnswer {
  /** the bridge refused it */
  readonly failure?: Failure
  /** it took the command and has doubts about it */
  readonly warning?: string
}

/**
 * Whether a command was refused. Errors beside a status of success are no refusal: the bridge names each lamp that has
 * no power, is off already or lacks an attribute ("command may not have effect"), while the others follow. What came of
 * it is decided by what the lamps show afterwards.
 */
export function commandFailure(response: BridgeResponse): CommandAnswer {
  const { status, json } = response
  if (status === 404) return { failure: withStatus(status, say('noLonger')) }
  // To a command 503 means that the bridge's own queue is full; it was there a moment ago.
  if (status === 503) return { failure: withStatus(status, say('tooBusy', { status }), 'busy') }
  if (status === 401 || status === 403 || status === 429) return { failure: describeRefusal(response) }
  const parsed = answer.safeParse(json)
  // What answers HTML is not a bridge: whether it passed the command on is not known.
  if (!parsed.success) return { failure: new Failure('deviceFault', say('invalidAnswer', { status })) }
  if (status >= 500) return { failure: new Failure('deviceFault', describeStatus(status, json)) }
  const errors = parsed.data.errors.map(({ description = 'an error without words' }) => description)
  if (status >= 400) {
    const words = errors.join('; ')
    const why = words === '' ? say('refusedStatus', { status }) : say('said', { words })
    return { failure: new Failure('actionFailed', why) }
  }
  return errors.length > 0 ? { warning: errors.slice(0, 5).join('; ') } : {}
}

/** The failure of a command that nothing came of, after the bridge complained. */
export const failureOf = (warning: string): Failure =>
  new Failure(
    /communication (issue|error)|not reachable|unreachable/i.test(warning) ? 'offline' : 'actionFailed',
    say('said', { words: warning }),
  )

function describeStatus(status: number, json: unknown): LocalizedText {
  const [first] = answer.safeParse(json).data?.errors ?? []
  return first?.description === undefined
    ? say('answersStatus', { status })
    : say('answersStatusSaying', { status, words: first.description })
}
