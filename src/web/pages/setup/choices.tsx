import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

interface ChoicesProps<T extends string> {
  readonly label: string
  readonly options: readonly {
    readonly value: T
    readonly title: ComponentChildren
    readonly hint?: ComponentChildren
  }[]
  readonly value: T | undefined
  readonly isDisabled?: boolean
  onChoose(value: T): void
}

/** A choice of which each option needs a sentence: radio buttons in a list. */
export function Choices<T extends string>({ label, options, value, isDisabled, onChoose }: ChoicesProps<T>) {
  const name = useId()
  return (
    <fieldset class="card rows choices" aria-label={label} disabled={isDisabled}>
      {options.map((option) => (
        <label class="row" key={option.value}>
          <input type="radio" name={name} checked={option.value === value} onChange={() => onChoose(option.value)} />
          <span class="grow">
            <b>{option.title}</b>
            {option.hint && (
              <>
                <br />
                <small class="soft">{option.hint}</small>
              </>
            )}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
