import { isUtf8 } from 'node:buffer'
import * as z from 'zod'

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

/** What must hold of a request before it is worth an answer: everything past it is answered by a message. */
const envelope = z.object({
  header: z.object({
    messageId: z.string().min(1).max(200),
    name: z.string().min(1).max(100),
    namespace: z.literal('ClovaHome'),
    payloadVersion: z.string().max(20).optional(),
  }),
  payload: z.custom<Json>((value) => typeof value === 'object' && value !== null && !Array.isArray(value)),
})
export type Envelope = z.infer<typeof envelope>

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
