import { randomBytes } from 'node:crypto'
import type { Bridge } from './bridgeTypes.ts'

/** What POST /api is answered with: a key, once the button was pressed. */
export function paired({ refusal, pressed }: Bridge, keys: Set<string>, body: unknown): object {
  if (refusal) return refusal
  const { devicetype, generateclientkey } = (body ?? {}) as { devicetype?: unknown; generateclientkey?: unknown }
  const error = (type: number, description: string) => [{ error: { type, address: '', description } }]
  if (typeof devicetype !== 'string') return error(5, 'invalid/missing parameters in body')
  if (devicetype.length > 40) return error(7, `invalid value, ${devicetype}, for parameter, devicetype`)
  if (!pressed) return error(101, 'link button not pressed')
  const username = randomBytes(30).toString('base64url')
  keys.add(username)
  const clientkey = randomBytes(16).toString('hex').toUpperCase()
  return [{ success: { username, ...(generateclientkey === true && { clientkey }) } }]
}

/** What it tells of itself to anybody. */
export function configOf({ id, software }: Bridge, model: string): object {
  const mac = id.replace(/fffe/, '').replace(/(..)(?=.)/g, '$1:')
  const versions = { datastoreversion: '172', swversion: software, apiversion: '1.66.0' }
  return { name: 'Hue Bridge', ...versions, mac, bridgeid: id.toUpperCase(), factorynew: false, modelid: model }
}
