import { type Appliance, assertApplied, executeCommand, queryAppliance, type StepDurations } from '../home/appliance.ts'
import type { Period, Reading } from '../home/device.ts'
import type { Log } from '../home/driver.ts'
import { Failure, type Reason } from '../home/failure.ts'
import { type Home, restrictHome, type Scene, type SceneAction } from '../home/home.ts'
import { say as homeSays } from '../home/messages.ts'
import { isKnown } from '../home/spec.ts'
import { periodTraits, type State } from '../home/traits.ts'
import { isObject } from '../util/parse.ts'
import type { LocalizedText } from '../util/translate.ts'
import { describeValue } from './actionForms.ts'
import { confirmation, periodOf } from './actions/factories.ts'
import { actionNamed } from './actions/index.ts'
import { isForbidden } from './applianceTypes.ts'
import { discoverAppliances, discoverScenes, sceneApplianceId } from './discovery.ts'
import type { EditionSettings } from './edition.ts'
import { type ClovaMessage, createAnswer, type Envelope, type JsonObject } from './envelope.ts'
import { errorMessage, tokenErrors } from './errors.ts'
import { say } from './messages.ts'
import { offeredRow } from './offeredActions.ts'

/** Whether an access token is valid, and which appliances it gives access to (absent: all). */
export interface GrantedAccess {
  readonly state: 'good' | keyof typeof tokenErrors
  readonly appliances?: ReadonlySet<string>
  /** whose link it is, and the id of the link, if the token is of a link */
  readonly user?: string
  readonly link?: string
}

/** What of a request is no part of its line in the log, but told in the log of requests. */
interface RequestTrace {
  /** what the access token stands for */
  access?: GrantedAccess | undefined
  /** the values that were asked for */
  requested?: State | undefined
  /** why it failed, in the languages of users */
  text?: LocalizedText | undefined
  /** why it failed, by its code */
  failure?: Reason | { readonly code: 'tokenUnknown' | 'tokenExpired' | 'internal' } | undefined
  /** how many appliances CLOVA was told of */
  discoveredCount?: number | undefined
}
export type Authorize = (token: string) => GrantedAccess

/** What happened with one request, for its line in the log. */
export interface RequestRecord {
  messageId?: string | undefined
  action?: string | undefined
  appliance?: string | undefined
  scene?: string | undefined
  result?: string | undefined
  /** why it failed, for the log */
  reason?: string | undefined
  before?: State | undefined
  after?: State | undefined
  readonly ms: StepDurations
  /** an error that is no Failure, or the cause of a Failure */
  err?: unknown
  /** is not logged */
  readonly trace: RequestTrace
}

/** An empty record. All its keys exist from the start, so that V8 uses one hidden class for every request. */
export const createRecord = (): RequestRecord => ({
  messageId: undefined,
  action: undefined,
  appliance: undefined,
  scene: undefined,
  result: undefined,
  reason: undefined,
  before: undefined,
  after: undefined,
  ms: {},
  err: undefined,
  trace: { access: undefined, requested: undefined, text: undefined, failure: undefined, discoveredCount: undefined },
})

/** Handles requests of CLOVA for one home. */
export interface ClovaHandler {
  /** Answers a request. Never throws: an error becomes an error message. `record` is filled for the log. */
  handle(request: Envelope, signal: AbortSignal, record: RequestRecord): Promise<ClovaMessage>
}

/** What the handler works on. `home` and `settings` are read anew for each request, since a reload may replace them. */
export interface HandlerDependencies {
  home(): Home
  settings(): EditionSettings
  readonly authorize: Authorize
  readonly log: Log
}

