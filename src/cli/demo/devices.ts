import mqtt from 'mqtt'

/** The simulated MQTT devices of the demo. */
export interface SimulatedDevices {
  close(): Promise<void>
}

/**
 * Simulates a lamp and a sensor: the lamp takes JSON, and publishes its state retained.
 * @param onMessage receives every message on the broker
 */
export async function simulateDevices(
  broker: string,
  onMessage: (topic: string, payload: string) => void,
): Promise<SimulatedDevices> {
  const lamp = { state: 'OFF', brightness: 204 }
  // Its parts, since of an address as text mqtt.js makes Node 24 warn at each start.
  const { hostname: host, port } = new URL(broker)
  const client = await mqtt.connectAsync({
    ...{ host, port: Number(port) },
    will: { topic: 'desk/lamp/status', payload: Buffer.from('offline'), qos: 0, retain: true },
  })
  const say = (topic: string, payload: string) => client.publish(topic, payload, { retain: true })
  client.on('message', (topic, bytes) => {
    const payload = bytes.toString('utf8')
    onMessage(topic, payload)
    if (topic !== 'desk/lamp/set') return
    const { state, brightness } = parse(payload)
    if (state === 'ON' || state === 'OFF') lamp.state = state
    // Like most lamps, it turns on when it gets a brightness.
    if (typeof brightness === 'number') Object.assign(lamp, { brightness: Math.round(brightness), state: 'ON' })
    say('desk/lamp', JSON.stringify(lamp))
  })
  await client.subscribeAsync('#')
  const settled = new Promise<void>((resolve) => client.on('message', (topic) => topic === 'living/air' && resolve()))
  say('desk/lamp/status', 'online')
  say('desk/lamp', JSON.stringify(lamp))
  say('living/air', JSON.stringify({ temperature: 22.5, humidity: 41 }))
  // The first states have arrived before the demo sends a command.
  await settled
  return { close: () => client.endAsync(true) }
}

function parse(payload: string): { state?: unknown; brightness?: unknown } {
  try {
    return JSON.parse(payload)
  } catch {
    return {}
  }
}
