import { createSocket, type Socket } from 'node:dgram'
import mqttClient from 'mqtt'
import { recognise } from '../../../drivers/ir/codes/index.ts'
import { irConfigSchema } from '../../../drivers/ir/config.ts'
import { ir } from '../../../drivers/ir/index.ts'
import { irApplianceSchema } from '../../../drivers/ir/options.ts'
import { mqttConfigSchema } from '../../../drivers/mqtt/config.ts'
import { mqtt } from '../../../drivers/mqtt/index.ts'
import type { State } from '../../../src/home/traits.ts'
import { blaster, type Sent } from '../../support/broadlink.ts'
import { testBroker } from '../../support/broker.ts'
import { testContext } from '../../support/context.ts'
import { hostileBlaster, hostileLircd, hostileNatureRemo, hostileTuya } from '../../support/hostile/infrared.ts'
import { hostileMqttBlaster } from '../../support/hostile/mqtt.ts'
import { lircd } from '../../support/lircd.ts'
import { stallingProxy } from '../../support/stallingProxy.ts'
import { tuyaBlaster } from '../../support/tuya.ts'
import {
  type DriverFixture,
  eventually,
  type NetworkFixture,
  testDriverContract,
  testNetworkOutages,
} from '../driverContract.ts'
import { testHostilePeer } from '../hostileContract.ts'

/** The way to a blaster, on which packets get lost or take their time. */
async function way(to: number): Promise<{ port: number; delay: number; lost: boolean; close(): Promise<void> }> {
  const front = createSocket('udp4')
  const backs = new Map<number, Socket>()
  const bound = (socket: Socket) => new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  const timers = new Set<NodeJS.Timeout>()
  const self = {
    port: 0,
    delay: 0,
    lost: false,
    async close() {
      for (const timer of timers) clearTimeout(timer)
      for (const socket of [front, ...backs.values()])
        await new Promise<void>((resolve) => socket.close(() => resolve()))
    },
  }
  front.on('message', async (packet, from) => {
    if (self.lost) return
    let back = backs.get(from.port)
    if (!back) {
      back = createSocket('udp4')
      backs.set(from.port, back)
      back.on('message', (answer) => front.send(answer, from.port, from.address))
      await bound(back)
    }
    const [way, on] = [back, () => way.send(packet, to, '127.0.0.1')]
    if (self.delay === 0) on()
    else timers.add(setTimeout(on, self.delay))
  })
  await bound(front)
  self.port = front.address().port
  return self
}

/** A fan whose remote has a key for each percent: invented, so that it takes all commands of a lamp. */
const address = 0x04fb
const keys = { on: 0xf1, off: 0xf2, ...Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`fan.${i}`, i])) }
const remote = Object.fromEntries(Object.entries(keys).map(([key, command]) => [key, { nec: { address, command } }]))

/** What a fan does that sees this light. */
function meant({ pulses }: Pick<Sent, 'pulses'>): State {
  const key = recognise({ medium: 'ir', carrierHz: 38_000, pulses })
  const { command } = (key?.fields ?? {}) as { command?: number }
  if (key?.protocol !== 'nec' || command === undefined) throw new Error(`no key of the fan: ${pulses}`)
  return command === keys.on ? { power: true } : command === keys.off ? { power: false } : { fanSpeed: command }
}

const open = async (): Promise<DriverFixture & NetworkFixture> => {
  const device = await blaster('rm4mini')
  const between = await way(device.port)
  const connection = await ir.connect(
    irConfigSchema.parse({ transmitter: 'broadlink', host: '127.0.0.1', port: between.port }),
    testContext(),
  )
  await connection.ready
  const fan = connection.device('fan', irApplianceSchema.parse({ remote }))
  const { signal } = new AbortController()
  const isOnline = async () => (await fan.read({ signal })).online
  let moved: { readonly by: State; readonly before: number }[] = []
  let closed = false
  return {
    device: fan,
    network: {
      idle: async () => {},
      // A network that is away loses packets.
      stall() {
        between.lost = true
      },
      resume() {
        between.lost = false
      },
    },
    get receivedCommands() {
      return device.sent.map(meant)
    },
    /** All that it received, and each manual change in its place. */
    state: () =>
      Object.assign(
        {},
        ...[...device.sent.map(meant).map((by, before) => ({ by, before })), ...moved]
          .toSorted((a, b) => a.before - b.before)
          .map(({ by }) => by),
      ),
    async operateByHand(by) {
      moved = [...moved, { by, before: device.sent.length - 0.5 }]
      fan.assume?.(by)
    },
    delayCommands: (ms) => {
      between.delay = ms
    },
    setUnresponsive: (isUnresponsive) => {
      between.lost = isUnresponsive
    },
    async setUnreachable(away) {
      between.lost = away
      // Only who asks it learns that it is gone.
      if (away) await fan.apply({ kind: 'set', patch: { power: true } }, signal).catch(() => {})
      await eventually(async () => (await isOnline()) !== away)
    },
    async close() {
      await connection.close()
      if (closed) return
      closed = true
      await between.close()
      await device.close()
    },
  }
}

