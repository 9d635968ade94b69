import { isUtf8 } from 'node:buffer'
import * as z from 'zod'
import { isObject } from '../util/isObject.ts'

export type Json = Readonly<Record<string, unknown>>

/** A message of the protocol, either way. */
export interface Message {
  readonly header: {
    readonly messageId: string
    readonly name: string
    readonly namespace: 'ClovaHome'
    readonly payloadVersion: '1.0'
  }
  readonly payload: Json
}

/** A request that is worth an answer: everything past this is answered by a message. */
export interface Envelope {
  readonly header: { readonly messageId: string; readonly name: string; readonly namespace: 'ClovaHome' }
  readonly payload: Json
}

const isText = (value: unknown, longest: number) =>
  typeof value === 'string' && value.length > 0 && value.length <= longest

// One function, not a schema for each part: of what is done before a command leaves, eight of those are a tenth.
const envelope = z.custom<Envelope>((value) => {
  if (!isObject(value) || !isObject(value.header)) return false
  const { messageId, name, namespace, payloadVersion = '' } = value.header
  return (
    isText(messageId, 200) &&
    isText(name, 100) &&
    namespace === 'ClovaHome' &&
    (payloadVersion === '' || isText(payloadVersion, 20)) &&
    isObject(value.payload)
  )
})

/** The request in these bytes; nothing if they are not UTF-8, not JSON or not an envelope. */
export function open(bytes: Buffer): Envelope | undefined {
  // Decoding would put a sign of its own where it understands nothing.
  if (!isUtf8(bytes)) return undefined
  try {
    return envelope.safeParse(JSON.parse(bytes.toString('utf8'))).data
  } catch {
    return undefined
  }
}

/** The answer to a request: it carries the request's `messageId`, as the developer console's own test does. */
export const answerTo = (request: Envelope, name: string, payload: Json): Message => ({
  header: { messageId: request.header.messageId, name, namespace: 'ClovaHome', payloadVersion: '1.0' },
  payload,
})
