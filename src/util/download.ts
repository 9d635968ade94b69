import type { IncomingMessage } from 'node:http'

const maxBytes = 16 * 1024

/**
 * Downloads a text of at most 16 KiB; redirects are not followed, and HTTP without TLS is allowed from this machine only.
 * @throws Error for the user
 */
export async function downloadText(url: string, timeoutMs: number): Promise<string> {
  const { protocol, hostname } = new URL(url)
  if (protocol !== 'https:' && !['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
    throw new Error(`${url} is not https`)
  // Imported only when needed: a gateway with its key on disk downloads nothing.
  const { get } = protocol === 'https:' ? await import('node:https') : await import('node:http')
  return new Promise((resolve, reject) => {
    const request = get(
      url,
      { signal: AbortSignal.timeout(timeoutMs), headers: { accept: '*/*' } },
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
          if (size > maxBytes) response.destroy(new Error(`${url} is longer than ${maxBytes} bytes`))
        })
        response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
        response.on('error', reject)
      },
    )
    request.on('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.name === 'AbortError' || error.code === 'ABORT_ERR'
          ? new Error(`${url} did not answer within ${timeoutMs} ms`)
          : error,
      ),
    )
  })
}
