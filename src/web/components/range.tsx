import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { text } from '../i18n/index.ts'
import { Icon } from './icon.tsx'

/** How long after the last key or press a value is sent, in milliseconds. */
const settleMs = 700

/** The numbers that can be chosen. */
interface Domain {
  readonly min: number
  readonly max: number
  readonly step: number
}

interface RangeProps extends Domain {
  readonly label: string
  /** what the device said; absent: not known */
  readonly value: number | undefined
  /** a command for this value is under way, so the chosen value stays where it was put */
  readonly isPending?: boolean
  readonly isAssumed?: boolean | undefined
  readonly isDisabled?: boolean | undefined
  format(value: number): string
  onSend(value: number): void
}

/** A chosen value that is not sent yet, or sent and not answered yet; it goes when the device has answered. */
function useChosenValue(value: number | undefined, isPending: boolean, onSend: (value: number) => void) {
  const chosen = useSignal<number | undefined>(undefined)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const wasPending = useRef(false)
  useEffect(() => {
    if (wasPending.current && !isPending) chosen.value = undefined
    wasPending.current = isPending
  }, [isPending, value])
  useEffect(() => () => clearTimeout(timer.current), [])
  const send = () => {
    clearTimeout(timer.current)
    timer.current = undefined
    if (chosen.value !== undefined) onSend(chosen.value)
  }
  return {
    chosen,
    /** what is shown now, also between two passes of drawing */
    present: () => chosen.peek() ?? value,
    /** sends now */
    send,
    /** sends when nothing more was put for a moment */
    sendSoon() {
      clearTimeout(timer.current)
      timer.current = setTimeout(send, settleMs)
    },
    /** sends now what waits for its moment */
    flush() {
      if (timer.current !== undefined) send()
    },
  }
}

const roundToStep = (value: number, { min, max, step }: Domain) =>
  Number(Math.min(max, Math.max(min, min + Math.round((value - min) / step) * step)).toPrecision(12))

interface SliderProps extends RangeProps {
  /** a slider whose picture is the scale: colour temperature or hue */
  readonly picture?: 'warmth' | 'hue'
}

/**
 * A slider: solid up to what the device said, hatched to the chosen value. Nothing is sent while it is dragged, only when it is let
 * go; with keys a moment after the last one. Page Up and Page Down move by ten steps.
 */
export function Slider(props: SliderProps) {
  const { label, value, isPending = false, isDisabled, picture, min, max, step, format, onSend } = props
  const { chosen, present, send, sendSoon, flush } = useChosenValue(value, isPending, onSend)
  const frame = useRef<HTMLLabelElement>(null)
  const byKeys = useRef(false)
  const shown = chosen.value ?? value
  useEffect(() => {
    const part = (number: number) => String((Math.min(max, Math.max(min, number)) - min) / (max - min || 1))
    frame.current?.style.setProperty('--v', part(shown ?? min))
    frame.current?.style.setProperty('--k', part(value ?? min))
  }, [shown, value, min, max])
  const put = (next: number) => {
    chosen.value = roundToStep(next, { min, max, step })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    byKeys.current = true
    const page = { PageUp: 10, PageDown: -10 }[event.key]
    if (page !== undefined) {
      event.preventDefault()
      put((present() ?? min) + page * step)
      sendSoon()
    } else if (event.key === 'Enter') flush()
  }
  return (
    <div class="ctl">
      <div class="between">
        <h3>{label}</h3>
        <p>
          {chosen.value !== undefined && value !== undefined && (
            <small class="soft">{text().appliance.nowTo(format(value))} </small>
          )}
          <output class={props.isAssumed && chosen.value === undefined ? 'val guessed' : 'val'}>
            {shown === undefined ? text().common.unknown : format(shown)}
          </output>
        </p>
      </div>
      <label ref={frame} class={`slider ${picture ? `raw ${picture}` : ''} ${value === undefined ? 'unset' : ''}`}>
        <input
          type="range"
          aria-label={label}
          aria-valuetext={shown === undefined ? text().common.unknown : format(shown)}
          min={min}
          max={max}
          step={step}
          value={shown ?? min}
          disabled={isDisabled}
          onPointerDown={() => {
            byKeys.current = false
          }}
          onKeyDown={onKeyDown}
          onInput={(event) => put(Number(event.currentTarget.value))}
          onChange={() => (byKeys.current ? sendSoon() : send())}
          onBlur={flush}
        />
      </label>
    </div>
  )
}

/** A number between a minus and a plus. It is sent a moment after the last press. */
export function Stepper(props: RangeProps) {
  const { label, value, isPending = false, isAssumed, isDisabled, min, max, step, format, onSend } = props
  const words = text().appliance
  const { chosen, present, sendSoon, flush } = useChosenValue(value, isPending, onSend)
  const shown = chosen.value ?? value
  const move = (sign: 1 | -1) => {
    const domain = { min, max, step }
    const from = present()
    chosen.value = roundToStep(from === undefined ? (min + max) / 2 : from + sign * step, domain)
    sendSoon()
  }
  return (
    <div class="ctl">
      <div class="between">
        <h3>{label}</h3>
        <small class="soft">
          {chosen.value !== undefined && value !== undefined
            ? words.nowTo(format(value))
            : words.limits(`${format(min)}–${format(max)}`, format(step))}
        </small>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: the buttons are no form */}
      <div
        class={isAssumed && chosen.value === undefined ? 'stepper guess' : 'stepper'}
        role="group"
        aria-label={label}
        onBlurCapture={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget as Node | null)) flush()
        }}
      >
        <button
          class="btn round"
          type="button"
          aria-label={words.lower(label)}
          disabled={isDisabled || (shown !== undefined && shown <= min)}
          onClick={() => move(-1)}
        >
          <Icon name="minus" />
        </button>
        <output>{shown === undefined ? '?' : format(shown)}</output>
        <button
          class="btn round"
          type="button"
          aria-label={words.raise(label)}
          disabled={isDisabled || (shown !== undefined && shown >= max)}
          onClick={() => move(1)}
        >
          <Icon name="plus" />
        </button>
      </div>
    </div>
  )
}

interface StepButtonsProps {
  readonly label: string
  /** the present value in words; absent: not known */
  readonly value: string | undefined
  readonly isAssumed?: boolean | undefined
  readonly isDisabled?: boolean | undefined
  /** absent where the device cannot go that way */
  readonly onDown?: (() => void) | undefined
  readonly onUp?: (() => void) | undefined
}

/** A value that can only be moved by steps: each press sends one. */
export function StepButtons({ label, value, isAssumed, isDisabled, onDown, onUp }: StepButtonsProps) {
  const words = text().appliance
  return (
    <div class="ctl">
      <h3>{label}</h3>
      <div class="stepper">
        <button
          class="btn round"
          type="button"
          aria-label={words.lower(label)}
          disabled={isDisabled || !onDown}
          onClick={onDown}
        >
          <Icon name="minus" />
        </button>
        <span class={isAssumed ? 'val guessed' : 'val'}>{value ?? ''}</span>
        <button
          class="btn round"
          type="button"
          aria-label={words.raise(label)}
          disabled={isDisabled || !onUp}
          onClick={onUp}
        >
          <Icon name="plus" />
        </button>
      </div>
    </div>
  )
}
