import type { Edition } from '../../src/clova/edition.ts'
import { gatewayModes } from '../../src/clova/modes.ts'
import { type Spec, verbs } from '../../src/home/spec.ts'
import { limitOf } from '../../src/home/traitLimits.ts'
import { isSettable, parseTrait, type Trait, type Traits, traitNames } from '../../src/home/traits.ts'
import type { CaseAppliance } from './case.ts'
import { reportedAt } from './caseBuilders.ts'

/** A valid value for every trait but `mode`, whose values depend on the type of the appliance. */
const allTraitValues: Omit<Traits, 'mode'> = {
  power: false,
  brightness: 50,
  color: { hue: 40, saturation: 70, brightness: 60 },
  colorTemperature: 3000,
  targetTemperature: 24,
  freezerTemperature: -18,
  fridgeTemperature: 4,
  hotwaterTemperature: 80,
  coldwaterTemperature: 6,
  fanSpeed: 67,
  volume: 20,
  muted: false,
  channel: 9,
  subChannel: 2,
  channelName: 'EBS',
  inputSource: 'tuner',
  intensity: 2,
  open: false,
  locked: false,
  oscillation: 'off',
  recording: false,
  airQuality: 'normal',
  fineDust: { value: 31, index: 'normal' },
  ultraFineDust: { value: 12, index: 'good' },
  humidity: 44,
  currentTemperature: 21.5,
  battery: 66,
  phase: 'spin',
  remainingTime: 'PT25M',
  keepWarmTime: 'PT2H',
  cleaningCycle: 'P9D',
  openedAt: reportedAt,
  closedAt: reportedAt,
  detectedAt: reportedAt,
  detected: true,
  detections: { today: 2, yesterday: 5 },
  parts: [
    { name: 'filter', used: 30 },
    { name: 'seal', remainingTime: 'P90D' },
  ],
  consumption: [{ name: 'today', value: 2.5, unit: 'kWh' }],
  estimatedConsumption: [{ name: 'this month', value: 70, unit: 'kWh' }],
  bill: { value: 12000, currency: 'KRW' },
  estimatedBill: { value: 15000, currency: 'KRW' },
  taxBracket: 2,
  usageTime: 'PT3H',
  posture: 61,
  sitting: true,
  sittingPeriod: { start: reportedAt, end: reportedAt },
  asleep: 'PT7H',
  awake: 'PT30M',
  sleepScore: 82,
  sleepStarts: [reportedAt],
  bmi: 21,
  bodyFat: 19,
  muscle: 39,
  weight: 58.5,
  healthScore: 73,
  notices: ['lift out of order'],
  packages: ['one parcel'],
  vehicles: [{ name: '12가3456', place: 'B2 C14' }],
  readings: [{ name: 'sauna', value: 75, unit: 'celsius' }],
}

/** An appliance of a type, whose device supports every trait and verb and reports a value for every trait. */
export function fullAppliance(edition: Edition, type: string): CaseAppliance {
  const modes = [...(gatewayModes(edition, type) ?? ['general', 'sleep', 'preheat'])]
  const [mode = ''] = modes
  const values = { mode: modes, inputSource: ['tuner', 'HDMI1', 'HDMI2'] } as const
  const limits = traitNames.map((trait) => {
    const words = trait === 'mode' || trait === 'inputSource' ? { values: [...values[trait]] } : {}
    const rest = trait === 'mode' ? { rest: mode } : {}
    const access = isSettable(trait) ? (['read', 'set'] as const) : (['read'] as const)
    return [
      trait,
      limitOf(trait, access, {
        min: trait === 'fanSpeed' ? 1 : firstValidNumber(trait, -100, 0, 1),
        max: trait === 'fanSpeed' ? 100 : firstValidNumber(trait, 10_000, 100),
        ...words,
        ...rest,
      }),
    ] as const
  })
  const traits = Object.fromEntries(limits) as Spec['traits']
  const described = { location: 'KITCHEN', tags: ['window'], confirm: ['TurnOff'] }
  return {
    type,
    answersPeriods: true,
    spec: { traits, verbs },
    state: { ...allTraitValues, mode },
    reportedAt,
    description: described,
  }
}

/** The first of these numbers that is a valid value of the trait. */
const firstValidNumber = (trait: Trait, ...numbers: readonly number[]) =>
  numbers.find((n) => parseTrait(trait, n) !== undefined) ?? 0
