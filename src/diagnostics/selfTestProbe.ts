import type { Config } from '../config/load.ts'
import type { LocalKey } from '../control/localKey.ts'
import { send } from '../control/signedClient.ts'
import { withTimeout } from '../home/deadline.ts'
import {
  type Issued,
  isProof,
  type Outcome,
  selfTestAnswer,
  selfTestBody,
  selfTestSignature,
} from '../http/clova/selfTest.ts'
import type { HostAccess } from '../util/host.ts'
import { clovaHeaders, type HttpResponse, probe } from './httpProbe.ts'

/** The result of a request that the gateway sends to itself through its public address. */
export interface SelfTestResult {
  /** the response; absent if there was none */
  readonly response?: HttpResponse
  /** how the request arrived at the gateway */
  readonly outcome: Outcome
  /** true if the response is the unaltered one of this gateway */
  readonly isProved: boolean
  /** true if the deadline passed without a response */
  readonly isLate: boolean
}

/** The round trip may take as long as CLOVA waits. Source: `spec/README.md`, transport. */
export const selfTestTimeoutMs = 8000

/** Sends the self-test request through the public address. @throws Error if the gateway cannot be asked */
export async function runSelfTest(
  { config, host }: { readonly config: Config; readonly host: HostAccess },
  endpoint: string,
  { key }: { readonly key: LocalKey },
): Promise<SelfTestResult> {
  const { listen, path } = config.server
  const ask = async <T>(question: string, body: string): Promise<T> =>
    JSON.parse((await send(listen, path, key, body, question)).body)
  const test = await ask<Issued>('selfTest', '{}')
  const body = selfTestBody(test.id)
  const headers = { ...clovaHeaders, SignatureCEK: selfTestSignature(test.secret, body).toString('base64') }
  const { ca, port } = host
  const request = { headers, body, ...(ca && { ca }), ...(port !== undefined && { port }) }
  let isLate = false
  const response = await withTimeout(host.probeTimeoutMs ?? selfTestTimeoutMs, (signal) =>
    probe(endpoint, request, signal).catch((): undefined => {
      isLate = signal.aborted
    }),
  )
  const { outcome } = await ask<{ readonly outcome: Outcome }>('outcome', test.id)
  return {
    outcome,
    isLate,
    isProved: response !== undefined && isProved(response, test, body),
    ...(response && { response: response }),
  }
}

function isProved({ status, body }: HttpResponse, { id, secret }: Issued, sent: Uint8Array): boolean {
  if (status !== 200) return false
  try {
    const { selfTest, proof } = selfTestAnswer.parse(JSON.parse(body))
    return selfTest === id && isProof(secret, sent, proof)
  } catch {
    return false
  }
}
