import { isIP } from 'node:net'
import { connect } from 'node:tls'
import type { Signal } from '../../src/home/deadline.ts'
import { Failure } from '../../src/home/failure.ts'
import { meaning } from './meaning.ts'

/** A certificate as somebody shows it, which says nothing yet about who that is. */
export interface Shown {
  /** PEM */
  readonly pem: string
  /** SHA-256, 64 hexadecimal digits in small letters */
  readonly fingerprint: string
  /** the common name, in small letters: of a bridge its id */
  readonly name: string
}

/**
 * Looks at the certificate that is shown at an address, and says not a word to whoever shows it: the connection ends
 * with the handshake, and is refused if nothing vouches for it.
 * @throws Failure `offline`
 */
export function shownCertificate(host: string, port: number, signal: Signal): Promise<Shown> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const socket = connect({
      host,
      port,
      ALPNProtocols: ['http/1.1'],
      rejectUnauthorized: true,
      ...(isIP(host) === 0 && { servername: host }),
    })
    const end = (outcome: () => void) => {
      signal.removeEventListener('abort', abort)
      socket.destroy()
      outcome()
    }
    const abort = () => end(() => reject(signal.reason))
    signal.addEventListener('abort', abort, { once: true })
    // Before the library's own listener, which refuses what no authority that it knows vouches for.
    socket.prependListener('secure', () => {
      const { raw, fingerprint256, subject } = socket.getPeerCertificate()
      if (!raw) return end(() => reject(new Failure('offline', `${host} shows no certificate`)))
      const lines = raw.toString('base64').match(/.{1,64}/g) ?? []
      const shown = {
        pem: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
        fingerprint: fingerprint256.replaceAll(':', '').toLowerCase(),
        name: String(subject?.CN ?? '').toLowerCase(),
      }
      // Not at once: the library's own listener still reads from the socket.
      process.nextTick(() => end(() => resolve(shown)))
    })
    socket.on('error', (cause) =>
      end(() => reject(new Failure('offline', `${host} shows no certificate: ${meaning(cause)}`, { cause }))),
    )
    socket.on('close', () => end(() => reject(new Failure('offline', `${host} closed the connection`))))
  })
}
