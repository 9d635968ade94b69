import type { TraitDescription } from '../announcement.ts'
import { isOptionSet, resultTopics, type TasmotaConfig, type Topics } from './config.ts'

type Traits = Record<string, TraitDescription>

/** The channels of a light, besides its power. */
interface Channels {
  /** the command for the brightness, and the key of it in the state */
  readonly dimmer: readonly [command: string, key: string]
  readonly color?: true
  readonly white?: true
  /** it shows either white or colour; `White` above 0 means white */
  readonly isWhiteOrColor?: true
}

/** The answer to each of these commands contains the whole state of the light. */
const commands = ['DIMMER', 'HSBCOLOR', 'CT', 'COLOR', 'WHITE']
/** Every value of `White` above 0, in percent. */
const anyWhite = Array.from({ length: 100 }, (_, i) => i + 1)

/**
 * The channels of a light. With SetOption68 each channel is a lamp of its own; a light whose colour and white are not linked
 * is two lamps, the colour first.
 * Source: arendst/Tasmota `xdrv_04_light.ino` (`ResponseLightState`), and emontnemery/hatasmota `light.py` for Tuya.
 * @param relay from 0
 */
function channelsOf(device: TasmotaConfig, relay: number): Channels | undefined {
  const { lt_st: kind, rl } = device
  const single: readonly [string, string] = [device.ty ? 'Dimmer3' : 'Dimmer', 'Dimmer']
  if (kind === 0) return undefined
  if (isOptionSet(device, 68)) return { dimmer: [`Channel${relay + 1}`, `Channel${relay + 1}`] }
  if (!device.lk && kind >= 4) {
    return relay === rl.indexOf(2)
      ? { dimmer: ['Dimmer1', 'Dimmer1'], color: true }
      : { dimmer: ['Dimmer2', 'Dimmer2'], ...(kind === 5 && { white: true }) }
  }
  return {
    dimmer: single,
    ...(kind >= 3 && { color: true }),
    ...((kind === 2 || kind === 5) && { white: true }),
    ...(kind >= 4 && { isWhiteOrColor: true }),
  }
}

/** The traits of a light, beside `power`. */
export function lightTraits(device: TasmotaConfig, topics: Topics, relay: number): Traits {
  const channels = channelsOf(device, relay)
  if (!channels) return {}
  const { dimmer, color, white, isWhiteOrColor } = channels
  const [command, key] = dimmer
  const isMulti = key.startsWith('Channel')
  const state = resultTopics(device, topics, isMulti ? ['CHANNEL'] : commands)
  const traits: Traits = {
    // It rounds to its own 255 steps, so the reported value may differ by one percent.
    brightness: { state, path: `$.${key}`, command: `${topics.cmnd}${command}`, tolerance: 1 },
  }
  if (color)
    traits.color = {
      state,
      path: '$.HSBColor',
      form: 'hs',
      command: `${topics.cmnd}HSBColor`,
      payload: '${hue},${saturation},${brightness}',
      ...(isWhiteOrColor && { when: { path: '$.White', is: [0] } }),
    }
  if (white)
    traits.colorTemperature = {
      state,
      path: '$.CT',
      unit: 'mirek',
      range: isOptionSet(device, 82) ? [200, 380] : [153, 500],
      command: `${topics.cmnd}CT`,
      ...(isWhiteOrColor && { when: { path: '$.White', is: anyWhite } }),
    }
  return traits
}
