import { resolve } from 'node:path'
import type { Context } from '../../../src/home/driver.ts'
import type { Config } from '../config.ts'
import type { Presser } from '../transmitter.ts'
import { broadlink } from './broadlink.ts'
import { tasmota, zigbee2mqtt } from './bus.ts'
import { irctl } from './irctl.ts'
import { lirc, type NamedTransmitter, usualPlace } from './lirc.ts'

/** What sends the light of one connection. */
export function blaster(config: Config, context: Context): Presser {
  switch (config.transmitter) {
    case 'broadlink': {
      const { host, mac, port } = config
      const which = mac === undefined ? { host: host ?? '' } : { ...(host !== undefined && { host }), mac }
      return broadlink({ ...which, ...(port !== undefined && { port }) }, context.log)
    }
    case 'lirc':
      return both(config, context)
    case 'ir-ctl':
      return irctl({ device: config.device })
    case 'zigbee2mqtt':
      return zigbee2mqtt(config, context)
    case 'tasmota':
      return tasmota(config, context)
  }
}

/** lircd for the keys that it knows by name, ir-ctl for all other codes. */
function both({ socket, host, device }: Extract<Config, { transmitter: 'lirc' }>, { log, file }: Context): Presser {
  const split = host?.lastIndexOf(':') ?? -1
  const place =
    host !== undefined
      ? { host: host.slice(0, split), port: Number(host.slice(split + 1)) }
      : socket !== undefined
        ? { path: resolve(file(socket)) }
        : usualPlace
  const named: NamedTransmitter = lirc(place, log)
  if (device === undefined) return named
  const raw = irctl({ device })
  return {
    ...raw,
    ready: Promise.all([named.ready, raw.ready]).then(() => {}),
    named: (remote, key, repeats, signal) => named.named(remote, key, repeats, signal),
    problem: () => named.problem?.() ?? raw.problem?.(),
    close: async () => void (await Promise.all([named.close(), raw.close()])),
  }
}
