import { resolve } from 'node:path'
import type { DriverContext } from '../../../src/home/driver.ts'
import type { IrConfig } from '../config.ts'
import type { KeyTransmitter } from '../transmitter.ts'
import { createBroadlinkTransmitter } from './broadlink.ts'
import { esphomeDialect } from './esphome.ts'
import { irctl } from './irctl.ts'
import { type LircTransmitter, lirc } from './lirc.ts'
import { defaultLircAddress } from './lircConnection.ts'
import { MqttTransmitter } from './mqtt.ts'
import { NatureRemoTransmitter } from './natureRemo.ts'
import { tasmotaDialect } from './tasmota.ts'
import { TuyaTransmitter } from './tuya.ts'
import { zigbee2mqttDialect } from './zigbee2mqtt.ts'

/** What sends the light of one connection. */
export function createTransmitter(config: IrConfig, context: DriverContext): KeyTransmitter {
  switch (config.transmitter) {
    case 'broadlink': {
      const { host, mac, port, framing } = config
      const which = mac === undefined ? { host: host ?? '' } : { ...(host !== undefined && { host }), mac }
      const more = { ...(port !== undefined && { port }), ...(framing && { framing }) }
      return createBroadlinkTransmitter({ ...which, ...more }, context.log)
    }
    case 'lirc':
      return lircWithIrCtl(config, context)
    case 'ir-ctl':
      return irctl({ device: config.device })
    case 'zigbee2mqtt':
      return new MqttTransmitter(config, zigbee2mqttDialect(config), context)
    case 'esphome':
      return new MqttTransmitter(config, esphomeDialect(config), context)
    case 'nature-remo':
      return new NatureRemoTransmitter(config.host, config.port)
    case 'tuya':
      return new TuyaTransmitter(config, config.dataPoints, context.log)
    case 'tasmota':
      return new MqttTransmitter(config, tasmotaDialect(config, config.fullTopic), context)
  }
}

/** lircd for the keys that it knows by name, ir-ctl for all other codes. */
function lircWithIrCtl(
  { socket, host, device }: Extract<IrConfig, { transmitter: 'lirc' }>,
  { log, resolveFile }: DriverContext,
): KeyTransmitter {
  const split = host?.lastIndexOf(':') ?? -1
  const place =
    host !== undefined
      ? { host: host.slice(0, split), port: Number(host.slice(split + 1)) }
      : socket !== undefined
        ? { path: resolve(resolveFile(socket)) }
        : defaultLircAddress
  const named: LircTransmitter = lirc(place, log)
  if (device === undefined) return named
  const raw = irctl({ device })
  return {
    ...raw,
    ready: Promise.all([named.ready, raw.ready]).then(() => {}),
    sendKey: (remote, key, repeats, signal) => named.sendKey(remote, key, repeats, signal),
    ...(named.onReceived && { onReceived: named.onReceived }),
    problem: () => named.problem?.() ?? raw.problem?.(),
    close: async () => void (await Promise.all([named.close(), raw.close()])),
  }
}
