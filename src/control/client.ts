import type { Config } from '../config/load.ts'
import { createDeadline } from '../home/deadline.ts'
import { openHttp, requestHttp } from '../util/httpRequest.ts'
import {
  type ControlEvent,
  type EventName,
  errorBody,
  events as eventSchemas,
  eventsPath,
  type OperationName,
  operations,
  pathKeys,
  type RequestOf,
  type ResponseOf,
} from './api.ts'
import { adminSocketPaths, usablePath } from './socketPath.ts'

/** How long an operation may take, in milliseconds: more than any deadline of a command. */
const operationTimeoutMs = 10_000
const backupTimeoutMs = 60_000

/** How long a response may be, in bytes: 10,000 appliances have some 10 MiB. A backup has at most 64 MiB. */
const maxResponseBytes = 32 * 2 ** 20
const maxBackupBytes = 72 * 2 ** 20

/** The codes of the errors that the client throws. */
const noGateway = 'ERR_NO_GATEWAY'
const notAllowed = 'ERR_NOT_ALLOWED'

/** True if an error says that no gateway runs with this configuration. */
export const isNoGateway = (error: unknown): boolean => (error as NodeJS.ErrnoException | undefined)?.code === noGateway

/** The running gateway of one state folder, as its owner may ask it. */
export interface ControlClient {
  /**
   * Asks for one operation.
   * @throws Error in plain words; `isNoGateway` tells whether that is since none runs
   */
  call<N extends OperationName>(name: N, request: RequestOf<N>, signal?: AbortSignal): Promise<ResponseOf<N>>
  /** The same, or nothing if no gateway runs. */
  callIfRunning<N extends OperationName>(
    name: N,
    request: RequestOf<N>,
    signal?: AbortSignal,
  ): Promise<ResponseOf<N> | undefined>
  /** What happens in the gateway, until the signal aborts or the gateway ends. @throws as `call`, the signal's reason */
  events(signal: AbortSignal): AsyncGenerator<ControlEvent, void, void>
}

/** The client of the gateway that runs with this configuration, if one does. Nothing is connected before it is asked. */
export function createControlClient({ state }: Pick<Config, 'state'>): ControlClient {
  const self: ControlClient = {
    async call(name, request, signal) {
      const { method, path, response } = operations[name]
      const isBackup = response === 'archive'
      const limit = createDeadline(isBackup ? backupTimeoutMs : operationTimeoutMs, signal)
      const inPath = pathKeys(path)
      const entries = Object.entries(request as Readonly<Record<string, unknown>>)
      const body = Object.fromEntries(entries.filter(([key]) => !inPath.includes(key)))
      const values = new Map(entries)
      const target = path.replace(/\{(\w+)\}/g, (_, key) => encodeURIComponent(String(values.get(key))))
      const answer = await reach(state, (socketPath) =>
        requestHttp(`http://localhost${target}`, {
          method,
          ...(method === 'POST' && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
          signal: limit.signal,
          maxBytes: isBackup ? maxBackupBytes : maxResponseBytes,
          connection: { socketPath },
        }),
      )
        .catch((error: unknown) => {
          if (!limit.signal.aborted || signal?.aborted) throw error
          throw new Error(`the gateway did not answer to "${name}" in time`)
        })
        .finally(limit.end)
      if (answer.status !== 200) throw refusalOf(answer.body, answer.status)
      if (response === 'archive') return answer.body as unknown as ResponseOf<typeof name>
      const parsed = response.safeParse(parseJson(answer.body))
      if (!parsed.success) throw otherVersion()
      return parsed.data as ResponseOf<typeof name>
    },
    async callIfRunning(name, request, signal) {
      try {
        return await self.call(name, request, signal)
      } catch (error) {
        if (isNoGateway(error)) return undefined
        throw error
      }
    },
    async *events(signal) {
      const response = await reach(state, (socketPath) =>
        openHttp(`http://localhost${eventsPath}`, { signal, connection: { socketPath } }),
      )
      if (response.statusCode !== 200) {
        response.destroy()
        throw otherVersion()
      }
      const { createParser } = await import('eventsource-parser')
      const waiting: ControlEvent[] = []
      const parser = createParser({
        onEvent({ event, data }) {
          const schema = event !== undefined && Object.hasOwn(eventSchemas, event) && eventSchemas[event as EventName]
          const parsed = schema ? schema.safeParse(parseJson(data)) : undefined
          if (parsed?.success) waiting.push({ name: event, data: parsed.data } as ControlEvent)
        },
      })
      response.setEncoding('utf8')
      try {
        for await (const chunk of response as AsyncIterable<string>) {
          parser.feed(chunk)
          yield* waiting.splice(0)
        }
      } catch (error) {
        throw signal.aborted ? signal.reason : error
      }
    },
  }
  return self
}

/** Tries each place where the socket can be. @throws Error in plain words */
async function reach<T>(state: string, work: (socketPath: string) => Promise<T>): Promise<T> {
  for (const path of adminSocketPaths(state)) {
    try {
      const usable = usablePath(path)
      try {
        return await work(usable.path)
      } finally {
        usable.close()
      }
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      // Not there, or left behind by a process that has ended.
      if (code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'ENOTDIR') continue
      if (code === 'EACCES' || code === 'EPERM')
        throw coded(
          notAllowed,
          `this user may not ask the gateway (${path}); run it with sudo, or as the gateway's user`,
        )
      throw error
    }
  }
  throw coded(noGateway, `no gateway runs with the state folder ${state}; start it with: clova-home run`)
}

const coded = (code: string, message: string): Error => Object.assign(new Error(message), { code })

const otherVersion = () => new Error('the gateway that runs is of another version and cannot be asked this; restart it')

/** What the gateway says of why it did not do it. */
function refusalOf(body: Buffer, status: number): Error {
  const { data } = errorBody.safeParse(parseJson(body))
  return data ? coded(data.code, data.message) : new Error(`the gateway refused it with status ${status}`)
}

function parseJson(text: Buffer | string): unknown {
  try {
    return JSON.parse(text.toString())
  } catch {
    return undefined
  }
}
