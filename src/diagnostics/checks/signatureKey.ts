import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { vocabulary } from '../../clova/configProtocol.ts'
import { copyOf } from '../../http/clova/publicKey.ts'
import { readPublicKey } from '../../http/clova/signature.ts'
import { type Check, type Finding, failure, ok, warning } from '../check.ts'
import { type Unanswered, visit } from '../httpProbe.ts'

/** The key by which requests are known to be CLOVA's: whether it can be had, and whether it is kept. */
export const signatureKey: Check = {
  name: 'signature key',
  ms: 10_000,
  async look({ config: { publicKey: source, edition, state }, outside }, signal) {
    const own = vocabulary.publicKey(edition)
    const findings: Finding[] = []
    if (source !== own)
      findings.push(
        warning(
          'signature key',
          `signature.publicKey is another than CLOVA's own (${source}): CLOVA itself will be refused if it is only a test key`,
          'take signature: out of the configuration',
        ),
      )
    if (!/^https?:/.test(source)) return [...findings, inFile(source)]
    const copy = kept(join(state, copyOf(source)))
    const { ca } = outside
    const fetched = await visit(source, { method: 'GET', ...(ca && { ca }) }, signal)
      .then(({ status, body }) => {
        if (status !== 200) throw new Error(`status ${status}`)
        return { pem: body, bits: bitsOf(body) }
      })
      .catch((error: Unanswered) =>
        error.shown ? new Error(`its certificate is not to be trusted (${error.shown.distrust})`) : error,
      )
    return [...findings, judged(source, fetched, copy)]
  },
}

interface Copy {
  readonly pem: string
  readonly since: Date
}
type Fetched = { readonly pem: string; readonly bits: number } | (Error & { readonly code?: string })

function judged(source: string, fetched: Fetched, copy: Copy | undefined): Finding {
  if (!('pem' in fetched)) {
    const says = `${source} does not give it: ${fetched.code ?? fetched.message}`
    const look = `curl -v ${source}`
    return copy
      ? warning('signature key', `${says}; the copy of ${copy.since.toISOString().slice(0, 10)} is in force`, look)
      : failure('signature key', `${says}, and there is no copy: no request is accepted`, look)
  }
  const { pem, bits } = fetched
  if (!copy) return ok('signature key', `RSA of ${bits} bits; the gateway will keep a copy when it runs`)
  return copy.pem === pem
    ? ok('signature key', `RSA of ${bits} bits, and a copy is kept`)
    : ok('signature key', `RSA of ${bits} bits; it is a new one, which is taken at the next request`)
}

function inFile(file: string): Finding {
  try {
    return ok('signature key', `${file}: RSA of ${bitsOf(readFileSync(file, 'utf8'))} bits`)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return failure(
      'signature key',
      `${file} cannot be used: ${code ?? message}; no request is accepted`,
      `ls -l ${file}`,
    )
  }
}

const bitsOf = (pem: string): number => readPublicKey(pem).asymmetricKeyDetails?.modulusLength ?? 0

function kept(file: string): Copy | undefined {
  try {
    const pem = readFileSync(file, 'utf8')
    bitsOf(pem)
    return { pem, since: statSync(file).mtime }
  } catch {
    return undefined
  }
}
