import type { Config } from '../config/load.ts'
import { send } from '../control/client.ts'
import type { LocalKey } from '../control/localKey.ts'
import { withTimeout } from '../home/deadline.ts'
import {
  type Issued,
  isProof,
  type Outcome,
  selfTestAnswer,
  selfTestBody,
  selfTestSignature,
} from '../http/clova/selfTest.ts'
import type { Outside } from '../util/host.ts'
import { asClova, type Visit, visit } from './httpProbe.ts'

/** What came of a request that the gateway sends to itself by its public address. */
export interface Trial {
  /** what answered; nothing if nobody did */
  readonly came?: Visit
  /** what reached the gateway */
  readonly outcome: Outcome
  /** true if the gateway's own answer came back as it was sent */
  readonly proved: boolean
  /** true if nobody answered in time */
  readonly isLate: boolean
}

/** How long the way there and back may take, in milliseconds: as long as CLOVA waits. Source: `spec/README.md`, transport. */
export const patience = 8000

/** Sends it. @throws Error if the gateway cannot be asked */
export async function tryOut(
  { config, outside }: { readonly config: Config; readonly outside: Outside },
  endpoint: string,
  { key }: { readonly key: LocalKey },
): Promise<Trial> {
  const { listen, path } = config.server
  const ask = async <T>(question: string, body: string): Promise<T> =>
    JSON.parse((await send(listen, path, key, body, question)).body)
  const test = await ask<Issued>('selfTest', '{}')
  const body = selfTestBody(test.id)
  const headers = { ...asClova, SignatureCEK: selfTestSignature(test.secret, body).toString('base64') }
  const { ca, port } = outside
  const errand = { headers, body, ...(ca && { ca }), ...(port !== undefined && { port }) }
  let isLate = false
  const came = await withTimeout(outside.patience ?? patience, (signal) =>
    visit(endpoint, errand, signal).catch((): undefined => {
      isLate = signal.aborted
    }),
  )
  const { outcome } = await ask<{ readonly outcome: Outcome }>('outcome', test.id)
  return { outcome, isLate, proved: came !== undefined && isProved(came, test, body), ...(came && { came }) }
}

function isProved({ status, body }: Visit, { id, secret }: Issued, sent: Uint8Array): boolean {
  if (status !== 200) return false
  try {
    const { selfTest, proof } = selfTestAnswer.parse(JSON.parse(body))
    return selfTest === id && isProof(secret, sent, proof)
  } catch {
    return false
  }
}
