import { get } from 'node:http'
import { createDeadline, raceAbort } from '../../../src/home/deadline.ts'
import { Failure } from '../../../src/home/failure.ts'
import { meaning } from '../bridge/errors.ts'
import { type Datastore, datastore } from './schema.ts'

/** What a lamp or a group is told, in the words of CLIP v1. */
export type Order = Readonly<Record<string, boolean | number | string | readonly number[]>>

/** A bridge of CLIP v1, as it is spoken to. Everything ends with the signal. @throws Failure */
export interface Speaker {
  read(signal: AbortSignal): Promise<Datastore>
  setLight(id: string, order: Order, signal: AbortSignal): Promise<void>
  setGroup(id: string, order: Order, signal: AbortSignal): Promise<void>
}

/** What is used of the library, which itself knows neither deadlines nor ends. */
interface Api {
  readonly configuration: { getAll(): Promise<unknown> }
  readonly lights: { setLightState(id: string, order: Order): Promise<unknown> }
  readonly groups: { setGroupState(id: string, order: Order): Promise<unknown> }
  syncWithBridge(): void
  getCachedState(): Promise<unknown>
  _getTransport(): { readonly _axios: { readonly defaults: { timeout?: number; maxContentLength?: number } } }
}
interface Library {
  readonly v3: {
    readonly api: { createInsecureLocal(host: string, port: number): { connect(key: string): Promise<Api> } }
  }
}

/** How long the library may hold a connection whose answer nobody waits for any longer, in milliseconds. */
const holds = 10_000
/** No bridge says more at once, in bytes. */
const most = 8_000_000

/**
 * Connects by node-hue-api, which is loaded only now.
 * @throws Failure `offline`
 */
export async function speak(host: string, port: number, key: string, signal: AbortSignal): Promise<Speaker> {
  // The library's first question has no end: it is put only to who answers.
  await answers(host, port, signal)
  // Else it complains on the console about plain HTTP, which is all that such bridges speak.
  process.env.NODE_HUE_API_USE_INSECURE_CONNECTION = '1'
  const { v3 } = (await import('node-hue-api')).default as unknown as Library
  const api = await bounded(v3.api.createInsecureLocal(host, port).connect(key), signal)
  Object.assign(api._getTransport()._axios.defaults, { timeout: holds, maxContentLength: most })
  // It reads everything by itself on connecting, and swallows what goes wrong with that.
  await bounded(api.getCachedState(), signal)

  return {
    async read(until) {
      const said = await bounded(api.configuration.getAll(), until)
      const parsed = datastore.safeParse(said)
      if (!parsed.success) throw new Failure('offline', 'what the bridge answers is not what a bridge has')
      return parsed.data
    },
    async setLight(id, order, until) {
      try {
        await synced(until)
        await bounded(api.lights.setLightState(id, order), until)
      } catch (error) {
        // It knows no lamp that came after it had read everything.
        if (!/was not found on this bridge/.test((error as Error).message)) throw error
        api.syncWithBridge()
        await synced(until)
        await bounded(api.lights.setLightState(id, order), until)
      }
    },
    setGroup: async (id, order, until) => void (await bounded(api.groups.setGroupState(id, order), until)),
  }

  /** The library fails on a lamp while its first reading has failed. */
  async function synced(signal: AbortSignal): Promise<void> {
    if (await bounded(api.getCachedState(), signal)) return
    api.syncWithBridge()
    if (!(await bounded(api.getCachedState(), signal)))
      throw new Failure('offline', 'the bridge does not say what it has')
  }
}

/** @throws Failure `offline` unless somebody speaks HTTP there */
function answers(host: string, port: number, signal: AbortSignal): Promise<void> {
  const limit = createDeadline(holds, signal)
  const request = get({ host, port, path: '/api/config', agent: false })
  const heard = new Promise<void>((resolve, reject) => {
    request.on('error', (cause) =>
      reject(new Failure('offline', `the bridge at ${host}:${port} cannot be reached: ${meaning(cause)}`, { cause })),
    )
    request.on('response', (response) => {
      if (response.statusCode === 200) resolve()
      else reject(new Failure('offline', `the bridge at ${host}:${port} answers ${response.statusCode}`))
    })
  })
  return raceAbort(heard, limit.signal).finally(() => {
    limit.end()
    request.destroy()
  })
}

/** What the library does, within our time and in our words. */
async function bounded<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await raceAbort(work, signal)
  } catch (error) {
    throw error instanceof Failure ? error : failureOf(error as Error)
  }
}

/** The errors of CLIP v1 by their numbers; HTTP's own stand among them. */
const reasons: Readonly<Record<number, readonly [ConstructorParameters<typeof Failure>[0], string]>> = {
  1: ['offline', 'the bridge does not know the application key (any more); run: clova-home pair hue'],
  3: ['offline', 'the bridge no longer has it'],
  6: ['unsupported', 'it has nothing of that kind'],
  7: ['badValue', 'it does not take that value'],
  101: ['offline', 'the link button was not pressed; run: clova-home pair hue'],
  201: ['actionFailed', 'it is off, and takes nothing until it is on'],
  429: ['busy', 'the bridge has too much to do (429); try it again in a moment'],
  503: ['offline', 'the bridge is starting'],
  901: ['deviceFault', 'the bridge has an error inside'],
}

/** What went wrong, by the number that the library brings along. Its texts hold the key, in the address: they are left out. */
function failureOf(error: Error & { getHueErrorType?(): number }): Error {
  const type = error.getHueErrorType?.() ?? -1
  const [reason, words] =
    reasons[type] ??
    (['offline', type > 0 ? `the bridge answers with error ${type}` : 'the bridge does not answer'] as const)
  const failure = new Failure(reason, words)
  // A key that is not known is as good as none.
  return type === 1 || type === 101
    ? Object.assign(failure, { status: 403 })
    : /was not found on this bridge/.test(error.message)
      ? error
      : failure
}
