import type { DriverContext, Driver } from '../../src/home/driver.ts'
import { asking } from './asking.ts'
import { connectToBroker } from './broker/broker.ts'
import { type MqttConfig, config } from './config.ts'
import { deviceProfiles } from './device/channel.ts'
import { mqttDevice } from './device/device.ts'
import { bridgeFaults } from './device/faults.ts'
import { createAnnouncedDevice } from './discovery/announcedDevice.ts'
import { discover } from './discovery/index.ts'
import { appliance, describe, type Options } from './options.ts'
import { remedy } from './remedy.ts'

/** Devices of an MQTT broker: described by hand, any trait, any topic, any payload; or by what they announce themselves. */
export const mqtt: Driver<MqttConfig, Options> = {
  config,
  appliance,
  describe: (options) => (options.device === undefined ? describe(options) : undefined),
  discoveredDeviceRef: ({ device }) => device,
  setupQuestions: asking,
  suggestFix: remedy,
  async connect(config: MqttConfig, context: DriverContext) {
    // Only who wants a broker of their own loads one.
    const own = config.embedded
      ? await (await import('./broker/embedded.ts')).startEmbeddedBroker(config, context.log)
      : undefined
    const broker = connectToBroker(config, context)
    const shared = { kinds: deviceProfiles(context.gradeAirQuality), broker, faults: bridgeFaults() }
    const discovery =
      config.discover.length > 0
        ? await discover(config, broker, shared.faults.report, context.log, shared.kinds.spec)
        : undefined
    return {
      ready: discovery?.ready ?? broker.ready,
      bus: broker,
      device(applianceId, options) {
        const make = (whole: Options) => mqttDevice(whole, shared, () => context.memory(applianceId))
        if (options.device === undefined || !discovery) return make(options)
        return createAnnouncedDevice(options.device, options, discovery, make)
      },
      ...(discovery && { discovery }),
      problems: () => [...broker.problems(), ...(discovery?.problems() ?? [])],
      async close() {
        discovery?.close()
        await broker.close()
        await own?.close()
      },
    }
  },
}
