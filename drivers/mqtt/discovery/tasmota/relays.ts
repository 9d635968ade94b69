import type { LocalizedText } from '../../../../src/util/translate.ts'
import type { TraitDescription } from '../announcement.ts'
import { say } from '../messages.ts'
import { isOptionSet, resultTopics, type TasmotaConfig, type Topics } from './config.ts'
import { sensorTopics, sensorValue } from './sensors.ts'

/**
 * Power. A device with one relay calls it POWER or POWER1 (SetOption26); the announcement does not say which.
 * Source: arendst/Tasmota `xdrv_02_9_mqtt.ino` (`MqttPublishPowerState`).
 * @param relay from 0
 */
export function power(device: TasmotaConfig, topics: Topics, relay: number): TraitDescription {
  const key = `POWER${relay + 1}`
  const isAlone = relay === 0 && !device.rl.some((kind, other) => other !== 0 && kind !== 0)
  const [off, on] = device.state
  const names = isAlone ? ['POWER', key] : [key]
  // Other commands of a light can turn it on, and their answers contain the power.
  const commands = device.rl[relay] === 2 ? [...names, 'DIMMER', 'HSBCOLOR', 'CT', 'CHANNEL'] : names
  return {
    state: resultTopics(device, topics, commands),
    ...(isAlone ? { template: `{{ value_json.POWER | default(value_json.${key}) }}` } : { path: `$.${key}` }),
    on,
    off,
    command: `${topics.cmnd}${key}`,
  }
}

/** The relays of a device by their use. */
export interface Relays {
  /** relays and lights, from 0 */
  readonly switched: readonly number[]
  /** the first relay of each shutter; a shutter has two adjacent relays */
  readonly shutters: readonly number[]
  readonly problems: readonly LocalizedText[]
}

export function relaysOf({ rl }: TasmotaConfig): Relays {
  const [switched, shutters, problems]: [number[], number[], LocalizedText[]] = [[], [], []]
  for (let relay = 0; relay < rl.length; relay++) {
    if (rl[relay] === 1 || rl[relay] === 2) switched.push(relay)
    if (rl[relay] !== 3) continue
    if (rl[relay + 1] === 3) shutters.push(relay++)
    else problems.push(say('halfShutter', { relay: relay + 1 }))
  }
  return { switched, shutters, problems }
}

/**
 * A shutter reports how far it is open or, inverted, how far it is closed; OPEN and CLOSE mean the same for both.
 * Source: arendst/Tasmota `xdrv_27_shutter_esp32.ino` (`ShutterReportPosition`, `CmndShutterPosition`).
 * @param index of the shutter, from 0
 */
export function shutter(device: TasmotaConfig, topics: Topics, index: number): TraitDescription {
  const isInverted = ((device.sho[index] ?? 0) & 1) === 1
  const result = `${topics.stat}${isOptionSet(device, 4) ? 'SHUTTER' : 'RESULT'}`
  return {
    state: [result, ...sensorTopics(topics)],
    template: `{{ ${sensorValue(`Shutter${index + 1}`, 'Position')} }}`,
    position: isInverted ? [100, 0] : [0, 100],
    command: `${topics.cmnd}ShutterPosition${index + 1}`,
    send: { on: 'OPEN', off: 'CLOSE' },
  }
}

/**
 * The fan of a Sonoff iFan: three speeds, and 0 for off; only a speed turns it on.
 * Source: arendst/Tasmota `xdrv_22_sonoff_ifan.ino`.
 */
export function fanTraits(device: TasmotaConfig, topics: Topics): Record<string, TraitDescription> {
  // With SetOption4 the topic of an answer is in capitals, and that of an unasked report is not.
  const state = resultTopics(device, topics, ['FANSPEED', 'FanSpeed'])
  const common = { state, path: '$.FanSpeed', command: `${topics.cmnd}FanSpeed` }
  return {
    power: { ...common, off: 0, resume: true, send: { on: 1, off: 0 } },
    fanSpeed: { ...common, values: [1, 2, 3] },
  }
}
