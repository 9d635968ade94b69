import { offeredForms } from '../../clova/actionForms.ts'
import { actionNamed, actions } from '../../clova/actions/index.ts'
import { typeLabel, typesOf } from '../../clova/applianceTypes.ts'
import { sceneApplianceId } from '../../clova/discovery.ts'
import { locationLabel, locationsOf } from '../../clova/edition.ts'
import { payloadOf } from '../../clova/handler.ts'
import { gatewayModes } from '../../clova/modes.ts'
import { actionLabel } from '../../clova/spoken/actionNames.ts'
import { modeName } from '../../clova/spoken/names.ts'
import { phraseFor } from '../../clova/spoken/phrases.ts'
import { traitName } from '../../clova/spoken/state.ts'
import type { Caller, ParsedRequestOf } from '../../control/api.ts'
import { controlError } from '../../control/errors.ts'
import { explain } from '../../control/explanations/index.ts'
import type { Home } from '../../home/home.ts'
import { traitNames } from '../../home/traits.ts'
import type { ControlHandlers } from '../../http/admin/router.ts'
import { suggestion } from '../../util/suggest.ts'
import type { LocalizedText } from '../../util/translate.ts'
import type { HomeRuntime } from '../homeRuntime.ts'
import type { Observation } from '../observation.ts'
import type { GatewaySettings } from '../settings.ts'
import { setAssumedState } from './assumeState.ts'
import type { CommandRunner } from './commands.ts'
import { inventory } from './inventory.ts'
import { similarNames } from './similarNames.ts'

type HomeHandlers = Pick<
  ControlHandlers,
  | 'appliances'
  | 'appliance'
  | 'scenes'
  | 'runScene'
  | 'checkName'
  | 'command'
  | 'act'
  | 'composeAction'
  | 'assume'
  | 'confirmSearch'
  | 'vocabulary'
>

interface HomeDependencies {
  readonly home: HomeRuntime
  settings(): GatewaySettings
  readonly observation: Observation
  readonly commands: CommandRunner
  /** where an appliance stands in the configuration */
  positionOf(appliance: string): Promise<{ readonly line: number; readonly column: number } | undefined>
}

/** A longer name is often misunderstood; in characters. */
const longNameLength = 15

