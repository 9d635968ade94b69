import type { ComponentChildren } from 'preact'
import type { ApplianceStatus } from '../../../control/api.ts'
import { Seg, type SegProps } from '../../components/choice.tsx'
import { Icon } from '../../components/icon.tsx'
import { Slider, StepButtons, Stepper } from '../../components/range.tsx'
import { text } from '../../i18n/index.ts'
import { nameOf } from '../../state/vocabulary.ts'
import type { ApplianceCommands } from '../commands.ts'
import { valueText } from '../values.ts'

export interface ControlProps {
  readonly status: ApplianceStatus
  readonly commands: ApplianceCommands
}

export const offers = ({ actions }: ApplianceStatus, action: string) => actions.includes(action)
export const numberOf = (value: unknown) => (typeof value === 'number' ? value : undefined)

/** The limits of a trait as the device gave them. */
export function limitsOf({ spec }: ApplianceStatus, trait: string) {
  const { min, max, step, values, modes } = (spec.traits[trait] ?? {}) as {
    readonly min?: number
    readonly max?: number
    readonly step?: number
    readonly values?: readonly (string | number)[]
    readonly modes?: readonly string[]
  }
  const words = values?.filter((value) => typeof value === 'string')
  return { domain: min === undefined || max === undefined ? undefined : { min, max, step: step ?? 1 }, words, modes }
}

/** Why a trait cannot be set in the present mode; nothing if it can. */
function modeReason(status: ApplianceStatus, trait: string): string | undefined {
  const { modes } = limitsOf(status, trait)
  const { mode } = status.state
  if (!modes || typeof mode !== 'string' || modes.includes(mode)) return undefined
  return text().appliance.onlyInMode(modes.map((word) => nameOf('modes', word)).join(' · '))
}

/** What all controls of one trait have in common. */
export function common({ status, commands }: ControlProps, trait: string) {
  const reason = commands.isCorrecting ? undefined : modeReason(status, trait)
  return {
    label: nameOf('traits', trait),
    isAssumed: status.assumed,
    isDisabled: commands.isDisabled || reason !== undefined,
    isPending: commands.isPending(trait),
    reason,
  }
}

export const Reasoned = ({
  reason,
  children,
}: {
  readonly reason: string | undefined
  readonly children: ComponentChildren
}) =>
  reason === undefined ? (
    children
  ) : (
    <div class="stack tight">
      {children}
      <p class="small soft">{reason}</p>
    </div>
  )

/** A number with a slider or between buttons, as far as the appliance offers it. */
export function NumberControl(
  props: ControlProps & { trait: string; set: string; up: string; down: string; kind: 'slider' | 'stepper' },
) {
  const { status, commands, trait, set, up, down, kind } = props
  const { reason, ...shared } = common(props, trait)
  const { domain } = limitsOf(status, trait)
  const value = numberOf(status.state[trait])
  if (domain && (offers(status, set) || commands.isCorrecting)) {
    const Range = kind === 'slider' ? Slider : Stepper
    return (
      <Reasoned reason={reason}>
        <Range
          {...shared}
          {...domain}
          value={value}
          format={(chosen) => valueText(trait, chosen, status) ?? String(chosen)}
          onSend={(chosen) => commands.set(set, chosen, trait, chosen)}
        />
      </Reasoned>
    )
  }
  if (commands.isCorrecting || !(offers(status, up) || offers(status, down))) return null
  return (
    <Reasoned reason={reason}>
      <StepButtons
        {...shared}
        value={valueText(trait, value, status)}
        onDown={offers(status, down) ? () => commands.run(down, domain?.step ?? 1) : undefined}
        onUp={offers(status, up) ? () => commands.run(up, domain?.step ?? 1) : undefined}
      />
    </Reasoned>
  )
}

interface NextButtonProps {
  readonly trait: string
  readonly isDisabled: boolean
  onClick(): void
}

/** Moves to the next value where the device can do no more. */
export const NextButton = ({ trait, isDisabled, onClick }: NextButtonProps) => (
  <button class="btn" type="button" disabled={isDisabled} onClick={onClick}>
    <Icon name="again" />
    {text().appliance.next(nameOf('traits', trait))}
  </button>
)

/** One of a few values of a trait, below its name. */
export function TraitChoice<Value extends string | number | boolean>({
  status,
  commands,
  trait,
  ...choice
}: ControlProps & { readonly trait: string } & Pick<SegProps<Value>, 'kind' | 'options' | 'value' | 'onChoose'>) {
  const { reason, ...shared } = common({ status, commands }, trait)
  return (
    <Reasoned reason={reason}>
      <div class="ctl">
        <h3>{shared.label}</h3>
        <Seg {...shared} {...choice} />
      </div>
    </Reasoned>
  )
}

interface PairProps extends ControlProps {
  readonly trait: string
  readonly on: string
  readonly off: string
  /** for false and for true */
  readonly labels: readonly [off: string, on: string]
}

/** Two words for a trait that is true or false. */
export function Pair(props: PairProps) {
  const { status, commands, trait, on, off, labels } = props
  if (!offers(status, on) || !offers(status, off)) return null
  const value = status.state[trait]
  return (
    <TraitChoice
      {...props}
      kind="modes"
      options={[
        { value: false, label: labels[0] },
        { value: true, label: labels[1] },
      ]}
      value={typeof value === 'boolean' ? value : undefined}
      onChoose={(isOn) => commands.set(isOn ? on : off, undefined, trait, isOn)}
    />
  )
}
