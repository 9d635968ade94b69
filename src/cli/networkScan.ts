import { lookup } from 'node:dns/promises'
import type { Config } from '../config/load.ts'
import type { ConnectionCandidate } from '../home/discovery.ts'
import type { Driver } from '../home/driver.ts'
import { createLogger } from '../util/logger.ts'

/** Something on the network, and the type of the connection that it would be. */
export interface NetworkCandidate extends ConnectionCandidate {
  readonly type: string
}

/** What is on the network, and what kept us from finding more, in plain words. */
export interface ScanResult {
  readonly candidates: readonly NetworkCandidate[]
  readonly problems: readonly string[]
}

/**
 * Looks around with every driver that can, all at once: each takes most of the time that there is. Never throws.
 * @param host an address or a name, maybe with a port, that is asked besides, where calls to all do not get
 */
export async function scanNetwork(
  drivers: Readonly<Record<string, () => Promise<Driver>>>,
  host: string | undefined,
  signal: AbortSignal,
): Promise<ScanResult> {
  const log = createLogger([], 'silent')
  const seen = Object.entries(drivers).map(async ([type, load]) => {
    const { scanNetwork: lookAround } = await load()
    const found = (await lookAround?.(log, signal, host === undefined ? [] : [host])) ?? []
    return found.map((one) => ({ type, ...one }))
  })
  const around = (await Promise.all(seen)).flat()
  if (host === undefined) return { candidates: around, problems: [] }
  const [name = '', port] = host.split(':')
  const address = await lookup(name, { family: 4 }).then(
    (found) => found.address,
    () => undefined,
  )
  if (address === undefined)
    return { candidates: around, problems: [`nobody knows the name ${name}; write its address`] }
  const isThere = around.some(({ keys }) => keys.host === address && (port === undefined || keys.port === Number(port)))
  return { candidates: around, problems: isThere ? [] : [`nothing that could be a connection answers at ${host}`] }
}

/** Whether a connection to it stands in the configuration already, by its address or its id. */
export function isConnected({ keys }: ConnectionCandidate, { drivers }: Pick<Config, 'drivers'>): boolean {
  const known = JSON.stringify([...drivers.values()].map(({ options }) => options)).toLowerCase()
  return Object.values(keys).some(
    (value) => /[.:]|^[0-9a-f]{12,}$/i.test(String(value)) && known.includes(`"${value}"`.toLowerCase()),
  )
}

/** What can be connected to as it is, by a name that none has yet: that of its model, and a number if there are several. */
export function proposeConnections(
  around: readonly NetworkCandidate[],
  taken: Iterable<string>,
): Readonly<Record<string, Readonly<Record<string, string | number>>>> {
  const names = new Set(taken)
  return Object.fromEntries(
    around.flatMap(({ type, keys, name, problem }) => {
      if (name === undefined || problem !== undefined) return []
      const stem =
        name
          .toLowerCase()
          .replace(/[^a-z0-9]+/g, '-')
          .replace(/^-|-$/g, '') || type
      const free = [stem, ...Array.from({ length: 100 }, (_, i) => `${stem}-${i + 2}`)].find((one) => !names.has(one))
      if (free === undefined) return []
      names.add(free)
      return [[free, { type, ...keys }]]
    }),
  )
}
