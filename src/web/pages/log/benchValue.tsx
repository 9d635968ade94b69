import type { ActionForm } from '../../../control/operations/home.ts'
import { SelectField, TextField } from '../../components/field.tsx'
import { language, text } from '../../i18n/index.ts'
import { nameOf } from '../../state/vocabulary.ts'

/** What was typed, by the name of the field: `value`, the parts of a colour, or the ends of a period. */
type Typed = Readonly<Record<string, string>>

const colourLimits = { hue: 360, saturation: 100, brightness: 100 } as const

/** The value of an action as it was typed, or what is wrong with it, in words. */
export function parseValue(form: ActionForm, typed: Typed): { readonly value?: unknown; readonly problem?: string } {
  const field = form.value
  if (!field) return {}
  if (field.kind === 'color') return parseColour(typed)
  if (field.kind === 'period') return parsePeriod(typed)
  const word = (typed.value ?? defaultOf(form)).trim()
  if (word === '') return form.isValueNeeded ? { problem: text().log.benchNeeded } : {}
  if (field.kind === 'flag') return { value: word === 'true' }
  if (field.kind === 'word') return { value: word }
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = field
  const value = Number(word.replace(',', '.'))
  if (Number.isNaN(value) || value < min || value > max) return { problem: rangeText(field.min, field.max) }
  return { value }
}

const format = (value: number | undefined) => value?.toLocaleString(language.value) ?? '…'
const rangeText = (min: number | undefined, max: number | undefined) => text().log.benchRange(format(min), format(max))

/** What is chosen at first: the first of a list, one step. */
function defaultOf({ value: field, isValueNeeded, effect }: ActionForm): string {
  if (!isValueNeeded || field === undefined) return ''
  if (field.kind === 'flag') return 'true'
  if (effect === 'step') return '1'
  return field.kind === 'word' || field.kind === 'number' ? String(field.values?.[0] ?? '') : ''
}

function parseColour(typed: Typed): { readonly value?: unknown; readonly problem?: string } {
  const value: Record<string, number> = {}
  for (const [part, max] of Object.entries(colourLimits)) {
    const word = typed[part] ?? ''
    // CLOVA sends a colour without a brightness, too.
    if (word === '' && part === 'brightness') continue
    const number = Number(word)
    if (word === '' || Number.isNaN(number) || number < 0 || number > max) return { problem: rangeText(0, max) }
    value[part] = number
  }
  return { value }
}

function parsePeriod({ from = '', to = '' }: Typed): { readonly value?: unknown; readonly problem?: string } {
  if (from === '' && to === '') return {}
  if (from === '' || to === '') return { problem: text().log.benchNeeded }
  return { value: `${new Date(from).toISOString()}/${new Date(to).toISOString()}` }
}

interface ValueFieldsProps {
  readonly form: ActionForm
  readonly typed: Typed
  readonly problem: string | undefined
  onTyped(key: string, word: string): void
}

/** The fields for the value of an action; none if it takes none. */
export function ValueFields({ form, typed, problem, onTyped }: ValueFieldsProps) {
  const words = text().log
  const field = form.value
  if (!field) return null
  // A field that nothing was typed into yet is not called wrong.
  const error = Object.keys(typed).length > 0 ? problem : undefined
  if (field.kind === 'color')
    return (
      <>
        {Object.entries(colourLimits).map(([part, max]) => (
          <TextField
            key={part}
            label={
              part === 'hue'
                ? text().traits.hue
                : part === 'saturation'
                  ? text().traits.saturation
                  : nameOf('traits', 'brightness')
            }
            hint={`0–${max}`}
            value={typed[part] ?? ''}
            onValue={(word) => onTyped(part, word)}
            input={{ inputMode: 'numeric', autocomplete: 'off' }}
          />
        ))}
        {error !== undefined && <p class="err">{error}</p>}
      </>
    )
  if (field.kind === 'period')
    return (
      <div class="cols two">
        <TextField
          label={words.benchFrom}
          value={typed.from ?? ''}
          onValue={(word) => onTyped('from', word)}
          input={{ type: 'datetime-local' }}
        />
        <TextField
          label={words.benchTo}
          error={error}
          value={typed.to ?? ''}
          onValue={(word) => onTyped('to', word)}
          input={{ type: 'datetime-local' }}
        />
      </div>
    )
  const options = optionsOf(field, form.trait)
  if (options)
    return (
      <SelectField
        label={words.benchValue}
        value={typed.value ?? defaultOf(form)}
        options={form.isValueNeeded ? options : [['', '—'], ...options]}
        onValue={(word) => onTyped('value', word)}
      />
    )
  const hint =
    field.kind === 'number' && field.min !== undefined && field.max !== undefined
      ? `${format(field.min)}–${format(field.max)}`
      : undefined
  return (
    <TextField
      label={words.benchValue}
      hint={hint}
      error={error}
      value={typed.value ?? defaultOf(form)}
      onValue={(word) => onTyped('value', word)}
      input={{ inputMode: field.kind === 'number' ? 'decimal' : 'text', autocomplete: 'off' }}
    />
  )
}

/** The words of a list, where only those can be chosen. */
function optionsOf(field: NonNullable<ActionForm['value']>, trait: string | undefined) {
  if (field.kind === 'flag')
    return [
      ['true', text().common.on],
      ['false', text().common.off],
    ] as const
  if (field.kind !== 'word' && field.kind !== 'number') return undefined
  return field.values?.map((word): readonly [string, string] => [
    String(word),
    trait === 'mode' ? `${nameOf('modes', String(word))} (${word})` : String(word),
  ])
}
