import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import type { ClovaMessage } from '../clova/envelope.ts'
import type { Config } from '../config/load.ts'
import { connectableHost, isListening } from '../util/network.ts'
import { askHeader, type LocalKey, readLocalKey, recordHeader } from './localKey.ts'

/** What came back over the wire. */
export interface Answer {
  readonly status: number
  readonly body: string
  /** what the gateway recorded of it: before, after, the milliseconds of each step */
  readonly record: Readonly<Record<string, unknown>>
}

/** The message that CLOVA would send. */
export const message = (name: string, payload: object): Omit<ClovaMessage, 'payload'> & { payload: object } => ({
  header: { messageId: randomUUID(), name, namespace: 'ClovaHome', payloadVersion: '1.0' },
  payload,
})

/** How long the gateway may take, in milliseconds: more than any deadline that it can have. */
const patience = 8000

/** Sends a body to the running gateway, signed with the local key. @throws Error in plain words if it does not answer */
export function send(
  address: { readonly host: string; readonly port: number },
  path: string,
  key: LocalKey,
  body: string,
  ask?: string,
): Promise<Answer> {
  const bytes = Buffer.from(body)
  const host = connectableHost(address.host)
  const headers = {
    'Content-Type': 'application/json;charset-UTF-8',
    'Content-Length': bytes.length,
    SignatureCEK: key.sign(bytes),
    ...(ask !== undefined && { [askHeader]: ask }),
  }
  return new Promise((resolve, reject) => {
    const sent = request({ host, port: address.port, path, method: 'POST', headers, timeout: patience }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const record = response.headers[recordHeader]
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).toString('utf8'),
          record: typeof record === 'string' ? JSON.parse(record) : {},
        })
      })
    })
    sent.on('timeout', () =>
      sent.destroy(new Error(`the gateway at ${host}:${address.port} did not answer within ${patience} ms`)),
    )
    sent.on('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'ECONNREFUSED'
          ? new Error(`no gateway runs at ${host}:${address.port}; start it with: clova-home run`)
          : error,
      ),
    )
    sent.end(bytes)
  })
}

/**
 * What the running gateway says to a question; nothing if none runs.
 * @throws Error in plain words if it cannot be asked
 */
export async function askRunning<T>(
  { server, state }: Pick<Config, 'server' | 'state'>,
  question: string,
): Promise<T | undefined> {
  if (!(await isListening(server.listen))) return undefined
  const { status, body } = await send(server.listen, server.path, localKey({ state }), '{}', question)
  if (status !== 200)
    throw new Error(`the gateway refused to tell (status ${status}); it may run with another configuration`)
  return JSON.parse(body)
}

/** The local key of the gateway that this configuration runs. @throws Error in plain words */
export function localKey({ state }: Pick<Config, 'state'>): LocalKey {
  try {
    return readLocalKey(state)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT')
      throw new Error(
        `the gateway has not run yet with this configuration (nothing in ${state}); start it with: clova-home run`,
      )
    throw new Error(`the key in ${state} cannot be read (${code}); run this as the user of the gateway, or with sudo`)
  }
}
