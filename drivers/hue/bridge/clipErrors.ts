import { Failure } from '../../../src/home/failure.ts'
import type { HttpResponse } from './http.ts'
import { answer, type Resources } from './resources.ts'

/** A failure of the whole bridge, with the status that it answered. */
const withStatus = (status: number, why: string) => Object.assign(new Failure('offline', why), { status })

/** Why the bridge does not say what it has. */
export function describeRefusal({ status, json }: HttpResponse): Failure {
  if (status === 401 || status === 403)
    return withStatus(status, 'the bridge does not know the application key (any more); run: clova-home pair hue')
  if (status === 429)
    return Object.assign(new Failure('busy', 'the bridge has too much to do (429); try it again in a moment'), {
      status,
    })
  if (status === 503) return withStatus(status, 'the bridge is starting')
  if (status === 200 && json === undefined) return withStatus(status, 'what the bridge answers is no JSON')
  return withStatus(status, `the bridge answers ${status}${firstDescription(json)}`)
}

/**
 * What went wrong with an order; nothing if nothing did.
 * The texts are the bridge's own: it has no codes for what its lamps do.
 */
export function commandFailure(given: HttpResponse): Failure | undefined {
  const { status, json } = given
  const parsed = answer.safeParse(json)
  if (status === 404) return withStatus(status, 'the bridge no longer has it')
  if (status === 401 || status === 403 || status === 429 || status === 503) return describeRefusal(given)
  // It may have been done or not: who hears HTML does not speak to what a bridge is.
  if (!parsed.success) return new Failure('deviceFault', `the bridge answers ${status} with what is no answer`)
  const errors = parsed.data.errors.map(({ description = 'an error without words' }) => description)
  if (errors.some((text) => /communication (issue|error)|not reachable|unreachable/i.test(text)))
    return new Failure('offline', errors.join('; '))
  if (status >= 500) return new Failure('deviceFault', `the bridge answers ${status}${firstDescription(json)}`)
  if (status >= 400 || errors.length > 0) return new Failure('actionFailed', errors.join('; ') || `status ${status}`)
  return undefined
}

/** Another bridge than was meant; nothing if it is the one, or does not say. @param bridgeId in small letters */
export function wrongBridge(bridgeId: string | undefined, known: Resources): Failure | undefined {
  if (bridgeId === undefined) return undefined
  for (const { type, bridge_id } of known.all())
    if (type === 'bridge' && bridge_id !== undefined && bridge_id.toLowerCase() !== bridgeId)
      return Object.assign(
        new Failure(
          'offline',
          `another bridge is at the address: ${bridge_id.toLowerCase()} and not ${bridgeId}; if it is your new one, pair again: clova-home pair hue`,
        ),
        { code: 'ERR_TLS_CERT_NOT_PAIRED' },
      )
  return undefined
}

function firstDescription(json: unknown): string {
  const [first] = answer.safeParse(json).data?.errors ?? []
  return first?.description === undefined ? '' : `: ${first.description}`
}
