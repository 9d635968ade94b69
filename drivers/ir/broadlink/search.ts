import { createDeadline, raceAbort } from '../../../src/home/deadline.ts'
import { type Located, locate, type Place, placeOf } from './locate.ts'
import type { Pace } from './request.ts'
import type { Udp } from './udp.ts'

/** Which device is meant: whatever is at a host, or the one with this MAC, which is found wherever it moves. */
export type Which = { readonly port?: number } & (
  | { readonly host: string; readonly mac?: string }
  | { readonly host?: string; readonly mac: string }
)

export interface SearchTimings {
  readonly pace: Pace
  /** where one that is meant by its MAC is sought */
  readonly around: (port?: number) => readonly Place[]
}

/** The most that are remembered of those who answer and are not meant. */
const mostOthers = 64

/**
 * Looks for a device at its host, where it was, and by its MAC in all networks. Never rejects.
 * @param before where it was
 * @returns the device, or why it is not found, in plain words with what to do
 */
export async function search(
  socket: Udp,
  which: Which,
  { pace, around }: SearchTimings,
  before: Located | undefined,
  closing: AbortSignal,
): Promise<Located | string> {
  const { host, mac, port } = which
  const limit = createDeadline(pace.wait * pace.tries)
  const others = new Map<string, string>()
  let named: Place | undefined
  let nameless: string | undefined
  try {
    if (host !== undefined)
      named = await raceAbort(placeOf(host, port), limit.signal).catch((error: NodeJS.ErrnoException) => {
        nameless = `nobody knows the name ${host} (${error.code ?? error.message}): write its address in its place`
        return undefined
      })
    const elsewhere = mac === undefined ? [] : [...(before ? [before] : []), ...around(port)]
    const places = [...(named ? [named] : []), ...elsewhere]
    if (places.length > 0) {
      const found = await locate(socket, places, mac, pace, [closing], ({ address, mac: own }) => {
        if (others.size < mostOthers) others.set(address, own)
      })
      if (found) return found
    }
  } catch {
    // It is closed, or no packet can be sent: then it is not found either.
  } finally {
    limit.end()
  }
  const other = named && others.get(named.address)
  if (other !== undefined)
    return `another device, MAC ${other}, answers at ${host}, and ${mac} is nowhere: correct the mac, or leave it out`
  if (nameless !== undefined) return mac === undefined ? nameless : `${mac} is nowhere, and ${nameless}`
  return `nothing answers at ${mac ?? host}: is it switched on, and in the same network?`
}
