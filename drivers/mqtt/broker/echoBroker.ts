import { type AddressInfo, createServer, type Socket } from 'node:net'
import { generate, type Packet, parser } from 'mqtt-packet'
import type { WarmUpPeer } from '../../../src/home/driver.ts'
import { parseBoundedJson } from '../../../src/util/boundedJson.ts'

/** The topic of the light's state, and the topic of its commands. */
const stateTopic = 'warm-up/light'
const commandTopic = `${stateTopic}/set`

/** How that light is described, for the configuration of an appliance. */
const light = {
  type: 'LIGHT',
  traits: {
    power: {
      state: stateTopic,
      path: '$.state',
      on: 'ON',
      off: 'OFF',
      command: commandTopic,
      payload: '{"state":"${value}"}',
    },
    brightness: {
      state: stateTopic,
      path: '$.brightness',
      range: [0, 254],
      command: commandTopic,
      payload: '{"brightness":${value}}',
    },
  },
}

/**
 * Starts a broker for one client, with one simulated light, on a free port of this machine (MQTT 3.1.1). The light sends each command back as its new
 * state, as Zigbee2MQTT does. It knows no wildcards.
 */
export async function startEchoBroker(): Promise<WarmUpPeer> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    serve(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    connection: { url: `mqtt://127.0.0.1:${port}` },
    appliance: light,
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function serve(socket: Socket): void {
  const state: Record<string, unknown> = { state: 'OFF', brightness: 100 }
  const packets = parser()
  const send = (packet: Packet) => socket.write(generate(packet))
  const report = () =>
    send({ cmd: 'publish', topic: stateTopic, payload: JSON.stringify(state), qos: 0, retain: false, dup: false })
  packets.on('packet', (packet: Packet) => {
    if (packet.cmd === 'connect') send({ cmd: 'connack', returnCode: 0, sessionPresent: false })
    else if (packet.cmd === 'subscribe') {
      send({ cmd: 'suback', messageId: packet.messageId ?? 0, granted: packet.subscriptions.map(() => 0) })
      report()
    } else if (packet.cmd === 'pingreq') send({ cmd: 'pingresp' })
    else if (packet.cmd === 'publish') {
      if (packet.qos > 0) send({ cmd: 'puback', messageId: packet.messageId ?? 0 })
      if (packet.topic !== commandTopic) return
      Object.assign(state, parseBoundedJson(String(packet.payload)))
      report()
    }
  })
  socket.setNoDelay(true)
  socket.on('data', (data) => packets.parse(data))
  socket.on('error', () => socket.destroy())
}
