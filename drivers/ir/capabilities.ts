import { errorText, type Text } from '../../src/util/translate.ts'
import { type Code, encodePress } from './codes/index.ts'
import type { IrConfig } from './config.ts'
import { say } from './messages.ts'
import type { RemoteKey } from './remote/file.ts'
import { esphomeDialect } from './transmitters/esphome.ts'
import { splitIntoChunks } from './transmitters/irctl.ts'
import { tasmotaDialect } from './transmitters/tasmota.ts'

/** Why a connection can never send something, in plain words; nothing if it can, as far as anybody knows before it is there. */
export interface TransmitterLimits {
  code(code: Code): Text | undefined
  key(key: RemoteKey): Text | undefined
  /** what the blaster itself measures */
  sensors(): Text | undefined
}

/** @param config absent: it is wrong itself, so that nobody knows */
export function transmitterLimits(config: IrConfig | undefined): TransmitterLimits {
  const code = config ? (one: Code) => refusal(config, one) : () => undefined
  return {
    code,
    key(key) {
      if ('lirc' in key)
        return !config || config.transmitter === 'lirc'
          ? undefined
          : say('onlyLircKeys', { transmitter: config.transmitter })
      if ('sequence' in key) return key.sequence.map(code).find((reason) => reason !== undefined)
      return errorOf(() => code(encodePress(key)))
    },
    sensors: () =>
      !config || config.transmitter === 'broadlink'
        ? undefined
        : say('onlyBroadlinkSensors', { transmitter: config.transmitter }),
  }
}

function refusal(config: IrConfig, code: Code): Text | undefined {
  const { transmitter } = config
  if (transmitter === 'lirc' && config.device === undefined) return say('lircNeedsDevice')
  if (code.medium !== 'ir' && transmitter !== 'broadlink') return say('radioOnLight', { transmitter })
  const reason = carrierRefusal(transmitter, code)
  if (reason !== undefined) return reason
  switch (transmitter) {
    case 'lirc':
    case 'ir-ctl':
      return splitIntoChunks(code, 0) ? undefined : say('frameOfItTooLong')
    case 'esphome':
      return errorOf(() => void esphomeDialect(config).encode(code))
    case 'tasmota':
      return errorOf(() => void tasmotaDialect(config, config.fullTopic).encode(code))
    default:
      return undefined
  }
}

/** Blasters that are not told a carrier: that of ESPHome stands in its own configuration. */
const fixedCarrierTransmitters: readonly IrConfig['transmitter'][] = ['broadlink', 'zigbee2mqtt', 'esphome', 'tuya']

/** Blasters whose codes hold no carrier send at 38 kHz, which receivers take for up to some kHz from their own. Hz */
const fixedCarrierHz = { min: 33_000, max: 42_000 }

function carrierRefusal(transmitter: IrConfig['transmitter'], { medium, carrierHz }: Code): Text | undefined {
  const isFixed = fixedCarrierTransmitters.includes(transmitter)
  const { min, max } = fixedCarrierHz
  if (!isFixed || medium !== 'ir' || (carrierHz >= min && carrierHz <= max)) return undefined
  return say('otherCarrier', { khz: Math.round(carrierHz / 1000), transmitter })
}

function errorOf(work: () => Text | undefined): Text | undefined {
  try {
    return work()
  } catch (error) {
    return errorText(error)
  }
}