/** Creates the handler of CLOVA's requests. */
export function createClovaHandler(dependencies: HandlerDependencies): ClovaHandler {
  return {
    async handle(request, signal, record) {
      const { name } = request.header
      const action = actionOf(name)
      record.messageId = request.header.messageId
      record.action = action
      const { trace } = record
      const settings = dependencies.settings()
      let answer: readonly [string, JsonObject]
      try {
        if (request.problem !== undefined) throw new Failure('badValue', request.problem)
        const access = dependencies.authorize(String(request.payload.accessToken ?? ''))
        trace.access = access
        if (access.state !== 'good')
          trace.failure = { code: access.state === 'expired' ? 'tokenExpired' : 'tokenUnknown' }
        answer =
          access.state === 'good'
            ? await dispatch(
                restrictHome(dependencies.home(), access.appliances),
                name,
                action,
                request.payload,
                signal,
                record,
              )
            : [tokenErrors[access.state], {}]
      } catch (error) {
        answer = errorMessage(error, settings.edition)
        recordError(error, record)
      }
      record.result = answer[0]
      return createAnswer(request, ...answer)
    },
  }

  async function dispatch(
    home: Home,
    name: string,
    action: string,
    payload: JsonObject,
    signal: AbortSignal,
    record: RequestRecord,
  ): Promise<readonly [string, JsonObject]> {
    const settings = dependencies.settings()
    const row = name.endsWith('Request') ? actionNamed(action) : undefined
    if (!row?.editions.includes(settings.edition)) throw new Failure('unsupported', say('noActionInEdition'))
    if (row.kind !== 'wholeHome') {
      if (action === 'HealthCheck' && payload.appliance === undefined) return healthOfGateway
      const switched = settings.edition === 'kr' ? findSceneSwitch(home, payload) : undefined
      if (!switched) return executeAction(home, settings, action, payload, signal, record)
      record.scene = switched.id
      if (action === 'HealthCheck') return [`${action}Response`, { isReachable: true, isTurnOn: false }]
      if (action !== 'TurnOn') throw new Failure('unsupported', say('sceneOnlyOn'))
      await runScene(home, settings, switched, signal)
      return [`${action}Confirmation`, {}]
    }
    if (action === 'DiscoverAppliances') {
      const found = await discoverAppliances(home, settings, signal)
      record.trace.discoveredCount = home.appliances.size
      return [`${action}Response`, found]
    }
    if (action === 'DiscoverScenes') return [`${action}Response`, discoverScenes(home)]
    const { scene } = parsePayload(row.request, payload) as { scene: { sceneId: string } }
    record.scene = scene.sceneId
    const found = home.scenes.get(scene.sceneId)
    if (!found) throw new Failure('noSuchAppliance', say('noScene'))
    await runScene(home, settings, found, signal)
    return [`${action}Confirmation`, {}]
  }

  /** Runs a scene: different appliances at the same time, actions of one appliance in their order (its queue keeps it). */
  async function runScene(
    home: Home,
    settings: EditionSettings,
    { id, actions }: Scene,
    signal: AbortSignal,
  ): Promise<void> {
    const runs = actions.map(async (action) => {
      const record = Object.assign(createRecord(), { scene: id, action: action.do, appliance: action.appliance })
      try {
        const [result] = await executeAction(home, settings, action.do, payloadOf(action), signal, record)
        record.result = result
      } catch (error) {
        recordError(error, record)
        record.result = errorMessage(error, settings.edition)[0]
        throw error
      } finally {
        dependencies.log.info(record, 'scene action')
      }
    })
    const failed = (await Promise.allSettled(runs)).find((outcome) => outcome.status === 'rejected')
    if (failed) throw failed.reason
  }
}

/** The action of a message's name. The guide spells one action otherwise in its shared objects and type tables. */
function actionOf(name: string): string {
  const action = name.endsWith('Request') ? name.slice(0, -'Request'.length) : name
  return action === 'GetCurrtentSittingState' ? 'GetCurrentSittingState' : action
}

/** HealthCheck without an appliance (kr, Link_User_Account) asks whether the gateway itself answers. */
const healthOfGateway = ['HealthCheckResponse', { isReachable: true, isTurnOn: true }] as const

/** The scene that a request for an appliance means, if the appliance is the switch of a scene. */
function findSceneSwitch({ appliances, scenes }: Home, { appliance }: JsonObject): Scene | undefined {
  const id = isObject(appliance) ? appliance.applianceId : undefined
  if (typeof id !== 'string' || appliances.has(id)) return undefined
  return [...scenes.values()].find((scene) => sceneApplianceId(scene.id) === id)
}

/**
 * A reading as an answer for a period: values that depend on the period are left out unless the device returned those of it.
 * Without this, a question about yesterday would be answered with today's total.
 */
