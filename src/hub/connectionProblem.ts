import { type ExplanationCode, explain } from '../control/explanations/index.ts'
import type { Explanation } from '../control/operations/shapes.ts'

/** Codes and messages of Node and of the NATS client, and what they mean; the first row that fits counts. */
const meanings: readonly (readonly [words: RegExp, code: ExplanationCode])[] = [
  [/authorization violation|authentication (expired|revoked)|user authentication/i, 'hubCredentialsRefused'],
  [/CERT_HAS_EXPIRED/, 'hubCertificateExpired'],
  [/CERT_NOT_YET_VALID/, 'hubCertificateNotYetValid'],
  [/ERR_TLS_CERT_ALTNAME_INVALID/, 'hubCertificateOtherName'],
  [/SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|CERT_/, 'hubCertificateUntrusted'],
  [/does not support 'tls'|tls.*not available/i, 'hubWithoutTls'],
  [/ENOTFOUND|EAI_AGAIN/, 'hubUnknownName'],
]
const unreachable = 'hubUnreachable'

/** What an error says, with its codes and those of its causes. */
function wordsOf(error: Error): string {
  const { code, cause } = error as NodeJS.ErrnoException
  const own = code === undefined || error.message.includes(code) ? error.message : `${error.message} (${code})`
  return cause instanceof Error && cause.message !== error.message ? `${own}; ${wordsOf(cause)}` : own
}

/** A problem of the connection in three languages. @param error what Node or the NATS client said */
export const explainProblem = (code: ExplanationCode, server: string, error?: Error): Explanation =>
  explain(code, { server }, { ...(error && { detail: error.message }) })

/** No server of the cluster can be used. */
export class ConnectionProblem extends Error {
  /** the most telling of the failures, in three languages; its detail has those of all servers */
  readonly explanation: Explanation

  constructor(failures: readonly { readonly server: string; readonly error: Error }[]) {
    const all = failures.map(({ server, error }) => {
      const words = wordsOf(error)
      return { server, words, code: meanings.find(([pattern]) => pattern.test(words))?.[1] ?? unreachable }
    })
    // That one server is down tells less than what another says.
    const [first] = all.toSorted((a, b) => Number(a.code === unreachable) - Number(b.code === unreachable))
    const detail = all.map(({ server, words }) => `${server}: ${words}`).join('; ')
    super(detail)
    this.explanation = explain(first?.code ?? unreachable, { server: first?.server ?? '' }, { detail })
  }
}
