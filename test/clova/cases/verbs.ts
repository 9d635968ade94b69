import type { ClovaCase } from '../case.ts'
import { range, spec } from '../caseBuilders.ts'
import { both, jp, kr } from '../editions.ts'

const bed = spec({}, 'raise', 'lower', 'stop')
const cooker = spec({ phase: { can: ['read'] } }, 'stop')
const vacuum = spec({}, 'charge')
const chair = spec({ intensity: range(1, 3) })

const harder = {
  answer: [
    'IncrementIntensityLevelConfirmation',
    { intensityLevel: { value: 3 }, previousState: { intensityLevel: { value: 1 } } },
  ],
  commands: [{ kind: 'set', patch: { intensity: 3 } }],
} as const
const softer = {
  answer: [
    'DecrementIntensityLevelConfirmation',
    { intensityLevel: { value: 2 }, previousState: { intensityLevel: { value: 3 } } },
  ],
  commands: [{ kind: 'set', patch: { intensity: 2 } }],
} as const

/** What is done and has no value, and massage. */
export const verbs: readonly ClovaCase[] = [
  ...both(
    {
      name: 'raises the head of the bed',
      action: 'Raise',
      it: { type: 'SMARTBED', spec: bed },
      answer: ['RaiseConfirmation', {}],
      commands: [{ kind: 'perform', verb: 'raise' }],
    },
    {
      name: 'lowers it',
      action: 'Lower',
      it: { type: 'SMARTBED', spec: bed },
      answer: ['LowerConfirmation', {}],
      commands: [{ kind: 'perform', verb: 'lower' }],
    },
    {
      name: 'cannot do what it was not built for',
      action: 'Lower',
      it: { type: 'SMARTBED', spec: spec({}, 'raise') },
      answer: ['UnsupportedOperationError', {}],
    },
    {
      name: 'stops, and tells in which phase',
      action: 'Stop',
      it: { type: 'RICECOOKER', spec: cooker, state: { phase: 'steam' } },
      answer: ['StopConfirmation', { phase: { value: 'steam' } }],
      commands: [{ kind: 'perform', verb: 'stop' }],
    },
    {
      name: 'stops, and leaves out a phase that nobody knows',
      action: 'Stop',
      it: { type: 'RICECOOKER', spec: cooker },
      answer: ['StopConfirmation', {}],
      commands: [{ kind: 'perform', verb: 'stop' }],
    },
    {
      name: 'goes home to charge',
      action: 'Charge',
      it: { type: 'ROBOTVACUUM', spec: vacuum },
      answer: ['ChargeConfirmation', {}],
      commands: [{ kind: 'perform', verb: 'charge' }],
    },
    {
      name: 'kneads harder, by the name of the tables',
      action: 'IncrementIntensityLevel',
      it: { type: 'MASSAGECHAIR', spec: chair, state: { intensity: 1 } },
      payload: { deltaIntensity: { value: 2 } },
      ...harder,
    },
    {
      name: 'kneads softer, by the name of the tables',
      action: 'DecrementIntensityLevel',
      it: { type: 'MASSAGECHAIR', spec: chair, state: { intensity: 3 } },
      payload: { deltaIntensity: { value: 1 } },
      ...softer,
    },
  ),
  ...jp(
    {
      name: 'kneads harder, by the name of the example',
      action: 'IncrementIntensityLevel',
      it: { type: 'MASSAGECHAIR', spec: chair, state: { intensity: 1 } },
      payload: { deltaTemperature: { value: 2 } },
      ...harder,
    },
    {
      name: 'kneads softer, by the name of the example',
      action: 'DecrementIntensityLevel',
      it: { type: 'MASSAGECHAIR', spec: chair, state: { intensity: 3 } },
      payload: { deltaTemperature: { value: 1 } },
      ...softer,
    },
  ),
  ...kr({
    name: 'calls the elevator',
    action: 'CallElevator',
    it: { type: 'BUILDING_ELEVATOR_CALLER', spec: spec({}, 'callElevator') },
    answer: ['CallElevatorConfirmation', {}],
    commands: [{ kind: 'perform', verb: 'callElevator' }],
  }),
]
