import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import * as z from 'zod'
import type { SelfTestOutcome } from '../../control/api.ts'
import { parseBoundedJson } from '../../util/boundedJson.ts'

/** How long a test stays open, in milliseconds, and how many may be open at once. */
const lifetimeMs = 30_000
const maxOpenTests = 8

/** The largest body of a test, in bytes; a larger one is not a test. */
const maxTestBytes = 2048

/** A test that may be sent now. The secret is never sent: both sides sign with it. */
export interface IssuedSelfTest {
  readonly id: string
  /** Base64 */
  readonly secret: string
}

/** The response to a test; it proves that this gateway answered. */
export const selfTestAnswer = z.strictObject({ selfTest: z.string(), proof: z.string() })
export type SelfTestAnswer = z.infer<typeof selfTestAnswer>

const testBody = z.looseObject({ selfTest: z.string().max(100) })

/** The body of a test: like a body of CLOVA, with letters of three scripts. */
export const selfTestBody = (id: string): Buffer =>
  Buffer.from(JSON.stringify({ selfTest: id, text: '거실 조명 켜줘, リビングの照明をつけて: <"&\\">' }))

/** The signature of the bytes of a test. */
export const selfTestSignature = (secret: string, body: Uint8Array): Buffer => mac(secret, 'request', body)

/** True if the gateway that gave the secret has answered these bytes. */
export function isSelfTestProof(secret: string, body: Uint8Array, proof: string): boolean {
  return isSame(mac(secret, 'answer', body), Buffer.from(proof, 'base64'))
}

/**
 * Requests that the owner sends to the gateway through its public address, to check that requests of CLOVA arrive unchanged.
 *
 * They are safe because they carry nothing of value. Only the admin socket issues a test. Its secret is created for this test,
 * signs one request and one response, and expires after both or after 30 s. The body is not a message of CLOVA Home and the
 * response contains nothing of the home, so an attacker who reads, repeats or changes it gains nothing.
 */
export class SelfTestRegistry {
  private readonly tests = new Map<
    string,
    { readonly secret: string; readonly until: number; outcome: SelfTestOutcome }
  >()
  private readonly now: () => number

  /** @param now milliseconds by a clock that never jumps */
  constructor(now: () => number = () => performance.now()) {
    this.now = now
  }

  /** Issues a new test; if there are too many, the oldest one expires. */
  issue(): IssuedSelfTest {
    this.removeExpired()
    const [oldest] = this.tests.keys()
    if (this.tests.size >= maxOpenTests && oldest !== undefined) this.tests.delete(oldest)
    const issued = { id: randomBytes(16).toString('base64url'), secret: randomBytes(32).toString('base64') }
    this.tests.set(issued.id, { secret: issued.secret, until: this.now() + lifetimeMs, outcome: 'nothing' })
    return issued
  }

  /** True while a test is open: then a request without a signature may be a test that lost it. */
  isOpen(): boolean {
    this.removeExpired()
    return this.tests.size > 0
  }

  /** The response to the correctly signed body of an open test; undefined for anything else. */
  answer(body: Uint8Array, signature: Uint8Array | undefined): SelfTestAnswer | undefined {
    if (this.tests.size === 0 || body.length > maxTestBytes) return undefined
    const id = idOf(body)
    const test = id === undefined ? undefined : this.tests.get(id)
    if (id === undefined || !test || test.until < this.now() || test.outcome === 'intact') return undefined
    const isIntact = signature !== undefined && isSame(selfTestSignature(test.secret, body), signature)
    test.outcome = isIntact ? 'intact' : signature === undefined ? 'unsigned' : 'altered'
    return isIntact ? { selfTest: id, proof: mac(test.secret, 'answer', body).toString('base64') } : undefined
  }

  /** How the request of a test has arrived so far. */
  outcome(id: string): SelfTestOutcome {
    this.removeExpired()
    return this.tests.get(id)?.outcome ?? 'nothing'
  }

  private removeExpired(): void {
    for (const [id, { until }] of this.tests) if (until < this.now()) this.tests.delete(id)
  }
}

const mac = (secret: string, what: string, body: Uint8Array): Buffer =>
  createHmac('sha256', Buffer.from(secret, 'base64'))
    .update(`clova-home self-test ${what}\0`)
    .update(createHash('sha256').update(body).digest())
    .digest()

const isSame = (a: Buffer, b: Uint8Array) => a.length === b.length && timingSafeEqual(a, b)

function idOf(body: Uint8Array): string | undefined {
  try {
    return testBody.safeParse(parseBoundedJson(Buffer.from(body).toString('utf8'))).data?.selfTest
  } catch {
    return undefined
  }
}
