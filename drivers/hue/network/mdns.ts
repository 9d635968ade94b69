import { networkInterfaces } from 'node:os'
import type { Answer, Packet, Question } from 'dns-packet'
import type { MulticastDNS, Options } from 'multicast-dns'
import { raceAbort } from '../../../src/home/deadline.ts'

/** A bridge that announces itself by mDNS. */
export interface MdnsBridge {
  /** sixteen hexadecimal digits, in small letters */
  readonly id: string
  readonly address: string
  /** the port of HTTPS */
  readonly port: number
  /** such as BSB002, where it is announced */
  readonly model?: string
}

/** From where queries are sent, and to whom. */
interface Endpoint {
  /** the address of an interface; without it, the one that the system takes */
  readonly from?: string
  /** one responder; without it all of them, by multicast */
  readonly to?: { readonly address: string; readonly port: number }
  /** the port that hears the answers; a free one without it, which are answered to it alone (RFC 6762, 6.7) */
  readonly port?: number
}

export interface Search {
  readonly endpoints?: readonly Endpoint[]
  /** how long answers are awaited, and how often the queries are sent */
  readonly timings?: { readonly durationMs: number; readonly intervalMs: number }
  /** true once nothing more needs to be found */
  readonly enough?: (found: readonly MdnsBridge[]) => boolean
}

const service = '_hue._tcp.local'
const multicast = { address: '224.0.0.251', port: 5353 }
const defaultTimings = { durationMs: 2500, intervalMs: 500 }
/** More than a house has: announcements beyond that are ignored. */
const maxNames = 256
/** How many queries for missing records may follow answers at once; further ones wait for the next interval. */
const maxPromptQueries = 32

/** Every interface, and the port where multicast answers arrive. */
function everyInterface(): readonly Endpoint[] {
  const addresses = Object.values(networkInterfaces()).flatMap((all = []) =>
    all.filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address),
  )
  return [...addresses.map((from) => ({ from })), { port: multicast.port }]
}

/**
 * The bridges that answer on the network (mDNS, `_hue._tcp`), by their ids; no cloud is used.
 * @throws the signal's reason
 */
export async function findBridges(
  signal: AbortSignal,
  { endpoints = everyInterface(), timings = defaultTimings, enough = () => false }: Search = {},
): Promise<readonly MdnsBridge[]> {
  signal.throwIfAborted()
  // Loaded only when a bridge is looked for.
  const { default: mdns } = await import('multicast-dns')
  const known = createAnnouncements()
  const sockets = endpoints.map((endpoint) => ({ to: endpoint.to ?? multicast, socket: mdns(optionsOf(endpoint)) }))
  let timers: NodeJS.Timeout[] = []
  let promptQueries = 0
  try {
    const complete = new Promise<void>((resolve) => {
      for (const { socket } of sockets) {
        // A port that is taken or an interface that is gone: the other sockets go on.
        socket.on('error', () => {}).on('warning', () => {})
        socket.on('response', (packet, { address }) => {
          if (known.take(packet, address) && enough(known.bridges(false))) resolve()
          else if (promptQueries < maxPromptQueries) askPromptly(known.missing())
        })
      }
      timers = [setInterval(() => ask(known.questions()), timings.intervalMs), setTimeout(resolve, timings.durationMs)]
      ask(known.questions())
    })
    await raceAbort(complete, signal)
    return known.bridges(true)
  } finally {
    for (const timer of timers) clearTimeout(timer)
    for (const { socket } of sockets) close(socket)
  }

  /** A responder that announces something new in each answer would else be asked as often as it likes. */
  function askPromptly(questions: readonly Question[]): void {
    if (questions.length > 0) promptQueries += 1
    ask(questions)
  }

  function ask(questions: readonly Question[]): void {
    if (questions.length === 0) return
    for (const { socket, to } of sockets) socket.query(questions.slice(0, 32), to, () => {})
  }
}

/** Where a bridge is now, wherever it has moved to; nothing if it does not answer. @throws the signal's reason */
export async function whereIs(id: string, signal: AbortSignal, search: Search = {}): Promise<MdnsBridge | undefined> {
  const isIt = (bridge: MdnsBridge) => bridge.id === id.toLowerCase()
  const found = await findBridges(signal, { ...search, enough: (bridges) => bridges.some(isIt) })
  return found.find(isIt)
}

