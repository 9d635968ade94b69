import { dirname, resolve } from 'node:path'
import { groupedHomeId } from '../../config/homeId.ts'
import { publicUrl } from '../../config/schema.ts'
import { edit } from '../../config/yaml/editor.ts'
import { parseSource } from '../../config/yaml/source.ts'
import type { Caller, ResponseOf } from '../../control/api.ts'
import { controlError } from '../../control/errors.ts'
import { explain, explainError } from '../../control/explanations/index.ts'
import { explainOffline } from '../../control/explanations/reasons.ts'
import type { ChangeOutcome } from '../../control/operations/shapes.ts'
import type { Driver } from '../../home/driver.ts'
import type { EventStream } from '../../http/admin/events.ts'
import type { ControlHandlers } from '../../http/admin/router.ts'
import { type Answers, connectionName, noAnswers } from '../../setup/answers.ts'
import { applyAnswers } from '../../setup/applyAnswers.ts'
import { discoveryKeys, kindOf } from '../../setup/connectionKinds.ts'
import { isConnected, type NetworkCandidate, scanNetwork } from '../../setup/networkScan.ts'
import { type TrialResult, tryConnection } from '../../setup/tryConnection.ts'
import { tunnelKinds, tunnelSchema } from '../../setup/tunnelKinds.ts'
import { isObject } from '../../util/parse.ts'
import { inEnglish, plainText } from '../../util/translate.ts'
import type { EditableConfig } from '../configuration/editor.ts'
import { type LinkingProgress, linkingSteps } from '../history/linkingProgress.ts'
import type { HomeRuntime } from '../homeRuntime.ts'
import type { GatewaySettings } from '../settings.ts'
import { authorOf } from './configuration.ts'
import { missingForLinking } from './linking.ts'
import { Pairings } from './pairings.ts'

type SetupHandlers = Pick<
  ControlHandlers,
  | 'setup'
  | 'setEdition'
  | 'tunnelKinds'
  | 'setAddress'
  | 'tryAddress'
  | 'scan'
  | 'connectionKinds'
  | 'tryConnection'
  | 'saveConnection'
  | 'removeConnection'
  | 'startPairing'
  | 'pairing'
  | 'cancelPairing'
>

/** A tunnel as systemd and the file system tell of it. */
interface TunnelState {
  readonly kind: string
  readonly isInstalled: boolean
  readonly isConfigured: boolean
  readonly isRunning?: boolean
  readonly companionFiles: readonly string[]
}

/** What is above the gateway and given to it by the command line that starts it. */
export interface MachineTools {
  tunnels(): Promise<readonly TunnelState[]>
  /** Writes the settings of a tunnel. @throws Error for the user if that is not possible */
  configureTunnel(
    answers: Readonly<Record<string, string>>,
    host: string,
    listen: { readonly host: string; readonly port: number },
  ): Promise<{
    readonly file: string
    readonly missing: readonly string[]
    readonly install?: string
    readonly commands: readonly string[]
  }>
  /** Sends a signed request to the public address. @returns why it did not come back; undefined if it did */
  tryAddress(signal: AbortSignal): Promise<string | undefined>
}

interface SetupDependencies {
  readonly home: HomeRuntime
  settings(): GatewaySettings
  readonly config: EditableConfig
  readonly observation: { readonly linking: LinkingProgress }
  readonly events: EventStream
  readonly tools?: MachineTools
  /** false while there is no usable configuration */
  isConfigured(): boolean
}

