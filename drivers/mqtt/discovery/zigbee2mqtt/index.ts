import { createHash } from 'node:crypto'
import type { Announced, Convention, Ear, Listening } from '../announcement.ts'
import { readSettings, usual } from './bridgeInfo.ts'
import { failureIn } from './bridgeLog.ts'
import { announce } from './device.ts'
import { type Bridged, type Grouped, readDevices, readGroups } from './exposes.ts'
import { announceGroup } from './groups.ts'

/** One retained message of the bridge, and what was made of it. */
interface Kept<T> {
  readonly topic: string
  readonly nothing: T
  read(json: unknown): T | undefined
  value: T
  /** of the message; the texts of a whole house would be most of the memory */
  digest: string | undefined
}

/**
 * Zigbee2MQTT 2.x: https://www.zigbee2mqtt.io/guide/usage/mqtt_topics_and_messages.html
 * What a device says and can be told stands in `exposes` of `bridge/devices`, its name and address too;
 * `bridge/info` tells how states are published. Errors of commands come on `bridge/logging` only.
 */
export const zigbee2mqtt: Convention = ({ base = 'zigbee2mqtt', fault }: Listening): Ear => {
  const kept = <T>(name: string, nothing: T, read: (json: unknown) => T | undefined): Kept<T> => ({
    topic: `${base}/bridge/${name}`,
    nothing,
    read,
    value: nothing,
    digest: undefined,
  })
  const devices = kept<readonly Bridged[]>('devices', [], readDevices)
  const groups = kept<readonly Grouped[]>('groups', [], readGroups)
  const info = kept('info', usual, readSettings)
  const logging = `${base}/bridge/logging`
  let known: readonly Announced[] = []
  let told = digestOf('[]')

  return {
    topics: [devices.topic, groups.topic, info.topic, logging],
    hear(topic, payload) {
      if (topic === logging) {
        const failed = failureIn(payload)
        if (failed) fault(failed.name, failed.reason)
        return false
      }
      const isNews = [devices, groups, info].some((one) => one.topic === topic && take(one as Kept<unknown>, payload))
      return isNews && look()
    },
    announced: () => known,
  }

  /** @returns true if the message is another than the last */
  function take(one: Kept<unknown>, payload: Buffer): boolean {
    const digest = payload.length === 0 ? undefined : digestOf(payload)
    if (digest === one.digest) return false
    const value = digest === undefined ? one.nothing : parsed(one, payload)
    // Rubbish takes nothing away.
    if (value === undefined) return false
    Object.assign(one, { digest, value })
    return true
  }

  /** @returns true if it is announced otherwise than before */
  function look(): boolean {
    const bridge = { base, settings: info.value }
    const byAddress = new Map(devices.value.map((device) => [device.ieee, device] as const))
    const now = [
      ...devices.value.flatMap((device) => announce(device, bridge)),
      ...groups.value.flatMap((group) => announceGroup(group, byAddress, bridge)),
    ]
    const digest = digestOf(JSON.stringify(now))
    if (digest === told) return false
    told = digest
    known = now
    return true
  }
}

function parsed<T>({ read }: Kept<T>, payload: Buffer): T | undefined {
  try {
    return read(JSON.parse(payload.toString('utf8')))
  } catch {
    return undefined
  }
}

const digestOf = (message: string | Buffer) => createHash('sha1').update(message).digest('base64')
