import type { ResponseOf, SelfTestOutcome } from '../control/api.ts'
import type { ControlClient } from '../control/client.ts'
import { withTimeout } from '../home/deadline.ts'
import { isSelfTestProof, selfTestAnswer, selfTestBody, selfTestSignature } from '../http/clova/selfTest.ts'
import { parseBoundedJson } from '../util/boundedJson.ts'
import type { HostAccess } from '../util/host.ts'
import { clovaHeaders, type ProbeResponse, probe } from './httpProbe.ts'

/** The result of a request that the gateway sends to itself through its public address. */
export interface SelfTestResult {
  /** the response; absent if there was none */
  readonly response?: ProbeResponse
  /** how the request arrived at the gateway */
  readonly outcome: SelfTestOutcome
  /** true if the response is the unaltered one of this gateway */
  readonly isProved: boolean
  /** true if the deadline passed without a response */
  readonly isLate: boolean
}

/** The round trip may take as long as CLOVA waits. Source: CLOVA's guide, transport. */
const selfTestTimeoutMs = 8000

/** Sends the self-test request through the public address. @throws Error if the gateway cannot be asked */
export async function runSelfTest(
  endpoint: string,
  gateway: Pick<ControlClient, 'call'>,
  { ca, port, probeTimeoutMs = selfTestTimeoutMs }: Pick<HostAccess, 'ca' | 'port' | 'probeTimeoutMs'>,
): Promise<SelfTestResult> {
  const test = await gateway.call('issueSelfTest', {})
  const body = selfTestBody(test.id)
  const headers = { ...clovaHeaders, SignatureCEK: selfTestSignature(test.secret, body).toString('base64') }
  const request = { headers, body, ...(ca && { ca }), ...(port !== undefined && { port }) }
  let isLate = false
  const response = await withTimeout(probeTimeoutMs, (signal) =>
    probe(endpoint, request, signal).catch((): undefined => {
      isLate = signal.aborted
    }),
  )
  const { outcome } = await gateway.call('selfTestOutcome', { id: test.id })
  return {
    outcome,
    isLate,
    isProved: response !== undefined && isProved(response, test, body),
    ...(response && { response }),
  }
}

type IssuedSelfTest = ResponseOf<'issueSelfTest'>

function isProved({ status, body }: ProbeResponse, { id, secret }: IssuedSelfTest, sent: Uint8Array): boolean {
  if (status !== 200) return false
  try {
    const { selfTest, proof } = selfTestAnswer.parse(parseBoundedJson(body))
    return selfTest === id && isSelfTestProof(secret, sent, proof)
  } catch {
    return false
  }
}
