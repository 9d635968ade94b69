import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Agent } from 'node:https'
import { createSecureContext, type PeerCertificate } from 'node:tls'
import type { Signal } from '../../src/home/deadline.ts'
import { shownCertificate } from './certificate.ts'
import type { Config } from './config.ts'

/** What is said of a bridge that shows another certificate. */
export const notWho = 'whoever is at the address of the bridge is not who was paired with'

/** Whom we speak to is not whom the user paired with. */
const distrust = (why: string): Error =>
  Object.assign(new Error(`${notWho}: ${why}`), { code: 'ERR_TLS_CERT_NOT_PAIRED' })

/** What connections to the bridge are made with: one for requests, which keeps them, and one for the stream. */
export interface Trust {
  readonly requests: Agent
  readonly stream: Agent
  destroy(): void
}

/** How many connections a bridge is asked to hold, besides the stream. */
const connections = 6

/**
 * Connections that are made only to the bridge that the user paired with: its certificate is the pinned one, or is
 * signed by the user's authority and made out to the bridge id.
 * @throws Error that `isDistrust` if another certificate is shown, Failure `offline` if none is, Error if a file cannot be read
 */
export async function trust(
  config: Config,
  { host, port }: { readonly host: string; readonly port: number },
  file: (name: string) => string,
  signal: Signal,
): Promise<Trust> {
  const { fingerprint, certificate, ca, bridgeId } = config
  const pinned = certificate === undefined ? undefined : readPem('certificate', certificate, file)
  const authority = ca === undefined ? undefined : readPem('ca', ca, file)
  const known = pinned ?? (fingerprint !== undefined && authority === undefined ? await pinnedNow() : undefined)
  const prints = [fingerprint, ...(pinned === undefined ? [] : [printOf(pinned)])].filter((one) => one !== undefined)
  const options = {
    secureContext: createSecureContext({
      ca: known ?? authority,
      // The pinned certificate itself is what is trusted, whoever signed it.
      allowPartialTrustChain: known !== undefined,
    }),
    checkServerIdentity: check,
    // Also where the environment of the process says otherwise.
    rejectUnauthorized: true,
    // A resumed session is not checked again.
    maxCachedSessions: 0,
    ...(bridgeId !== undefined && { servername: bridgeId }),
  }
  const requests = new Agent({ ...options, keepAlive: true, maxSockets: connections, timeout: 60_000 })
  const stream = new Agent({ ...options, keepAlive: false })
  return {
    requests,
    stream,
    destroy() {
      requests.destroy()
      stream.destroy()
    },
  }

  /** The certificate of this fingerprint, which may be shown by anybody: it is what is shown that counts. */
  async function pinnedNow(): Promise<string> {
    const shown = await shownCertificate(host, port, signal)
    if (shown.fingerprint !== fingerprint) throw distrust(`it shows the fingerprint ${shown.fingerprint}`)
    return shown.pem
  }

  /** Called once the chain holds. @returns an error to refuse the connection */
  function check(_name: string, shown: PeerCertificate): Error | undefined {
    const print = shown.fingerprint256.replaceAll(':', '').toLowerCase()
    // What is signed by a certificate that is pinned is not that certificate.
    if (prints.some((one) => one !== print)) return distrust(`it shows the fingerprint ${print}`)
    if (known !== undefined) return undefined
    const name = String(shown.subject.CN ?? '').toLowerCase()
    return name === bridgeId ? undefined : distrust(`its certificate is made out to ${name}`)
  }
}

/**
 * A certificate that is given as text or as the name of a file.
 * @throws Error in plain words
 */
function readPem(key: string, given: string, file: (name: string) => string): string {
  const isText = given.includes('-----BEGIN')
  const where = isText ? `the text of "${key}"` : `the file ${file(given)}, which "${key}" names,`
  const text = isText ? given : readFile(file(given), where)
  try {
    printOf(text)
  } catch {
    throw new Error(`${where} is no certificate in PEM; "clova-home pair hue" keeps the one of your bridge`)
  }
  return text
}

function readFile(name: string, where: string): string {
  try {
    return readFileSync(name, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new Error(`${where} ${code === 'ENOENT' ? 'is not there' : `cannot be read (${code})`}`)
  }
}

/** SHA-256 of a certificate in PEM, as `fingerprint` has it. */
const printOf = (pem: string) => new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase()

/** True if an error of a connection says that nobody vouches for the other side. */
export function isDistrust(error: unknown): boolean {
  const { code, cause } = (error ?? {}) as { readonly code?: unknown; readonly cause?: unknown }
  if (cause !== undefined && isDistrust(cause)) return true
  return /^(ERR_TLS_CERT|CERT_(?!NOT_YET_VALID)|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_(VERIFY|GET_ISSUER|DECODE)|INVALID_(CA|PURPOSE))/.test(
    String(code),
  )
}
