import { raceAbort } from '../../../src/home/deadline.ts'
import type { Log } from '../../../src/home/driver.ts'
import type { LocalizedText } from '../../../src/util/translate.ts'
import {
  type BlasterAddress,
  broadcastTargets,
  type LocatedDevice,
  resolveTarget,
  sendDiscovery,
  toLocatedDevice,
} from './locate.ts'
import { lockedHint, modelOf } from './models.ts'
import { parseDiscoveryReply } from './packet.ts'
import { createUdpSocket, defaultRetry, type RetryTimings, requestWithRetry } from './udp.ts'

/** A device that has answered, and what its owner should know of it. */
export interface Discovered extends LocatedDevice {
  readonly model: string
  /** false if its type is in no list: it may be a plug, or a blaster that is newer than this gateway */
  readonly isKnown: boolean
  /** that it is locked, and what to do */
  readonly problem?: LocalizedText
}

export interface DiscoveryOptions {
  /** addresses or names, maybe with a port, that are called besides, where broadcasts do not get */
  readonly hosts?: readonly string[]
  /** where everybody is called */
  readonly targets?: readonly BlasterAddress[]
  readonly retry?: RetryTimings
  /** how many answers are read at most */
  readonly maxDevices?: number
}

/**
 * All Broadlink devices that answer within the tries and waits of `retry`, three seconds, by their MAC.
 * @throws the signal's reason
 */
export async function discover(
  log: Log,
  signal: AbortSignal,
  { hosts = [], targets = broadcastTargets(), retry = defaultRetry, maxDevices = 256 }: DiscoveryOptions = {},
): Promise<readonly Discovered[]> {
  const socket = createUdpSocket(log)
  const found = new Map<string, LocatedDevice>()
  try {
    const named = await raceAbort(Promise.allSettled(hosts.map(targetOf)), signal)
    const all = [...targets, ...named.flatMap((place) => (place.status === 'fulfilled' ? [place.value] : []))]
    await requestWithRetry(
      socket,
      retry,
      {
        say: () => sendDiscovery(socket, all),
        take(message, { address, port }) {
          const info = parseDiscoveryReply(message)
          if (info && found.size < maxDevices) found.set(info.mac, toLocatedDevice(info, address, port, all))
          return undefined
        },
      },
      [signal],
    )
  } finally {
    await socket.close()
  }
  return [...found.values()].sort((a, b) => (a.mac < b.mac ? -1 : 1)).map(describeDevice)
}

/** @throws Error if nobody knows the name */
function targetOf(host: string): Promise<BlasterAddress> {
  const [, name = host, port] = /^(.+):(\d+)$/.exec(host) ?? []
  return resolveTarget(name, port === undefined ? undefined : Number(port))
}

function describeDevice(device: LocatedDevice): Discovered {
  const { name: model, isUnknown } = modelOf(device.type)
  return { ...device, model, isKnown: !isUnknown, ...(device.locked && { problem: lockedHint(device) }) }
}
