import type { TraitDescription } from '../announcement.ts'
import { type Config, option, results, type Topics } from './config.ts'

type Traits = Record<string, TraitDescription>

/** What of a light can be told, beside on and off. */
interface Channels {
  /** the command for its brightness, and the key under which it tells it */
  readonly dimmer: readonly [command: string, key: string]
  readonly color?: true
  readonly white?: true
  /** it has both, one at a time: how white it is tells which */
  readonly either?: true
}

/** Answers of all commands of a light tell the whole of it. */
const commands = ['DIMMER', 'HSBCOLOR', 'CT', 'COLOR', 'WHITE']
/** More than no white, in percent. */
const someWhite = Array.from({ length: 100 }, (_, i) => i + 1)

/**
 * Which channels a light has. With SetOption68 each channel is a lamp of its own; a light whose colour and white are not
 * linked is two lamps, the colour first.
 * Source: arendst/Tasmota `xdrv_04_light.ino` (`ResponseLightState`), and emontnemery/hatasmota `light.py` for Tuya.
 * @param relay from 0
 */
function channelsOf(device: Config, relay: number): Channels | undefined {
  const { lt_st: kind, rl } = device
  const single: readonly [string, string] = [device.ty ? 'Dimmer3' : 'Dimmer', 'Dimmer']
  if (kind === 0) return undefined
  if (option(device, 68)) return { dimmer: [`Channel${relay + 1}`, `Channel${relay + 1}`] }
  if (!device.lk && kind >= 4) {
    return relay === rl.indexOf(2)
      ? { dimmer: ['Dimmer1', 'Dimmer1'], color: true }
      : { dimmer: ['Dimmer2', 'Dimmer2'], ...(kind === 5 && { white: true }) }
  }
  return {
    dimmer: single,
    ...(kind >= 3 && { color: true }),
    ...((kind === 2 || kind === 5) && { white: true }),
    ...(kind >= 4 && { either: true }),
  }
}

/** The traits of a light, beside `power`. */
export function lightTraits(device: Config, topics: Topics, relay: number): Traits {
  const channels = channelsOf(device, relay)
  if (!channels) return {}
  const { dimmer, color, white, either } = channels
  const [command, key] = dimmer
  const isMulti = key.startsWith('Channel')
  const state = results(device, topics, isMulti ? ['CHANNEL'] : commands)
  const traits: Traits = {
    // Its own steps are 255: what it says lies beside what it was told.
    brightness: { state, path: `$.${key}`, command: `${topics.cmnd}${command}`, tolerance: 1 },
  }
  if (color)
    traits.color = {
      state,
      path: '$.HSBColor',
      form: 'hs',
      command: `${topics.cmnd}HSBColor`,
      payload: '${hue},${saturation},${brightness}',
      ...(either && { when: { path: '$.White', is: [0] } }),
    }
  if (white)
    traits.colorTemperature = {
      state,
      path: '$.CT',
      unit: 'mirek',
      range: option(device, 82) ? [200, 380] : [153, 500],
      command: `${topics.cmnd}CT`,
      ...(either && { when: { path: '$.White', is: someWhite } }),
    }
  return traits
}
