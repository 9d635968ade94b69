import { createPrivateKey, createPublicKey, randomUUID, sign } from 'node:crypto'
import { type IncomingHttpHeaders, request } from 'node:http'

/** CLOVA's key in the tests. */
const privateKey = createPrivateKey(String(process.env.CLOVA_HOME_TEST_KEY))
const clovaKey = { privateKey, publicKey: createPublicKey(privateKey) }
export const pem = clovaKey.publicKey.export({ format: 'pem', type: 'spki' }) as string
export const signed = (body: string | Buffer, key = clovaKey.privateKey) =>
  sign('RSA-SHA256', Buffer.from(body), key).toString('base64')

export interface HttpAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export const envelope = (name: string, payload: object, messageId: string = randomUUID()) =>
  JSON.stringify({ header: { messageId, name, namespace: 'ClovaHome', payloadVersion: '1.0' }, payload })

/** Sends bytes as they are, over a connection of their own. */
export const postTo = (
  { host, port }: { readonly host: string; readonly port: number | string },
  body: string | Buffer,
  headers: Record<string, string> = {},
  { path = '/clova', method = 'POST' }: { readonly path?: string; readonly method?: string } = {},
): Promise<HttpAnswer> =>
  new Promise((resolve, reject) => {
    const sent = request({ host, port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      )
      response.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
