import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { ClientRequestArgs } from 'node:http'
import { Agent, type AgentOptions } from 'node:https'
import { isIP } from 'node:net'
import { type ConnectionOptions, connect, createSecureContext, type PeerCertificate, type TLSSocket } from 'node:tls'
import { Failure } from '../../../src/home/failure.ts'
import { describeNetworkError } from '../../../src/home/networkErrors.ts'
import { connectResettableTls, resetSocket } from '../../../src/util/resetSocket.ts'
import { type LocalizedText, localizedError } from '../../../src/util/translate.ts'
import type { HueConfig } from '../config.ts'
import { say } from '../messages.ts'
import { formatAddress, notPaired } from './errors.ts'
import { socketAddressOf } from './http.ts'

/** The error that refuses a connection to another bridge than the paired one. */
const untrusted = (why: LocalizedText): Error =>
  Object.assign(localizedError(say('mismatch', { why })), { code: notPaired })

/** What connections to the bridge are made with: one for requests, which keeps them, and one for the stream. */
export interface TrustedAgents {
  readonly requests: Agent
  readonly stream: Agent
  destroy(): void
}

/** Besides the stream: one for each request at once, and one to probe a bridge that answers none of them. */
const maxConnections = 4

/**
 * Connections that are made only to the bridge that the user paired with: its certificate is the pinned one, or is
 * signed by the user's authority and made out to the bridge id.
 * @throws Error that `isUntrusted` accepts if another certificate is shown, Failure `offline` if none is, Error if a file cannot be read
 */
export async function createTrustedAgents(
  config: HueConfig,
  { host, port }: { readonly host: string; readonly port: number },
  file: (name: string) => string,
  signal: AbortSignal,
): Promise<TrustedAgents> {
  const { fingerprint, certificate, ca, bridgeId } = config
  const pinned = certificate === undefined ? undefined : readPem('certificate', certificate, file)
  const authority = ca === undefined ? undefined : readPem('ca', ca, file)
  const known = pinned ?? (fingerprint !== undefined && authority === undefined ? await pinnedCertificate() : undefined)
  const fingerprints = [fingerprint, ...(pinned === undefined ? [] : [fingerprintOf(pinned)])].filter(
    (one) => one !== undefined,
  )
  const options = {
    secureContext: createSecureContext({
      ca: known ?? authority,
      // The pinned certificate itself is trusted, whatever signed it.
      allowPartialTrustChain: known !== undefined,
    }),
    checkServerIdentity: check,
    // Also where NODE_TLS_REJECT_UNAUTHORIZED=0 is set.
    rejectUnauthorized: true,
    // A resumed session is not checked again.
    maxCachedSessions: 0,
    ...(bridgeId !== undefined && { servername: bridgeId }),
  }
  const sockets = new Set<TLSSocket>()
  let destroyed = false
  return {
    requests: agent({ keepAlive: true, maxSockets: maxConnections, timeout: 60_000 }),
    stream: agent({ keepAlive: false }),
    destroy() {
      destroyed = true
      // Not in the orderly way: a command may lie in one of them.
      for (const socket of sockets) resetSocket(socket)
    },
  }

  function agent(pool: AgentOptions): Agent {
    return Object.assign(new Agent({ ...options, ...pool }), {
      createConnection({ host, port, servername }: ClientRequestArgs & ConnectionOptions) {
        // A request that lost its connection by that would be sent again.
        if (destroyed) throw new Failure('offline', say('givenUp'))
        const socket = connectResettableTls({
          ...options,
          ...(servername !== undefined && { servername }),
          host: host ?? '',
          port: Number(port),
        })
        sockets.add(socket)
        return socket.on('close', () => sockets.delete(socket))
      },
    })
  }

  /** The certificate of this fingerprint, which may be shown by anybody: it is what is shown that counts. */
  async function pinnedCertificate(): Promise<string> {
    const shown = await readCertificate(host, port, signal)
    if (shown.fingerprint !== fingerprint) throw untrusted(say('otherFingerprint', { fingerprint: shown.fingerprint }))
    return shown.pem
  }

  /** Called once the chain holds. @returns an error to refuse the connection */
  function check(_name: string, shown: PeerCertificate): Error | undefined {
    const print = shown.fingerprint256.replaceAll(':', '').toLowerCase()
    // What is signed by a certificate that is pinned is not that certificate.
    if (fingerprints.some((one) => one !== print)) return untrusted(say('otherFingerprint', { fingerprint: print }))
    if (known !== undefined) return undefined
    const name = String(shown.subject.CN ?? '').toLowerCase()
    return name === bridgeId ? undefined : untrusted(say('otherName', { name }))
  }
}

/**
 * A certificate: its text, or the name of its file.
 * @throws Error in plain words
 */
function readPem(key: string, textOrFile: string, file: (name: string) => string): string {
  const isText = textOrFile.includes('-----BEGIN')
  const where = isText ? say('pemText', { key }) : say('pemFile', { key, file: file(textOrFile) })
  const text = isText ? textOrFile : readFile(file(textOrFile), where)
  try {
    fingerprintOf(text)
  } catch {
    throw localizedError(say('noPem', { where }))
  }
  return text
}

function readFile(name: string, where: LocalizedText): string {
  try {
    return readFileSync(name, 'utf8')
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    throw localizedError(code === 'ENOENT' ? say('pemMissing', { where }) : say('pemUnreadable', { where, code }))
  }
}

/** SHA-256 of a certificate in PEM, as `fingerprint` has it. */
const fingerprintOf = (pem: string) => new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase()

/**
 * Describes which bridge shows another certificate than the paired one, and what to do. Nothing is sent to it.
 * @param error the error to keep if no certificate is shown this time
 */
export async function describeMismatch(
  error: Error,
  address: { readonly host: string; readonly port: number },
  { bridgeId }: Pick<HueConfig, 'bridgeId'>,
  signal: AbortSignal,
): Promise<Error> {
  const shown = await readCertificate(address.host, address.port, signal).catch(() => undefined)
  if (!shown) return error
  const place = formatAddress(address)
  const about = { id: shown.name, address: place, pair: `clova-home pair hue --host ${place}` }
  const isBridge = /^[0-9a-f]{16}$/.test(shown.name)
  const why = !isBridge
    ? say('noBridgeCertificate', about)
    : shown.name === bridgeId
      ? say('newCertificate', about)
      : bridgeId === undefined
        ? say('otherBridge', about)
        : say('otherBridgeThan', { ...about, expected: bridgeId })
  return Object.assign(new Failure('offline', say('mismatch', { why }), { cause: error }), { code: notPaired })
}

/** A certificate that is shown at an address; whether it may be trusted is not checked yet. */
export interface ShownCertificate {
  /** PEM */
  readonly pem: string
  /** SHA-256, 64 hexadecimal digits in small letters */
  readonly fingerprint: string
  /** the common name, in small letters: of a bridge its id */
  readonly name: string
}

/**
 * Reads the certificate that is shown at an address and sends nothing there: the connection ends
 * with the handshake, and is refused if nothing vouches for it.
 * @throws Failure `offline`
 */
export function readCertificate(address: string, port: number, signal: AbortSignal): Promise<ShownCertificate> {
  const { host } = socketAddressOf({ host: address, port })
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
      if (!raw) return end(() => reject(new Failure('offline', say('noCertificate', { host }))))
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
      end(() =>
        reject(
          new Failure('offline', say('noCertificateBecause', { host, why: describeNetworkError(cause) }), { cause }),
        ),
      ),
    )
    socket.on('close', () => end(() => reject(new Failure('offline', say('hungUp', { host })))))
  })
}
