import { lookup } from 'node:dns/promises'
import { networkInterfaces } from 'node:os'
import { hello, helloAnswer, type Said } from './handshake.ts'
import { exchange, type Pace } from './request.ts'
import type { Udp } from './udp.ts'

/** Where a hello goes. */
export interface Place {
  readonly address: string
  readonly port: number
  /** our own address on that side, if it is known */
  readonly local?: string
}

/** A device that has answered. */
export interface Located extends Said, Place {}

/** The port of all of them. */
export const usualPort = 80

/** The broadcast addresses of all networks that this machine is in. */
export function around(port = usualPort): readonly Place[] {
  const sides = ours().flatMap(({ address, netmask }): Place[] => {
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

const ours = () =>
  Object.values(networkInterfaces()).flatMap((all = []) => all.filter(({ family }) => family === 'IPv4'))

/** Our own address in the network of another; nothing if it is further away. */
const nearest = (address: string) =>
  ours().find(({ address: own, netmask }) => ((bits(own) ^ bits(address)) & bits(netmask)) === 0)?.address

/** The place of a host, whose name is looked up. @throws Error if nobody knows it */
export async function placeOf(host: string, port = usualPort): Promise<Place> {
  return { address: (await lookup(host, { family: 4 })).address, port }
}

/**
 * Calls at these places until the device that is meant has answered.
 * @param mac the device that is meant, wherever it is; without it whatever is at one of the places itself
 * @param other is told of those that answer and are not meant
 * @returns nothing if it does not answer
 */
export function locate(
  udp: Udp,
  places: readonly Place[],
  mac: string | undefined,
  pace: Pace,
  signals: readonly AbortSignal[],
  other: (said: Located) => void = () => {},
): Promise<Located | undefined> {
  return exchange(
    udp,
    pace,
    {
      say: () => call(udp, places),
      take(message, { address, port }) {
        if (mac === undefined && places.every((place) => place.address !== address)) return undefined
        const said = helloAnswer(message)
        if (!said) return undefined
        const found = located(said, address, port, places)
        if ((mac ?? said.mac) === said.mac) return found
        other(found)
        return undefined
      },
    },
    signals,
  )
}

/** A device that answers from another port still hears at the one where it was called. */
export function located(said: Said, address: string, port: number, places: readonly Place[]): Located {
  const isCalled = places.some((place) => place.port === port)
  return { ...said, address, port: isCalled ? port : (places[0]?.port ?? usualPort) }
}

/** Says hello at all of these places. */
export async function call(udp: Udp, places: readonly Place[]): Promise<void> {
  const back = await udp.opened()
  // One network that is away must not keep the others from hearing it.
  await Promise.allSettled(
    places.map(({ address, port, local }) => udp.send(hello(back, local ?? nearest(address)), port, address)),
  )
}
