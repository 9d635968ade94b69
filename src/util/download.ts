import { requestHttp } from './httpRequest.ts'

/** The longest text, in bytes. */
const maxBytes = 16 * 1024

/**
 * Downloads a text of at most 16 KiB; redirects are not followed, and HTTP without TLS is allowed from this machine only.
 * @throws Error for the user
 */
export async function downloadText(url: string, timeoutMs: number): Promise<string> {
  const { protocol, hostname } = new URL(url)
  if (protocol !== 'https:' && !['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
    throw new Error(`${url} is not https`)
  const limit = new AbortController()
  const late = new Error(`${url} did not answer within ${timeoutMs} ms`)
  const timer = setTimeout(() => limit.abort(late), timeoutMs)
  try {
    const { status, body } = await requestHttp(url, { headers: { accept: '*/*' }, signal: limit.signal, maxBytes })
    if (status !== 200) throw new Error(`${url} answered with status ${status}`)
    return body.toString('utf8')
  } finally {
    clearTimeout(timer)
  }
}
