import { createHash } from 'node:crypto'
import type { AnnouncedDevice, AnnouncementParser, Convention, ConventionOptions } from '../announcement.ts'
import { defaultSettings, parseSettings } from './bridgeInfo.ts'
import { commandFailureIn } from './bridgeLog.ts'
import { announceDevice } from './device.ts'
import { type BridgeDevice, type BridgeGroup, readDevices, readGroups } from './exposes.ts'
import { announceGroup } from './groups.ts'

/** One retained message of the bridge, and what was parsed from it. */
interface BridgeMessage<T> {
  readonly topic: string
  /** the value while the bridge has published nothing */
  readonly empty: T
  parse(json: unknown): T | undefined
  value: T
  /** of the payload; the payloads of a whole house would be most of the memory */
  digest: string | undefined
}

/**
 * Zigbee2MQTT 2.x: https://www.zigbee2mqtt.io/guide/usage/mqtt_topics_and_messages.html
 * `bridge/devices` lists each device with its name, address and `exposes` (what it publishes and what can be set);
 * `bridge/info` says how states are published. Errors of commands come on `bridge/logging` only.
 */
export const zigbee2mqtt: Convention = ({
  base = 'zigbee2mqtt',
  reportFailure,
}: ConventionOptions): AnnouncementParser => {
  const bridgeMessage = <T>(name: string, empty: T, parse: (json: unknown) => T | undefined): BridgeMessage<T> => ({
    topic: `${base}/bridge/${name}`,
    empty,
    parse,
    value: empty,
    digest: undefined,
  })
  const deviceList = bridgeMessage<readonly BridgeDevice[]>('devices', [], readDevices)
  const groupList = bridgeMessage<readonly BridgeGroup[]>('groups', [], readGroups)
  const info = bridgeMessage('info', defaultSettings, parseSettings)
  const messages = [deviceList, groupList, info] as readonly BridgeMessage<unknown>[]
  const logTopic = `${base}/bridge/logging`
  let announced: readonly AnnouncedDevice[] = []
  let lastDigest = digestOf('[]')

  return {
    topics: [...messages.map(({ topic }) => topic), logTopic],
    parse(topic, payload) {
      if (topic === logTopic) {
        const failure = commandFailureIn(payload)
        if (failure) reportFailure(failure.name, failure.reason)
        return false
      }
      const isChanged = messages.some((message) => message.topic === topic && takeMessage(message, payload))
      return isChanged && rebuild()
    },
    devices: () => announced,
  }

  /** @returns true if the message differs from the last one on its topic */
  function takeMessage(message: BridgeMessage<unknown>, payload: Buffer): boolean {
    const digest = payload.length === 0 ? undefined : digestOf(payload)
    if (digest === message.digest) return false
    const value = digest === undefined ? message.empty : parseJson(message, payload)
    // A message that cannot be parsed removes nothing.
    if (value === undefined) return false
    Object.assign(message, { digest, value })
    return true
  }

  /** @returns true if the announced devices differ from before */
  function rebuild(): boolean {
    const bridge = { base, settings: info.value }
    const byAddress = new Map(deviceList.value.map((device) => [device.ieee, device] as const))
    const now = [
      ...deviceList.value.flatMap((device) => announceDevice(device, bridge)),
      ...groupList.value.flatMap((group) => announceGroup(group, byAddress, bridge)),
    ]
    const digest = digestOf(JSON.stringify(now))
    if (digest === lastDigest) return false
    lastDigest = digest
    announced = now
    return true
  }
}

function parseJson<T>({ parse }: BridgeMessage<T>, payload: Buffer): T | undefined {
  try {
    return parse(JSON.parse(payload.toString('utf8')))
  } catch {
    return undefined
  }
}

const digestOf = (message: string | Buffer) => createHash('sha1').update(message).digest('base64')
