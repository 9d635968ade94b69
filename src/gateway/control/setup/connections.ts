import { YamlTextEditor } from '../../../config/yaml/editor.ts'
import { parseSource } from '../../../config/yaml/source.ts'
import type { ResponseOf } from '../../../control/api.ts'
import { controlError } from '../../../control/errors.ts'
import { explain } from '../../../control/explanations/index.ts'
import type { Driver } from '../../../home/driver.ts'
import type { EventStream } from '../../../http/admin/events.ts'
import type { ControlHandlers } from '../../../http/admin/router.ts'
import { connectionName } from '../../../setup/answers.ts'
import { discoveryKeys, kindOf } from '../../../setup/connectionKinds.ts'
import { isObject } from '../../../util/parse.ts'
import type { EditableConfig } from '../../configuration/editor.ts'
import type { HomeRuntime } from '../../homeRuntime.ts'
import { authorOf, saveAnswers } from '../configuration/changes.ts'
import { Pairings } from './pairings.ts'
import { loadDriver, runTrial, type TrialDependencies } from './trial.ts'

type ConnectionHandlers = Pick<
  ControlHandlers,
  | 'connectionKinds'
  | 'tryConnection'
  | 'saveConnection'
  | 'removeConnection'
  | 'startPairing'
  | 'pairing'
  | 'cancelPairing'
>
type ConnectionKind = ResponseOf<'connectionKinds'>['kinds'][number]

interface ConnectionDependencies extends TrialDependencies {
  readonly events: EventStream
}

/** The operations on the connections of the configuration: by hand, or by pairing with a bridge. */
export function createConnectionHandlers(gateway: ConnectionDependencies): ConnectionHandlers {
  const { home, config, events } = gateway
  const pairings = new Pairings((pairing) => events.publish('pairing', { pairing }))
  return {
    async connectionKinds() {
      const kinds = await Promise.all(
        Object.entries(config.context().drivers).map(async ([type, load]) => describeKind(type, await load())),
      )
      return { kinds: kinds.filter((kind) => kind !== undefined) }
    },
    async tryConnection({ type, keys, name }, signal) {
      const driver = await loadDriver(gateway, type)
      return runTrial(gateway, driver, { ...configuredSecrets(home, name), ...keys }, signal)
    },
    async saveConnection({ type, name, keys }, _signal, caller) {
      const driver = await loadDriver(gateway, type)
      const existing = configuredNames(config)
      const chosen = name ?? freeName(type, existing)
      if (!connectionName.safeParse(chosen).success) throw controlError('badRequest', explain('badConnectionName'))
      const extra = name !== undefined && existing.has(name) ? {} : discoveryKeys(driver, keys)
      const connections = { [chosen]: { type, ...extra, ...keys } }
      return { change: await saveAnswers(gateway, caller, { connections }), name: chosen }
    },
    removeConnection({ name }, _signal, caller) {
      const used = [...home.home().appliances.values()].filter(
        ({ id, driver }) => driver === name && home.isConfigured(id),
      ).length
      if (used > 0) throw controlError('conflict', explain('connectionInUse', { count: used }))
      return config.editor().change(authorOf(caller), (text) => {
        const editor = new YamlTextEditor(text)
        editor.remove(['drivers', name])
        return { text: editor.text }
      })
    },
    async startPairing({ type, host, name, allowPlainHttp }, _signal, caller) {
      const { pair } = await loadDriver(gateway, type)
      if (!pair) throw controlError('badRequest', explain('noPairingNeeded', { type }))
      return pairings.start({ type, pair, ...(host !== undefined && { host }), allowPlainHttp }, async (paired) => {
        const connection = name ?? freeName(`${type}-${paired.id}`, configuredNames(config))
        const connections = { [connection]: { type, ...paired.keys, ...paired.secrets } }
        return { connection, change: await saveAnswers(gateway, caller, { connections }) }
      })
    },
    pairing: ({ id }) => pairings.find(id),
    cancelPairing: ({ id }) => pairings.cancel(id),
  }
}

/** How a connection of a driver is made; undefined for one that the user does not make, such as a simulated one. */
function describeKind(type: string, driver: Driver): ConnectionKind | undefined {
  const { setupQuestions } = driver
  if (!setupQuestions && !driver.pair && !driver.scanNetwork) return undefined
  return {
    type,
    kind: kindOf(type, driver),
    questions: (setupQuestions?.questions ?? []).map(({ key, question, defaultValue, secret, list }) => ({
      key,
      label: { ...question },
      ...(defaultValue !== undefined && { defaultValue }),
      isSecret: secret === true,
      isList: list === true,
      isOptional: defaultValue === undefined,
    })),
    isPairable: driver.pair !== undefined,
    isScanned: driver.scanNetwork !== undefined || driver.findServers !== undefined,
  }
}

/** The secrets of a configured connection, which the page does not know. */
function configuredSecrets(home: HomeRuntime, name: string | undefined): Readonly<Record<string, unknown>> {
  const found = home.connections().find((connection) => connection.name === name)
  const questions = found?.driver.setupQuestions?.questions ?? []
  const secretKeys = questions.filter(({ secret }) => secret).map(({ key }) => key)
  const options = isObject(found?.options) ? found.options : {}
  return Object.fromEntries(Object.entries(options).filter(([key]) => secretKeys.includes(key)))
}

/** The names under `drivers:`, also of a file that is not in force. */
function configuredNames(config: EditableConfig): ReadonlySet<string> {
  const current = config.editor().read()
  const value = 'text' in current ? parseSource('', current.text).value : undefined
  const { drivers } = (value ?? {}) as { readonly drivers?: unknown }
  return new Set(isObject(drivers) ? Object.keys(drivers) : [])
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name
  for (let i = 2; ; i++) if (!taken.has(`${name}-${i}`)) return `${name}-${i}`
}
