import { request as plainRequest } from 'node:http'
import { request } from 'node:https'
import * as z from 'zod'
import { createDeadline, raceAbort } from '../../../src/home/deadline.ts'
import { Failure } from '../../../src/home/failure.ts'
import { describeNetworkError } from '../../../src/home/networkErrors.ts'
import { parseBoundedJson } from '../../../src/util/boundedJson.ts'
import { errorText, type LocalizedText, localizedError, type Text } from '../../../src/util/translate.ts'
import { createTrustedAgents, readCertificate, type ShownCertificate, type TrustedAgents } from '../bridge/tls.ts'
import { say } from '../messages.ts'

/** How long what is waited for, in ms. */
export interface PairingTimings {
  /** between two questions whether the button was pressed */
  readonly intervalMs: number
  /** for each answer */
  readonly answerTimeoutMs: number
}

/** Square bridges speak CLIP v2 since this software. */
const firstSoftware = 1948086000

const configSchema = z.object({
  name: z.string().default('Hue Bridge'),
  bridgeid: z.string().transform((id) => id.toLowerCase()),
  modelid: z.string().default('a bridge'),
  swversion: z.string().default(''),
})

/** A bridge that answers, and whose certificate and answer name the same id. */
export interface Candidate {
  readonly host: string
  readonly port: number
  readonly id: string
  readonly what: LocalizedText
  /** its certificate, and agents that connect to that alone; absent for a bridge of CLIP v1, which speaks plain HTTP */
  readonly secure?: { readonly certificate: ShownCertificate; readonly trust: TrustedAgents }
}

/**
 * Looks over plain HTTP whether a bridge of CLIP v1 answers there, or a program that emulates one.
 * @throws Error in plain words
 */
export async function probeV1Bridge(
  { host, port }: { readonly host: string; readonly port: number },
  signal: AbortSignal,
  timings: PairingTimings,
): Promise<Candidate> {
  const limit = createDeadline(timings.answerTimeoutMs, signal)
  try {
    const config = configSchema.safeParse(
      await requestJson({ host, port }, 'GET', '/api/config', undefined, limit.signal),
    ).data
    if (!config || !/^[0-9a-f]{16}$/.test(config.bridgeid)) throw localizedError(say('notSpeaking', { host }))
    const what = say('describedPlain', { name: config.name, model: config.modelid, id: config.bridgeid, host })
    return { host, port, id: config.bridgeid, what }
  } finally {
    limit.end()
  }
}

/** `address`, `address:port`, `[address]` or `[address]:port`. @throws Error */
export function parseHost(host: string) {
  const [, long, short, port] = /^(?:\[([\da-fA-F:.%\w]+)\]|([^\s/@:[\]]+))(?::(\d{1,5}))?$/.exec(host) ?? []
  const name = long ?? short
  if (name === undefined || (port !== undefined && (Number(port) < 1 || Number(port) > 65535)))
    throw localizedError(say('notAddress', { host }))
  return { host: name, port: Number(port ?? 443), plain: Number(port ?? 80), isNamed: port !== undefined }
}

/** Looks which bridge answers there. @throws Error in plain words if it is none, or another than was announced */
export async function probeBridge(
  { host, port, id }: { readonly host: string; readonly port: number; readonly id: string | undefined },
  signal: AbortSignal,
  timings: PairingTimings,
): Promise<Candidate> {
  const limit = createDeadline(timings.answerTimeoutMs, signal)
  try {
    const certificate = await readCertificate(host, port, limit.signal).catch((cause: Error) => {
      throw Object.assign(localizedError(say('nothingLikeBridge', { host, why: errorText(cause) })), { cause })
    })
    if (!/^[0-9a-f]{16}$/.test(certificate.name)) throw localizedError(say('otherMadeOut', { host }))
    if (id !== undefined && certificate.name !== id)
      throw localizedError(say('otherThanAnnounced', { host, id: certificate.name, expected: id }))
    const trusted = await createTrustedAgents(
      { certificate: certificate.pem, bridgeId: certificate.name, applicationKey: '', api: 'v2', expose: 'none' },
      { host, port },
      (name) => name,
      limit.signal,
    )
    try {
      const body = await requestJson(
        { host, port, secure: { certificate, trust: trusted } },
        'GET',
        '/api/0/config',
        undefined,
        limit.signal,
      )
      const config = configSchema.safeParse(body).data
      if (!config) throw localizedError(say('notSpeaking', { host }))
      if (config.bridgeid !== certificate.name)
        throw localizedError(say('contradicts', { host, id: config.bridgeid, name: certificate.name }))
      if (Number(config.swversion) < firstSoftware)
        throw localizedError(say('tooOld', { host, software: config.swversion }))
      const what = say('described', { name: config.name, model: config.modelid, id: certificate.name, host })
      return { host, port, id: certificate.name, what, secure: { certificate, trust: trusted } }
    } catch (error) {
      trusted.destroy()
      throw error
    }
  } finally {
    limit.end()
  }
}

const noAnswer = (host: string, why: Text, cause: Error): Error =>
  Object.assign(localizedError(say('noAnswer', { host, why })), { cause })

type ProbeTarget = Pick<Candidate, 'host' | 'port' | 'secure'>

/** What it answers, as JSON; nothing if it is none. @throws Error in plain words; the signal's reason */
export async function requestJson(
  { host, port, secure }: ProbeTarget,
  method: string,
  path: string,
  body: object | undefined,
  signal: AbortSignal,
) {
  const text = body && JSON.stringify(body)
  const headers =
    text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
  const options = { host, port, method, path, headers }
  const call = secure
    ? request({ ...options, agent: secure.trust.requests, servername: secure.certificate.name })
    : plainRequest({ ...options, agent: false })
  const answer = new Promise<string>((resolve, reject) => {
    const broken = (cause: Error) => reject(noAnswer(host, describeNetworkError(cause), cause))
    call.on('error', broken).on('response', (response) => {
      let text = ''
      response.setEncoding('utf8').on('error', broken)
      response.on('data', (part: string) => {
        text += part
        if (text.length > 65_536) call.destroy(localizedError(say('answerTooLong')))
      })
      response.on('end', () => resolve(text))
    })
  })
  call.end(text)
  try {
    const response = await raceAbort(answer, signal)
    return parseJson(response)
  } catch (cause) {
    if (!(cause instanceof Failure)) throw cause
    throw noAnswer(host, errorText(cause), cause)
  } finally {
    call.destroy()
  }
}

function parseJson(text: string): unknown {
  try {
    return parseBoundedJson(text)
  } catch {
    return undefined
  }
}
