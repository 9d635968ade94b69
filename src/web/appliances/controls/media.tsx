import { useSignal } from '@preact/signals'
import { boundTo } from '../../components/boundTo.ts'
import { SelectField, TextField } from '../../components/field.tsx'
import { StepButtons } from '../../components/range.tsx'
import { text } from '../../i18n/index.ts'
import { type ControlProps, common, limitsOf, NextButton, NumberControl, numberOf, offers, Pair } from './common.tsx'

export const Volume = (props: ControlProps) => (
  <>
    <NumberControl {...props} trait="volume" set="" up="IncrementVolume" down="DecrementVolume" kind="slider" />
    <Pair
      {...props}
      trait="muted"
      on="Mute"
      off="Unmute"
      labels={[text().appliance.muteOff, text().appliance.muteOn]}
    />
  </>
)

export const Intensity = (props: ControlProps) => (
  <NumberControl
    {...props}
    trait="intensity"
    set=""
    up="IncrementIntensityLevel"
    down="DecrementIntensityLevel"
    kind="slider"
  />
)

export const Recording = (props: ControlProps) => (
  <Pair
    {...props}
    trait="recording"
    on="StartRecording"
    off="StopRecording"
    labels={[text().appliance.recordStop, text().appliance.recordStart]}
  />
)

export function Channel(props: ControlProps) {
  const { status, commands } = props
  const { reason: _reason, ...shared } = common(props, 'channel')
  const typed = useSignal('')
  const words = text().appliance
  if (commands.isCorrecting) return null
  const canStep = offers(status, 'IncrementChannel')
  return (
    <>
      {canStep && (
        <StepButtons
          {...shared}
          value={numberOf(status.state.channel)?.toString()}
          onDown={() => commands.run('DecrementChannel', 1)}
          onUp={() => commands.run('IncrementChannel', 1)}
        />
      )}
      {offers(status, 'SetChannel') && (
        <form
          class="row"
          onSubmit={(event) => {
            event.preventDefault()
            const channel = Number(typed.value)
            if (typed.value !== '' && Number.isInteger(channel)) commands.set('SetChannel', channel, 'channel', channel)
          }}
        >
          <div class="grow">
            <TextField
              label={words.channelNumber}
              {...boundTo(typed)}
              input={{ inputMode: 'numeric', pattern: '[0-9]+', autocomplete: 'off' }}
            />
          </div>
          <button class="btn end" type="submit" disabled={shared.isDisabled || typed.value === ''}>
            {words.go}
          </button>
        </form>
      )}
    </>
  )
}

export function InputSource(props: ControlProps) {
  const { status, commands } = props
  const { words } = limitsOf(status, 'inputSource')
  const { reason: _reason, ...shared } = common(props, 'inputSource')
  if (commands.isCorrecting) return null
  if (words && words.length > 0 && offers(status, 'SetInputSourceByName'))
    return (
      <SelectField
        label={shared.label}
        value={String(status.state.inputSource ?? '')}
        options={['', ...words].map((word) => [word, word] as const)}
        isDisabled={shared.isDisabled}
        onValue={(word) => word && commands.set('SetInputSourceByName', word, 'inputSource', word)}
      />
    )
  return offers(status, 'ChangeInputSource') ? (
    <NextButton trait="inputSource" isDisabled={shared.isDisabled} onClick={() => commands.run('ChangeInputSource')} />
  ) : null
}
