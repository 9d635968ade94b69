import { lookup } from 'node:dns/promises'
import type { Config } from '../config/load.ts'
import type { ConnectionCandidate } from '../home/discovery.ts'
import type { Driver } from '../home/driver.ts'
import { createLogger } from '../util/logger.ts'
import { type LocalizedText, sentences } from '../util/translate.ts'

/** Why nothing was found at an address. */
const messages = {
  unknownName: {
    ko: '{name} 이라는 이름을 아무도 모릅니다. 주소를 쓰세요',
    ja: '{name}という名前はどこにもありません。アドレスを書いてください',
    en: 'nobody knows the name {name}; write its address',
  },
  nothingAnswers: {
    ko: '{host} 에서 연결할 수 있는 것이 대답하지 않습니다',
    ja: '{host} から、接続にできるものの返事がありません',
    en: 'nothing that could be a connection answers at {host}',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>
const say = sentences(messages)

/** A device on the network that could become a connection, and the driver that found it. */
export interface NetworkCandidate extends ConnectionCandidate {
  readonly type: string
}

/** What was found on the network, and the problems of the search, as messages for the user. */
export interface ScanResult {
  readonly candidates: readonly NetworkCandidate[]
  readonly problems: readonly LocalizedText[]
}

/**
 * Searches the network with every driver at once, since each uses most of the time. Never throws.
 * @param host an address or a name, optionally with a port, that broadcasts do not reach and that is asked in addition
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
  if (address === undefined) return { candidates: around, problems: [say('unknownName', { name })] }
  const isThere = around.some(({ keys }) => keys.host === address && (port === undefined || keys.port === Number(port)))
  return { candidates: around, problems: isThere ? [] : [say('nothingAnswers', { host })] }
}

/** True if the configuration has a connection to the device already, by its address or its id. */
export function isConnected({ keys }: ConnectionCandidate, { drivers }: Pick<Config, 'drivers'>): boolean {
  const known = JSON.stringify([...drivers.values()].map(({ options }) => options)).toLowerCase()
  return Object.values(keys).some(
    (value) => /[.:]|^[0-9a-f]{12,}$/i.test(String(value)) && known.includes(`"${value}"`.toLowerCase()),
  )
}

/**
 * Proposes a connection for each device that needs no pairing, by an unused name: that of its model, with a number if
 * taken.
 */
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
