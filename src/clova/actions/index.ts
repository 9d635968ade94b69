import * as z from 'zod'
import { Failure } from '../../home/failure.ts'
import { spokenState } from '../spoken/state.ts'
import { renamed } from '../traitCodecs.ts'
import { type Action, cycle, house, measuredAt, only, perform, put, query, read, set, step } from './factories.ts'
import {
  changeInputSource,
  endpointTemperature,
  preheat,
  releaseMode,
  setChannel,
  setTargetTemperature,
  startOscillation,
  stop,
  turnOn,
} from './special.ts'

/** Every action of the protocol. To add one, add its row here; what it can be listed for is in `types.ts`. */
export const actions = {
  TurnOn: turnOn,
  TurnOff: put({ power: false }),
  ChangePower: only('kr', cycle('power', [])),
  GetPowerState: only('kr', read('power')),

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
  Preheat: only('kr', preheat),

  SetFanSpeed: set('fanSpeed'),
  IncrementFanSpeed: step('fanSpeed', +1, 'deltaFanSpeed'),
  DecrementFanSpeed: step('fanSpeed', -1, 'deltaFanSpeed'),
  ChangeFanSpeed: only('kr', cycle('fanSpeed')),
  StartOscillation: only('kr', startOscillation),
  StopOscillation: only('kr', put({ oscillation: 'off' })),

  SetMode: set('mode'),
  ReleaseMode: releaseMode,
  ChangeMode: only('kr', { ...cycle('mode'), previous: true }),

  IncrementVolume: step('volume', +1, 'deltaVolume'),
  DecrementVolume: step('volume', -1, 'deltaVolume'),
  Mute: put({ muted: true }),
  Unmute: put({ muted: false }),
  SetChannel: setChannel,
  SetChannelByName: set('channelName'),
  IncrementChannel: step('channel', +1, 'deltaChannel'),
  DecrementChannel: step('channel', -1, 'deltaChannel'),
  ChangeInputSource: changeInputSource,
  SetInputSourceByName: only('jp', set('inputSource')),
  StartRecording: put({ recording: true }),
  StopRecording: put({ recording: false }),

  Open: put({ open: true }),
  Close: put({ open: false }),
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
  CallElevator: only('kr', perform('callElevator')),

  GetAirQuality: read('airQuality'),
  GetFineDust: read('fineDust'),
  GetUltraFineDust: read('ultraFineDust'),
  GetBatteryInfo: read('battery'),
  GetPhase: read('phase'),
  GetRemainingTime: read('remainingTime'),
  GetKeepWarmTime: read('keepWarmTime'),
  GetCleaningCycle: read('cleaningCycle'),
  GetExpendableState: read('parts'),
  GetDetectedTime: only('kr', read('detectedAt')),
  GetDetectionCount: only('kr', read('detections')),
  GetConsumption: read('consumption'),
  GetEstimateConsumption: only('kr', read('estimatedConsumption')),
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
  GetBMI: only('kr', read('bmi')),
  GetBodyFat: only('kr', read('bodyFat')),
  GetMuscle: only('kr', read('muscle')),
  GetWeight: only('kr', read('weight')),
  GetHealthScore: only('kr', read('healthScore')),
  GetNotice: only('kr', read('notices')),
  GetPackage: only('kr', read('packages')),
  GetVehicleLocation: only('kr', read('vehicles')),

  GetDeviceState: query({
    offered: (spec) => Object.values(spec.traits).some((limit) => limit.can.includes('read')),
    reply(reading, voice) {
      const states = spokenState(reading.state, voice)
      if (states.length === 0) throw new Failure('unknownValue', 'nothing is known of it yet')
      return { states, ...measuredAt(reading) }
    },
  }),
  HealthCheck: query({
    offered: () => true,
    // What has no switch is on when it answers; what has one, and never said, is left out.
    reply({ online, state }, _voice, spec) {
      const on = spec.traits.power ? state.power : online
      return { isReachable: online, ...(on !== undefined && { isTurnOn: on }) }
    },
  }),

  DiscoverAppliances: house(),
  DiscoverScenes: only('jp', house()),
  // The guide's example names the scene by applianceId, its table by sceneId.
  ActionScene: only(
    'jp',
    house(z.object({ scene: renamed(z.object({ sceneId: z.string() }), 'sceneId', 'applianceId') })),
  ),
} as const satisfies Record<string, Action>

export type ActionName = keyof typeof actions

/** The row of an action; nothing if there is none of that name. */
export const actionNamed = (name: string): Action | undefined =>
  Object.hasOwn(actions, name) ? actions[name as ActionName] : undefined
