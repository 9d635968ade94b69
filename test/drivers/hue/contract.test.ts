import { jest } from '@jest/globals'
import { hueConfigSchema } from '../../../drivers/hue/config.ts'
import { connection } from '../../../drivers/hue/index.ts'
import { hueApplianceSchema } from '../../../drivers/hue/options.ts'
import { connectV1Bridge } from '../../../drivers/hue/v1/connection.ts'
import type { State } from '../../../src/home/traits.ts'
import { Backoff } from '../../../src/util/backoff.ts'
import { testContext } from '../../support/context.ts'
import { hostileBridge, hostileV1Bridge } from '../../support/hostile/hue.ts'
import { hueBridge } from '../../support/hue/bridge.ts'
import { lamp } from '../../support/hue/bridgeHome.ts'
import { hueOn } from '../../support/hue/hueFixture.ts'
import { v1Bridge, v1Lamp } from '../../support/hue/v1Bridge.ts'
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

// Loading the library takes longer than a bridge may take to answer.
beforeAll(() => {
  process.env.NODE_HUE_API_USE_INSECURE_CONNECTION = '1'
  return import('node-hue-api')
})

testDriverContract('hue', openBench)
testNetworkOutages('hue', openBench)
testDriverContract('hue, CLIP v1', openV1Bench)
testNetworkOutages('hue, CLIP v1', openV1Bench)

describe('a bridge that attacks', () => {
  // The delays before a bridge is connected again would take most of the time.
  beforeAll(() => void jest.spyOn(Backoff.prototype, 'next').mockReturnValue(10))
  afterAll(() => void jest.restoreAllMocks())

  testHostilePeer('hue', hostileBridge)
  testHostilePeer('hue, CLIP v1', hostileV1Bridge)
})

/** What the contract makes an emulated bridge do wrong. */
function faultsOf(
  bridge: Pick<Awaited<ReturnType<typeof hueBridge | typeof v1Bridge>>, 'beforePut' | 'mode'>,
): Pick<DriverFixture, 'delayCommands' | 'setUnresponsive'> {
  return {
    delayCommands(ms) {
      bridge.beforePut = ms > 0 ? () => new Promise<void>((resolve) => setTimeout(resolve, ms)) : undefined
    },
    setUnresponsive(isUnresponsive) {
      bridge.mode = isUnresponsive ? 'hanging' : 'ok'
    },
  }
}

async function openBench(): Promise<DriverFixture & NetworkFixture> {
  const parts = lamp('Living lamp', { kind: 'white', on: true })
  const [head, light] = parts
  if (!head || !light) throw new Error('a lamp has a light')
  const bridge = await hueBridge({ resources: [parts] })
  const network = await stallingProxy({ port: bridge.port })
  const { key, certificate } = bridge
  const connection = hueOn({ port: network.port, key, certificate })
  await connection.ready
  const device = connection.device('lamp', hueApplianceSchema.parse({ light: 'Living lamp' }))
  const { signal } = new AbortController()
  const now = () =>
    bridge.resources.get(light.id) as unknown as { on: { on: boolean }; dimming: { brightness: number } }
  const truth = (): State => ({ power: now().on.on, brightness: Math.round(now().dimming.brightness) })
  return {
    device,
    network,
    state: truth,
    get receivedCommands() {
      return bridge.puts('light').map(({ body }): State => {
        const { on, dimming } = body as { on?: { on: boolean }; dimming?: { brightness: number } }
        return { ...(on && { power: on.on }), ...(dimming && { brightness: dimming.brightness }) }
      })
    },
    async operateByHand({ power, brightness }) {
      if (power !== undefined) bridge.change(light.id, { on: { on: power } })
      if (brightness !== undefined) bridge.change(light.id, { dimming: { brightness } })
      await eventually(() => reportsValues(device, truth()))
    },
    ...faultsOf(bridge),
    async setUnreachable(away) {
      if (away) bridge.cut(head.id)
      else bridge.restore(head.id)
      await eventually(async () => (await device.read({ signal })).online !== away)
    },
    async close() {
      await connection.close()
      await network.close()
      await bridge.close()
    },
  }
}

async function openV1Bench(): Promise<DriverFixture & NetworkFixture> {
  const bridge = await v1Bridge()
  const lamp = v1Lamp('Living lamp', {}, { type: 'Dimmable light', state: { on: true, bri: 254, reachable: true } })
  bridge.lights[1] = lamp
  const network = await stallingProxy({ port: bridge.port })
  const options = { api: 'v1', host: '127.0.0.1', port: network.port, applicationKey: bridge.key }
  const parsed = hueConfigSchema.parse(options)
  const timings = {
    pollIntervalMs: 20,
    firstBackoffMs: 20,
    maxBackoffMs: 50,
    refusedBackoffMs: 20,
    answerTimeoutMs: 1000,
  }
  const context = testContext()
  const home = connection(connectV1Bridge(parsed, context, timings), parsed, context)
  await home.ready
  const device = home.device('lamp', hueApplianceSchema.parse({ light: 'Living lamp' }))
  const { signal } = new AbortController()
  const levelOf = (bri: unknown) => Math.round((Number(bri) * 100) / 254)
  const truth = (): State => ({ power: lamp.state.on === true, brightness: levelOf(lamp.state.bri) })
  return {
    device,
    network,
    state: truth,
    get receivedCommands() {
      return bridge.puts.map(
        ({ body: { on, bri } }): State => ({
          ...(typeof on === 'boolean' && { power: on }),
          ...(bri !== undefined && { brightness: levelOf(bri) }),
        }),
      )
    },
    async operateByHand({ power, brightness }) {
      if (power !== undefined) lamp.state.on = power
      if (brightness !== undefined) lamp.state.bri = Math.max(1, Math.round((brightness * 254) / 100))
      await eventually(() => reportsValues(device, truth()))
    },
    ...faultsOf(bridge),
    async setUnreachable(away) {
      lamp.state.reachable = !away
      await eventually(async () => (await device.read({ signal })).online !== away)
    },
    async close() {
      await home.close()
      await network.close()
      await bridge.close()
    },
  }
}