function ofPeriod(reading: Reading, period: Period | undefined): Reading {
  const isAnswered =
    reading.period?.start.getTime() === period?.start.getTime() &&
    reading.period?.end.getTime() === period?.end.getTime()
  if (!period || isAnswered) return reading
  const state = { ...reading.state }
  for (const trait of periodTraits) delete state[trait]
  return { ...reading, state }
}

/** Executes an action on one appliance. @returns name and payload of the answer @throws Failure */
async function executeAction(
  home: Home,
  settings: EditionSettings,
  action: string,
  payload: JsonObject,
  signal: AbortSignal,
  record: RequestRecord,
): Promise<readonly [string, JsonObject]> {
  const appliance = findAppliance(home, payload, record)
  const row = offeredRow(action, appliance, settings.edition)
  if (!row) throw await explainNotOffered(appliance, signal)
  const { type, device } = appliance
  const body = parsePayload(row.request, payload, () =>
    describeValue(action, { edition: settings.edition, type, spec: device.spec }),
  )
  const { edition, language, previousState, timeZone } = settings
  const context = { edition, language, previousState, timeZone, type: appliance.type, spec: appliance.device.spec }
  if (row.kind === 'query') {
    const period = periodOf(body)
    const query = { ...(period && { period }), ...(row.needed && { needed: row.needed }) }
    const reading = ofPeriod(await queryAppliance(appliance, signal, query, record.ms), period)
    record.after = reading.state
    if (!reading.online && action !== 'HealthCheck')
      throw new Failure('offline', reading.offlineReason ?? homeSays('unreachable'))
    return [`${action}Response`, row.reply(reading, context, appliance.device.spec)]
  }
  const { command, before, after } = await executeCommand(
    appliance,
    (spec, now) => {
      record.before = now
      const command = row.buildCommand(body, spec, now, context)
      if (command.kind === 'set') record.trace.requested = command.patch
      if (command.kind === 'set' && isForbidden(settings.edition, appliance.type, command.patch)) {
        throw new Failure('unsupported', say('forbiddenByVoice'))
      }
      return command
    },
    signal,
    record.ms,
    row.needed,
  )
  record.after = after
  assertApplied(command, before, after, row.reportedTraits(command, context))
  return [`${action}Confirmation`, confirmation(row, body, command, { before, after }, context)]
}

/** A device that was never seen has an empty spec. Then the reason is that it is offline, not that it cannot do it. */
async function explainNotOffered({ device }: Appliance, signal: AbortSignal): Promise<Failure> {
  if (!isKnown(device.spec)) {
    const { online, offlineReason } = await device.read({ signal })
    if (!online) return new Failure('offline', offlineReason ?? say('neverSeen'))
  }
  return new Failure('unsupported', say('notOffered'))
}

function findAppliance(home: Home, payload: JsonObject, record: RequestRecord): Appliance {
  const { appliance } = payload
  const id = isObject(appliance) ? appliance.applianceId : undefined
  if (typeof id === 'string') {
    record.appliance = id.slice(0, 100)
    const found = home.appliances.get(id)
    if (found) return found
  }
  throw new Failure('noSuchAppliance', say('noAppliance'))
}

function parsePayload(
  schema: { safeParse(value: unknown): { success: boolean; data?: unknown } },
  payload: JsonObject,
  describe: () => LocalizedText | undefined = () => undefined,
): unknown {
  const parsed = schema.safeParse(payload)
  if (!parsed.success) throw new Failure('badValue', describe() ?? say('badPayload'))
  return parsed.data
}

/** The payload that CLOVA would send for an action of a scene; `value` is not checked here. */
export function payloadOf({ appliance, do: action, value }: SceneAction): JsonObject {
  const row = actionNamed(action)
  return { appliance: { applianceId: appliance }, ...(value !== undefined && row?.composePayload?.(value)) }
}

function recordError(error: unknown, record: RequestRecord): void {
  record.trace.failure = error instanceof Failure ? error.reason : { code: 'internal' }
  if (error instanceof Failure) {
    record.reason = error.message
    record.trace.text = error.text
    if (error.cause) record.err = error.cause
  } else record.err = error
}
