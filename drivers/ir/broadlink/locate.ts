import { lookup } from 'node:dns/promises'
import { networkInterfaces } from 'node:os'
import { createDeadline, raceAbort } from '../../../src/home/deadline.ts'
import type { LocalizedText } from '../../../src/util/translate.ts'
import { say } from '../messages.ts'
import type { BlasterInfo, Model } from './models.ts'
import { hello, parseDiscoveryReply } from './packet.ts'
import { type RetryTimings, requestWithRetry, type UdpSocket } from './udp.ts'

/** Where a hello goes. */
export interface BlasterAddress {
  readonly address: string
  readonly port: number
  /** our own address on that side, if it is known */
  readonly local?: string
}

/** A device that has answered. */
export interface LocatedDevice extends BlasterInfo, BlasterAddress {}

/** The port of all of them. */
export const broadlinkPort = 80

/** The broadcast addresses of all networks that this machine is in. */
export function broadcastTargets(port = broadlinkPort): readonly BlasterAddress[] {
  const sides = localAddresses().flatMap(({ address, netmask }): BlasterAddress[] => {
    const broadcast = broadcastOf(address, netmask)
    return broadcast === undefined ? [] : [{ address: broadcast, port, local: address }]
  })
  return [{ address: '255.255.255.255', port }, ...sides]
}

/** The last address of a network; nothing where there is none, as between two points. */
export function broadcastOf(address: string, netmask: string): string | undefined {
  const hosts = ~bits(netmask) >>> 0
  if (hosts < 3) return undefined
  const last = (bits(address) | hosts) >>> 0
  return [24, 16, 8, 0].map((shift) => (last >>> shift) & 255).join('.')
}

const bits = (dotted: string) => dotted.split('.').reduce((all, part) => all * 256 + Number(part), 0)

const localAddresses = () =>
  Object.values(networkInterfaces()).flatMap((all = []) => all.filter(({ family }) => family === 'IPv4'))

/** Our own address in the network of another; nothing if it is further away. */
const localAddressFor = (address: string) =>
  localAddresses().find(({ address: own, netmask }) => ((bits(own) ^ bits(address)) & bits(netmask)) === 0)?.address

/** The place of a host, whose name is looked up. @throws Error if nobody knows it */
export async function resolveTarget(host: string, port = broadlinkPort): Promise<BlasterAddress> {
  return { address: (await lookup(host, { family: 4 })).address, port }
}

/**
 * Calls at these places until the device that is meant has answered.
 * @param mac the device that is meant, wherever it is; without it whatever is at one of the places itself
 * @param other is told of those that answer and are not meant
 * @returns nothing if it does not answer
 */
export function locate(
  udp: UdpSocket,
  targets: readonly BlasterAddress[],
  mac: string | undefined,
  retry: RetryTimings,
  signals: readonly AbortSignal[],
  other: (info: LocatedDevice) => void = () => {},
): Promise<LocatedDevice | undefined> {
  return requestWithRetry(
    udp,
    retry,
    {
      say: () => sendDiscovery(udp, targets),
      take(message, { address, port }) {
        if (mac === undefined && targets.every((place) => place.address !== address)) return undefined
        const info = parseDiscoveryReply(message)
        if (!info) return undefined
        const found = toLocatedDevice(info, address, port, targets)
        if ((mac ?? info.mac) === info.mac) return found
        other(found)
        return undefined
      },
    },
    signals,
  )
}

/** A device that answers from another port still hears at the one where it was called. */
export function toLocatedDevice(
  info: BlasterInfo,
  address: string,
  port: number,
  places: readonly BlasterAddress[],
): LocatedDevice {
  const isCalled = places.some((place) => place.port === port)
  return { ...info, address, port: isCalled ? port : (places[0]?.port ?? broadlinkPort) }
}

/** Says hello at all of these places. */
export async function sendDiscovery(udp: UdpSocket, places: readonly BlasterAddress[]): Promise<void> {
  const back = await udp.opened()
  // One network that is away must not keep the others from hearing it.
  await Promise.allSettled(
    places.map(({ address, port, local }) => udp.send(hello(back, local ?? localAddressFor(address)), port, address)),
  )
}

/** Which device is meant: whatever is at a host, or the one with this MAC, which is found wherever it moves. */
export type DeviceSelector = {
  readonly port?: number
  /** absent: by its model, or as is found out of one that is not known */
  readonly framing?: Model['framing']
} & ({ readonly host: string; readonly mac?: string } | { readonly host?: string; readonly mac: string })

export interface LocateTimings {
  readonly retry: RetryTimings
  /** where one that is meant by its MAC is sought */
  readonly broadcastTargets: (port?: number) => readonly BlasterAddress[]
}

/** The most that are remembered of those who answer and are not meant. */
const maxOthers = 64

/**
 * Looks for a device at its host, where it was, and by its MAC in all networks. Never rejects.
 * @param before where it was
 * @returns the device, or why it is not found, and what to do
 */
export async function locateDevice(
  socket: UdpSocket,
  selector: DeviceSelector,
  { retry, broadcastTargets: targetsOf }: LocateTimings,
  before: LocatedDevice | undefined,
  closing: AbortSignal,
): Promise<{ readonly found: LocatedDevice } | { readonly problem: LocalizedText }> {
  const { host, mac, port } = selector
  const limit = createDeadline(retry.waitMs * retry.tries)
  const others = new Map<string, string>()
  let named: BlasterAddress | undefined
  let unresolved: LocalizedText | undefined
  try {
    if (host !== undefined)
      named = await raceAbort(resolveTarget(host, port), limit.signal).catch((error: NodeJS.ErrnoException) => {
        unresolved = say('unknownHost', { host, code: error.code ?? error.message })
        return undefined
      })
    const otherTargets = mac === undefined ? [] : [...(before ? [before] : []), ...targetsOf(port)]
    const places = [...(named ? [named] : []), ...otherTargets]
    if (places.length > 0) {
      const found = await locate(socket, places, mac, retry, [closing], ({ address, mac: own }) => {
        if (others.size < maxOthers) others.set(address, own)
      })
      if (found) return { found }
    }
  } catch {
    // It is closed, or no packet can be sent: then it is not found either.
  } finally {
    limit.end()
  }
  const other = named && others.get(named.address)
  if (other !== undefined) return { problem: say('otherMac', { other, host: host ?? '', mac: mac ?? '' }) }
  if (unresolved) return { problem: mac === undefined ? unresolved : say('macNowhere', { mac, why: unresolved }) }
  return { problem: say('nothingAnswers', { place: mac ?? host ?? '' }) }
}
