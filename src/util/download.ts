import type { IncomingMessage } from 'node:http'

const most = 16 * 1024

/**
 * The text at a URL: at most 16 KiB, within so many milliseconds, no redirects.
 * Plain http only from this machine itself.
 * @throws Error in plain words
 */
export async function download(url: string, ms: number): Promise<string> {
  const { protocol, hostname } = new URL(url)
  if (protocol !== 'https:' && !['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
    throw new Error(`${url} is not https`)
  // Loaded late: a gateway with its key on disk never needs it.
  const { get } = protocol === 'https:' ? await import('node:https') : await import('node:http')
  return new Promise((resolve, reject) => {
    const request = get(
      url,
      { signal: AbortSignal.timeout(ms), headers: { accept: '*/*' } },
      (response: IncomingMessage) => {
        if (response.statusCode !== 200) {
          response.destroy()
          reject(new Error(`${url} answered with status ${response.statusCode}`))
          return
        }
        const chunks: Buffer[] = []
        let size = 0
        response.on('data', (chunk: Buffer) => {
          size += chunk.length
          chunks.push(chunk)
          if (size > most) response.destroy(new Error(`${url} is longer than ${most} bytes`))
        })
        response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
        response.on('error', reject)
      },
    )
    request.on('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.name === 'AbortError' || error.code === 'ABORT_ERR'
          ? new Error(`${url} did not answer within ${ms} ms`)
          : error,
      ),
    )
  })
}
