import { isUtf8 } from 'node:buffer'
import * as z from 'zod'
import { isObject } from '../util/parse.ts'
import type { LocalizedText } from '../util/translate.ts'
import { say } from './messages.ts'
export type JsonObject = Readonly<Record<string, unknown>>

/** A message of the protocol, either way. */
export interface ClovaMessage {
  readonly header: {
    readonly messageId: string
    readonly name: string
    readonly namespace: 'ClovaHome'
    readonly payloadVersion: '1.0'
  }
  readonly payload: JsonObject
}

/** A request in the protocol's form. Everything that is wrong beyond this form is answered by an error message. */
export interface Envelope {
  readonly header: { readonly messageId: string; readonly name: string; readonly namespace: 'ClovaHome' }
  readonly payload: JsonObject
  /** what is wrong with the header: the request is answered by an error and not executed */
  readonly problem?: LocalizedText
}

const [maxMessageIdLength, maxNameLength] = [200, 100]

const isText = (value: unknown, maxLength: number) =>
  typeof value === 'string' && value.length > 0 && value.length <= maxLength

// One function instead of a schema for each field: eight schemas took a tenth of the time before a command is sent.
const envelope = z.custom<Envelope>((value) => {
  if (!isObject(value) || !isObject(value.header)) return false
  const { name, namespace } = value.header
  return isText(name, maxNameLength) && namespace === 'ClovaHome' && isObject(value.payload)
})

/** A messageId that cannot be used is answered by an error message, which CLOVA understands, instead of an empty 400. */
function withUsableId(request: Envelope): Envelope {
  const { messageId } = request.header as { readonly messageId: unknown }
  if (isText(messageId, maxMessageIdLength)) return request
  const usable = typeof messageId === 'string' ? messageId.slice(0, maxMessageIdLength) : ''
  const problem = usable === '' ? say('noMessageId') : say('longMessageId', { max: maxMessageIdLength })
  return { header: { ...request.header, messageId: usable }, payload: request.payload, problem }
}

/** Parses a request body. @returns undefined if it is not UTF-8, not JSON or has not the protocol's form */
export function parseEnvelope(bytes: Buffer): Envelope | undefined {
  // toString would replace invalid bytes by U+FFFD silently.
  if (!isUtf8(bytes)) return undefined
  const request = envelope.safeParse(parseJson(bytes.toString('utf8'))).data
  return request && withUsableId(withTextToken(request))
}

/** An access token that is no text is none: as a text, a list of one good token would be good, and some objects have no text. */
function withTextToken(request: Envelope): Envelope {
  const { accessToken } = request.payload
  if (accessToken === undefined || typeof accessToken === 'string') return request
  const { accessToken: _none, ...payload } = request.payload
  return { ...request, payload }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The answer to a request: it carries the request's `messageId`, as the developer console's own test does. */
export const createAnswer = (request: Envelope, name: string, payload: JsonObject): ClovaMessage => ({
  header: { messageId: request.header.messageId, name, namespace: 'ClovaHome', payloadVersion: '1.0' },
  payload,
})
