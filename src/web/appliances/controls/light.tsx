import { useSignal } from '@preact/signals'
import { toClovaMode } from '../../../clova/modes.ts'
import { user } from '../../app/session.ts'
import { Slider } from '../../components/range.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { text } from '../../i18n/index.ts'
import { nameOf } from '../../state/vocabulary.ts'
import { modeIconOf } from '../icons.ts'
import { valueText } from '../values.ts'
import {
  type ControlProps,
  common,
  limitsOf,
  NumberControl,
  numberOf,
  offers,
  Reasoned,
  TraitChoice,
} from './common.tsx'

export const Brightness = (props: ControlProps) => (
  <NumberControl
    {...props}
    trait="brightness"
    set="SetBrightness"
    up="IncrementBrightness"
    down="DecrementBrightness"
    kind="slider"
  />
)

function Warmth(props: ControlProps) {
  const { status, commands } = props
  const { domain } = limitsOf(status, 'colorTemperature')
  const { reason, ...shared } = common(props, 'colorTemperature')
  if (!domain) return null
  return (
    <Reasoned reason={reason}>
      <Slider
        {...shared}
        {...domain}
        picture="warmth"
        value={numberOf(status.state.colorTemperature)}
        format={(kelvin) => valueText('colorTemperature', kelvin, status) ?? String(kelvin)}
        onSend={(kelvin) => commands.set('SetColorTemperature', kelvin, 'colorTemperature', kelvin)}
      />
    </Reasoned>
  )
}

function Colour(props: ControlProps) {
  const { status, commands } = props
  const { reason, ...shared } = common(props, 'color')
  const known = status.state.color as { readonly hue: number; readonly saturation: number } | undefined
  // A colour is sent whole: what is not known of it begins at a full red.
  const send = (part: { readonly hue?: number; readonly saturation?: number }) => {
    const { hue, saturation } = { hue: known?.hue ?? 0, saturation: known?.saturation ?? 100, ...part }
    commands.set('SetColor', { hue, saturation }, 'color', { hue, saturation })
  }
  const words = text().traits
  return (
    <Reasoned reason={reason}>
      <div class="stack">
        <Slider
          {...shared}
          label={words.hue}
          picture="hue"
          min={0}
          max={360}
          step={1}
          value={known?.hue}
          format={(hue) => `${Math.round(hue)}°`}
          onSend={(hue) => send({ hue })}
        />
        <Slider
          {...shared}
          label={words.saturation}
          min={0}
          max={100}
          step={1}
          value={known?.saturation}
          format={(percent) => `${Math.round(percent)}%`}
          onSend={(saturation) => send({ saturation })}
        />
      </div>
    </Reasoned>
  )
}

function Mode(props: ControlProps) {
  const { status, commands } = props
  const { words } = limitsOf(status, 'mode')
  const { edition } = user()
  const modes = (words ?? []).flatMap((mode) => {
    const clova = toClovaMode(edition, status.type, mode)
    return clova === undefined && !commands.isCorrecting ? [] : [{ mode, clova }]
  })
  if (modes.length === 0) return null
  return (
    <TraitChoice
      {...props}
      trait="mode"
      kind="modes"
      options={modes.map(({ mode }) => ({ value: mode, label: nameOf('modes', mode), icon: modeIconOf(mode) }))}
      value={typeof status.state.mode === 'string' ? status.state.mode : undefined}
      onChoose={(mode) => commands.set('SetMode', modes.find((row) => row.mode === mode)?.clova ?? mode, 'mode', mode)}
    />
  )
}

/** Colour temperature, colour and mode of a light: one at a time. */
export function LightAndMode(props: ControlProps) {
  const { status } = props
  const parts = [
    ['colorTemperature', 'SetColorTemperature', Warmth],
    ['color', 'SetColor', Colour],
    ['mode', 'SetMode', Mode],
  ] as const
  const there = parts.filter(([trait, action]) => offers(status, action) && status.spec.traits[trait])
  const chosen = useSignal<string>(there[0]?.[0] ?? '')
  const Part = there.find(([trait]) => trait === chosen.value)?.[2]
  if (!Part) return null
  if (there.length === 1) return <Part {...props} />
  return (
    <div class="stack tight">
      <Tabs
        label={text().appliance.lights}
        tabs={there.map(([trait]) => [trait, nameOf('traits', trait)] as const)}
        selected={chosen.value}
        onSelect={(trait) => {
          chosen.value = trait
        }}
      >
        <Part {...props} />
      </Tabs>
    </div>
  )
}
