import * as z from 'zod'
import { Failure } from '../../home/failure.ts'
import { say } from '../messages.ts'
import { spokenState } from '../spoken/state.ts'
import { withAlias } from '../traitCodecs.ts'
import {
  type Action,
  cycle,
  measuredAt,
  onlyIn,
  perform,
  query,
  read,
  set,
  setTo,
  step,
  wholeHomeAction,
} from './factories.ts'
import {
  changeFanSpeed,
  changeInputSource,
  endpointTemperature,
  moveFanSpeed,
  preheat,
  releaseMode,
  setChannel,
  setFanSpeed,
  setTargetTemperature,
  startOscillation,
  stop,
  turnOn,
} from './special.ts'

/** All actions of the protocol. To add one, add its row here and its name to its types in `applianceTypes.ts`. */
export const actions = {
  TurnOn: turnOn,
  TurnOff: setTo('power', false),
  ChangePower: onlyIn('kr', cycle('power', [])),
  GetPowerState: onlyIn('kr', read('power')),

  SetBrightness: set('brightness'),
  IncrementBrightness: step('brightness', +1, 'deltaBrightness'),
  DecrementBrightness: step('brightness', -1, 'deltaBrightness'),
  SetColor: set('color'),
  SetColorTemperature: set('colorTemperature'),

  SetTargetTemperature: setTargetTemperature,
  SetFreezerTargetTemperature: endpointTemperature('freezerTemperature'),
  SetFridgeTargetTemperature: endpointTemperature('fridgeTemperature'),
  IncrementTargetTemperature: step('targetTemperature', +1, 'deltaTemperature'),
  DecrementTargetTemperature: step('targetTemperature', -1, 'deltaTemperature'),
  GetTargetTemperature: read('targetTemperature'),
  GetCurrentTemperature: read('currentTemperature'),
  GetHumidity: read('humidity'),
  Preheat: onlyIn('kr', preheat),

  SetFanSpeed: setFanSpeed,
  IncrementFanSpeed: moveFanSpeed(+1),
  DecrementFanSpeed: moveFanSpeed(-1),
  ChangeFanSpeed: onlyIn('kr', changeFanSpeed),
  StartOscillation: onlyIn('kr', startOscillation),
  StopOscillation: onlyIn('kr', setTo('oscillation', 'off')),

  SetMode: set('mode'),
  ReleaseMode: releaseMode,
  ChangeMode: onlyIn('kr', { ...cycle('mode'), hasPreviousState: true }),

  IncrementVolume: step('volume', +1, 'deltaVolume'),
  DecrementVolume: step('volume', -1, 'deltaVolume'),
  Mute: setTo('muted', true),
  Unmute: setTo('muted', false),
  SetChannel: setChannel,
  SetChannelByName: set('channelName'),
  IncrementChannel: step('channel', +1, 'deltaChannel'),
  DecrementChannel: step('channel', -1, 'deltaChannel'),
  ChangeInputSource: changeInputSource,
  SetInputSourceByName: onlyIn('jp', set('inputSource')),
  StartRecording: setTo('recording', true),
  StopRecording: setTo('recording', false),

  Open: setTo('open', true),
  Close: setTo('open', false),
  GetOpenState: read('open'),
  GetOpenTime: read('openedAt'),
  GetCloseTime: read('closedAt'),
  SetLockState: set('locked'),
  GetLockState: read('locked'),

  // The example of `jp` calls the field deltaTemperature.
  IncrementIntensityLevel: step('intensity', +1, 'deltaIntensity', 'deltaTemperature'),
  DecrementIntensityLevel: step('intensity', -1, 'deltaIntensity', 'deltaTemperature'),
  Stop: stop,
  Raise: perform('raise'),
  Lower: perform('lower'),
  Charge: perform('charge'),
  CallElevator: onlyIn('kr', perform('callElevator')),

  GetAirQuality: read('airQuality'),
  GetFineDust: read('fineDust'),
  GetUltraFineDust: read('ultraFineDust'),
  GetBatteryInfo: read('battery'),
  GetPhase: read('phase'),
  GetRemainingTime: read('remainingTime'),
  GetKeepWarmTime: read('keepWarmTime'),
  GetCleaningCycle: read('cleaningCycle'),
  GetExpendableState: read('parts'),
  GetDetectedTime: onlyIn('kr', read('detectedAt')),
  GetDetectionCount: onlyIn('kr', read('detections')),
  GetConsumption: read('consumption'),
  GetEstimateConsumption: onlyIn('kr', read('estimatedConsumption')),
  GetCurrentBill: read('bill'),
  GetEstimateBill: read('estimatedBill'),
  GetProgressiveTaxBracket: read('taxBracket'),
  GetUsageTime: read('usageTime'),
  GetRightPostureRatio: read('posture'),
  GetCurrentSittingState: read('sitting', 'sittingPeriod'),
  GetAsleepDuration: read('asleep'),
  GetAwakeDuration: read('awake'),
  GetSleepScore: read('sleepScore'),
  GetSleepStartTime: read('sleepStarts'),
  GetBMI: onlyIn('kr', read('bmi')),
  GetBodyFat: onlyIn('kr', read('bodyFat')),
  GetMuscle: onlyIn('kr', read('muscle')),
  GetWeight: onlyIn('kr', read('weight')),
  GetHealthScore: onlyIn('kr', read('healthScore')),
  GetNotice: onlyIn('kr', read('notices')),
  GetPackage: onlyIn('kr', read('packages')),
  GetVehicleLocation: onlyIn('kr', read('vehicles')),

  GetDeviceState: query({
    does: { effect: 'read' },
    isOffered: (spec) => Object.values(spec.traits).some((limit) => limit.can.includes('read')),
    reply(reading, context) {
      const states = spokenState(reading.state, context)
      if (states.length === 0) throw new Failure('unknownValue', say('nothingReported'))
      return { states, ...measuredAt(reading, context) }
    },
  }),
  HealthCheck: query({
    does: { effect: 'read', trait: 'power' },
    isOffered: () => true,
    needed: ['power'],
    reply({ online, state }, _context, spec) {
      // The field isTurnOn is required. An unreachable device has what the guide's example has: false.
      if (!online) return { isReachable: false, isTurnOn: state.power ?? false }
      // A device without a power switch is on when it answers.
      const isTurnOn = spec.traits.power ? state.power : true
      if (isTurnOn === undefined) throw new Failure('unknownValue', say('powerNotReported'))
      return { isReachable: true, isTurnOn }
    },
  }),

  DiscoverAppliances: wholeHomeAction(),
  DiscoverScenes: onlyIn('jp', wholeHomeAction()),
  // The guide's example names the scene by applianceId, its table by sceneId.
  ActionScene: onlyIn(
    'jp',
    wholeHomeAction(z.object({ scene: withAlias(z.object({ sceneId: z.string() }), 'sceneId', 'applianceId') })),
  ),
} as const satisfies Record<string, Action>

export type ActionName = keyof typeof actions

/** The row of an action; nothing if there is none of that name. */
export const actionNamed = (name: string): Action | undefined =>
  Object.hasOwn(actions, name) ? actions[name as ActionName] : undefined
