import { Failure } from '../../../src/home/failure.ts'
import type { BridgeResponse } from './http.ts'
import { answer } from './resources.ts'

/** A failure of the whole bridge, with the status that it answered. */
const withStatus = (status: number, message: string, code: 'offline' | 'busy' = 'offline') =>
  Object.assign(new Failure(code, message), { status })

/** Why the bridge does not tell what it has. */
export function describeRefusal({ status, json }: BridgeResponse): Failure {
  if (status === 401 || status === 403)
    return withStatus(status, 'the bridge does not know the application key (any more); run: clova-home pair hue')
  if (status === 429) return withStatus(status, 'the bridge has too much to do (429); try it again in a moment', 'busy')
  if (status === 503) return withStatus(status, 'the bridge is starting')
  if (status === 200 && json === undefined) return withStatus(status, 'what the bridge answers is not JSON')
  return withStatus(status, `the bridge answers ${status}${firstDescription(json)}`)
}

/** What became of a command by the answer alone. */
interface CommandAnswer {
  /** the bridge refused it */
  readonly failure?: Failure
  /** it took the command and has doubts about it */
  readonly complaint?: string
}

/**
 * Whether a command was refused. Errors beside a status of success are no refusal: the bridge names each lamp that has
 * no power, is off already or lacks an attribute ("command may not have effect"), while the others follow. What came of
 * it is decided by what the lamps show afterwards.
 */
export function commandFailure(response: BridgeResponse): CommandAnswer {
  const { status, json } = response
  if (status === 404) return { failure: withStatus(status, 'the bridge no longer has it') }
  // To a command 503 means that the bridge's own queue is full; it was there a moment ago.
  if (status === 503)
    return { failure: withStatus(status, 'the bridge has too much to do (503); try it again in a moment', 'busy') }
  if (status === 401 || status === 403 || status === 429) return { failure: describeRefusal(response) }
  const parsed = answer.safeParse(json)
  // What answers HTML is not a bridge: whether it passed the command on is not known.
  if (!parsed.success)
    return { failure: new Failure('deviceFault', `the bridge answers ${status} with no valid answer`) }
  if (status >= 500)
    return { failure: new Failure('deviceFault', `the bridge answers ${status}${firstDescription(json)}`) }
  const errors = parsed.data.errors.map(({ description = 'an error without words' }) => description)
  if (status >= 400) return { failure: new Failure('actionFailed', errors.join('; ') || `status ${status}`) }
  return errors.length > 0 ? { complaint: errors.slice(0, 5).join('; ') } : {}
}

/** The failure of a command that nothing came of, after the bridge complained. */
export const failureOf = (complaint: string): Failure =>
  new Failure(
    /communication (issue|error)|not reachable|unreachable/i.test(complaint) ? 'offline' : 'actionFailed',
    complaint,
  )

function firstDescription(json: unknown): string {
  const [first] = answer.safeParse(json).data?.errors ?? []
  return first?.description === undefined ? '' : `: ${first.description}`
}
