import type { ClovaCase } from '../case.ts'
import { range, spec } from '../caseBuilders.ts'
import { both, kr } from '../editions.ts'

const threeSpeeds = spec({ fanSpeed: range(1, 3) })
const fourSpeeds = spec({ fanSpeed: range(1, 4) })
const eightSpeeds = spec({ fanSpeed: range(1, 8) })
const twoSpeeds = spec({ fanSpeed: range(1, 2) })
const oneSpeed = spec({ fanSpeed: range(1, 1) })
/** 0 is off. */
const percentage = spec({ fanSpeed: range(0, 100) })
const fromOnePercent = spec({ fanSpeed: range(1, 100) })
const quarters = spec({ fanSpeed: range(0, 100, 25) })
/** Levels with a gap, in the device's own order. */
const listedSpeeds = spec({ fanSpeed: { can: ['read', 'set'], min: 1, max: 9, step: 1, values: [9, 1, 2, 5] } })
const fromZero = spec({ fanSpeed: range(0, 2) })
/** A remote with one key that goes through the speeds. */
const remote = spec({ fanSpeed: { can: ['cycle'], min: 1, max: 3, step: 1 } })
/** A remote with the keys faster and slower. */
const upAndDown = spec({ fanSpeed: { can: ['read', 'step'], min: 1, max: 9, step: 1 } })
const horizontalAndVertical = spec({ oscillation: { can: ['read', 'set'], values: ['off', 'horizontal', 'vertical'] } })
const bothAtOnce = spec({ oscillation: { can: ['read', 'set'], values: ['off', 'vertical', 'horizontal', 'both'] } })
const verticalOnly = spec({ oscillation: { can: ['read', 'set'], values: ['off', 'vertical'] } })

/** CLOVA's 1 (weak), 2 (medium) and 3 (strong) on the scale of each device. */
const scales = [
  { scale: 'three speeds', of: threeSpeeds, levels: [1, 2, 3] },
  { scale: 'four speeds', of: fourSpeeds, levels: [1, 2, 4] },
  { scale: 'eight speeds', of: eightSpeeds, levels: [1, 4, 8] },
  { scale: 'percent from 0', of: percentage, levels: [33, 67, 100] },
  { scale: 'percent from 1', of: fromOnePercent, levels: [33, 67, 100] },
  { scale: 'percent in quarters', of: quarters, levels: [25, 50, 100] },
  { scale: 'listed speeds', of: listedSpeeds, levels: [1, 2, 9] },
  { scale: 'three speeds from 0', of: fromZero, levels: [0, 1, 2] },
] as const

const reported = (value: number) => ({ fanSpeed: { value } })

