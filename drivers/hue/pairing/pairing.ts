import { hostname } from 'node:os'
import * as z from 'zod'
import { ERR_PLAIN_HTTP_ONLY, type PairingRequest, type PairingResult } from '../../../src/home/connectionSetup.ts'
import { createDeadline, type Deadline } from '../../../src/home/deadline.ts'
import { codeOf } from '../bridge/errors.ts'
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
  { host, allowPlainHttp = false, timeoutMs, printLine: tell, onCountdown }: PairingRequest,
  signal: AbortSignal,
  { search = {}, timings = defaultTimings }: { readonly search?: Search; readonly timings?: PairingTimings } = {},
): Promise<PairingResult> {
  const targets = host === undefined ? await findTargets() : [{ ...parseHost(host), id: undefined }]
  const probes = await Promise.allSettled(targets.map(probe))
  const candidates = probes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  try {
    const problems = probes.flatMap((one) => (one.status === 'rejected' ? [one.reason as Error] : []))
    for (const { message } of candidates.length > 0 ? problems : problems.slice(1)) tell(message)
    if (candidates.length === 0) throw problems[0]
    for (const { what } of candidates) tell(`Press the button on ${what} now.`)
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
      const { message } = reason as Error
      if (!allowPlainHttp)
        throw Object.assign(new Error(`${message}. ${addPlain}`, { cause: reason }), { code: ERR_PLAIN_HTTP_ONLY })
      tell(`${message}. Trying plain HTTP, as --plain says.`)
      return await probeV1Bridge({ host: target.host, port: target.plain }, signal, timings).catch((cause: Error) => {
        throw new Error(`${message}, and over plain HTTP: ${cause.message}`, { cause })
      })
    }
  }

  function paired({ id, what, host, port, secure }: Candidate, applicationKey: string): PairingResult {
    const serial = id.slice(-6)
    const keys = { host, ...(port !== (secure ? 443 : 80) && { port }), bridgeId: id }
    if (!secure) return { what, id: serial, keys: { ...keys, api: 'v1' }, secrets: { applicationKey } }
    tell(`If it takes the place of another bridge: write its keys in place of that one's, and replaces: with the id of that one.
What was moved from there then stays the same appliance.`)
    const { fingerprint, pem } = secure.certificate
    tell(`The fingerprint of its certificate (SHA-256) is ${fingerprint.toUpperCase().replace(/(..)(?=.)/g, '$1:')}`)
    return { what, id: serial, keys, secrets: { applicationKey, certificate: pem } }
  }

  async function findTargets() {
    tell('Looking for bridges on the network…')
    const bridges = await findBridges(signal, search)
    if (bridges.length > 0) return bridges.slice(0, 16).map(({ address, ...rest }) => ({ host: address, ...rest }))
    throw new Error(
      'no bridge was found on the network. Is it on, and in the same network as this computer? If so, give its address: --host 192.168.1.20',
    )
  }

  /** Asks all of them, again and again, until one gives a key. */
  async function waitForButton(all: readonly Candidate[]) {
    const ends = performance.now() + timeoutMs
    let problem: Error | undefined
    for (;;) {
      const remaining = ends - performance.now()
      if (remaining <= 0) throw problem ?? new Error(notPressedInTime(timeoutMs))
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
        if (problem instanceof Refusal) throw problem
        await elapsed(next)
        signal.throwIfAborted()
      } finally {
        next.end()
      }
    }
  }
}

const addPlain =
  'If it is an old round bridge, or a program that speaks like one, add --plain: then its key goes over the network for all to read'

/** True if nothing there speaks TLS at all: what does, and shows a wrong certificate, is no bridge of CLIP v1. */
function speaksNoTls(reason: unknown, isNamed: boolean): boolean {
  const code = String(codeOf(reason))
  return code === 'ECONNREFUSED' || (isNamed && /^(EPROTO|ERR_SSL_|ECONNRESET)/.test(code))
}

const notPressedInTime = (ms: number) =>
  `the button was not pressed within ${Math.round(ms / 1000)} seconds, and nothing was written. Try again, and press the button on the bridge once while it counts down`

/** The bridge does not want to. */
class Refusal extends Error {}

const elapsed = ({ signal }: Deadline) =>
  new Promise<void>((resolve) =>
    signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true }),
  )

/** The key, if the button was pressed. @throws Refusal; Error in plain words */
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
    throw new Refusal(
      answer?.error
        ? `${bridge.what} refused: ${answer.error.description} (error ${answer.error.type})`
        : `${bridge.what} gave an answer that is none`,
    )
  } finally {
    limit.end()
  }
}
