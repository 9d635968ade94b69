import type { IncomingMessage } from 'node:http'
import type { DefaultState, Middleware } from 'koa'

/** The greatest number of chunks of a body. A network splits 64 KiB into about fifty; chunks of one byte only cost time. */
const maxPiecesOf = (maxBytes: number) => Math.max(1000, maxBytes / 1024)

/**
 * The bytes of a request body as they arrived, which are what was signed. Undefined if there are more than `maxBytes` or too
 * many chunks; then the rest is dropped as it comes in.
 * @throws Error if the client disconnects before the end
 */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  const announced = Number(request.headers['content-length'] ?? Number.NaN)
  if (announced > maxBytes) return Promise.resolve(undefined)
  return new Promise((resolve, reject) => {
    // One buffer for all chunks: a buffer for a chunk of one byte would need 100 times its size.
    let body = Number.isNaN(announced) ? Buffer.allocUnsafeSlow(4096) : Buffer.allocUnsafe(announced)
    let size = 0
    let pieces = 0
    const maxPieces = maxPiecesOf(maxBytes)
    request.on('data', (chunk: Buffer) => {
      pieces += 1
      if (size + chunk.length > maxBytes || pieces > maxPieces) {
        // It flows on to nobody until the connection is closed: paused, Node would keep a buffer for each further chunk.
        request.removeAllListeners('data')
        body = Buffer.alloc(0)
        return resolve(undefined)
      }
      if (size + chunk.length > body.length) {
        const larger = Buffer.allocUnsafeSlow(Math.min(maxBytes, Math.max(2 * body.length, size + chunk.length)))
        body.copy(larger, 0, 0, size)
        body = larger
      }
      chunk.copy(body, size)
      size += chunk.length
    })
    request.on('end', () => resolve(body.subarray(0, size)))
    request.on('error', reject)
    request.on('close', () => request.complete || reject(new Error('the client went away')))
  })
}

/** Reads the body into `state.body`; responds with 413 if it is too large. */
export const rawBody =
  <S extends DefaultState & { body: Buffer }>(maxBytes: number): Middleware<S> =>
  async (context, next) => {
    const body = await readBody(context.req, maxBytes)
    if (!body) return context.throw(413, 'too large')
    context.state.body = body
    return next()
  }
