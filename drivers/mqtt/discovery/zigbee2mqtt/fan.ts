import { type Feature, findFeature, findSettable } from './exposes.ts'
import { modeTrait, numberSpeed, resumingPower, swingTrait, wordSpeed } from './levels.ts'
import { onOff, type PartTraits, type TopicLayout } from './topics.ts'

/** A fan; one that measures dust is an air purifier. */
export function fan(features: readonly Feature[], layout: TopicLayout, makerText: string): PartTraits {
  const state = findSettable(features, 'state')
  const level = findSettable(features, 'speed')
  const mode = findSettable(features, 'mode', 'fan_mode')
  const swinging = findSettable(features, 'swing_mode', 'oscillation', 'oscillate')
  const fanSpeed = level ? numberSpeed(layout, level) : mode && wordSpeed(layout, mode)
  const power = state ? onOff(layout, state) : mode && resumingPower(layout, mode, ['auto', 'smart', 'on', 'low'])
  const modeValues = mode && modeTrait(layout, mode, { auto: 'auto smart', sleep: 'sleep night', baby: 'baby' })
  const oscillation = swinging && swingTrait(layout, swinging, 'horizontal')
  const cleans = /purif/i.test(makerText) || findFeature(features, 'pm25') !== undefined
  return {
    kind: cleans ? 'airPurifier' : /ventilat/i.test(makerText) ? 'ventilator' : 'fan',
    traits: {
      ...(power && { power }),
      ...(fanSpeed && { fanSpeed }),
      ...(modeValues && { mode: modeValues }),
      ...(oscillation && { oscillation }),
    },
  }
}