export const fan: readonly ClovaCase[] = [
  ...both(
    ...scales.flatMap(({ scale, of, levels }) =>
      levels.map((level, i) => ({
        name: `sets CLOVA's speed ${i + 1} as ${level} of ${scale}`,
        action: 'SetFanSpeed',
        it: { type: 'FAN', spec: of, state: { fanSpeed: levels[(i + 1) % 3] ?? 0 } },
        payload: reported(i + 1),
        answer: [
          'SetFanSpeedConfirmation',
          { ...reported(i + 1), previousState: reported(((i + 1) % 3) + 1) },
        ] as const,
        commands: [{ kind: 'set' as const, patch: { fanSpeed: level } }],
      })),
    ),
    {
      name: 'reports the speed that the device took, on the scale of CLOVA',
      action: 'SetFanSpeed',
      it: { type: 'FAN', spec: percentage, state: { fanSpeed: 100 }, stateAfterCommand: { fanSpeed: 40 } },
      payload: reported(2),
      answer: ['SetFanSpeedConfirmation', { ...reported(1), previousState: reported(3) }],
      commands: [{ kind: 'set', patch: { fanSpeed: 67 } }],
    },
    {
      name: 'reports no speed before while the device is at 0, which is off',
      action: 'SetFanSpeed',
      it: { type: 'FAN', spec: percentage, state: { fanSpeed: 0 } },
      payload: reported(1),
      answer: ['SetFanSpeedConfirmation', reported(1)],
      commands: [{ kind: 'set', patch: { fanSpeed: 33 } }],
    },
    {
      name: 'refuses a speed beyond 3, whatever the scale of the device',
      action: 'SetFanSpeed',
      it: { type: 'FAN', spec: percentage },
      payload: reported(4),
      answer: ['ValueOutOfRangeError', { minimumValue: 1, maximumValue: 3 }],
    },
    {
      name: 'refuses half a speed',
      action: 'SetFanSpeed',
      it: { type: 'FAN', spec: percentage },
      payload: reported(1.5),
      answer: ['ValueNotSupportedError', {}],
    },
    {
      name: 'takes the slower of two speeds for weak',
      action: 'SetFanSpeed',
      it: { type: 'AIRPURIFIER', spec: twoSpeeds, state: { fanSpeed: 2 } },
      payload: reported(1),
      answer: ['SetFanSpeedConfirmation', { ...reported(1), previousState: reported(3) }],
      commands: [{ kind: 'set', patch: { fanSpeed: 1 } }],
    },
    {
      name: 'has no medium among two speeds',
      action: 'SetFanSpeed',
      it: { type: 'AIRPURIFIER', spec: twoSpeeds },
      payload: reported(2),
      answer: ['ValueNotSupportedError', {}],
    },
    {
      name: 'is not offered for a single speed',
      action: 'SetFanSpeed',
      it: { type: 'FAN', spec: oneSpeed },
      payload: reported(1),
      answer: ['UnsupportedOperationError', {}],
    },
    {
      name: 'goes from weak to medium, not one percent further',
      action: 'IncrementFanSpeed',
      it: { type: 'FAN', spec: percentage, state: { fanSpeed: 3 } },
      payload: { deltaFanSpeed: { value: 1 } },
      answer: ['IncrementFanSpeedConfirmation', { ...reported(2), previousState: reported(1) }],
      commands: [{ kind: 'set', patch: { fanSpeed: 67 } }],
    },
    {
      name: 'goes two speeds further',
      action: 'IncrementFanSpeed',
      it: { type: 'FAN', spec: fourSpeeds, state: { fanSpeed: 1 } },
      payload: { deltaFanSpeed: { value: 2 } },
      answer: ['IncrementFanSpeedConfirmation', { ...reported(3), previousState: reported(1) }],
      commands: [{ kind: 'set', patch: { fanSpeed: 4 } }],
    },
    {
      name: 'stops at strong when more steps are asked for',
      action: 'IncrementFanSpeed',
      it: { type: 'AIRPURIFIER', spec: listedSpeeds, state: { fanSpeed: 2 } },
      payload: { deltaFanSpeed: { value: 5 } },
      answer: ['IncrementFanSpeedConfirmation', { ...reported(3), previousState: reported(2) }],
      commands: [{ kind: 'set', patch: { fanSpeed: 9 } }],
    },
    {
      name: 'is out of range at strong',
      action: 'IncrementFanSpeed',
      it: { type: 'FAN', spec: percentage, state: { fanSpeed: 90 } },
      payload: { deltaFanSpeed: { value: 1 } },
      answer: ['ValueOutOfRangeError', { minimumValue: 1, maximumValue: 3 }],
    },
    {
      name: 'cannot be stepped by half a speed',
      action: 'IncrementFanSpeed',
      it: { type: 'FAN', spec: percentage, state: { fanSpeed: 33 } },
      payload: { deltaFanSpeed: { value: 0.5 } },
      answer: ['ValueNotSupportedError', {}],
    },
    {
      name: 'cannot be stepped from an unknown speed that only values set',
      action: 'IncrementFanSpeed',
      it: { type: 'FAN', spec: percentage },
      payload: { deltaFanSpeed: { value: 1 } },
      answer: ['ValueNotFoundError', {}],
    },
    {
      name: 'asks the device for its speed when a step needs it and it is not known',
      action: 'IncrementFanSpeed',
      it: { type: 'FAN', spec: percentage, onRequest: { fanSpeed: 33 } },
      payload: { deltaFanSpeed: { value: 1 } },
      answer: ['IncrementFanSpeedConfirmation', { ...reported(2), previousState: reported(1) }],
      commands: [{ kind: 'set', patch: { fanSpeed: 67 } }],
    },
    {
      name: 'presses the faster key of a remote as often as its scale needs',
      action: 'IncrementFanSpeed',
      it: { type: 'FAN', spec: upAndDown, state: { fanSpeed: 1 }, stateAfterCommand: { fanSpeed: 5 } },
      payload: { deltaFanSpeed: { value: 1 } },
      answer: ['IncrementFanSpeedConfirmation', { ...reported(2), previousState: reported(1) }],
      commands: [{ kind: 'step', trait: 'fanSpeed', by: 4 }],
    },
    {
      name: 'presses the faster key of a remote whose speed is not known',
      action: 'IncrementFanSpeed',
      it: { type: 'FAN', spec: upAndDown },
      payload: { deltaFanSpeed: { value: 1 } },
      answer: ['IncrementFanSpeedConfirmation', {}],
      commands: [{ kind: 'step', trait: 'fanSpeed', by: 4 }],
    },
    {
      name: 'goes from strong to medium',
      action: 'DecrementFanSpeed',
      it: { type: 'AIRCONDITIONER', spec: fourSpeeds, state: { fanSpeed: 4 } },
      payload: { deltaFanSpeed: { value: 1 } },
      answer: ['DecrementFanSpeedConfirmation', { ...reported(2), previousState: reported(3) }],
      commands: [{ kind: 'set', patch: { fanSpeed: 2 } }],
    },
    {
      name: 'is out of range at weak',
      action: 'DecrementFanSpeed',
      it: { type: 'AIRCONDITIONER', spec: fourSpeeds, state: { fanSpeed: 1 } },
      payload: { deltaFanSpeed: { value: 1 } },
      answer: ['ValueOutOfRangeError', { minimumValue: 1, maximumValue: 3 }],
    },
  ),
  ...kr(
    {
      name: 'goes to the next of the three speeds',
      action: 'ChangeFanSpeed',
      it: { type: 'AIRCONDITIONER', spec: fourSpeeds, state: { fanSpeed: 2 } },
      answer: ['ChangeFanSpeedConfirmation', { ...reported(3), previousState: reported(2) }],
      commands: [{ kind: 'set', patch: { fanSpeed: 4 } }],
    },
    {
      name: 'sends no previousState where the table has none',
      previousState: 'defined',
      action: 'ChangeFanSpeed',
      it: { type: 'AIRCONDITIONER', spec: percentage, state: { fanSpeed: 33 } },
      answer: ['ChangeFanSpeedConfirmation', reported(2)],
      commands: [{ kind: 'set', patch: { fanSpeed: 67 } }],
    },
    {
      name: 'starts again at weak after strong',
      action: 'ChangeFanSpeed',
      it: { type: 'AIRPURIFIER', spec: listedSpeeds, state: { fanSpeed: 9 } },
      answer: ['ChangeFanSpeedConfirmation', { ...reported(1), previousState: reported(3) }],
      commands: [{ kind: 'set', patch: { fanSpeed: 1 } }],
    },
    {
      name: 'presses the key of a remote, and guesses no speed',
      action: 'ChangeFanSpeed',
      it: { type: 'AIRPURIFIER', spec: remote },
      answer: ['ChangeFanSpeedConfirmation', {}],
      commands: [{ kind: 'cycle', trait: 'fanSpeed' }],
    },
    {
      name: 'speaks the speed on the scale of CLOVA',
      action: 'GetDeviceState',
      it: { type: 'FAN', spec: percentage, state: { fanSpeed: 100 } },
      answer: ['GetDeviceStateResponse', { states: [{ name: '풍량', value: 3 }] }],
    },
    {
      name: 'swings in the direction that is requested',
      action: 'StartOscillation',
      it: { type: 'FAN', spec: horizontalAndVertical, state: { oscillation: 'off' } },
      payload: { direction: { value: 'vertical' } },
      answer: ['StartOscillationConfirmation', {}],
      commands: [{ kind: 'set', patch: { oscillation: 'vertical' } }],
    },
    {
      name: 'swings in the other direction as well, where both are apart from each other',
      action: 'StartOscillation',
      it: { type: 'AIRCONDITIONER', spec: bothAtOnce, state: { oscillation: 'horizontal' } },
      payload: { direction: { value: 'vertical' } },
      answer: ['StartOscillationConfirmation', {}],
      commands: [{ kind: 'set', patch: { oscillation: 'both' } }],
    },
    {
      name: 'swings as it can if no direction is said',
      action: 'StartOscillation',
      it: { type: 'AIRCONDITIONER', spec: verticalOnly },
      answer: ['StartOscillationConfirmation', {}],
      commands: [{ kind: 'set', patch: { oscillation: 'vertical' } }],
    },
    {
      name: 'knows no third direction',
      action: 'StartOscillation',
      it: { type: 'FAN', spec: horizontalAndVertical },
      payload: { direction: { value: 'diagonal' } },
      answer: ['ValueNotSupportedError', {}],
    },
    {
      name: 'stands still again',
      action: 'StopOscillation',
      it: { type: 'FAN', spec: horizontalAndVertical, state: { oscillation: 'horizontal' } },
      answer: ['StopOscillationConfirmation', {}],
      commands: [{ kind: 'set', patch: { oscillation: 'off' } }],
    },
  ),
]
