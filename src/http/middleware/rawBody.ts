import type { IncomingMessage } from 'node:http'

/** The most that a request may hold, in bytes. */
const bodyLimit = 64 * 1024

/**
 * The bytes of a request as they came, which is what was signed; nothing if there are more than the limit.
 * Reading stops there: whoever sends more is not read to the end.
 */
export function readBody(request: IncomingMessage, limit = bodyLimit): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length']) > limit) return Promise.resolve(undefined)
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= limit) return void chunks.push(chunk)
      request.pause()
      resolve(undefined)
    })
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)))
    request.on('error', reject)
    request.on('close', () => request.complete || reject(new Error('the client went away')))
  })
}
