import type { ComponentChildren, InputHTMLAttributes } from 'preact'
import { useId } from 'preact/hooks'
import { Icon } from './icon.tsx'

interface FieldProps {
  readonly label: ComponentChildren
  readonly hint?: ComponentChildren
  /** what is wrong; it says too that nothing was saved */
  readonly error?: ComponentChildren
  /** draws the control with what ties it to label, hint and error */
  children(ties: {
    readonly id: string
    readonly 'aria-describedby': string | undefined
    readonly 'aria-invalid': boolean
  }): ComponentChildren
}

/** A labelled control: the label above it, the hint and the error under it. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId()
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': Boolean(error) })}
      {hint && (
        <p class="small soft" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="err" id={`${id}-error`} role="alert">
          <Icon name="fail" size="small" />
          <span>{error}</span>
        </p>
      )}
    </div>
  )
}

interface TextFieldProps extends Omit<FieldProps, 'children'> {
  readonly value: string
  onValue(value: string): void
  /** further attributes of the input, such as `type` and `autocomplete` */
  readonly input?: InputHTMLAttributes<HTMLInputElement>
}

/** A labelled line of text. */
export const TextField = ({ value, onValue, input, ...field }: TextFieldProps) => (
  <Field {...field}>
    {(ties) => (
      <input
        class="input"
        type="text"
        {...input}
        {...ties}
        value={value}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
    )}
  </Field>
)

/** A labelled box for text of several lines that is pasted, such as codes and keys. */
export const PasteField = ({ value, onValue, ...field }: Omit<TextFieldProps, 'input'>) => (
  <Field {...field}>
    {(ties) => (
      <textarea
        class="input mono"
        rows={3}
        spellcheck={false}
        autocapitalize="off"
        autocomplete="off"
        {...ties}
        value={value}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
    )}
  </Field>
)

interface SelectFieldProps extends Omit<FieldProps, 'children'> {
  readonly value: string
  readonly options: readonly (readonly [value: string, label: string])[]
  onValue(value: string): void
  readonly isDisabled?: boolean
}

/** A labelled choice from a list. */
export const SelectField = ({ value, options, onValue, isDisabled, ...field }: SelectFieldProps) => (
  <Field {...field}>
    {(ties) => (
      <select
        class="input"
        {...ties}
        disabled={isDisabled}
        value={value}
        onChange={(event) => onValue(event.currentTarget.value)}
      >
        {options.map(([key, label]) => (
          <option key={key} value={key}>
            {label}
          </option>
        ))}
      </select>
    )}
  </Field>
)

interface SearchFieldProps {
  readonly label: string
  readonly hint?: string
  readonly value: string
  onValue(value: string): void
  readonly class?: string
}

/** The search above a list. */
export const SearchField = ({ label, hint, value, onValue, class: more }: SearchFieldProps) => (
  <div class={`search ${more ?? ''}`}>
    <Icon name="search" />
    <input
      class="input"
      type="search"
      aria-label={label}
      placeholder={hint ?? label}
      value={value}
      onInput={(event) => onValue(event.currentTarget.value)}
    />
  </div>
)

interface ChipsProps<T extends string> {
  readonly label: string
  readonly chips: readonly (readonly [key: T, label: string, count?: number | undefined])[]
  readonly selected: T
  onSelect(key: T): void
}

/** Filters of a list, of which one holds. */
export const Chips = <T extends string>({ label, chips, selected, onSelect }: ChipsProps<T>) => (
  // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot scroll sideways in every browser
  <div class="chips" role="group" aria-label={label}>
    {chips.map(([key, words, count]) => (
      <button class="chip" type="button" key={key} aria-pressed={key === selected} onClick={() => onSelect(key)}>
        {words} {count !== undefined && <span class="small">{count}</span>}
      </button>
    ))}
  </div>
)
