import type { Edition } from '../../clova/edition.ts'
import type { ApplianceDescription } from '../../home/appliance.ts'
import type { RateLimit } from '../../home/rateLimit.ts'
import type { Spec } from '../../home/spec.ts'
import { suggestion } from '../../util/suggest.ts'
import type { Text } from '../../util/translate.ts'
import { localize } from '../messages.ts'
import type { Problem } from '../problem.ts'
import type { ConfigProtocol } from '../protocol.ts'
import type { Source } from '../yaml/source.ts'

/** An appliance and its path in the configuration. `spec` and `options` are absent if its own keys are wrong. */
export interface PositionedEntry {
  readonly path: readonly PropertyKey[]
  readonly description: ApplianceDescription
  readonly pace?: RateLimit
  readonly options: unknown
  readonly spec: Spec | undefined
  /** the full names of the files that its own keys name */
  readonly files: readonly string[]
}

/** What is wrong with the appliances by the tables of the edition. */
export function checkAppliances(
  source: Source,
  entries: readonly PositionedEntry[],
  edition: Edition,
  protocol: ConfigProtocol,
): readonly Problem[] {
  const seen = new Set<string>()
  const names = new Map<string, string>()
  return entries.flatMap((entry) => {
    const { path, description } = entry
    const problems: Problem[] = []
    const at = (keys: readonly PropertyKey[], text: Text, severity: Problem['severity'] = 'error') =>
      problems.push(source.problem([...path, ...keys], text, { severity }))
    if (seen.has(description.id)) at(['id'], localize('applianceIdTwice', { id: description.id }))
    seen.add(description.id)
    checkName(description, names, at)
    checkLocation(description, edition, protocol, at)
    if (checkType(description, edition, protocol, at)) {
      checkConfirm(description, edition, protocol, at)
      checkSpec(entry, edition, protocol, at)
    }
    return problems
  })
}

/** Warns of names that sound alike: CLOVA cannot distinguish them, so it asks back or chooses one of them. */
function checkName({ id, name }: ApplianceDescription, names: Map<string, string>, at: At): void {
  if (name === '') return
  if (!/[\p{L}\p{N}]/u.test(name)) at(['name'], localize('unspeakableName', { name }), 'warning')
  const spoken = name.normalize('NFKC').replace(/\s+/g, '').toLowerCase()
  const other = names.get(spoken)
  if (other !== undefined) at(['name'], localize('nameTwice', { other, name }), 'warning')
  else names.set(spoken, id)
}

type At = (keys: readonly PropertyKey[], text: Text, severity?: Problem['severity']) => void
const other = (edition: Edition): Edition => (edition === 'kr' ? 'jp' : 'kr')

function checkLocation({ location }: ApplianceDescription, edition: Edition, protocol: ConfigProtocol, at: At): void {
  if (location === undefined || protocol.locations(edition).includes(location)) return
  const elsewhere = protocol.locations(other(edition)).includes(location)
  at(
    ['location'],
    elsewhere
      ? localize('locationElsewhere', { edition, location, other: other(edition) })
      : localize('noLocation', { location, hint: suggestion(location, protocol.locations(edition)) }),
  )
}

function checkType({ type }: ApplianceDescription, edition: Edition, protocol: ConfigProtocol, at: At): boolean {
  if (type === '') return false
  if (protocol.types(edition).includes(type)) return true
  const elsewhere = protocol.types(other(edition)).includes(type)
  at(
    ['type'],
    elsewhere
      ? localize('typeElsewhere', { edition, type, other: other(edition) })
      : localize('noType', { type, hint: typeHint(type, protocol.types(edition)) }),
  )
  return false
}

function typeHint(type: string, types: readonly string[]): Text {
  const meant = suggestion(type, types)
  return meant.en === '' ? localize('thereAre', { names: types.join(', ') }) : meant
}

function checkConfirm(
  { type, confirm }: ApplianceDescription,
  edition: Edition,
  protocol: ConfigProtocol,
  at: At,
): void {
  const listed = protocol.actions(edition, type) ?? new Set()
  confirm.forEach((action, i) => {
    if (!listed.has(action))
      at(['confirm', i], localize('typeWithoutAction', { type, action, hint: suggestion(action, listed) }))
    else if (/^(Get|HealthCheck)/.test(action)) at(['confirm', i], localize('neverAsked', { action }))
  })
  if (confirm.length > 0 && edition !== 'jp') at(['confirm'], localize('onlyJpAsks'), 'warning')
}

function checkSpec({ description, spec }: PositionedEntry, edition: Edition, protocol: ConfigProtocol, at: At): void {
  if (!spec) return
  const { type } = description
  const modes = protocol.modes(edition, type)
  const { values = [], rest } = spec.traits.mode ?? { can: [] }
  for (const mode of values) {
    if (modes?.includes(mode) !== false || mode === rest) continue
    at(
      ['traits', 'mode'],
      localize('noMode', { type, mode, edition, hint: suggestion(mode, modes), modes: modes.join(', ') }),
    )
  }
  for (const { trait, message } of protocol.limitations(edition, type, spec))
    at(trait === undefined ? [] : ['traits', trait], message, 'warning')
  const offered = protocol.offered(edition, type, spec).filter((action) => action !== 'HealthCheck')
  if (offered.length === 0)
    at(
      [],
      localize('offersNothing', {
        name: description.name,
        type,
        actions: [...(protocol.actions(edition, type) ?? [])].join(', ') || '-',
      }),
      'warning',
    )
}
