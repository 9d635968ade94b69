/** The devices of the benchmark of discovery, or a flood of what they say, in a process of their own. */
import { Socket } from 'node:net'
import mqtt from 'mqtt'

/** A flood: so many messages a second on the state topics of these devices. */
export interface Flood {
  readonly rate: number
  readonly seconds: number
  /** topics with `*` in place of the number, and the numbers: from, to */
  readonly topic: string
  readonly from: number
  readonly to: number
}

const client = mqtt.connect(String(process.argv[2]))
client.on('connect', () => {
  if (client.stream instanceof Socket) client.stream.setNoDelay(true)
  client.subscribe(['zigbee2mqtt/+/set', 'zigbee2mqtt/+/get', 'bench/+/set'], () => process.send?.('ready'))
})
const isFlood = process.argv[3] === 'flood'

// What was told is so.
const states = new Map<string, object>()
client.on('message', (topic, payload) => {
  if (isFlood) return
  const state = topic.slice(0, topic.lastIndexOf('/'))
  const now = {
    state: 'ON',
    brightness: 10,
    linkquality: 90,
    color_mode: 'color_temp',
    color_temp: 300,
    ...states.get(state),
  }
  if (topic.endsWith('/set')) Object.assign(now, JSON.parse(payload.toString()))
  states.set(state, now)
  client.publish(state, JSON.stringify(now))
})

process.on('message', ({ rate, seconds, topic, from, to }: Flood) => {
  let sent = 0
  const begun = performance.now()
  const timer = setInterval(() => {
    const passed = performance.now() - begun
    const due = Math.min(rate * seconds, Math.floor((passed * rate) / 1000))
    for (; sent < due; sent += 1) {
      const device = from + (sent % (to - from))
      client.publish(
        topic.replace('*', String(device)),
        `{"state":"${sent % 2 ? 'ON' : 'OFF'}","brightness":${sent % 254},"linkquality":${sent % 255},"power":${sent % 100},"temperature":${20 + (sent % 50) / 10},"humidity":${40 + (sent % 20)},"battery":90,"color_mode":"xy","color":{"x":0.4,"y":0.3},"occupancy":${sent % 3 === 0},"contact":${sent % 5 === 0},"update":{"state":"idle","installed_version":1,"latest_version":1}}`,
      )
    }
    if (sent < rate * seconds) return
    clearInterval(timer)
    process.send?.({ sent, seconds: (performance.now() - begun) / 1000 })
  }, 5)
})
