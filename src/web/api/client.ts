import type { Explanation, OperationName, operations, RequestOf, ResponseOf } from '../../control/api.ts'
import type { ControlErrorCode } from '../../control/errors.ts'
import type { csrfHeader as csrfHeaderName } from '../../control/session.ts'

/** Where operations are. A method or path that differs from the contract does not compile. */
export type Endpoints = {
  readonly [N in OperationName]?: `${(typeof operations)[N]['method']} ${(typeof operations)[N]['path']}`
}

/** The operations that pages ask for. */
const endpoints = {
  appliances: 'GET /appliances',
  appliance: 'GET /appliances/{appliance}',
  act: 'POST /appliances/{appliance}/actions',
  composeAction: 'POST /appliances/{appliance}/actions/compose',
  assume: 'POST /appliances/{appliance}/assumed-state',
  editAppliance: 'POST /appliances/{appliance}/description',
  checkName: 'POST /names/check',
  confirmSearch: 'POST /search-again/done',
  vocabulary: 'GET /vocabulary',
  health: 'GET /health',
  requests: 'POST /requests/search',
  request: 'GET /requests/{id}',
  resend: 'POST /requests/{id}/resend',
} as const satisfies Endpoints

type AskedOperation = keyof typeof endpoints

const csrfHeader: typeof csrfHeaderName = 'x-csrf-token'

/** How long the page waits for an answer, in milliseconds: longer than the gateway may take for a command. */
const answerTimeoutMs = 30_000

/** Why a request was not done. `unreachable`: there was no answer at all. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
  readonly code: ControlErrorCode | 'unreachable'
  readonly explanation: Explanation | undefined

  constructor(code: RequestError['code'], message: string, explanation?: Explanation) {
    super(message)
    this.code = code
    this.explanation = explanation
  }
}

interface SessionOptions {
  /** what requests carry to show that they come from this page; absent while nobody is logged in */
  readonly csrfToken: string | undefined
  /** nobody is logged in any more */
  onUnauthorized(): void
  /** reads the session anew */
  renew(): Promise<unknown>
}

let csrfToken: string | undefined
let onUnauthorized: () => void = () => {}
let renewToken: () => Promise<unknown> = async () => undefined

/** Sets how requests show that they come from this page, and what happens when its session has ended or changed. */
export function useSession(options: SessionOptions): void {
  csrfToken = options.csrfToken
  onUnauthorized = options.onUnauthorized
  renewToken = options.renew
}

/** A path below where the page is, which need not be the root behind a reverse proxy. */
export const urlOf = (path: string): string => new URL(path.replace(/^\//, ''), document.baseURI).href

interface SendOptions {
  readonly method: string
  readonly body?: BodyInit | undefined
  readonly contentType?: string
  readonly signal?: AbortSignal | undefined
}

/**
 * Sends a request with the token of the session. If another tab has logged in anew, this page has the token of the session
 * before: then it reads the new one and sends the request once more.
 * @throws RequestError `unreachable`
 */
export async function send(path: string, options: SendOptions): Promise<Response> {
  const token = csrfToken
  const response = await sendOnce(path, options)
  if (response.status !== 403 || options.method === 'GET') return response
  await renewToken()
  return csrfToken === token ? response : sendOnce(path, options)
}

async function sendOnce(path: string, { method, body, contentType, signal }: SendOptions): Promise<Response> {
  const deadline = new AbortController()
  setTimeout(() => deadline.abort(), answerTimeoutMs)
  signal?.addEventListener('abort', () => deadline.abort(), { once: true })
  if (signal?.aborted) deadline.abort()
  try {
    return await fetch(urlOf(path), {
      method,
      credentials: 'same-origin',
      headers: {
        ...(body !== undefined && { 'content-type': contentType ?? 'application/json' }),
        ...(csrfToken !== undefined && method !== 'GET' && { [csrfHeader]: csrfToken }),
      },
      ...(body !== undefined && { body }),
      signal: deadline.signal,
    })
  } catch (error) {
    throw new RequestError('unreachable', (error as Error).message)
  }
}

/**
 * Asks the gateway for an operation.
 * @throws RequestError with the reason in the three languages where the gateway gave one
 */
export const call = <N extends AskedOperation>(
  name: N,
  request: RequestOf<N>,
  signal?: AbortSignal,
): Promise<ResponseOf<N>> => callEndpoint(endpoints[name], request, signal) as Promise<ResponseOf<N>>

/**
 * Asks the gateway at an endpoint, such as `GET /health`; keys of the request that stand in braces in the path go there.
 * @throws RequestError
 */
export async function callEndpoint(endpoint: string, request: object, signal?: AbortSignal): Promise<unknown> {
  const response = await sendTo(endpoint, request, signal)
  const answer = await readJson(response)
  if (response.ok) return answer
  throw refusal(response, answer)
}

/** Asks the gateway for bytes. @throws RequestError */
export async function download(endpoint: string, request: object, signal?: AbortSignal): Promise<Blob> {
  const response = await sendTo(endpoint, request, signal)
  if (response.ok) return response.blob()
  throw refusal(response, await readJson(response))
}

/** Sends an archive to the gateway. @throws RequestError */
export async function upload(endpoint: string, bytes: Blob, signal?: AbortSignal): Promise<unknown> {
  const [method = 'POST', path = ''] = endpoint.split(' ')
  const response = await send(`api${path}`, { method, body: bytes, contentType: 'application/gzip', signal })
  const answer = await readJson(response)
  if (response.ok) return answer
  throw refusal(response, answer)
}

function sendTo(endpoint: string, request: object, signal: AbortSignal | undefined): Promise<Response> {
  const [method = 'GET', path = ''] = endpoint.split(' ')
  const values = { ...request } as Record<string, unknown>
  const filled = path.replace(/\{(\w+)\}/g, (_whole, key: string) => {
    const value = values[key]
    delete values[key]
    return encodeURIComponent(String(value))
  })
  const body = method === 'POST' ? JSON.stringify(values) : undefined
  return send(`api${filled}`, { method, body, signal })
}

/** The JSON of a response; nothing if it has none. @throws RequestError if the connection ends, or is given up, meanwhile */
async function readJson(response: Response): Promise<unknown> {
  const isJson = response.headers.get('content-type')?.includes('json') ?? false
  if (!isJson) return undefined
  return response.json().catch((error: Error) => {
    throw new RequestError('unreachable', error.message)
  })
}

function refusal(response: Response, answer: unknown): RequestError {
  const { code = 'internal', message = response.statusText, explanation } = (answer ?? {}) as Partial<RequestError>
  if (response.status === 401) onUnauthorized()
  return new RequestError(code, message, explanation)
}
