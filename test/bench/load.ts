import { type KeyObject, randomUUID, sign } from 'node:crypto'
import { Agent, request } from 'node:http'

/** Where requests go, and with what. */
export interface Target {
  readonly port: number
  readonly key: KeyObject
  readonly token: string
}

/** One request, signed beforehand so that signing is not measured. */
export interface Prepared {
  readonly body: Buffer
  readonly signature: string
}

export function prepare({ key, token }: Target, action: string, appliance: string, payload: object = {}): Prepared {
  const header = { messageId: randomUUID(), name: `${action}Request`, namespace: 'ClovaHome', payloadVersion: '1.0' }
  const body = Buffer.from(
    JSON.stringify({ header, payload: { accessToken: token, appliance: { applianceId: appliance }, ...payload } }),
  )
  return { body, signature: sign('RSA-SHA256', body, key).toString('base64') }
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

/** Sends one; the milliseconds it took, when it was sent, and the answer. */
export function send(
  port: number,
  { body, signature }: Prepared,
): Promise<{ ms: number; sent: bigint; status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = process.hrtime.bigint()
    const headers = {
      SignatureCEK: signature,
      'Content-Type': 'application/json;charset-UTF-8',
      'Content-Length': body.length,
    }
    const sending = request({ host: '127.0.0.1', port, path: '/clova', method: 'POST', agent, headers }, (response) => {
      let text = ''
      response.on('data', (chunk) => {
        text += chunk
      })
      response.on('end', () =>
        resolve({ ms: Number(process.hrtime.bigint() - sent) / 1e6, sent, status: response.statusCode ?? 0, text }),
      )
    })
    // A connection that rested for long may be closed just as it is used again: that tells nothing of the server.
    sending.on('error', (error: NodeJS.ErrnoException) =>
      sending.reusedSocket && error.code === 'ECONNRESET' ? resolve(send(port, { body, signature })) : reject(error),
    )
    sending.end(body)
  })
}

export const confirmed = (text: string, name = 'SetBrightnessConfirmation') => {
  if (!text.includes(name)) throw new Error(`not confirmed: ${text}`)
}

/** Sends many, so many at once, each lane to a lamp of its own; the milliseconds of each. */
export async function load(target: Target, count: number, atOnce: number): Promise<{ ms: number[]; seconds: number }> {
  const lanes = Array.from({ length: atOnce }, (_, lane) =>
    Array.from({ length: Math.ceil(count / atOnce) }, (_, i) =>
      prepare(target, 'SetBrightness', `lamp-${lane}`, { brightness: { value: 1 + ((i * 7) % 99) } }),
    ),
  )
  const ms: number[] = []
  const start = performance.now()
  await Promise.all(
    lanes.map(async (lane) => {
      for (const prepared of lane) {
        const answer = await send(target.port, prepared)
        confirmed(answer.text)
        ms.push(answer.ms)
      }
    }),
  )
  return { ms, seconds: (performance.now() - start) / 1000 }
}

export const at = (values: readonly number[], percentile: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percentile) / 100))] ?? Number.NaN
}