testDriverContract('ir', open, { assumed: true, levelTrait: 'fanSpeed' })
testNetworkOutages('a Broadlink blaster', open, { levelTrait: 'fanSpeed' })
testNetworkOutages('a Tasmota blaster behind a broker', openTasmota, { levelTrait: 'fanSpeed' })
testNetworkOutages('lircd of another machine', openLircd, { levelTrait: 'fanSpeed' })
testNetworkOutages('a Tuya blaster on Wi-Fi', openTuya, { levelTrait: 'fanSpeed' })
testHostilePeer('ir, lircd', hostileLircd)
testHostilePeer('ir, Broadlink', hostileBlaster)
testHostilePeer('ir, Nature Remo', hostileNatureRemo)
// The other versions and kinds are in `test/faults/hostilePeers.long.ts`.
testHostilePeer('ir, Tuya 3.5', () => hostileTuya('3.5'))
testHostilePeer('ir, zigbee2mqtt', () => hostileMqttBlaster('zigbee2mqtt'))

/** A blaster that runs Tasmota, and the network between the gateway and its broker. */
async function openTasmota(): Promise<NetworkFixture> {
  const broker = await testBroker()
  const network = await stallingProxy(broker)
  const client = await mqttClient.connectAsync(broker.url)
  const receivedCommands: State[] = []
  client.on('message', (_topic, payload) => {
    const [, ...pulses] = payload.toString('utf8').split(',').map(Number)
    receivedCommands.push(meant({ pulses: pulses.map(Math.abs) }))
    // It confirms when the transmission is over, not before.
    const lightMs = pulses.reduce((sum, pulse) => sum + Math.abs(pulse), 0) / 1000
    setTimeout(() => client.publish('stat/blaster/RESULT', '{"IRSend":"Done"}'), lightMs)
  })
  await client.subscribeAsync('cmnd/blaster/IRsend')
  await client.publishAsync('tele/blaster/LWT', 'Online', { retain: true })
  const home = await mqtt.connect(mqttConfigSchema.parse({ url: `mqtt://127.0.0.1:${network.port}` }), testContext())
  await home.ready
  const connection = await ir.connect(
    irConfigSchema.parse({ transmitter: 'tasmota', broker: 'broker', topic: 'blaster' }),
    testContext({ bus: () => home.bus }),
  )
  await connection.ready
  const device = connection.device('fan', irApplianceSchema.parse({ remote }))
  return {
    device,
    network,
    receivedCommands,
    operateByHand: async (patch) => void device.assume?.(patch),
    async close() {
      await connection.close()
      await home.close()
      await client.endAsync(true)
      await network.close()
      await broker.stop()
    },
  }
}

/** A Tuya blaster, and the network to it. */
async function openTuya(): Promise<NetworkFixture> {
  const blaster = await tuyaBlaster({ version: '3.5' })
  const network = await stallingProxy(blaster)
  const { deviceId, localKey } = blaster
  const keys = { deviceId, localKey, version: '3.5', dataPoints: 201 }
  const connection = await ir.connect(
    irConfigSchema.parse({ transmitter: 'tuya', host: '127.0.0.1', port: network.port, ...keys }),
    testContext(),
  )
  await connection.ready
  const device = connection.device('fan', irApplianceSchema.parse({ remote }))
  return {
    device,
    network,
    get receivedCommands() {
      return blaster.sent.map((pulses) => meant({ pulses }))
    },
    operateByHand: async (patch) => void device.assume?.(patch),
    async close() {
      await connection.close()
      await network.close()
      await blaster.close()
    },
  }
}

/** A lircd that listens on a TCP port, and the network to it. */
async function openLircd(): Promise<NetworkFixture> {
  const named = Object.fromEntries(Object.keys(keys).map((key) => [key, { lirc: `fan ${key}` }]))
  const daemon = await lircd({ fan: Object.keys(keys) }, { tcp: true })
  const network = await stallingProxy(daemon)
  const connection = await ir.connect(
    irConfigSchema.parse({ transmitter: 'lirc', host: `127.0.0.1:${network.port}` }),
    testContext(),
  )
  await connection.ready
  const device = connection.device('fan', irApplianceSchema.parse({ remote: named }))
  return {
    device,
    network,
    get receivedCommands() {
      return daemon.receivedLines.map((command): State => {
        const [, , key = ''] = command.split(' ')
        return key === 'on' || key === 'off' ? { power: key === 'on' } : { fanSpeed: Number(key.slice('fan.'.length)) }
      })
    },
    operateByHand: async (patch) => void device.assume?.(patch),
    async close() {
      await connection.close()
      await network.close()
      await daemon.close()
    },
  }
}
