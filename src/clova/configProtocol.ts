import { Failure } from '../home/failure.ts'
import { plan } from '../home/plan.ts'
import { allowedWords, type Spec } from '../home/spec.ts'
import type { Trait } from '../home/traits.ts'
import { actionNamed } from './actions/index.ts'
import { actionsOf, isForbidden, typesOf } from './applianceTypes.ts'
import { type Edition, languageOf, locationsOf, publicKeyOf, redirectUriOf, timeZoneOf } from './edition.ts'
import { fanSpeedProblem } from './fanSpeed.ts'
import { payloadOf } from './handler.ts'
import { gatewayModes } from './modes.ts'
import { offeredActions } from './offeredActions.ts'

/** What the configuration is checked against. */
export const configProtocol = {
  types: typesOf,
  locations: (edition: Edition) => locationsOf[edition],
  actions: actionsOf,
  modes: gatewayModes,
  offered: offeredActions,
  limitations,
  validateSceneAction,
  language: (edition: Edition) => languageOf[edition],
  timeZone: (edition: Edition) => timeZoneOf[edition],
  publicKey: (edition: Edition) => publicKeyOf[edition],
  redirectUri: (edition: Edition) => redirectUriOf[edition],
}

/** What CLOVA cannot do with a device of this type, in words for the user, and the trait that it is about. */
function limitations(edition: Edition, type: string, spec: Spec): readonly { trait?: Trait; message: string }[] {
  const listed = actionsOf(edition, type)
  const fan = listed?.has('SetFanSpeed') ? fanSpeedProblem(spec) : undefined
  const canPreheat = allowedWords(spec, 'mode')?.includes('preheat')
  return [
    ...(fan === undefined ? [] : [{ trait: 'fanSpeed' as const, message: fan }]),
    ...(listed?.has('Preheat') && !canPreheat
      ? [{ message: 'Preheat needs a mode named preheat; without one CLOVA is not offered it.' }]
      : []),
  ]
}

/**
 * Checks one action of a scene against the spec of its device, without knowing the device's present state.
 * @returns the key that is wrong (`do` or `value`) and a message for the user; undefined if the action is valid
 */
function validateSceneAction(edition: Edition, type: string, spec: Spec, action: string, value: unknown) {
  const actionProblem = (message: string) => ({ at: 'do', message }) as const
  const valueProblem = (message: string) => ({ at: value === undefined ? 'do' : 'value', message }) as const
  const row = actionNamed(action)
  if (!row?.editions.includes(edition)) return actionProblem(`the edition ${edition} has no action ${action}`)
  if (!actionsOf(edition, type)?.has(action))
    return actionProblem(`the type ${type} has no action ${action} in ${edition}`)
  if (row.kind !== 'control') return actionProblem(`${action} changes nothing, so a scene has no use for it`)
  if (!row.isOffered(spec, edition)) return actionProblem(`this device cannot do ${action}`)
  if (value !== undefined && !row.composePayload) return valueProblem(`${action} takes no value`)
  const parsed = row.request.safeParse(payloadOf({ appliance: '', do: action, value }))
  if (!parsed.success) {
    return valueProblem(
      value === undefined ? `${action} needs a value` : `${action} cannot take the value ${JSON.stringify(value)}`,
    )
  }
  const context = {
    edition,
    language: languageOf[edition],
    timeZone: timeZoneOf[edition],
    previousState: 'always',
    type,
    spec,
  } as const
  try {
    const wish = row.buildCommand(parsed.data, spec, {}, context)
    if (wish.kind === 'set' && isForbidden(edition, type, wish.patch)) {
      return valueProblem(`the guide forbids to do this by voice to the type ${type}`)
    }
    plan(wish, {}, spec)
    return undefined
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    // Whether the present state allows it is checked when the scene runs.
    return error.reason.code === 'unknownValue' ? undefined : valueProblem(error.message)
  }
}
