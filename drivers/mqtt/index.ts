import type { Driver, DriverContext } from '../../src/home/driver.ts'
import { asking } from './asking.ts'
import { connectToBroker } from './broker/broker.ts'
import { type MqttConfig, mqttConfigSchema } from './config.ts'
import { BridgeFaults } from './device/bridgeFaults.ts'
import { mqttDevice } from './device/device.ts'
import { deviceProfiles } from './device/traitChannel.ts'
import { createAnnouncedDevice } from './discovery/announcedDevice.ts'
import { startDiscovery } from './discovery/index.ts'
import { describe, type MqttOptions, mqttApplianceSchema, warnOfConstantPayloads } from './options.ts'
import { remedy } from './remedy.ts'

/** Devices of an MQTT broker: described by hand, any trait, any topic, any payload; or by what they announce themselves. */
export const mqtt: Driver<MqttConfig, MqttOptions> = {
  config: mqttConfigSchema,
  appliance: mqttApplianceSchema,
  describe(options, _file, warn) {
    if (options.device !== undefined) return undefined
    warnOfConstantPayloads(options, warn)
    return describe(options)
  },
  discoveredDeviceRef: ({ device }) => device,
  setupQuestions: asking,
  findServers: async (signal) => (await import('./network/findBrokers.ts')).findBrokers(signal),
  remedy,
  async connect(config: MqttConfig, context: DriverContext) {
    // The embedded broker is loaded only where the user wants one.
    const embedded = config.embedded
      ? await (await import('./broker/embedded.ts')).startEmbeddedBroker(config, context.log)
      : undefined
    const broker = connectToBroker(config, context)
    const shared = {
      profiles: deviceProfiles(context.gradeAirQuality),
      broker,
      faults: new BridgeFaults(),
      reportChange: (applianceId: string) => context.reportChange?.(applianceId),
    }
    broker.onConnect(() => context.reportChange?.())
    const discovery =
      config.discover.length > 0
        ? await startDiscovery({
            config,
            broker,
            log: context.log,
            store: context.announcements,
            reportFailure: shared.faults.report,
            specOf: shared.profiles.spec,
          })
        : undefined
    // After the listeners of the devices, which have forgotten their states by then.
    const reportDisconnect = () => queueMicrotask(() => context.reportChange?.())
    broker.onDisconnect(reportDisconnect)
    return {
      ready: discovery?.ready ?? broker.ready,
      expectCommand: broker.expectCommand,
      bus: broker,
      device(applianceId, options) {
        const make = (whole: MqttOptions) => mqttDevice(applianceId, whole, shared, () => context.memory(applianceId))
        if (options.device === undefined || !discovery) return make(options)
        return createAnnouncedDevice(options.device, options, discovery, make)
      },
      ...(discovery && { discovery }),
      problems: () => [...broker.problems(), ...(discovery?.problems() ?? [])],
      async close() {
        discovery?.close()
        await broker.close()
        await embedded?.close()
      },
    }
  },
}
