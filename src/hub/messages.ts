import { headers as createHeaders, type MsgHdrs } from '@nats-io/transport-node'
import * as z from 'zod'
import type { HomeId } from '../config/homeId.ts'
import { homeTimePattern, type RequestTimes } from './requestAge.ts'

/**
 * What the hub and a home say to each other over NATS: one HTTP request and its response. The body travels as raw bytes, since
 * CLOVA signed these; everything else stands in NATS headers. Both sides parse what they get before they believe it.
 */

/** The NATS subject on which a home takes requests. */
export const subjectOf = (home: HomeId): string => `home.${home}`

const protocolVersion = '1'

/** The largest request and the largest response, in bytes. */
export const maxRequestBytes = 64 * 1024
export const maxResponseBytes = 1024 * 1024

/** The HTTP headers that are handed on. `authorization` belongs to account linking alone. */
const requestHeaders = [
  'signaturecek',
  'content-type',
  'accept-language',
  'cookie',
  'authorization',
  'sec-fetch-site',
] as const
const responseHeaders = ['content-type', 'location', 'set-cookie', 'www-authenticate'] as const

type HttpHeaders = Readonly<Record<string, string | readonly string[]>>

export interface HubRequest extends RequestTimes {
  readonly method: 'GET' | 'HEAD' | 'POST'
  /** the path with its query */
  readonly path: string
  readonly headers: HttpHeaders
  /** how long the hub waits for the response after it sent the request, in milliseconds */
  readonly timeoutMs: number
  /** the address of the client, as the hub sees it */
  readonly clientAddress: string
  readonly body: Uint8Array
}

export interface HubResponse {
  readonly status: number
  readonly headers: HttpHeaders
  readonly body: Uint8Array
}

/** The answer of a home that cannot judge how old a request is: the hub sends the request again with this time in it. */
export interface RepeatRequest {
  readonly homeTime: string
}

/** A message of NATS, as far as it is needed here. */
interface Message {
  readonly headers?: MsgHdrs | undefined
  readonly data: Uint8Array
}

const milliseconds = z
  .string()
  .regex(/^\d{1,16}$/)
  .transform(Number)
const homeTime = z.string().regex(homeTimePattern)
const requestSchema = z.object({
  version: z.literal(protocolVersion),
  method: z.enum(['GET', 'HEAD', 'POST']),
  path: z
    .string()
    .max(4096)
    .regex(/^\/[\x21-\x7e]*$/),
  hub: z.string().regex(/^[\w-]{8,36}$/),
  sentAtMs: milliseconds,
  timeoutMs: milliseconds,
  homeTime: homeTime.optional(),
  clientAddress: z.string().max(64),
  body: z.instanceof(Uint8Array).refine((body) => body.length <= maxRequestBytes, 'the body is too large'),
})
const repeatSchema = z.object({ version: z.literal(protocolVersion), homeTime })
const responseSchema = z.object({
  version: z.literal(protocolVersion),
  status: z
    .string()
    .regex(/^[2-5]\d\d$/)
    .transform(Number),
  body: z.instanceof(Uint8Array).refine((body) => body.length <= maxResponseBytes, 'the body is too large'),
})

/** A header value of HTTP cannot hold a line break; one that does would begin a header of NATS. */
const isPlain = (value: string) => !/[\r\n\0]/.test(value)

function write(fields: Readonly<Record<string, string>>, http: HttpHeaders, allowed: readonly string[]): MsgHdrs {
  const out = createHeaders()
  out.set('Clova-Version', protocolVersion)
  for (const [name, value] of Object.entries(fields)) out.set(`Clova-${name}`, value)
  for (const name of allowed) {
    const value = http[name]
    if (value === undefined) continue
    for (const one of [value].flat()) if (isPlain(one)) out.append(`Http-${name}`, one)
  }
  return out
}

function readHttp(message: Message, allowed: readonly string[]): Record<string, string | string[]> {
  const out: Record<string, string | string[]> = {}
  for (const name of allowed) {
    const values = message.headers?.values(`Http-${name}`) ?? []
    if (values.length > 0) out[name] = name === 'set-cookie' ? [...values] : String(values[0])
  }
  return out
}

const field = (message: Message, name: string) => message.headers?.get(`Clova-${name}`)

/** @returns what is given to NATS */
export function encodeRequest(request: HubRequest): { readonly headers: MsgHdrs; readonly data: Uint8Array } {
  const { method, path, hub, sentAtMs, timeoutMs, homeTime, clientAddress, body } = request
  return {
    headers: write(
      {
        Method: method,
        Path: path,
        Client: clientAddress,
        Hub: hub,
        Sent: String(Math.floor(sentAtMs)),
        Timeout: String(Math.floor(timeoutMs)),
        ...(homeTime !== undefined && { 'Home-Time': homeTime }),
      },
      request.headers,
      requestHeaders,
    ),
    data: body,
  }
}

/** @throws ZodError for what is no request of a hub */
export function decodeRequest(message: Message): HubRequest {
  const { homeTime, ...parsed } = requestSchema.parse({
    version: field(message, 'Version'),
    method: field(message, 'Method'),
    path: field(message, 'Path'),
    hub: field(message, 'Hub'),
    sentAtMs: field(message, 'Sent'),
    timeoutMs: field(message, 'Timeout'),
    homeTime: field(message, 'Home-Time') || undefined,
    clientAddress: field(message, 'Client'),
    body: message.data,
  })
  return { ...parsed, ...(homeTime !== undefined && { homeTime }), headers: readHttp(message, requestHeaders) }
}

/** @returns what is given to NATS */
export function encodeResponse({ status, headers, body }: HubResponse): {
  readonly headers: MsgHdrs
  readonly data: Uint8Array
} {
  return { headers: write({ Status: String(status) }, headers, responseHeaders), data: body }
}

/** @returns what is given to NATS */
export const encodeRepeatRequest = ({ homeTime }: RepeatRequest): { readonly headers: MsgHdrs } => ({
  headers: write({ 'Home-Time': homeTime }, {}, []),
})

/** @throws ZodError for what is no response of a home */
export function decodeResponse(message: Message): HubResponse | RepeatRequest {
  const homeTime = field(message, 'Home-Time')
  if (homeTime) return { homeTime: repeatSchema.parse({ version: field(message, 'Version'), homeTime }).homeTime }
  const parsed = responseSchema.parse({
    version: field(message, 'Version'),
    status: field(message, 'Status'),
    body: message.data,
  })
  return { ...parsed, headers: readHttp(message, responseHeaders) }
}