/** How long the network is searched, and each candidate tried, in milliseconds; together less than an operation may take. */
const scanMs = 4500
const trialMs = 3500
/** The operations of the first run. Every answer is saved at once, so that leaving loses nothing. */
export function createSetupHandlers(gateway: SetupDependencies): SetupHandlers {
  const { home, settings, config, events } = gateway
  const pairings = new Pairings((pairing) => events.publish('pairing', { pairing }))
  const drivers = () => config.context().drivers

  return {
    async setup() {
      const { edition, language, server } = settings()
      const notWritable = config.editor().notWritable()
      const tunnel = (await gateway.tools?.tunnels())?.find(({ isConfigured }) => isConfigured)
      const steps = stepsOf()
      return {
        steps,
        isFinished: steps.every(({ state }) => state !== 'open'),
        ...(gateway.isConfigured() && { edition, language }),
        ...(server.publicUrl !== undefined && { publicUrl: server.publicUrl }),
        ...(tunnel && { tunnel: tunnel.kind }),
        ...(notWritable && { notWritable }),
      }
    },
    setEdition: ({ edition, language }, _signal, caller) =>
      apply(caller, { edition, ...(language !== undefined && { language }) }),
    async tunnelKinds() {
      const states = (await gateway.tools?.tunnels()) ?? []
      return {
        tunnels: Object.entries(tunnelKinds).map(([kind, { questions }]) => {
          const state = states.find((one) => one.kind === kind)
          return {
            kind,
            questions: questions.map(({ key, question, rule, secret }) => ({
              key,
              label: { ...question },
              rule: { ...rule },
              isSecret: secret === true,
              isList: false,
              isOptional: false,
            })),
            companionFiles: [...(state?.companionFiles ?? [])],
            isInstalled: state?.isInstalled ?? false,
            isConfigured: state?.isConfigured ?? false,
            ...(state?.isRunning !== undefined && { isRunning: state.isRunning }),
          }
        }),
      }
    },
    async setAddress({ publicUrl: url, tunnel }, _signal, caller) {
      if (url !== undefined && !publicUrl.safeParse(url).success)
        throw controlError('badRequest', explain('badPublicUrl'))
      const wanted = tunnel && tunnelSchema.safeParse({ kind: tunnel.kind, ...tunnel.answers })
      if (wanted && !wanted.success)
        throw controlError('badRequest', explain('badTunnelAnswers', {}, { detail: wanted.error.issues[0]?.message }))
      const change = await apply(caller, { ...(url !== undefined && { publicUrl: url }) })
      const address = url ?? settings().server.publicUrl
      if (!wanted || address === undefined || change.outcome !== 'saved') return { change }
      return { change, tunnel: await writeTunnel(wanted.data, address) }
    },
    async tryAddress(_request, signal) {
      if (!gateway.tools) throw controlError('conflict', explain('notStartedByRun'))
      if (settings().server.publicUrl === undefined) return { isReached: false, reason: explain('missingPublicUrl') }
      const start = performance.now()
      const problem = await gateway.tools.tryAddress(signal)
      if (problem !== undefined) return { isReached: false, reason: explain('notReached', {}, { detail: problem }) }
      gateway.observation.linking.record('reached')
      return { isReached: true, ms: Math.round(performance.now() - start) }
    },
    async scan({ host }, signal) {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(scanMs)])
      const [{ candidates, problems }, servers] = await Promise.all([
        scanNetwork(drivers(), host, limit).catch(() => ({ candidates: [], problems: [] })),
        findServers(limit),
      ])
      const all = [...servers, ...candidates]
      return {
        candidates: await Promise.all(all.map((candidate) => triedCandidate(candidate, signal))),
        problems: problems.map((problem) => explainOffline(problem)),
      }
    },
    async connectionKinds() {
      const kinds = await Promise.all(
        Object.entries(drivers()).map(async ([type, load]) => {
          const driver = await load()
          const { setupQuestions: asked } = driver
          if (!asked && !driver.pair && !driver.scanNetwork) return []
          return [
            {
              type,
              kind: kindOf(type, driver),
              questions: (asked?.questions ?? []).map(({ key, question, defaultValue, secret, list }) => ({
                key,
                label: { ...question },
                ...(defaultValue !== undefined && { defaultValue }),
                isSecret: secret === true,
                isList: list === true,
                isOptional: defaultValue === undefined,
              })),
              isPairable: driver.pair !== undefined,
              isScanned: driver.scanNetwork !== undefined || driver.findServers !== undefined,
            },
          ]
        }),
      )
      return { kinds: kinds.flat() }
    },
    async tryConnection({ type, keys, name }, signal) {
      const driver = await driverOf(type)
      return toTrial(await trial(driver, { ...configuredSecrets(name), ...keys }, signal), driver)
    },
    async saveConnection({ type, name, keys }, _signal, caller) {
      const driver = await driverOf(type)
      const chosen = name ?? freeName(type)
      if (!connectionName.safeParse(chosen).success) throw controlError('badRequest', explain('badConnectionName'))
      const extra = name !== undefined && names().has(name) ? {} : discoveryKeys(driver, keys)
      return { change: await apply(caller, { connections: { [chosen]: { type, ...extra, ...keys } } }), name: chosen }
    },
    removeConnection({ name }, _signal, caller) {
      const used = [...home.home().appliances.values()].filter(
        (one) => one.driver === name && home.isConfigured(one.id),
      ).length
      if (used > 0) throw controlError('conflict', explain('connectionInUse', { count: used }))
      return config.editor().change(authorOf(caller), (text) => {
        const editor = edit(text)
        editor.remove(['drivers', name])
        return { text: editor.text }
      })
    },
    async startPairing({ type, host, name, allowPlainHttp }, _signal, caller) {
      const { pair } = await driverOf(type)
      if (!pair) throw controlError('badRequest', explain('noPairingNeeded', { type }))
      return pairings.start({ type, pair, ...(host !== undefined && { host }), allowPlainHttp }, async (paired) => {
        const connection = name ?? freeName(`${type}-${paired.id}`)
        const entry = { type, ...paired.keys, ...paired.secrets }
        return { connection, change: await apply(caller, { connections: { [connection]: entry } }) }
      })
    },
    pairing: ({ id }) => pairings.find(id),
    cancelPairing: ({ id }) => pairings.cancel(id),
  }

  function stepsOf(): ResponseOf<'setup'>['steps'] {
    const present = settings()
    const isThere = gateway.isConfigured()
    const { publicUrl: address } = present.server
    const { hub } = present
    const missing = missingForLinking(present)
    const { size: applianceCount } = home.home().appliances
    const connections = home.connections()
    const isBroken = connections.some(({ connection }) => (connection.problems?.() ?? []).length > 0)
    const gone = gateway.observation.linking.steps().filter(({ at }) => at !== undefined).length
    const done = (is: boolean): 'done' | 'open' => (is ? 'done' : 'open')
    return [
      {
        step: 'edition',
        state: done(isThere),
        ...(isThere && { summary: explain('summaryEdition', { edition: present.edition }) }),
      },
      {
        step: 'address',
        state: done(address !== undefined),
        ...(address !== undefined && { summary: explain('summaryAddress', { address }) }),
      },
      {
        step: 'connections',
        state: isBroken ? 'attention' : done(connections.length > 0),
        summary: explain('summaryConnections', { count: connections.length }),
      },
      {
        step: 'appliances',
        state: done(applianceCount > 0),
        summary: explain('summaryAppliances', { count: applianceCount }),
      },
      {
        step: 'users',
        state: done(!missing.some(({ code }) => code === 'missingUser' || code === 'missingSecret')),
        summary: explain('summaryUsers', { count: present.linkingDraft.users }),
      },
      {
        step: 'console',
        // Behind a hub, its operator has filled in the form of the console.
        state: done(hub !== undefined || gone === linkingSteps.length),
        summary:
          missing[0] ??
          (hub ? explain('summaryHub', { code: groupedHomeId(hub.home) }) : explain('summaryConsole', { count: gone })),
      },
    ]
  }

  function apply(caller: Caller, answers: Partial<Answers>): Promise<ChangeOutcome> {
    const editor = config.editor()
    return editor.change(authorOf(caller), (text) =>
      applyAnswers(text, { ...noAnswers, ...answers }, settings().language, editor.secretNames()),
    )
  }

  async function writeTunnel(answers: Readonly<Record<string, string>>, address: string) {
    if (!gateway.tools) throw controlError('conflict', explain('notStartedByRun'))
    try {
      const { file, missing, install, commands } = await gateway.tools.configureTunnel(
        answers,
        new URL(address).host,
        settings().server.listen,
      )
      return {
        file,
        isWritten: true,
        missing: [...missing],
        ...(install !== undefined && { install }),
        commands: [...commands],
      }
    } catch (error) {
      return {
        file: tunnelKinds[answers.kind as keyof typeof tunnelKinds].file,
        isWritten: false,
        missing: [],
        commands: ['sudo clova-home setup'],
        reason: explainError(error),
      }
    }
  }

  /** The servers that announce themselves to each driver. */
  async function findServers(signal: AbortSignal): Promise<readonly NetworkCandidate[]> {
    const found = await Promise.all(
      Object.entries(drivers()).map(async ([type, load]) => {
        const servers = (await (await load()).findServers?.(signal).catch(() => [])) ?? []
        return servers.map((one) => ({ type, ...one }))
      }),
    )
    return found.flat()
  }

  /** A candidate as it was found, and tried at once where that needs nothing of the user. */
  async function triedCandidate(
    candidate: NetworkCandidate,
    signal: AbortSignal,
  ): Promise<ResponseOf<'scan'>['candidates'][number]> {
    const { type, keys, description, problem } = candidate
    const driver = await driverOf(type)
    const present = new Map(home.connections().map((one) => [one.name, one]))
    const known = [...present].find(([name, one]) => isConnected(candidate, { drivers: new Map([[name, one]]) }))
    const about = {
      id: `${type}:${Object.values(keys).join(':')}`,
      type,
      kind: kindOf(type, driver),
      description: plainText(description),
      keys: { ...keys },
    }
    if (known) return { ...about, state: 'known', connection: known[0] }
    if (problem !== undefined) {
      const explanation = explainOffline(problem, driver.remedy?.(inEnglish(problem), keys))
      return { ...about, state: explanation.code === 'deviceLocked' ? 'locked' : 'needsHand', explanation }
    }
    if (driver.pair) return { ...about, state: 'needsHand' }
    const tried = toTrial(await trial(driver, { ...keys, ...discoveryKeys(driver, keys) }, signal), driver)
    const needsPassword = tried.reason?.code === 'wrongCredentials'
    return {
      ...about,
      state: tried.isWorking ? 'works' : needsPassword ? 'needsPassword' : 'unreachable',
      trial: tried,
      ...(tried.reason && { explanation: tried.reason }),
    }
  }

  function trial(driver: Driver, keys: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<TrialResult> {
    const { file, edition } = settings()
    const bus = (name: string) => home.connections().find((one) => one.name === name)?.connection.bus
    const resolveFile = (name: string) => resolve(dirname(file), name)
    const limit = AbortSignal.any([signal, AbortSignal.timeout(trialMs)])
    return tryConnection({ driver, keys, edition, resolveFile, bus }, limit)
  }

  /** The secrets of a configured connection, which the page does not know. */
  function configuredSecrets(name: string | undefined): Readonly<Record<string, unknown>> {
    const found = home.connections().find((one) => one.name === name)
    const secret = found?.driver.setupQuestions?.questions.filter((one) => one.secret).map(({ key }) => key) ?? []
    const options = isObject(found?.options) ? found.options : {}
    return Object.fromEntries(Object.entries(options).filter(([key]) => secret.includes(key)))
  }

  async function driverOf(type: string): Promise<Driver> {
    const all = drivers()
    const load = Object.hasOwn(all, type) ? all[type] : undefined
    if (!load) throw controlError('badRequest', explain('unknownDriver', { type }))
    return load()
  }

  /** The names under `drivers:`, also of a file that is not in force. */
  function names(): ReadonlySet<string> {
    const current = config.editor().read()
    const value = 'text' in current ? parseSource('', current.text).value : undefined
    const { drivers: written } = (value ?? {}) as { readonly drivers?: unknown }
    return new Set(isObject(written) ? Object.keys(written) : [])
  }

  function freeName(wanted: string): string {
    const taken = names()
    if (!taken.has(wanted)) return wanted
    for (let i = 2; ; i++) if (!taken.has(`${wanted}-${i}`)) return `${wanted}-${i}`
  }
}

function toTrial({ isWorking, ms, discovered, problem }: TrialResult, driver: Driver): ResponseOf<'tryConnection'> {
  return {
    isWorking,
    ms,
    discovered: [...discovered].map(([via, count]) => ({ via, count })),
    ...(problem !== undefined && { reason: explainOffline(problem, driver.remedy?.(inEnglish(problem), {})) }),
  }
}
