import { type Appliance, ask, mustHaveFollowed, type Steps, tell } from '../home/appliance.ts'
import type { Log } from '../home/driver.ts'
import { Failure } from '../home/failure.ts'
import { type Home, reachable, type Scene, type SceneAction } from '../home/home.ts'
import { isKnown } from '../home/spec.ts'
import type { State } from '../home/traits.ts'
import { confirmation, periodOf } from './actions/factories.ts'
import { actionNamed } from './actions/index.ts'
import { isForbidden } from './applianceTypes.ts'
import { discoverAppliances, discoverScenes } from './discovery.ts'
import type { Dialect } from './edition.ts'
import { answerTo, type Envelope, type Json, type Message } from './envelope.ts'
import { errorMessage, tokenErrors } from './errors.ts'
import { offeredRow } from './offeredActions.ts'

/** Whether an access token is good, and the ids of the appliances that it reaches; without them all. */
export interface Access {
  readonly state: 'good' | keyof typeof tokenErrors
  readonly appliances?: ReadonlySet<string>
}
export type Authorize = (token: string) => Access

/** What happened with one request, for its line in the log. */
export interface RequestRecord {
  messageId?: string
  action?: string
  appliance?: string
  scene?: string
  result?: string
  /** why not, in plain words */
  reason?: string
  before?: State
  after?: State
  readonly ms: Steps
  /** what was thrown and not meant */
  err?: unknown
}

/** The protocol over one home. */
export interface Clova {
  /** The message that answers a request. Never throws: whatever goes wrong is a message too. */
  answer(request: Envelope, signal: AbortSignal, record: RequestRecord): Promise<Message>
}

/** What the protocol needs of the house. `home` is asked anew for each request, so that it may change between two. */
export interface Parts {
  home(): Home
  dialect(): Dialect
  readonly authorize: Authorize
  readonly log: Log
}

/** Binds the protocol to a home. */
export function clova(parts: Parts): Clova {
  return {
    async answer(request, signal, record) {
      const { name } = request.header
      const action = name.endsWith('Request') ? name.slice(0, -'Request'.length) : name
      record.messageId = request.header.messageId
      record.action = action
      const dialect = parts.dialect()
      let answer: readonly [string, Json]
      try {
        const access = parts.authorize(String(request.payload.accessToken ?? ''))
        answer =
          access.state === 'good'
            ? await reply(reachable(parts.home(), access.appliances), name, action, request.payload, signal, record)
            : [tokenErrors[access.state], {}]
      } catch (error) {
        answer = errorMessage(error, dialect.edition)
        explain(error, record)
      }
      record.result = answer[0]
      return answerTo(request, ...answer)
    },
  }

  async function reply(
    home: Home,
    name: string,
    action: string,
    payload: Json,
    signal: AbortSignal,
    record: RequestRecord,
  ): Promise<readonly [string, Json]> {
    const dialect = parts.dialect()
    const row = name.endsWith('Request') ? actionNamed(action) : undefined
    if (!row?.editions.includes(dialect.edition)) throw new Failure('unsupported', 'the edition has no such action')
    if (row.kind !== 'house') return act(home, dialect, action, payload, signal, record)
    if (action === 'DiscoverAppliances') return [`${action}Response`, await discoverAppliances(home, dialect, signal)]
    if (action === 'DiscoverScenes') return [`${action}Response`, discoverScenes(home)]
    const { scene } = parse(row.request, payload) as { scene: { sceneId: string } }
    record.scene = scene.sceneId
    const found = home.scenes.get(scene.sceneId)
    if (!found) throw new Failure('noSuchAppliance', 'there is no such scene')
    await run(home, dialect, found, signal)
    return [`${action}Confirmation`, {}]
  }

  /** Runs a scene: actions of different appliances at the same time, those of one in their order. */
  async function run(home: Home, dialect: Dialect, { id, actions }: Scene, signal: AbortSignal): Promise<void> {
    const runs = actions.map(async (action) => {
      const record: RequestRecord = { scene: id, action: action.do, appliance: action.appliance, ms: {} }
      try {
        const [result] = await act(home, dialect, action.do, payloadOf(action), signal, record)
        record.result = result
      } catch (error) {
        explain(error, record)
        record.result = errorMessage(error, dialect.edition)[0]
        throw error
      } finally {
        parts.log.info(record, 'scene action')
      }
    })
    const failed = (await Promise.allSettled(runs)).find((outcome) => outcome.status === 'rejected')
    if (failed) throw failed.reason
  }
}

/** Everything between a request for one appliance and its answer. */
async function act(
  home: Home,
  dialect: Dialect,
  action: string,
  payload: Json,
  signal: AbortSignal,
  record: RequestRecord,
): Promise<readonly [string, Json]> {
  const appliance = find(home, payload, record)
  const row = offeredRow(action, appliance, dialect.edition)
  if (!row) throw await notOffered(appliance, signal)
  const body = parse(row.request, payload)
  const { edition, language, previousState } = dialect
  const voice = { edition, language, previousState, type: appliance.type }
  if (row.kind === 'query') {
    const reading = await ask(appliance, signal, periodOf(body), record.ms)
    record.after = reading.state
    if (!reading.online && action !== 'HealthCheck')
      throw new Failure('offline', reading.why ?? 'the device cannot be reached')
    return [`${action}Response`, row.reply(reading, voice, appliance.device.spec)]
  }
  const { command, before, after } = await tell(
    appliance,
    (spec, now) => {
      record.before = now
      const wish = row.wish(body, spec, now, voice)
      if (wish.kind === 'set' && isForbidden(dialect.edition, appliance.type, wish.patch)) {
        throw new Failure('unsupported', 'the guide forbids to do this by voice')
      }
      return wish
    },
    signal,
    record.ms,
  )
  record.after = after
  mustHaveFollowed(command, before, after, row.carries(command, dialect.edition))
  return [`${action}Confirmation`, confirmation(row, body, command, { before, after }, voice)]
}

/** Of one that was never seen nobody knows what it can do: what is wrong is that it is not there. */
async function notOffered({ device }: Appliance, signal: AbortSignal): Promise<Failure> {
  if (!isKnown(device.spec)) {
    const { online, why } = await device.read({ signal })
    if (!online) return new Failure('offline', why ?? 'the device was never seen')
  }
  return new Failure('unsupported', 'the appliance does not offer it')
}

function find(home: Home, payload: Json, record: RequestRecord): Appliance {
  const { appliance } = payload
  const id: unknown = appliance && typeof appliance === 'object' ? Reflect.get(appliance, 'applianceId') : undefined
  if (typeof id === 'string') record.appliance = id.slice(0, 100)
  const found = typeof id === 'string' ? home.appliances.get(id) : undefined
  if (!found) throw new Failure('noSuchAppliance', 'there is no such appliance')
  return found
}

function parse(schema: { safeParse(value: unknown): { success: boolean; data?: unknown } }, payload: Json): unknown {
  const parsed = schema.safeParse(payload)
  if (!parsed.success) throw new Failure('badValue', 'the payload is not what this action takes')
  return parsed.data
}

/** The payload that CLOVA would send for an action of a scene. */
export function payloadOf({ appliance, do: action, value }: SceneAction): Json {
  const row = actionNamed(action)
  return { appliance: { applianceId: appliance }, ...(value !== undefined && row?.compose?.(value)) }
}

function explain(error: unknown, record: RequestRecord): void {
  if (error instanceof Failure) {
    record.reason = error.message
    if (error.cause) record.err = error.cause
  } else record.err = error
}
