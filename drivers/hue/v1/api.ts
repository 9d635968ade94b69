import { Agent, get } from 'node:http'
import type { AxiosRequestConfig, AxiosResponse } from 'axios'
import * as z from 'zod'
import { createDeadline, raceAbort } from '../../../src/home/deadline.ts'
import { Failure } from '../../../src/home/failure.ts'
import { describeNetworkError } from '../../../src/home/networkErrors.ts'
import { isObject } from '../../../src/util/parse.ts'
import { resetSocket } from '../../../src/util/resetSocket.ts'
import { runInSlices } from '../../../src/util/slices.ts'
import type { LocalizedText } from '../../../src/util/translate.ts'
import { type BridgeResponse, sendRequest } from '../bridge/http.ts'
import { say } from '../messages.ts'
import { type Datastore, readDatastore, type SceneStates, sceneWithStates } from './schema.ts'

/** What a lamp or a group is to be, in the words of CLIP v1. */
export type V1State = Readonly<Record<string, boolean | number | string | readonly number[]>>

/** A bridge of CLIP v1. Everything ends with the signal. @throws Failure */
export interface V1Api {
  read(signal: AbortSignal): Promise<Datastore>
  /** What a scene does with its lamps, by their numbers; nothing if the bridge does not tell it. */
  readScene(id: string, signal: AbortSignal): Promise<SceneStates | undefined>
  setLight(id: string, state: V1State, signal: AbortSignal): Promise<void>
  setGroup(id: string, state: V1State, signal: AbortSignal): Promise<void>
  close(): void
}

/** What is used of the library. */
interface Library {
  readonly v3: {
    readonly api: {
      createInsecureLocal(
        host: string,
        port: number,
      ): { connect(key: string): Promise<{ readonly configuration: { getAll(): Promise<unknown> } }> }
    }
  }
}

/** How long the library may wait for an answer for which nobody waits any longer. */
const maxRequestMs = 10_000
/** A bridge answers a key that it does not know with a list of one error. The library's time grows with the square of its length. */
const maxListed = 10

/** What the library sends to one bridge goes over these sockets. */
interface LibraryLink {
  readonly agent: Agent
  /** why the last request failed: the errors of the library have only a text */
  failure?: Failure | undefined
}

/** The links of the library to each bridge, by its host and port. */
const links = new Map<string, LibraryLink>()
const placeOf = ({ host, port }: { readonly host: string; readonly port: number }) => `${host}:${port}`

/**
 * What the library sends goes this way: by itself it has no deadline, takes answers of any size, and follows the bridge to
 * other hosts, which would learn the key.
 */
async function sendForLibrary(config: AxiosRequestConfig): Promise<AxiosResponse> {
  const url = new URL(`${config.baseURL ?? ''}${config.url ?? ''}`)
  const address = { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || 80) }
  const limit = createDeadline(maxRequestMs)
  const link: LibraryLink = links.get(placeOf(address)) ?? { agent: new Agent() }
  link.failure = undefined
  try {
    const request = { method: 'GET', path: url.pathname } as const
    const { status, json = '' } = await sendRequest(link.agent, address, request, limit.signal)
    const data = Array.isArray(json) ? json.slice(0, maxListed).filter(isObject) : json
    const response = { data, status, statusText: '', headers: {}, config }
    if (status !== 200) throw Object.assign(new Error(`it answers ${status}`), { response })
    return response
  } catch (error) {
    if (error instanceof Failure) link.failure = error
    throw error
  } finally {
    limit.end()
  }
}

/**
 * Connects by node-hue-api, which is loaded only now, and which reads what the bridge has. Commands do not go through
 * it: it has a queue of its own, from which nothing can be withdrawn, and sockets that cannot be reset, so that a command
 * which was given up would still reach the bridge.
 * @throws Failure `offline`
 */
