import mqtt, { type MqttClient } from 'mqtt'
import type { State } from '../../src/home/traits.ts'

/** A lamp as a small firmware would be: JSON on one topic, its state retained, a last will for its availability. */
export interface MqttLamp {
  readonly client: MqttClient
  readonly lamp: { state: 'ON' | 'OFF'; brightness: number }
  readonly commands: State[]
  delay: number
  isUnresponsive: boolean
  /** what it reports instead of its state, until it is reset */
  reportedState: object | undefined
  /** publishes its state now, and resolves when the broker has it */
  say(): Promise<void>
  close(): Promise<void>
}

/** Topics of the lamp. */
export const topics = { state: 'desk/lamp', command: 'desk/lamp/set', status: 'desk/lamp/status', ask: 'desk/lamp/get' }

/** How the lamp is described by hand, as in the example configuration. */
export const described = {
  availability: { topic: topics.status, online: 'online', offline: 'offline' },
  ask: { topic: topics.ask, payload: '{}' },
  traits: {
    power: {
      state: topics.state,
      path: '$.state',
      on: 'ON',
      off: 'OFF',
      command: topics.command,
      payload: '{"state":"${value}"}',
    },
    brightness: {
      state: topics.state,
      path: '$.brightness',
      range: [0, 254],
      command: topics.command,
      payload: '{"brightness":${value}}',
    },
  },
}

export async function mqttLamp(url: string, { silent = false } = {}): Promise<MqttLamp> {
  const client = await mqtt.connectAsync(url, {
    will: { topic: topics.status, payload: Buffer.from('offline'), qos: 1, retain: true },
    reconnectPeriod: 50,
  })
  const timers = new Set<NodeJS.Timeout>()
  const self: MqttLamp = {
    client,
    lamp: { state: 'OFF', brightness: 0 },
    commands: [],
    delay: 0,
    isUnresponsive: false,
    reportedState: undefined,
    say: async () =>
      void (await client.publishAsync(topics.state, JSON.stringify(self.reportedState ?? self.lamp), { retain: true })),
    async close() {
      for (const timer of timers) clearTimeout(timer)
      await client.endAsync(true)
    },
  }
  const obey = (payload: { state?: 'ON' | 'OFF'; brightness?: number }) => {
    Object.assign(self.lamp, payload)
    const { state, brightness } = payload
    self.commands.push({
      ...(state !== undefined && { power: state === 'ON' }),
      ...(brightness !== undefined && { brightness: Math.round((brightness / 254) * 100) }),
    })
    self.say().catch(() => {})
  }
  client.on('message', (topic, bytes) => {
    if (self.isUnresponsive) return
    if (topic === topics.ask) return void self.say().catch(() => {})
    if (topic !== topics.command) return
    const payload = JSON.parse(bytes.toString('utf8'))
    if (self.delay === 0) return obey(payload)
    const timer = setTimeout(() => {
      timers.delete(timer)
      obey(payload)
    }, self.delay)
    timers.add(timer)
  })
  await client.subscribeAsync([topics.command, topics.ask])
  if (!silent) {
    await client.publishAsync(topics.status, 'online', { retain: true, qos: 1 })
    await self.say()
  }
  return self
}
