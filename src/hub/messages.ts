import type { OutgoingHttpHeaders } from 'node:http'
import { headers as createHeaders, type MsgHdrs } from '@nats-io/transport-node'
import * as z from 'zod'
import type { HomeId } from '../config/homeId.ts'
import { parseBoundedJson } from '../util/boundedJson.ts'
import { homeTimePattern } from './requestAge.ts'

/**
 * What the hub and a home say to each other over NATS: one HTTP request and its response. The body travels as raw bytes, since
 * CLOVA signed these; everything else is JSON in one NATS header, which takes a third of the time that one header for each
 * field takes. Both sides parse what they get before they believe it.
 */

/** The NATS subject on which a home takes requests. */
export const subjectOf = (home: HomeId): string => `home.${home}`

const headerName = 'Clova'
const version = z.literal(2)
/** How many values the header may hold; ours have some thirty. */
const maxHeaderValues = 1000

/** The largest request and the largest response, in bytes. */
export const maxRequestBytes = 64 * 1024
export const maxResponseBytes = 1024 * 1024

const homeTime = z.string().regex(homeTimePattern)
const milliseconds = z.int().nonnegative()
/** A value of HTTP cannot hold a line break, nor one that is written into a response. */
const headerValue = z.string().regex(/^[^\r\n\0]*$/)
/** What Node can write into a response; it throws for anything else. Source: RFC 9110, 5.5. */
const writableValue = z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/)

/** The HTTP headers that are handed on. `authorization` belongs to account linking alone. */
const requestHeaders = z.object({
  signaturecek: headerValue.exactOptional(),
  'content-type': headerValue.exactOptional(),
  'accept-language': headerValue.exactOptional(),
  cookie: headerValue.exactOptional(),
  authorization: headerValue.exactOptional(),
  'sec-fetch-site': headerValue.exactOptional(),
})
const responseHeaders = z.object({
  'content-type': writableValue.exactOptional(),
  location: writableValue.exactOptional(),
  'set-cookie': z.array(writableValue).exactOptional(),
  'www-authenticate': writableValue.exactOptional(),
})

const maxPathLength = 4096
const pathPattern = /^\/[\x21-\x7e]*$/
/** True for a path with its query that a home takes. A home is silent about anything else, and the hub would wait for it. */
export const isRequestPath = (path: string): boolean => path.length <= maxPathLength && pathPattern.test(path)

const requestFields = z.object({
  version,
  method: z.enum(['GET', 'HEAD', 'POST']),
  /** the path with its query */
  path: z.string().refine(isRequestPath),
  headers: requestHeaders,
  /** the address of the client, as the hub sees it */
  clientAddress: z.string().max(64),
  hub: z.string().regex(/^[\w-]{8,36}$/),
  sentAtMs: milliseconds,
  /** how long the hub waits for the response after it sent the request */
  timeoutMs: milliseconds,
  homeTime: homeTime.exactOptional(),
})
/** Those without a body are none: a proxy before the hub might take the next response for the body that was announced. */
const status = z
  .int()
  .min(200)
  .max(599)
  .refine((value) => ![204, 205, 304].includes(value))
const responseFields = z.object({
  version,
  status,
  headers: responseHeaders,
  /** the id of the server to which the home is connected */
  server: z.string().max(64).exactOptional(),
})
/** The answer of a home that cannot judge how old a request is: the hub sends the request again with this time in it. */
const repeatRequest = z.object({ version, homeTime })
export type RepeatRequest = Pick<z.infer<typeof repeatRequest>, 'homeTime'>
const answerFields = z.union([responseFields, repeatRequest])

export interface HubRequest extends Omit<z.infer<typeof requestFields>, 'version'> {
  readonly body: Uint8Array
}

export interface HubResponse extends Omit<z.infer<typeof responseFields>, 'version'> {
  readonly body: Uint8Array
}

/** A message of NATS, as far as it is needed here. */
interface Message {
  readonly headers?: MsgHdrs | undefined
  readonly data: Uint8Array
}

function encode(fields: object): MsgHdrs {
  const headers = createHeaders()
  headers.set(headerName, JSON.stringify({ version: version.value, ...fields }))
  return headers
}

/** @throws Error for what is not in this form, and for a body that is too large */
function decode<T extends z.ZodType>(message: Message, fields: T, maxBytes: number): z.output<T> {
  if (message.data.length > maxBytes) throw new Error('the body is too large')
  const header = message.headers?.get(headerName)
  if (!header) throw new Error(`the header ${headerName} is missing`)
  return fields.parse(parseBoundedJson(header, maxHeaderValues))
}

/** @returns what is given to NATS */
export const encodeRequest = ({ body, sentAtMs, timeoutMs, ...fields }: HubRequest) => ({
  headers: encode({ ...fields, sentAtMs: Math.floor(sentAtMs), timeoutMs: Math.floor(timeoutMs) }),
  data: body,
})

/** @throws Error for what is no request of a hub */
export const decodeRequest = (message: Message): HubRequest => ({
  ...decode(message, requestFields, maxRequestBytes),
  body: message.data,
})

/** A response of the application, with any headers. */
export interface AppResponse extends Pick<HubResponse, 'status' | 'body'> {
  readonly headers: OutgoingHttpHeaders
  readonly server?: string | undefined
}

/** Only the headers of which the hub makes use are handed on. @returns what is given to NATS */
export function encodeResponse({ headers, body, ...fields }: AppResponse) {
  const { 'content-type': type, location, 'set-cookie': cookies, 'www-authenticate': challenge } = headers
  const handedOn = {
    'content-type': type,
    location,
    'set-cookie': cookies === undefined ? undefined : [cookies].flat(),
    'www-authenticate': challenge,
  }
  return { headers: encode({ ...fields, headers: handedOn }), data: body }
}

/** @returns what is given to NATS */
export const encodeRepeatRequest = (repeat: RepeatRequest) => ({ headers: encode(repeat) })

/** @throws Error for what is no response of a home */
export function decodeResponse(message: Message): HubResponse | RepeatRequest {
  const fields = decode(message, answerFields, maxResponseBytes)
  return 'status' in fields ? { ...fields, body: message.data } : fields
}
