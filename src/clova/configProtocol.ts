import { Failure } from '../home/failure.ts'
import { plan } from '../home/plan.ts'
import type { Spec } from '../home/spec.ts'
import { actionNamed } from './actions/index.ts'
import { actionsOf, isForbidden, typesOf } from './applianceTypes.ts'
import { type Edition, languageOf, publicKeyOf, redirectUriOf } from './edition.ts'
import { payloadOf } from './handler.ts'
import { locationsOf } from './locations.ts'
import { houseModes } from './modes.ts'
import { offeredActions } from './offeredActions.ts'

/** The protocol as far as a configuration is checked against it. */
export const vocabulary = {
  types: typesOf,
  locations: (edition: Edition) => locationsOf[edition],
  actions: actionsOf,
  modes: houseModes,
  offered: offeredActions,
  rehearse,
  language: (edition: Edition) => languageOf[edition],
  publicKey: (edition: Edition) => publicKeyOf[edition],
  redirectUri: (edition: Edition) => redirectUriOf[edition],
}

/** What is wrong with asking this of a device that nothing is known of, in plain words; nothing if it can be asked. */
function rehearse(edition: Edition, type: string, spec: Spec, action: string, value: unknown) {
  const asked = (message: string) => ({ at: 'do', message }) as const
  const given = (message: string) => ({ at: value === undefined ? 'do' : 'value', message }) as const
  const row = actionNamed(action)
  if (!row?.editions.includes(edition)) return asked(`the edition ${edition} has no action ${action}`)
  if (!actionsOf(edition, type)?.has(action)) return asked(`the type ${type} has no action ${action} in ${edition}`)
  if (row.kind !== 'control') return asked(`${action} changes nothing, so a scene has no use for it`)
  if (!row.offered(spec, edition)) return asked(`this device cannot do ${action}`)
  if (value !== undefined && !row.compose) return given(`${action} takes no value`)
  const parsed = row.request.safeParse(payloadOf({ appliance: '', do: action, value }))
  if (!parsed.success) {
    return given(
      value === undefined ? `${action} needs a value` : `${action} cannot take the value ${JSON.stringify(value)}`,
    )
  }
  const voice = { edition, language: languageOf[edition], previousState: 'always', type } as const
  try {
    const wish = row.wish(parsed.data, spec, {}, voice)
    if (wish.kind === 'set' && isForbidden(edition, type, wish.patch)) {
      return given(`the guide forbids to do this by voice to the type ${type}`)
    }
    plan(wish, {}, spec)
    return undefined
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    // What depends on the present state can only be known then.
    return error.reason.code === 'unknownValue' ? undefined : given(error.message)
  }
}
