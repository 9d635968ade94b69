import type { ClovaCase } from '../case.ts'
import { range, settable, spec } from '../caseBuilders.ts'
import { both, kr } from '../editions.ts'

const lamp = spec({
  power: settable,
  brightness: range(0, 100),
  color: settable,
  colorTemperature: range(2200, 6500),
})
const speaker = spec({ power: settable, volume: range(0, 30) })

export const light: readonly ClovaCase[] = [
  ...both(
    {
      name: 'sets the brightness, and tells the one before',
      action: 'SetBrightness',
      it: { type: 'LIGHT', spec: lamp, state: { power: true, brightness: 80 } },
      payload: { brightness: { value: 40 } },
      answer: [
        'SetBrightnessConfirmation',
        { brightness: { value: 40 }, previousState: { brightness: { value: 80 } } },
      ],
      commands: [{ kind: 'set', patch: { brightness: 40 } }],
    },
    {
      name: 'says nothing of a value before that is not known',
      action: 'SetBrightness',
      it: { type: 'LIGHT', spec: lamp },
      payload: { brightness: { value: 40 } },
      answer: ['SetBrightnessConfirmation', { brightness: { value: 40 } }],
      commands: [{ kind: 'set', patch: { brightness: 40 } }],
    },
    {
      name: 'asks the device for its brightness when a step needs it and it is not known',
      action: 'IncrementBrightness',
      it: { type: 'LIGHT', spec: lamp, state: { power: true }, onRequest: { brightness: 35 } },
      payload: { deltaBrightness: { value: 15 } },
      answer: [
        'IncrementBrightnessConfirmation',
        { brightness: { value: 50 }, previousState: { brightness: { value: 35 } } },
      ],
      commands: [{ kind: 'set', patch: { brightness: 50 } }],
    },
    {
      name: 'keeps to the tables of the guide where that is wanted',
      previousState: 'defined',
      action: 'SetBrightness',
      it: { type: 'LIGHT', spec: lamp, state: { brightness: 80 } },
      payload: { brightness: { value: 40 } },
      answer: ['SetBrightnessConfirmation', { brightness: { value: 40 } }],
      commands: [{ kind: 'set', patch: { brightness: 40 } }],
    },
    {
      name: 'goes up by so much',
      action: 'IncrementBrightness',
      it: { type: 'LIGHT', spec: lamp, state: { brightness: 35 } },
      payload: { deltaBrightness: { value: 15 } },
      answer: [
        'IncrementBrightnessConfirmation',
        { brightness: { value: 50 }, previousState: { brightness: { value: 35 } } },
      ],
      commands: [{ kind: 'set', patch: { brightness: 50 } }],
    },
    {
      name: 'tells the value before also where only the tables count, for they have it',
      previousState: 'defined',
      action: 'IncrementBrightness',
      it: { type: 'LIGHT', spec: lamp, state: { brightness: 35 } },
      payload: { deltaBrightness: { value: 15 } },
      answer: [
        'IncrementBrightnessConfirmation',
        { brightness: { value: 50 }, previousState: { brightness: { value: 35 } } },
      ],
      commands: [{ kind: 'set', patch: { brightness: 50 } }],
    },
    {
      name: 'stops at the limit, and says how far it came',
      action: 'IncrementBrightness',
      it: { type: 'LIGHT', spec: lamp, state: { brightness: 90 } },
      payload: { deltaBrightness: { value: 20 } },
      answer: [
        'IncrementBrightnessConfirmation',
        { brightness: { value: 100 }, previousState: { brightness: { value: 90 } } },
      ],
      commands: [{ kind: 'set', patch: { brightness: 100 } }],
    },
    {
      name: 'is out of range once it is at the limit',
      action: 'IncrementBrightness',
      it: { type: 'LIGHT', spec: lamp, state: { brightness: 100 } },
      payload: { deltaBrightness: { value: 20 } },
      answer: ['ValueOutOfRangeError', { minimumValue: 0, maximumValue: 100 }],
    },
    {
      name: 'goes down by so much',
      action: 'DecrementBrightness',
      it: { type: 'LIGHT', spec: lamp, state: { brightness: 35 } },
      payload: { deltaBrightness: { value: 15 } },
      answer: [
        'DecrementBrightnessConfirmation',
        { brightness: { value: 20 }, previousState: { brightness: { value: 35 } } },
      ],
      commands: [{ kind: 'set', patch: { brightness: 20 } }],
    },
    {
      name: 'cannot go down from a brightness that is not known',
      action: 'DecrementBrightness',
      it: { type: 'LIGHT', spec: lamp },
      payload: { deltaBrightness: { value: 15 } },
      answer: ['ValueNotFoundError', {}],
    },
    {
      name: 'sets a colour with its brightness',
      action: 'SetColor',
      it: { type: 'LIGHT', spec: lamp, state: { color: { hue: 30, saturation: 60, brightness: 75 } } },
      payload: { color: { hue: 210, saturation: 85, brightness: 55 } },
      answer: [
        'SetColorConfirmation',
        {
          color: { hue: 210, saturation: 85, brightness: 55 },
          previousState: { color: { hue: 30, saturation: 60, brightness: 75 } },
        },
      ],
      commands: [{ kind: 'set', patch: { color: { hue: 210, saturation: 85, brightness: 55 } } }],
    },
    {
      name: 'sets a colour alone',
      action: 'SetColor',
      it: { type: 'LIGHT', spec: lamp },
      payload: { color: { hue: 0, saturation: 100 } },
      answer: ['SetColorConfirmation', { color: { hue: 0, saturation: 100 } }],
      commands: [{ kind: 'set', patch: { color: { hue: 0, saturation: 100 } } }],
    },
    {
      name: 'knows no hue beyond the circle',
      action: 'SetColor',
      it: { type: 'LIGHT', spec: lamp },
      payload: { color: { hue: 361, saturation: 100 } },
      answer: ['ValueOutOfRangeError', { minimumValue: 0, maximumValue: 360 }],
    },
    {
      name: 'sets the colour temperature in kelvin',
      action: 'SetColorTemperature',
      it: { type: 'LIGHT', spec: lamp, state: { colorTemperature: 2700 } },
      payload: { colorTemperature: { value: 5000 } },
      answer: [
        'SetColorTemperatureConfirmation',
        { colorTemperature: { value: 5000 }, previousState: { colorTemperature: { value: 2700 } } },
      ],
      commands: [{ kind: 'set', patch: { colorTemperature: 5000 } }],
    },
  ),
  ...kr({
    name: 'a lamp with a speaker gets louder',
    action: 'IncrementVolume',
    it: { type: 'LIGHT', spec: speaker, state: { volume: 4 } },
    payload: { deltaVolume: { value: 3 } },
    answer: [
      'IncrementVolumeConfirmation',
      { targetVolume: { value: 7 }, previousState: { targetVolume: { value: 4 } } },
    ],
    commands: [{ kind: 'set', patch: { volume: 7 } }],
  }),
]
