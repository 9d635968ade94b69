import { mqttConfigSchema } from '../../../drivers/mqtt/config.ts'
import { mqtt } from '../../../drivers/mqtt/index.ts'
import { mqttApplianceSchema } from '../../../drivers/mqtt/options.ts'
import type { State } from '../../../src/home/traits.ts'
import { testBroker } from '../../support/broker.ts'
import { testContext } from '../../support/context.ts'
import { hostileBroker } from '../../support/hostile/mqtt.ts'
import { described, mqttLamp } from '../../support/mqttLamp.ts'
import { stallingProxy } from '../../support/stallingProxy.ts'
import {
  type DriverFixture,
  eventually,
  type NetworkFixture,
  reportsValues,
  testDriverContract,
  testNetworkOutages,
} from '../driverContract.ts'
import { testHostilePeer } from '../hostileContract.ts'

const open = async (): Promise<DriverFixture & NetworkFixture> => {
  const broker = await testBroker()
  const network = await stallingProxy(broker)
  const lamp = await mqttLamp(broker.url)
  const connection = await mqtt.connect(
    mqttConfigSchema.parse({ url: `mqtt://127.0.0.1:${network.port}` }),
    testContext(),
  )
  const device = connection.device('lamp', mqttApplianceSchema.parse(described))
  const { signal } = new AbortController()
  const truth = (): State => ({
    power: lamp.lamp.state === 'ON',
    brightness: Math.round((lamp.lamp.brightness / 254) * 100),
  })
  await connection.ready
  await eventually(() => reportsValues(device, truth()))
  return {
    device,
    network,
    receivedCommands: lamp.commands,
    state: truth,
    async operateByHand(patch) {
      if (patch.power !== undefined) lamp.lamp.state = patch.power ? 'ON' : 'OFF'
      if (patch.brightness !== undefined) lamp.lamp.brightness = Math.round(patch.brightness * 2.54)
      await lamp.say()
      await eventually(() => reportsValues(device, patch))
    },
    delayCommands: (ms) => {
      lamp.delay = ms
    },
    setUnresponsive: (isUnresponsive) => {
      lamp.isUnresponsive = isUnresponsive
    },
    async setUnreachable(away) {
      if (away) {
        await broker.kill()
        await eventually(async () => !(await device.read({ signal })).online)
        return
      }
      await broker.start()
      await eventually(() => lamp.client.connected)
      await lamp.say()
      await eventually(() => reportsValues(device, truth()))
    },
    async close() {
      await connection.close()
      await lamp.close()
      await network.close()
      await broker.stop()
    },
  }
}

testDriverContract('mqtt', open)
testNetworkOutages('mqtt', open)
testHostilePeer('mqtt', hostileBroker)
