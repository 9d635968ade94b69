import { getEventListeners } from 'node:events'
import { jest } from '@jest/globals'
import type { Broker } from '../../drivers/mqtt/broker/broker.ts'
import type { MessageListener } from '../../drivers/mqtt/broker/subscriptions.ts'
import { BridgeFaults } from '../../drivers/mqtt/device/bridgeFaults.ts'
import { mqttDevice } from '../../drivers/mqtt/device/device.ts'
import { deviceProfiles } from '../../drivers/mqtt/device/traitChannel.ts'
import { mqttApplianceSchema } from '../../drivers/mqtt/options.ts'
import type { Command } from '../../src/home/device.ts'
import { Failure } from '../../src/home/failure.ts'
import { untranslated } from '../../src/util/translate.ts'
import { testContext } from './context.ts'

/** What a device or its broker does: the time in milliseconds passes, a message comes (an object is JSON), or something is lost. */
export type MqttStep =
  | number
  | 'broker lost'
  | 'broker away'
  | 'given up'
  | 'bridge fault'
  | readonly [topic: string, payload: unknown, kept?: 'retained']

/** A device of such options on a broker that is none: all that happens is said by the test, and the clock is its own. */
export function mqttBench(options: object) {
  const { gradeAirQuality, memory } = testContext()
  const listeners = new Map<string, Set<MessageListener>>()
  const disconnects = new Set<() => void>()
  const sent: string[] = []
  const meaningless: string[] = []
  const changes: string[] = []
  const faults = new BridgeFaults()
  const add = <T>(set: Set<T>, one: T) => {
    set.add(one)
    return () => void set.delete(one)
  }
  let isConnected = true
  const broker: Broker = {
    get connected() {
      return isConnected
    },
    ready: Promise.resolve(),
    subscribe(topic, listener) {
      const ofTopic = listeners.get(topic) ?? new Set()
      listeners.set(topic, ofTopic)
      return add(ofTopic, listener)
    },
    onConnect: () => () => {},
    onDisconnect: (listener) => add(disconnects, listener),
    unreachable: () => (isConnected ? undefined : untranslated('ECONNREFUSED')),
    problems: () => [],
    countUnparsed: (_topic, reason) => void meaningless.push(String(reason)),
    async send(topic, payload) {
      sent.push(`${topic} ${payload}`)
      return { release: async () => {} }
    },
    async publish(topic, payload, isConfirmed) {
      sent.push(`${topic} ${payload}${isConfirmed ? ', acknowledged' : ''}`)
    },
    expectCommand: () => {},
    retainedReceived: async () => {},
    close: async () => {},
  }
  const device = mqttDevice(
    'it',
    mqttApplianceSchema.parse(options),
    { profiles: deviceProfiles(gradeAirQuality), broker, faults, reportChange: (id) => void changes.push(id) },
    () => memory('it'),
  )
  let command = new AbortController()

  async function step(next: MqttStep): Promise<void> {
    if (typeof next === 'number') await jest.advanceTimersByTimeAsync(next)
    else if (next === 'given up') command.abort(new Failure('offline', untranslated('given up')))
    else if (next === 'bridge fault')
      faults.report(String((options as { faults?: string }).faults), untranslated('motor stuck'))
    else if (next === 'broker away') isConnected = false
    else if (next === 'broker lost') for (const listener of [...disconnects]) listener()
    else {
      const [topic, payload, kept] = next
      const bytes = Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload))
      for (const listener of [...(listeners.get(topic) ?? [])]) listener(bytes, kept !== undefined, topic)
    }
    // All promises that can go on have gone on.
    await jest.advanceTimersByTimeAsync(0)
  }

  return {
    device,
    sent,
    meaningless,
    /** the id of the appliance for each time that what is known of it may have changed */
    changes,
    step,
    /** What is known of it now. */
    state: async () => (await device.read({ signal: new AbortController().signal })).state,
    /** How many listeners it has left at the broker and on topics. */
    listenerCount: () => disconnects.size + [...listeners.values()].reduce((sum, { size }) => sum + size, 0),
    /** How many still wait for the last command to be given up. */
    abortListenerCount: () => getEventListeners(command.signal, 'abort').length,
    /**
     * Commands it and does the steps one by one.
     * @returns the state that it answers, or its failure as `code: message`; with "too early" if that came before the last step
     */
    async answer(requested: Command, steps: readonly MqttStep[]): Promise<unknown> {
      command = new AbortController()
      let answered: unknown
      const isOver = device.apply(requested, command.signal).then(
        (state) => {
          answered = state
        },
        (error: unknown) => {
          answered = error instanceof Failure ? `${error.reason.code}: ${error.message}` : error
        },
      )
      await jest.advanceTimersByTimeAsync(0)
      for (const [i, next] of steps.entries()) {
        if (answered !== undefined) return { tooEarly: answered, before: steps.slice(i) }
        await step(next)
      }
      if (answered === undefined) return 'nothing yet'
      await isOver
      return answered
    },
  }
}
