import type { ClientRequest, IncomingHttpHeaders, IncomingMessage, RequestOptions } from 'node:http'
import { localizedError, localizer } from './translate.ts'

const say = localizer({
  interimResponses: {
    ko: '서버가 임시 응답(1xx)만 끝없이 보냅니다',
    ja: 'サーバーが中間応答（1xx）を際限なく送ってきます',
    en: 'the server sends interim responses (1xx) without end',
  },
})

/** What is sent, and what the response may be. */
export interface HttpRequestOptions {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string | number>>
  readonly body?: Uint8Array | string
  /** ends the request, also while the response is read: no request goes without a deadline */
  readonly signal: AbortSignal
  /** how the connection is made: `socketPath`, `port`, `ca`, `agent` …; without an agent each request has its own connection */
  readonly connection?: RequestOptions & { readonly ca?: readonly string[]; readonly rejectUnauthorized?: boolean }
  /** sees the request before it is sent, such as to look at its socket */
  readonly onRequest?: (request: ClientRequest) => void
}

/** A response that was read to its end. */
export interface BufferedResponse {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  /** the address of the server */
  readonly remoteAddress?: string
}

/** How many interim responses (1xx) a server may send. None that we talk to sends more than one (RFC 9110, 15.2). */
const maxInterimResponses = 10

/** Ends a request whose server sends interim responses without end: a read of 64 KiB holds thousands of them. */
export function limitInterimResponses(request: ClientRequest): void {
  let count = 0
  request.on('information', () => {
    count += 1
    if (count > maxInterimResponses) request.destroy(localizedError(say('interimResponses')))
  })
}

/**
 * Sends a request over http or https, and follows no redirect.
 * @returns the response, once its head is there; its body must be read, or the response destroyed
 * @throws the signal's reason, or the error of the system or of TLS with its `code`
 */
export async function openHttp(url: string, options: HttpRequestOptions): Promise<IncomingMessage> {
  const { method = 'GET', headers = {}, body, signal, connection = {}, onRequest } = options
  // node:https takes 3 MiB of memory, and most gateways never need it.
  const { request } = url.startsWith('https:') ? await import('node:https') : await import('node:http')
  const length = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { agent: false, ...connection, method, headers: { ...headers, ...length }, signal } as RequestOptions,
      // A response that came with the last of too many interim ones is none: the error follows.
      (response) => sent.destroyed || resolve(response),
    )
    sent.on('error', (error) => reject(signal.aborted ? signal.reason : error))
    limitInterimResponses(sent)
    onRequest?.(sent)
    sent.end(body)
  })
}

/**
 * Sends a request and reads the whole response.
 * @param maxBytes how long the body of the response may be
 * @param excess how a longer one is handled: an error, or only its first `maxBytes` bytes are returned
 * @throws as `openHttp`; an Error with a message for the user if the response is too long
 */
export async function requestHttp(
  url: string,
  {
    maxBytes,
    excess = 'error',
    ...options
  }: HttpRequestOptions & { readonly maxBytes: number; readonly excess?: 'error' | 'truncate' },
): Promise<BufferedResponse> {
  const response = await openHttp(url, options)
  const { statusCode: status = 0, headers } = response
  const { remoteAddress } = response.socket
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length
      chunks.push(chunk)
      if (size > maxBytes) break
    }
  } catch (error) {
    throw options.signal.aborted ? options.signal.reason : error
  }
  if (size > maxBytes && excess === 'error') throw new Error(`the response is longer than ${maxBytes} bytes`)
  const body = Buffer.concat(chunks).subarray(0, maxBytes)
  return { status, headers, body, ...(remoteAddress !== undefined && { remoteAddress }) }
}
