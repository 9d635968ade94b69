import { allowedWords, numberDomain, type Spec } from '../home/spec.ts'
import { type Trait, valueKind } from '../home/traits.ts'
import type { LocalizedText } from '../util/translate.ts'
import type { ActionEffect, Control, Query } from './actions/factories.ts'
import { actionNamed, actions } from './actions/index.ts'
import { isForbidden } from './applianceTypes.ts'
import type { Edition } from './edition.ts'
import { fanLevels } from './fanSpeed.ts'
import { say } from './messages.ts'
import { toClovaMode } from './modes.ts'
import { offeredActions } from './offeredActions.ts'

/** What kind of value an action takes, with the limits of the very device. */
type ValueField =
  | { kind: 'number'; min?: number; max?: number; step?: number; values?: number[] }
  | { kind: 'word'; values?: string[] }
  | { kind: 'color' }
  | { kind: 'period' }

/** An action that an appliance offers, as a page shows it. The value is one that `payloadOf` takes. */
export interface OfferedAction {
  readonly action: string
  readonly kind: 'control' | 'query'
  readonly does: ActionEffect
  readonly value?: ValueField
  readonly isValueNeeded: boolean
}

/** The actions that an appliance offers, each with the value that it takes. */
export function offeredForms(edition: Edition, type: string, spec: Spec): OfferedAction[] {
  return offeredActions(edition, type, spec).map((action) => {
    // No type lists an action on the whole home.
    const { kind, does, composePayload } = actions[action] as Control | Query
    const value = composePayload && fieldOf(does, { edition, type, spec })
    const isValueNeeded = value !== undefined && kind === 'control' && does.isValueNeeded !== false
    return { action, kind, does, ...(value && { value }), isValueNeeded }
  })
}

const colorExample = '{"hue": 240, "saturation": 100}'
const periodExample = '2026-11-01T00:00:00+09:00/2026-11-02T00:00:00+09:00'

/** What value an action takes of this device, for who gave another one; undefined if it takes none. */
export function describeValue(action: string, device: OfDevice): LocalizedText | undefined {
  const row = actionNamed(action)
  if (!row || row.kind === 'wholeHome' || !row.composePayload) return undefined
  const field = fieldOf(row.does, device)
  if (!field) return undefined
  if (field.kind === 'color') return say('takesColor', { example: colorExample })
  if (field.kind === 'period') return say('takesPeriod', { example: periodExample })
  const { values = [] } = field
  if (values.length > 0) return say('takesOneOf', { values: values.join(', ') })
  if (field.kind === 'word') return say('takesWord')
  const { min, max } = field
  if (min !== undefined && max !== undefined) return say('takesRange', { min, max })
  return min === undefined ? say('takesNumber') : say('takesAtLeast', { min })
}

interface OfDevice {
  readonly edition: Edition
  readonly type: string
  readonly spec: Spec
}

function fieldOf({ effect, trait }: ActionEffect, device: OfDevice): ValueField | undefined {
  if (effect === 'read') return { kind: 'period' }
  if (effect === 'step') return { kind: 'number', min: 0 }
  if (effect === 'cycle') return { kind: 'number', min: 1, max: 100, step: 1 }
  return trait && valueFieldOf(trait, device)
}

function valueFieldOf(trait: Trait, { edition, type, spec }: OfDevice): ValueField {
  if (trait === 'fanSpeed') return { kind: 'number', values: fanLevels(spec).map(({ clova }) => clova) }
  const domain = numberDomain(spec, trait)
  if (domain)
    return {
      kind: 'number',
      ...{ min: domain.min, max: domain.max, step: domain.step },
      ...(domain.values && { values: [...domain.values] }),
    }
  if (trait === 'color') return { kind: 'color' }
  if (valueKind(trait) === 'number') return { kind: 'number' }
  const words = wordsOf(trait, edition, type, spec)
  return { kind: 'word', ...(words && { values: words }) }
}

/** What a request says for true and false of a lock. */
const lockWords = ['LOCKED', 'UNLOCKED']

/** The words of the protocol for a trait, as a request has them. */
function wordsOf(trait: Trait, edition: Edition, type: string, spec: Spec): string[] | undefined {
  if (trait === 'locked') return lockWords.filter((word) => !isForbidden(edition, type, { locked: word === 'LOCKED' }))
  const words = allowedWords(spec, trait)
  if (trait === 'mode') return words?.flatMap((mode) => toClovaMode(edition, type, mode) ?? [])
  return trait === 'oscillation' ? words?.filter((word) => word !== 'off' && word !== 'both') : words && [...words]
}
