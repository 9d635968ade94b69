import { StepButtons } from '../../components/range.tsx'
import { text } from '../../i18n/index.ts'
import { fanLevelOf, valueText } from '../values.ts'
import { type ControlProps, common, limitsOf, NextButton, NumberControl, offers, TraitChoice } from './common.tsx'

export function Temperatures(props: ControlProps) {
  const { status } = props
  const endpoints = ['freezerTemperature', 'fridgeTemperature'] as const
  const setters: Readonly<Record<string, string>> = {
    targetTemperature: 'SetTargetTemperature',
    freezerTemperature: 'SetFreezerTargetTemperature',
    fridgeTemperature: 'SetFridgeTargetTemperature',
  }
  return (
    <>
      {['targetTemperature', ...endpoints]
        .filter((trait) => status.spec.traits[trait]?.can.some((access) => access !== 'read'))
        .map((trait) => (
          <NumberControl
            key={trait}
            {...props}
            trait={trait}
            set={setters[trait] ?? ''}
            up={trait === 'targetTemperature' ? 'IncrementTargetTemperature' : ''}
            down={trait === 'targetTemperature' ? 'DecrementTargetTemperature' : ''}
            kind="stepper"
          />
        ))}
    </>
  )
}

/** CLOVA's fan speeds 1 to 3, as far as the device has them. */
export function FanSpeed(props: ControlProps) {
  const { status, commands } = props
  const { reason: _reason, ...shared } = common(props, 'fanSpeed')
  const levels = status.fanLevels ?? []
  if (levels.length > 0 && offers(status, 'SetFanSpeed'))
    return (
      <TraitChoice
        {...props}
        trait="fanSpeed"
        options={levels.map(({ clova }) => ({ value: clova, label: String(clova) }))}
        value={fanLevelOf(status.state.fanSpeed, status)}
        onChoose={(clova) =>
          commands.set('SetFanSpeed', clova, 'fanSpeed', levels.find((level) => level.clova === clova)?.device ?? clova)
        }
      />
    )
  if (commands.isCorrecting) return null
  if (offers(status, 'IncrementFanSpeed'))
    return (
      <StepButtons
        {...shared}
        value={valueText('fanSpeed', status.state.fanSpeed, status)}
        onDown={() => commands.run('DecrementFanSpeed', 1)}
        onUp={() => commands.run('IncrementFanSpeed', 1)}
      />
    )
  return offers(status, 'ChangeFanSpeed') ? (
    <NextButton trait="fanSpeed" isDisabled={shared.isDisabled} onClick={() => commands.run('ChangeFanSpeed')} />
  ) : null
}

export function Oscillation(props: ControlProps) {
  const { status, commands } = props
  if (!offers(status, 'StartOscillation') && !commands.isCorrecting) return null
  const { words = ['off', 'horizontal', 'vertical'] } = limitsOf(status, 'oscillation')
  const { oscillation: now } = status.state
  const canBoth = words.includes('both') && !commands.isCorrecting
  // Where both directions move apart from each other, starting one leaves the other on.
  const options = !canBoth
    ? words
    : now === 'horizontal' || now === 'vertical' || now === 'both'
      ? ['off', ...(now === 'both' ? [] : [now]), 'both']
      : words.filter((word) => word !== 'both')
  const directionFor = (value: string) => (value !== 'both' ? value : now === 'vertical' ? 'horizontal' : 'vertical')
  const names: Readonly<Record<string, string>> = text().appliance.oscillate
  if (!status.spec.traits.oscillation) return null
  return (
    <TraitChoice
      {...props}
      trait="oscillation"
      kind="modes"
      options={options.map((value) => ({ value, label: names[value] ?? value }))}
      value={typeof now === 'string' ? now : undefined}
      onChoose={(value) =>
        value === 'off'
          ? commands.set('StopOscillation', undefined, 'oscillation', 'off')
          : commands.set('StartOscillation', directionFor(value), 'oscillation', value)
      }
    />
  )
}
