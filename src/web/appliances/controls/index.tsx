import { FanSpeed, Oscillation, Temperatures } from './climate.tsx'
import type { ControlProps } from './common.tsx'
import { Brightness, LightAndMode } from './light.tsx'
import { Channel, InputSource, Intensity, Recording, Volume } from './media.tsx'
import { Lock, Movement, SingleActions } from './movement.tsx'

/** Every control, in the order of use. Each shows itself only where the appliance offers what it does. */
const controls = [
  Movement,
  Lock,
  Brightness,
  LightAndMode,
  Temperatures,
  FanSpeed,
  Oscillation,
  Volume,
  Channel,
  InputSource,
  Recording,
  Intensity,
  SingleActions,
] as const

/** The controls of an appliance but its power, which stands above them. */
export const Controls = (props: ControlProps) => (
  <>
    {controls.map((Control, index) => (
      <Control key={index} {...props} />
    ))}
  </>
)
