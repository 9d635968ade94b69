import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import * as z from 'zod'
import type { SelfTestOutcome } from '../../control/api.ts'

/** How long a test may be open, in milliseconds, and how many may be at once. */
const lifetimeMs = 30_000
const maxOpenTests = 8

/** The longest body of a test, in bytes: a longer one is none. */
const maxTestBytes = 2048

/** A test that may be sent now. The secret is never sent: both sides sign with it. */
export interface IssuedSelfTest {
  readonly id: string
  /** Base64 */
  readonly secret: string
}

/** What proves that it was this gateway that answered. */
export const selfTestAnswer = z.strictObject({ selfTest: z.string(), proof: z.string() })
export type SelfTestAnswer = z.infer<typeof selfTestAnswer>

const testBody = z.looseObject({ selfTest: z.string().max(100) })

/** The bytes that are sent for a test: such as CLOVA sends, with letters of three scripts. */
export const selfTestBody = (id: string): Buffer =>
  Buffer.from(JSON.stringify({ selfTest: id, text: '거실 조명 켜줘, リビングの照明をつけて: <"&\\">' }))

/** The signature of the bytes of a test. */
export const selfTestSignature = (secret: string, body: Uint8Array): Buffer => mac(secret, 'request', body)

/** True if the gateway that gave the secret has answered these bytes. */
export function isSelfTestProof(secret: string, body: Uint8Array, proof: string): boolean {
  return isSame(mac(secret, 'answer', body), Buffer.from(proof, 'base64'))
}

/**
 * Requests that the gateway's owner sends to it by its public address, to see that they come through as CLOVA's would.
 *
 * They are safe since nothing of worth travels. A test is issued by the admin socket alone; its secret is made for that one
 * test, signs one body and one answer, and ends after both or after 30 s. The body is no message of CLOVA Home, and what
 * answers it knows nothing of the home: whoever reads, repeats or changes it on its way makes the gateway do nothing.
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

  /** A new test; the oldest one ends if there are too many. */
  issue(): IssuedSelfTest {
    this.removeExpired()
    const [oldest] = this.tests.keys()
    if (this.tests.size >= maxOpenTests && oldest !== undefined) this.tests.delete(oldest)
    const issued = { id: randomBytes(16).toString('base64url'), secret: randomBytes(32).toString('base64') }
    this.tests.set(issued.id, { secret: issued.secret, until: this.now() + lifetimeMs, outcome: 'nothing' })
    return issued
  }

  /** True if a request may be a test, also one that lost its signature on the way. */
  isOpen(): boolean {
    if (this.tests.size > 0) this.removeExpired()
    return this.tests.size > 0
  }

  /** The answer to the body of a test that is open and signed with its secret; nothing for all else. */
  answer(body: Uint8Array, signature: Uint8Array | undefined): SelfTestAnswer | undefined {
    if (this.tests.size === 0 || body.length > maxTestBytes) return undefined
    const id = idOf(body)
    const test = id === undefined ? undefined : this.tests.get(id)
    if (id === undefined || !test || test.until < this.now() || test.outcome === 'intact') return undefined
    const isIntact = signature !== undefined && isSame(selfTestSignature(test.secret, body), signature)
    test.outcome = isIntact ? 'intact' : signature === undefined ? 'unsigned' : 'altered'
    return isIntact ? { selfTest: id, proof: mac(test.secret, 'answer', body).toString('base64') } : undefined
  }

  /** What has come of a test so far. */
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
    return testBody.safeParse(JSON.parse(Buffer.from(body).toString('utf8'))).data?.selfTest
  } catch {
    return undefined
  }
}
