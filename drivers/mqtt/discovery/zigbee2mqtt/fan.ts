import { type Feature, isSet, named } from './exposes.ts'
import { modes, resumed, speed, speeds, swing } from './levels.ts'
import { type Built, onOff, type Place } from './topics.ts'

/** A fan; one that measures dust cleans the air. */
export function fan(features: readonly Feature[], place: Place, says: string): Built {
  const settable = (...names: readonly string[]) => {
    const found = named(features, ...names)
    return found && isSet(found) ? found : undefined
  }
  const state = settable('state')
  const level = settable('speed')
  const mode = settable('mode', 'fan_mode')
  const swinging = settable('swing_mode', 'oscillation', 'oscillate')
  const fanSpeed = level ? speed(place, level) : mode && speeds(place, mode)
  const power = state ? onOff(place, state) : mode && resumed(place, mode, ['auto', 'smart', 'on', 'low'])
  const house = mode && modes(place, mode, { auto: 'auto smart', sleep: 'sleep night', baby: 'baby' })
  const oscillation = swinging && swing(place, swinging, 'horizontal')
  const cleans = /purif/i.test(says) || named(features, 'pm25') !== undefined
  return {
    kind: cleans ? 'airPurifier' : /ventilat/i.test(says) ? 'ventilator' : 'fan',
    traits: {
      ...(power && { power }),
      ...(fanSpeed && { fanSpeed }),
      ...(house && { mode: house }),
      ...(oscillation && { oscillation }),
    },
  }
}
