import { raceAbort } from '../../../src/home/deadline.ts'
import type { Log } from '../../../src/home/driver.ts'
import { locked } from './faults.ts'
import { helloAnswer } from './handshake.ts'
import { around, call, type Located, located, type Place, placeOf } from './locate.ts'
import { modelOf } from './models.ts'
import { exchange, type Pace, usualPace } from './request.ts'
import { udp } from './udp.ts'

/** A device that has answered, and what its owner should know of it. */
export interface Discovered extends Located {
  readonly model: string
  /** false if its type is in no list: it may be a plug, or a blaster that is newer than this gateway */
  readonly isKnown: boolean
  /** that it is locked, and what to do */
  readonly problem?: string
}

export interface Search {
  /** addresses or names, maybe with a port, that are called besides, where broadcasts do not get */
  readonly hosts?: readonly string[]
  /** where everybody is called */
  readonly places?: readonly Place[]
  readonly pace?: Pace
  /** how many are heard at most */
  readonly most?: number
}

/**
 * All Broadlink devices that answer within the tries and waits of the pace, three seconds, by their MAC.
 * @throws the signal's reason
 */
export async function discover(
  log: Log,
  signal: AbortSignal,
  { hosts = [], places = around(), pace = usualPace, most = 256 }: Search = {},
): Promise<readonly Discovered[]> {
  const socket = udp(log)
  const found = new Map<string, Located>()
  try {
    const named = await raceAbort(Promise.allSettled(hosts.map(placeAt)), signal)
    const all = [...places, ...named.flatMap((place) => (place.status === 'fulfilled' ? [place.value] : []))]
    await exchange(
      socket,
      pace,
      {
        say: () => call(socket, all),
        take(message, { address, port }) {
          const said = helloAnswer(message)
          if (said && found.size < most) found.set(said.mac, located(said, address, port, all))
          return undefined
        },
      },
      [signal],
    )
  } finally {
    await socket.close()
  }
  return [...found.values()].sort((a, b) => (a.mac < b.mac ? -1 : 1)).map(described)
}

/** @throws Error if nobody knows the name */
function placeAt(host: string): Promise<Place> {
  const [, name = host, port] = /^(.+):(\d+)$/.exec(host) ?? []
  return placeOf(name, port === undefined ? undefined : Number(port))
}

function described(device: Located): Discovered {
  const { name: model, unknown } = modelOf(device.type)
  return { ...device, model, isKnown: !unknown, ...(device.locked && { problem: locked(device) }) }
}
