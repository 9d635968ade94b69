import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { configProtocol } from '../../clova/configProtocol.ts'
import { cacheFileName } from '../../http/clova/publicKey.ts'
import { readPublicKey } from '../../http/clova/signature.ts'
import { type Check, type Finding, failure, ok, warning } from '../check.ts'
import { type ProbeError, probe } from '../httpProbe.ts'

/** The public key that verifies CLOVA's signatures: whether it can be fetched, and whether a copy is saved. */
export const signatureKeyCheck: Check = {
  name: 'signature key',
  timeoutMs: 10_000,
  async run({ config: { publicKey: source, edition, state }, host }, signal) {
    const clovaKeyUrl = configProtocol.publicKey(edition)
    const findings: Finding[] = []
    if (source !== clovaKeyUrl)
      findings.push(
        warning(
          'signature key',
          `signature.publicKey is another than CLOVA's own (${source}): CLOVA itself will be refused if it is only a test key`,
          'take signature: out of the configuration',
        ),
      )
    if (!/^https?:/.test(source)) return [...findings, checkKeyFile(source)]
    const copy = readCopy(join(state, cacheFileName(source)))
    const { ca } = host
    const fetched = await probe(source, { method: 'GET', ...(ca && { ca }) }, signal)
      .then(({ status, body }) => {
        if (status !== 200) throw new Error(`status ${status}`)
        return { pem: body, bits: keyBits(body) }
      })
      .catch((error: ProbeError) =>
        error.shown ? new Error(`its certificate is not to be trusted (${error.shown.untrustedReason})`) : error,
      )
    return [...findings, assess(source, fetched, copy)]
  },
}

interface KeyCopy {
  readonly pem: string
  readonly savedAt: Date
}
type Fetched = { readonly pem: string; readonly bits: number } | (Error & { readonly code?: string })

function assess(source: string, fetched: Fetched, copy: KeyCopy | undefined): Finding {
  if (!('pem' in fetched)) {
    const message = `${source} does not give it: ${fetched.code ?? fetched.message}`
    const look = `curl -v ${source}`
    return copy
      ? warning('signature key', `${message}; the copy of ${copy.savedAt.toISOString().slice(0, 10)} is in force`, look)
      : failure('signature key', `${message}, and there is no copy: no request is accepted`, look)
  }
  const { pem, bits } = fetched
  if (!copy) return ok('signature key', `RSA of ${bits} bits; the gateway will keep a copy when it runs`)
  return copy.pem === pem
    ? ok('signature key', `RSA of ${bits} bits, and a copy is kept`)
    : ok('signature key', `RSA of ${bits} bits; it is a new one, which is taken at the next request`)
}

function checkKeyFile(file: string): Finding {
  try {
    return ok('signature key', `${file}: RSA of ${keyBits(readFileSync(file, 'utf8'))} bits`)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return failure(
      'signature key',
      `${file} cannot be used: ${code ?? message}; no request is accepted`,
      `ls -l ${file}`,
    )
  }
}

const keyBits = (pem: string): number => readPublicKey(pem).asymmetricKeyDetails?.modulusLength ?? 0

function readCopy(file: string): KeyCopy | undefined {
  try {
    const pem = readFileSync(file, 'utf8')
    keyBits(pem)
    return { pem, savedAt: statSync(file).mtime }
  } catch {
    return undefined
  }
}