const optionsOf = ({ from, to, port = 0 }: Endpoint): Options => ({
  port,
  ...(from !== undefined && { interface: from }),
  ...(port > 0 && { bind: '0.0.0.0' }),
  ...(to && { multicast: false }),
})

function close(socket: MulticastDNS): void {
  try {
    socket.destroy()
  } catch {
    // One that could not be opened is closed.
  }
}

/** What was announced so far. */
function createAnnouncements() {
  // Keyed by the name in small letters. The name as it was announced is kept, because not every responder ignores case.
  const instances = new Map<string, string>()
  const places = new Map<string, { target: string; port: number }>()
  const texts = new Map<string, ReadonlyMap<string, string>>()
  const addresses = new Map<string, readonly string[]>()
  const senders = new Map<string, string>()
  const askedNames = new Set<string>()
  const lower = (name: string) => name.toLowerCase()

  return { take, bridges, missing, questions: (): Question[] => [{ name: service, type: 'PTR' }, ...gaps()] }

  /** @returns true if a packet was about a bridge */
  function take({ answers = [], additionals = [] }: Packet, sender: string): boolean {
    const records = [...answers, ...additionals]
    for (const record of records) if (instances.size + addresses.size < maxNames) learn(record, sender)
    return records.some(({ name }) => lower(name).endsWith(service))
  }

  function learn(record: Answer, sender: string): void {
    // A goodbye packet (RFC 6762, 10.1).
    if ('ttl' in record && record.ttl === 0) return
    const name = lower(record.name)
    if (record.type === 'A')
      addresses.set(name, [...new Set([...(addresses.get(name) ?? []), record.data])].slice(0, 16))
    if (record.type === 'PTR' && name === service) instances.set(lower(record.data), record.data)
    if (!name.endsWith(`.${service}`)) return
    instances.set(name, record.name)
    senders.set(name, sender)
    if (record.type === 'SRV') places.set(name, { target: record.data.target, port: record.data.port })
    if (record.type === 'TXT') texts.set(name, textOf(record.data))
  }

  /** Records that are missing: they need not come with the name of the service (RFC 6763, 12). */
  function gaps(): Question[] {
    const ofInstance = (have: ReadonlyMap<string, unknown>, type: 'SRV' | 'TXT') =>
      [...instances].filter(([name]) => !have.has(name)).map(([, name]) => ({ name, type }))
    const targets = [...new Set([...places.values()].map(({ target }) => target))]
    const hosts = targets.filter((name) => !addresses.has(lower(name))).map((name) => ({ name, type: 'A' as const }))
    return [...ofInstance(places, 'SRV'), ...ofInstance(texts, 'TXT'), ...hosts]
  }

  /** The missing records that were not queried yet. */
  function missing(): Question[] {
    const fresh = gaps().filter(({ name, type }) => !askedNames.has(`${type} ${name}`))
    for (const { name, type } of fresh) askedNames.add(`${type} ${name}`)
    return fresh
  }

  /** @param ended no more answers are awaited: then a bridge without an address record is at the address of the sender */
  function bridges(ended: boolean): readonly MdnsBridge[] {
    const all = [...instances.keys()].flatMap((name) => {
      const { target = '', port = 0 } = places.get(name) ?? {}
      const text = texts.get(name)
      const id = lower(text?.get('bridgeid') ?? '')
      const announced = addresses.get(lower(target))
      const sender = senders.get(name)
      // Of several addresses (a container's network is one of them) that from which it answered is reached for sure.
      const isAnnounced = sender !== undefined && announced?.includes(sender)
      const address = isAnnounced ? sender : (announced?.[0] ?? (ended ? sender : undefined))
      if (!/^[0-9a-f]{16}$/.test(id) || address === undefined || port === 0) return []
      const model = text?.get('modelid')
      return [{ id, address, port, ...(model !== undefined && { model }) }]
    })
    return [...new Map(all.map((bridge) => [bridge.id, bridge])).values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  }
}

/** `bridgeid=001788fffe123456` and the like, by their keys in small letters. */
function textOf(data: unknown): ReadonlyMap<string, string> {
  const lines = (Array.isArray(data) ? data : [data]).map(String)
  return new Map(
    lines.flatMap((line) => {
      const at = line.indexOf('=')
      return at > 0 ? [[line.slice(0, at).toLowerCase(), line.slice(at + 1)] as const] : []
    }),
  )
}
