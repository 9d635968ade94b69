import { hostname } from 'node:os'
import * as z from 'zod'
import { ERR_PLAIN_HTTP_ONLY, type PairingRequest, type PairingResult } from '../../../src/home/connectionSetup.ts'
import { createDeadline, type Deadline } from '../../../src/home/deadline.ts'
import { errorText, localizedError } from '../../../src/util/translate.ts'
import { codeOf } from '../bridge/errors.ts'
import { say } from '../messages.ts'
import { findBridges, type Search } from '../network/mdns.ts'
import { type Candidate, type PairingTimings, parseHost, probeBridge, probeV1Bridge, requestJson } from './candidate.ts'

const defaultTimings: PairingTimings = { intervalMs: 1000, answerTimeoutMs: 5000 }

const pairedSchema = z.array(
  z.object({
    success: z.object({ username: z.string().regex(/^[\x21-\x7e]{1,200}$/) }).optional(),
    error: z.object({ type: z.number(), description: z.string().max(200) }).optional(),
  }),
)
const notPressed = 101

/**
 * Waits until the link button of a bridge is pressed, of whichever is found, and keeps what that bridge gives for it.
 * The certificate that it shows now is the one that it must show from then on.
 * @throws Error in plain words; the signal's reason
 */
export async function pair(
  { host, allowPlainHttp = false, timeoutMs, printLine: print, onCountdown }: PairingRequest,
  signal: AbortSignal,
  { search = {}, timings = defaultTimings }: { readonly search?: Search; readonly timings?: PairingTimings } = {},
): Promise<PairingResult> {
  const targets = host === undefined ? await findTargets() : [{ ...parseHost(host), id: undefined }]
  const probes = await Promise.allSettled(targets.map(probe))
  const candidates = probes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  try {
    const problems = probes.flatMap((one) => (one.status === 'rejected' ? [one.reason as Error] : []))
    for (const one of candidates.length > 0 ? problems : problems.slice(1)) print(errorText(one))
    if (candidates.length === 0) throw problems[0]
    for (const { what } of candidates) print(say('pressNow', { what }))
    const { bridge, username } = await waitForButton(candidates)
    return paired(bridge, username)
  } finally {
    for (const one of candidates) one.secure?.trust.destroy()
  }

  /** Plain HTTP is tried only at an address that the user gave, and only if the user allows it. */
  async function probe(target: (typeof targets)[number]): Promise<Candidate> {
    try {
      return await probeBridge(target, signal, timings)
    } catch (reason) {
      if (!('plain' in target) || signal.aborted || !speaksNoTls(reason, target.isNamed)) throw reason
      const why = errorText(reason)
      if (!allowPlainHttp)
        throw Object.assign(localizedError(say('addPlain', { why })), { cause: reason, code: ERR_PLAIN_HTTP_ONLY })
      print(say('tryingPlain', { why }))
      return await probeV1Bridge({ host: target.host, port: target.plain }, signal, timings).catch((cause: Error) => {
        throw Object.assign(localizedError(say('plainFails', { why, plain: errorText(cause) })), { cause })
      })
    }
  }

  function paired({ id, what, host, port, secure }: Candidate, applicationKey: string): PairingResult {
    const serial = id.slice(-6)
    const keys = { host, ...(port !== (secure ? 443 : 80) && { port }), bridgeId: id }
    if (!secure) return { what, id: serial, keys: { ...keys, api: 'v1' }, secrets: { applicationKey } }
    print(say('replaces'))
    const { fingerprint, pem } = secure.certificate
    print(say('fingerprintIs', { fingerprint: fingerprint.toUpperCase().replace(/(..)(?=.)/g, '$1:') }))
    return { what, id: serial, keys, secrets: { applicationKey, certificate: pem } }
  }

  async function findTargets() {
    print(say('searching'))
    const bridges = await findBridges(signal, search)
    if (bridges.length > 0) return bridges.slice(0, 16).map(({ address, ...rest }) => ({ host: address, ...rest }))
    throw localizedError(say('foundNone'))
  }

  /** Asks all of them, again and again, until one gives a key. */
  async function waitForButton(all: readonly Candidate[]) {
    const ends = performance.now() + timeoutMs
    let problem: Error | undefined
    for (;;) {
      const remaining = ends - performance.now()
      if (remaining <= 0) throw problem ?? localizedError(say('notPressed', { seconds: Math.round(timeoutMs / 1000) }))
      onCountdown(Math.ceil(remaining / 1000))
      const next = createDeadline(Math.min(timings.intervalMs, remaining), signal)
      try {
        const answers = await Promise.allSettled(all.map((one) => requestKey(one, signal, timings)))
        signal.throwIfAborted()
        problem = undefined
        for (const [i, answer] of answers.entries()) {
          const bridge = all[i]
          if (answer.status === 'rejected') problem = answer.reason
          else if (bridge && answer.value !== undefined) return { bridge, username: answer.value }
        }
        if (isRefusal(problem)) throw problem
        await elapsed(next)
        signal.throwIfAborted()
      } finally {
        next.end()
      }
    }
  }
}

/** True if nothing there speaks TLS at all: what does, and shows a wrong certificate, is no bridge of CLIP v1. */
function speaksNoTls(reason: unknown, isNamed: boolean): boolean {
  const code = String(codeOf(reason))
  return code === 'ECONNREFUSED' || (isNamed && /^(EPROTO|ERR_SSL_|ECONNRESET)/.test(code))
}

/** True for the error of a bridge that does not want to. */
const isRefusal = (error: Error | undefined) => (error as NodeJS.ErrnoException | undefined)?.code === refusedCode
const refusedCode = 'ERR_PAIRING_REFUSED'

const elapsed = ({ signal }: Deadline) =>
  new Promise<void>((resolve) =>
    signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true }),
  )

/** The key, if the button was pressed. @throws Error for the user, which `isRefusal` tells from one that no answer causes */
async function requestKey(
  bridge: Candidate,
  signal: AbortSignal,
  timings: PairingTimings,
): Promise<string | undefined> {
  const limit = createDeadline(timings.answerTimeoutMs, signal)
  const instance = hostname()
    .replace(/[^\w-]/g, '')
    .slice(0, 19)
  try {
    const body = await requestJson(bridge, 'POST', '/api', { devicetype: `clova-home#${instance}` }, limit.signal)
    const [answer] = pairedSchema.safeParse(body).data ?? []
    if (answer?.success) return answer.success.username
    if (answer?.error?.type === notPressed) return undefined
    const { what } = bridge
    const why = answer?.error
      ? say('refused', { what, words: answer.error.description, code: answer.error.type })
      : say('noAnswerAtAll', { what })
    throw Object.assign(localizedError(why), { code: refusedCode })
  } finally {
    limit.end()
  }
}