export async function createV1Api(host: string, port: number, key: string, signal: AbortSignal): Promise<V1Api> {
  const address = { host: host.replace(/^\[|\]$/g, ''), port }
  // The library's first request has no deadline: it is sent only where somebody answers.
  await assertAnswers(address, signal)
  // Without this it warns on the console about plain HTTP, which is all that such bridges speak.
  process.env.NODE_HUE_API_USE_INSECURE_CONNECTION = '1'
  const { default: axios } = (await import('axios')).default
  axios.defaults.adapter = sendForLibrary
  const { v3 } = (await import('node-hue-api')).default as unknown as Library
  const agent = new Agent({ keepAlive: true, maxSockets: 4, timeout: 60_000 })
  const link: LibraryLink = { agent }
  links.set(placeOf(address), link)
  const library = await inTime(link, v3.api.createInsecureLocal(address.host, port).connect(key), signal)

  return {
    async read(until) {
      const answer = await inTime(link, library.configuration.getAll(), until)
      const datastore = await runInSlices(readDatastore(answer), until)
      if (!datastore) throw new Failure('offline', say('v1Strange'))
      return datastore
    },
    async readScene(id, until) {
      const path = `/api/${encodeURIComponent(key)}/scenes/${encodeURIComponent(id)}`
      const { status, json } = await sendRequest(agent, address, { method: 'GET', path }, until)
      return status === 200 ? sceneWithStates.safeParse(json).data?.lightstates : undefined
    },
    setLight: (id, state, until) => put(`lights/${id}/state`, state, until),
    setGroup: (id, state, until) => put(`groups/${id}/action`, state, until),
    close() {
      if (links.get(placeOf(address)) === link) links.delete(placeOf(address))
      for (const sockets of [...Object.values(agent.sockets), ...Object.values(agent.freeSockets)])
        for (const socket of sockets ?? []) resetSocket(socket)
    },
  }

  async function put(path: string, state: V1State, until: AbortSignal): Promise<void> {
    const request = { method: 'PUT', path: `/api/${encodeURIComponent(key)}/${path}`, body: state } as const
    assertTaken(await sendRequest(agent, address, request, until))
  }
}

/** @throws Failure `offline` unless somebody speaks HTTP there */
function assertAnswers({ host, port }: { host: string; port: number }, signal: AbortSignal): Promise<void> {
  const limit = createDeadline(maxRequestMs, signal)
  const request = get({ host, port, path: '/api/config', agent: false })
  const answered = new Promise<void>((resolve, reject) => {
    request.on('error', (cause) =>
      reject(
        new Failure('offline', say('unreachable', { address: `${host}:${port}`, why: describeNetworkError(cause) }), {
          cause,
        }),
      ),
    )
    request.on('response', (response) => {
      if (response.statusCode === 200) resolve()
      else
        reject(
          new Failure('offline', say('v1Answers', { address: `${host}:${port}`, status: response.statusCode ?? 0 })),
        )
    })
  })
  return raceAbort(answered, limit.signal).finally(() => {
    limit.end()
    request.destroy()
  })
}

/** What the library does, with a deadline and with our failures. */
async function inTime<T>(link: LibraryLink, work: Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await raceAbort(work, signal)
  } catch (error) {
    if (error instanceof Failure) throw error
    const { getHueErrorType } = error as Error & { getHueErrorType?(): number }
    // The errors of bridges come with a number.
    const type = getHueErrorType?.call(error) ?? -1
    throw (type === -1 && link.failure) || failureOf(type)
  }
}

const answers = z.array(z.object({ error: z.object({ type: z.number() }).optional() }))

/**
 * A PUT is answered with one success or error for each key. If only some are errors, it is what the lamps show that
 * decides: a bridge names a lamp that is off although it switches it on with the same command.
 * @throws Failure if nothing was taken
 */
function assertTaken({ status, json }: BridgeResponse): void {
  const results = answers.safeParse(json).data
  if (status !== 200 || !results || results.length === 0) throw failureOf(status === 200 ? -1 : status)
  const [first] = results.flatMap(({ error }) => error ?? [])
  if (first && results.every(({ error }) => error)) throw failureOf(first.type)
}

/** The errors of CLIP v1 by their numbers, and the statuses of HTTP that bridges use. */
const reasons: Readonly<Record<number, readonly [ConstructorParameters<typeof Failure>[0], LocalizedText]>> = {
  1: ['offline', say('keyUnknown')],
  3: ['offline', say('noLonger')],
  6: ['unsupported', say('v1NoKind')],
  7: ['badValue', say('v1BadValue')],
  101: ['offline', say('v1NotPressed')],
  201: ['actionFailed', say('v1Off')],
  429: ['busy', say('tooBusy', { status: 429 })],
  503: ['offline', say('starting')],
  901: ['deviceFault', say('v1Inside')],
}

/** What went wrong, by its number alone: the texts of bridges hold the key, in the address. */
function failureOf(type: number): Failure {
  const [reason, message] =
    reasons[type] ?? (['offline', type > 0 ? say('v1Error', { code: type }) : say('v1Silent')] as const)
  const failure = new Failure(reason, message)
  // A key that is not known is as good as none.
  return type === 1 || type === 101 ? Object.assign(failure, { status: 403 }) : failure
}
