import { type Code, encodePress } from './codes/index.ts'
import type { IrConfig } from './config.ts'
import type { RemoteKey } from './remote/file.ts'
import { esphomeDialect } from './transmitters/esphome.ts'
import { splitIntoChunks } from './transmitters/irctl.ts'
import { tasmotaDialect } from './transmitters/tasmota.ts'

/** Why a connection can never send something, in plain words; nothing if it can, as far as anybody knows before it is there. */
export interface TransmitterLimits {
  code(code: Code): string | undefined
  key(key: RemoteKey): string | undefined
  /** what the blaster itself measures */
  sensors(): string | undefined
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
          : `only lircd knows keys by name, and this connection is no lircd but ${config.transmitter}`
      if ('sequence' in key) return key.sequence.map(code).find((reason) => reason !== undefined)
      return errorOf(() => code(encodePress(key)))
    },
    sensors: () =>
      !config || config.transmitter === 'broadlink'
        ? undefined
        : `only Broadlink blasters have sensors, and this connection is ${config.transmitter}`,
  }
}

function refusal(config: IrConfig, code: Code): string | undefined {
  const { transmitter } = config
  if (transmitter === 'lirc' && config.device === undefined)
    return 'lircd sends only keys that stand in its own configuration: write { lirc: REMOTE KEY }, or give the connection a device, such as /dev/lirc0'
  if (code.medium !== 'ir' && transmitter !== 'broadlink')
    return `it is a radio code, and this connection (${transmitter}) sends only light`
  const reason = carrierRefusal(transmitter, code)
  if (reason !== undefined) return reason
  switch (transmitter) {
    case 'lirc':
    case 'ir-ctl':
      return splitIntoChunks(code, 0) ? undefined : 'a frame of it is longer than the 500 ms that Linux sends at once'
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

function carrierRefusal(transmitter: IrConfig['transmitter'], { medium, carrierHz }: Code): string | undefined {
  const isFixed = fixedCarrierTransmitters.includes(transmitter)
  const { min, max } = fixedCarrierHz
  if (!isFixed || medium !== 'ir' || (carrierHz >= min && carrierHz <= max)) return undefined
  return `its carrier is ${Math.round(carrierHz / 1000)} kHz, and this blaster (${transmitter}) only sends at 38 kHz: use Tasmota or an IR LED for it`
}

function errorOf(work: () => string | undefined): string | undefined {
  try {
    return work()
  } catch (error) {
    return (error as Error).message
  }
}
