import type { IncomingMessage } from 'node:http'

/** The most that a request may hold, in bytes. */
export const bodyLimit = 64 * 1024

/**
 * The bytes of a request as they came, which is what was signed; nothing if there are more than the limit.
 * Reading stops there: whoever sends more is not read to the end.
 */
export function readBody(request: IncomingMessage, limit = bodyLimit): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length']) > limit) return Promise.resolve(undefined)
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const settle = (outcome: () => void) => {
      request.off('data', take).off('end', finish).off('error', fail).off('close', fail)
      outcome()
    }
    const take = (chunk: Buffer) => {
      size += chunk.length
      if (size > limit) {
        request.pause()
        settle(() => resolve(undefined))
      } else chunks.push(chunk)
    }
    const finish = () => settle(() => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)))
    const fail = (error?: Error) => settle(() => reject(error ?? new Error('the client went away')))
    request.on('data', take).on('end', finish).on('error', fail).on('close', fail)
  })
}