/** The operations on appliances and scenes. */
export function createHomeHandlers(gateway: HomeDependencies): HomeHandlers {
  const { home: runtime, settings, observation, commands } = gateway
  const { presence, searchReminder } = observation
  const sources = () => ({ runtime, settings: settings(), presence })

  return {
    async appliances(_request, signal, { appliances: only, role }) {
      const pending = role === 'owner' ? searchReminder.pending() : undefined
      return {
        appliances: await inventory(sources(), signal, only),
        problems: role === 'owner' ? runtime.problems() : [],
        ...(pending && { searchAgain: pending }),
      }
    },
    async appliance({ appliance: id }, signal, caller) {
      const found = applianceFor(runtime.home(), id, caller)
      const [status] = await inventory(sources(), signal, new Set([id]))
      if (!status) throw noSuchAppliance(id, runtime.home())
      const { edition } = settings()
      const position = caller.role === 'owner' ? await gateway.positionOf(id) : undefined
      return {
        appliance: status,
        actions: offeredForms(edition, found.type, found.device.spec).map(({ does, ...form }) => ({
          ...form,
          label: { ...actionLabel(form.action) },
          effect: does.effect,
          ...(does.trait !== undefined && { trait: does.trait }),
          ...('implied' in does && { implied: does.implied }),
        })),
        changes: presence.of(id).changes.map(({ at, online, reason }) => ({
          at,
          online,
          ...(reason !== undefined && { reason }),
        })),
        neighbours: neighboursOf(id, found.driver),
        ...(position && { position }),
      }
    },
    scenes: (_request, _signal, { appliances: only }) => {
      const home = runtime.home()
      const { edition, language } = settings()
      const isAllowed = (id: string) => !only || only.has(id)
      const shown = [...home.scenes.values()].filter((one) =>
        one.actions.every(({ appliance }) => isAllowed(appliance)),
      )
      return {
        scenes: shown.map(({ id, name, actions: steps }) => {
          const say = edition === 'kr' ? phraseFor(name, ['TurnOn'], language) : name
          return {
            id,
            name,
            actions: steps.map((step) => ({ ...step })),
            ...(say !== undefined && { say }),
            similar: similarNames(home, name, id),
          }
        }),
      }
    },
    runScene({ scene: id }, signal, caller) {
      const scene = runtime.home().scenes.get(id)
      const isAllowed = scene?.actions.every(({ appliance }) => caller.appliances?.has(appliance) !== false)
      if (!scene || !isAllowed) throw controlError('notFound', explain('noSuchScene', { id }))
      // Whether all its appliances are theirs was looked at above.
      const { appliances: _only, ...unrestricted } = caller
      // The editions run a scene by different messages.
      return settings().edition === 'kr'
        ? commands.run('TurnOn', { appliance: { applianceId: sceneApplianceId(id) } }, signal, unrestricted)
        : commands.run('ActionScene', { scene: { sceneId: id } }, signal, unrestricted)
    },
    checkName({ name, except }) {
      const similar = similarNames(runtime.home(), name, except)
      const problem = nameProblem(name, similar[0])
      return { similar, ...(problem && { explanation: problem }) }
    },
    command: ({ action, payload }, signal, caller) => commands.run(action, payload, signal, caller),
    act(request, signal, caller) {
      const { action, payload } = composed(request, caller)
      return commands.run(action, payload, signal, caller)
    },
    composeAction(request, _signal, caller) {
      const { action, payload } = composed(request, caller)
      const row = actionNamed(action)
      const isRight = row?.request.safeParse(payload).success === true
      return {
        message: commands.messageOf(action, payload),
        ...(!isRight && { explanation: explain(row ? 'badValue' : 'unsupported') }),
      }
    },
    assume(request, _signal, caller) {
      if (caller.appliances) applianceFor(runtime.home(), request.appliance, caller)
      return { state: { ...setAssumedState(request, runtime.home()) } }
    },
    confirmSearch() {
      searchReminder.recordSearch()
      return {}
    },
    vocabulary() {
      const { edition } = settings()
      const types = typesOf(edition)
      const modes = new Set(types.flatMap((type) => gatewayModes(edition, type) ?? []))
      const shown = Object.entries(actions).filter(([, row]) => row.editions.includes(edition))
      return {
        edition,
        types: types.map((name) => ({ name, text: { ...typeLabel(name) } })),
        locations: locationsOf[edition].map((name) => ({ name, text: { ...locationLabel(name) } })),
        actions: shown.map(([name]) => ({ name, text: { ...actionLabel(name) } })),
        traits: traitNames.map((name) => {
          const unit = traitUnits[name]
          return { name, text: inAll((language) => traitName(name, language)), ...(unit !== undefined && { unit }) }
        }),
        modes: [...modes].map((name) => ({ name, text: inAll((language) => modeName(name, language)) })),
      }
    },
  }

  /** How many of the other appliances of a connection were online when they were last looked at. */
  function neighboursOf(id: string, driver: string): { online: number; offline: number } {
    const others = [...runtime.home().appliances.values()].filter((one) => one.driver === driver && one.id !== id)
    const offline = others.filter((one) => presence.isOffline(one.id)).length
    return { online: others.length - offline, offline }
  }

  function composed(
    { appliance, action, value }: ParsedRequestOf<'act'>,
    caller: Caller,
  ): { action: string; payload: Readonly<Record<string, unknown>> } {
    applianceFor(runtime.home(), appliance, caller)
    return { action, payload: payloadOf({ appliance, do: action, ...(value !== undefined && { value }) }) }
  }
}

function applianceFor(home: Home, id: string, { appliances: only }: Caller) {
  const found = !only || only.has(id) ? home.appliances.get(id) : undefined
  if (!found) throw noSuchAppliance(id, home, only)
  return found
}

const noSuchAppliance = (id: string, { appliances }: Home, only?: ReadonlySet<string>): Error =>
  controlError('notFound', explain('noSuchApplianceId', { id, hint: suggestion(id, only ?? appliances.keys()) }))

function nameProblem(name: string, like: ReturnType<typeof similarNames>[number] | undefined) {
  if (!/[\p{L}\p{N}]/u.test(name)) return explain('unspeakableName')
  if (like) return explain(like.likeness === 'same' ? 'sameName' : 'alikeName', { other: like.name })
  return [...name].length > longNameLength ? explain('longName') : undefined
}

const inAll = (say: (language: keyof LocalizedText) => string): { ko: string; ja: string; en: string } => ({
  ko: say('ko'),
  ja: say('ja'),
  en: say('en'),
})

/** The units of traits that have one whatever the device. */
const traitUnits: Readonly<Partial<Record<(typeof traitNames)[number], string>>> = {
  brightness: '%',
  colorTemperature: 'K',
  targetTemperature: '°C',
  freezerTemperature: '°C',
  fridgeTemperature: '°C',
  hotwaterTemperature: '°C',
  coldwaterTemperature: '°C',
  currentTemperature: '°C',
  humidity: '%',
  battery: '%',
  posture: '%',
  bodyFat: '%',
  muscle: '%',
  weight: 'kg',
}
