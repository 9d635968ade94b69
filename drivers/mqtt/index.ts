import type { Context, Driver } from '../../src/home/device.ts'
import { connectBroker } from './broker.ts'
import { kinds } from './channel.ts'
import { mqttDevice } from './device.ts'
import { appliance, type Config, config, describe, type Options } from './options.ts'

/** Devices of an MQTT broker, described by hand: any trait, any topic, any payload. */
export const mqtt: Driver<Config, Options> = {
  config,
  appliance,
  describe,
  async connect(config: Config, context: Context) {
    // Only who wants a broker of their own loads one.
    const own = config.embedded ? await (await import('./embedded.ts')).embeddedBroker(config, context.log) : undefined
    const broker = connectBroker(config, context)
    const all = kinds()
    return {
      ready: broker.ready,
      device: (applianceId, options) => mqttDevice(options, all, broker, () => context.memory(applianceId)),
      async close() {
        await broker.close()
        await own?.close()
      },
    }
  },
}
