import type { Spec } from '../../../src/home/spec.ts'
import type { Case } from '../case.ts'

const percent = { min: 0, max: 100, step: 1 }
const lamp: Spec = {
  traits: {
    power: { can: ['read', 'set'] },
    brightness: { can: ['read', 'set'], ...percent },
    color: { can: ['read', 'set'] },
    colorTemperature: { can: ['read', 'set'], min: 2200, max: 6500, step: 1 },
  },
  verbs: [],
}

export const light: readonly Case[] = [
  {
    name: 'sets the brightness, and tells the one before',
    edition: 'kr',
    action: 'SetBrightness',
    it: { type: 'LIGHT', spec: lamp, state: { power: true, brightness: 80 } },
    payload: { brightness: { value: 40 } },
    answer: ['SetBrightnessConfirmation', { brightness: { value: 40 }, previousState: { brightness: { value: 80 } } }],
    told: [{ kind: 'set', patch: { brightness: 40 } }],
  },
  {
    name: 'keeps to the tables of the guide where that is wanted',
    edition: 'kr',
    previousState: 'defined',
    action: 'SetBrightness',
    it: { type: 'LIGHT', spec: lamp, state: { brightness: 80 } },
    payload: { brightness: { value: 40 } },
    answer: ['SetBrightnessConfirmation', { brightness: { value: 40 } }],
    told: [{ kind: 'set', patch: { brightness: 40 } }],
  },
]
