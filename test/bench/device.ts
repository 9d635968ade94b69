/** The lamps of the benchmark, in a process of their own: each takes a brightness and says it. Notes when it was told. */
import { Socket } from 'node:net'
import mqtt from 'mqtt'

const [broker, lamps] = process.argv.slice(2)
const client = mqtt.connect(String(broker))
const heard: string[] = []
client.on('connect', () => {
  if (client.stream instanceof Socket) client.stream.setNoDelay(true)
  // The floor has lamps of its own, and so has each gateway: none hears of what another does.
  for (const server of ['bench', 'house', 'large'])
    for (let i = 0; i < Number(lamps); i += 1)
      client.publish(`${server}/${i}`, '{"state":"ON","brightness":0}', { retain: true })
  client.subscribe(['bench/+/set', 'house/+/set', 'large/+/set'], () => process.send?.('ready'))
})
client.on('message', (topic, payload) => {
  heard.push(String(process.hrtime.bigint()))
  const { brightness } = JSON.parse(payload.toString())
  client.publish(topic.slice(0, -4), `{"state":"ON","brightness":${brightness}}`, { retain: true })
})
process.on('message', () => process.send?.(heard.splice(0)))
