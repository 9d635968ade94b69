import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import * as z from 'zod'

/** How long a test may be under way, in milliseconds, and how many may be at once. */
const lifetime = 30_000
const atOnce = 8

/** The longest body of a test, in bytes: of whatever is longer nothing is looked at. */
const longest = 2048

/** What came of a test: nothing reached us, or without its signature, or with another, or as it was sent. */
export type Outcome = 'nothing' | 'unsigned' | 'altered' | 'whole'

/** A test that its asker may send. The secret itself goes nowhere: both sides sign with it. */
export interface Issued {
  readonly id: string
  /** Base64 */
  readonly secret: string
}

/**
 * Requests that the gateway sends to itself by its public address, to see that they come through as CLOVA's would.
 *
 * They are safe since nothing of worth travels. Only who holds the local key, on this machine, is given a test; its secret
 * is made for that one test, signs one body and one answer, and is gone after both or after 30 s. The body is no message of
 * CLOVA Home, and what answers it knows nothing of the house: whoever reads it on its way, sends it again or changes
 * it can make the gateway do nothing at all. The local key itself signs nothing that leaves this machine.
 */
export interface SelfTests {
  /** A new test; the oldest is forgotten when there are too many. */
  issue(): Issued
  /** The answer to the body of a test that is under way and signed with its secret; nothing for all else. */
  answer(body: Uint8Array, signature: Uint8Array | undefined): SelfTestAnswer | undefined
  /** What has come of a test so far. */
  outcome(id: string): Outcome
}

/** What proves that it was this gateway that answered. */
export const selfTestAnswer = z.strictObject({ selfTest: z.string(), proof: z.string() })
export type SelfTestAnswer = z.infer<typeof selfTestAnswer>

const sent = z.looseObject({ selfTest: z.string().max(100) })

/** The bytes that are sent for a test: such as CLOVA sends, with letters of three scripts. */
export const selfTestBody = (id: string): Buffer =>
  Buffer.from(JSON.stringify({ selfTest: id, text: '거실 조명 켜줘, リビングの照明をつけて: <"&\\">' }))

/** What signs the bytes of a test. */
export const selfTestSignature = (secret: string, body: Uint8Array): Buffer => mac(secret, 'request', body)

/** True if the gateway that gave the secret has answered these bytes. */
export function isProof(secret: string, body: Uint8Array, proof: string): boolean {
  return same(mac(secret, 'answer', body), Buffer.from(proof, 'base64'))
}

/** No test is under way. */
export function selfTests(now: () => number = () => performance.now()): SelfTests {
  const open = new Map<string, { readonly secret: string; readonly until: number; outcome: Outcome }>()
  return {
    issue() {
      forget()
      const [oldest] = open.keys()
      if (open.size >= atOnce && oldest !== undefined) open.delete(oldest)
      const issued = { id: randomBytes(16).toString('base64url'), secret: randomBytes(32).toString('base64') }
      open.set(issued.id, { secret: issued.secret, until: now() + lifetime, outcome: 'nothing' })
      return issued
    },
    answer(body, signature) {
      if (open.size === 0 || body.length > longest) return undefined
      const id = idOf(body)
      const test = id === undefined ? undefined : open.get(id)
      if (id === undefined || !test || test.until < now() || test.outcome === 'whole') return undefined
      const isWhole = signature !== undefined && same(selfTestSignature(test.secret, body), signature)
      test.outcome = isWhole ? 'whole' : signature === undefined ? 'unsigned' : 'altered'
      return isWhole ? { selfTest: id, proof: mac(test.secret, 'answer', body).toString('base64') } : undefined
    },
    outcome(id) {
      forget()
      return open.get(id)?.outcome ?? 'nothing'
    },
  }

  function forget(): void {
    for (const [id, { until }] of open) if (until < now()) open.delete(id)
  }
}

const mac = (secret: string, what: string, body: Uint8Array): Buffer =>
  createHmac('sha256', Buffer.from(secret, 'base64'))
    .update(`clova-home self-test ${what}\0`)
    .update(createHash('sha256').update(body).digest())
    .digest()

const same = (a: Buffer, b: Uint8Array) => a.length === b.length && timingSafeEqual(a, b)

function idOf(body: Uint8Array): string | undefined {
  try {
    return sent.safeParse(JSON.parse(Buffer.from(body).toString('utf8'))).data?.selfTest
  } catch {
    return undefined
  }
}
