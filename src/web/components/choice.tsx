import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { Icon, type IconName } from './icon.tsx'

interface SwitchProps {
  /** what it switches, for screen readers */
  readonly label: string
  readonly isOn: boolean
  readonly isDisabled?: boolean | undefined
  onSwitch(isOn: boolean): void
}

/** A switch for a value that is known. It shows the known value: it moves when the device says so, not when it is tapped. */
export const Switch = ({ label, isOn, isDisabled, onSwitch }: SwitchProps) => (
  <label class="switch">
    <input
      type="checkbox"
      role="switch"
      aria-label={label}
      aria-checked={isOn}
      checked={isOn}
      disabled={isDisabled}
      onChange={(event) => {
        const isChecked = event.currentTarget.checked
        event.currentTarget.checked = isOn
        onSwitch(isChecked)
      }}
    />
    <i />
  </label>
)

interface Option<V> {
  readonly value: V
  readonly label: ComponentChildren
  readonly icon?: IconName | undefined
}

export interface SegProps<V> {
  readonly label: string
  readonly options: readonly Option<V>[]
  /** absent: nothing is known, and nothing is chosen */
  readonly value: V | undefined
  /** the chosen one is assumed: it is underlined with dashes */
  readonly isAssumed?: boolean | undefined
  readonly isDisabled?: boolean | undefined
  /** `mini` fits on a tile, `modes` has wider cells */
  readonly kind?: 'mini' | 'modes' | undefined
  /** also called for the option that is chosen already: an assumed state may be wrong, so it can be sent again */
  onChoose(value: V): void
}

/** A choice of a few. Arrow keys move between the options without choosing; space or a tap chooses. */
export function Seg<V extends string | number | boolean>(props: SegProps<V>) {
  const { label, options, value, isAssumed, isDisabled, kind, onChoose } = props
  const name = useId()
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const inputs = [...(event.currentTarget as HTMLElement).querySelectorAll('input')]
    const index = inputs.indexOf(document.activeElement as HTMLInputElement)
    inputs[(index + step + inputs.length) % inputs.length]?.focus()
  }
  return (
    <fieldset
      class={`seg ${kind ?? ''} ${isAssumed ? 'guess' : ''}`}
      aria-label={label}
      disabled={isDisabled}
      onKeyDown={move}
    >
      {options.map((option) => (
        <label key={String(option.value)}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            onClick={(event) => {
              // What is chosen is shown when the device says so.
              event.preventDefault()
              onChoose(option.value)
            }}
          />
          <span>
            {option.icon && <Icon name={option.icon} />}
            {option.label}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
