import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { createSocket, type RemoteInfo } from 'node:dgram'

/**
 * Broadlink blasters over real UDP, for tests: written from the protocol (spec/devices/broadlink.md) and by how
 * python-broadlink speaks, and knowing nothing of the driver.
 */
export const kinds = {
  pro: { type: 0x2787, framing: 'old', radio: true, sensors: 1, nothing: -10 },
  mini3: { type: 0x2737, framing: 'old', radio: false, sensors: undefined, nothing: -10 },
  mini3New: { type: 0x5f36, framing: 'new', radio: false, sensors: undefined, nothing: -10 },
  rm4mini: { type: 0x51da, framing: 'new', radio: false, sensors: 0x24, nothing: -5 },
  rm4pro: { type: 0x649b, framing: 'new', radio: true, sensors: 0x24, nothing: -5 },
  unheardOfOld: { type: 0x7abd, framing: 'old', radio: false, sensors: undefined, nothing: -10 },
  unheardOf: { type: 0x7abc, framing: 'new', radio: false, sensors: undefined, nothing: -5 },
} as const

export interface Sent {
  /** 0x26, 0xB2 or 0xD7 */
  readonly kind: number
  readonly repeats: number
  /** in µs */
  readonly pulses: readonly number[]
  /** what came, as it came */
  readonly data: Buffer
}

/** What may go wrong with the answer to a packet. It gives what is sent instead. @param asker who gets it */
export type Fault = (answer: Buffer, asker: RemoteInfo) => readonly Buffer[]

export interface Blaster {
  readonly port: number
  readonly mac: string
  /** all codes that it has sent, in their order */
  readonly sent: Sent[]
  /** every order that it obeyed, by its number; 0x65 for a session that it gave */
  readonly orders: number[]
  /** the counters of all packets, as they came */
  readonly counters: number[]
  /** `misaddressed`: with another type or MAC than its own */
  readonly received: { hellos: number; pings: number; wrong: number; misaddressed: number }
  locked: boolean
  /** it receives nothing */
  isUnresponsive: boolean
  /** how many of its next answers get lost; it receives and executes commands */
  mute: number
  /** the error of its next answer to an order */
  error: number
  /** how often that is answered */
  errors: number
  /** what is done to its next answers to orders */
  readonly faults: Fault[]
  /** °C and percent */
  air: { temperature: number; humidity: number }
  /** somebody presses a key at it; it is learnt if it listens */
  press(code: Buffer): boolean
  /** somebody holds a key of a radio remote near it */
  hold(): boolean
  readonly listening: 'no' | 'light' | 'sweep' | 'radio'
  /** it forgets its sessions, as after a power cut */
  restart(): void
  /** another gateway begins a session of its own, which ends all others */
  takeOver(): void
  /** resolves when it has obeyed that many orders of that number */
  obeyed(order: number, times?: number): Promise<void>
  close(): Promise<void>
}

const iv = Buffer.from('562e17996d093d28ddb3ba695a2e6f58', 'hex')
const initial = Buffer.from('097628343fe99e23765c1513accf8b02', 'hex')

const total = (bytes: Buffer) => bytes.reduce((sum, byte) => (sum + byte) % 0x10000, 0xbeaf)
export const withSum = (packet: Buffer) => {
  packet.writeUInt16LE(0, 0x20)
  packet.writeUInt16LE(total(packet), 0x20)
  return packet
}
const isIntact = (packet: Buffer) => withSum(Buffer.from(packet)).equals(packet)
const backwards = (mac: string) => Buffer.from(mac.split(':').reverse().join(''), 'hex')

function locked(plain: Buffer, key: Buffer): Buffer {
  const cipher = createCipheriv('aes-128-cbc', key, iv).setAutoPadding(false)
  const whole = Buffer.concat([plain, Buffer.alloc((16 - (plain.length % 16)) % 16)])
  return Buffer.concat([cipher.update(whole), cipher.final()])
}
function unlocked(body: Buffer, key: Buffer): Buffer {
  const cipher = createDecipheriv('aes-128-cbc', key, iv).setAutoPadding(false)
  return Buffer.concat([cipher.update(body), cipher.final()])
}

/** The pulses of a code in µs: ticks of 1/32768 s. */
function pulsesOf(code: Buffer): number[] {
  const out: number[] = []
  const end = 4 + code.readUInt16LE(2)
  for (let at = 4; at < end; ) {
    const isLong = code[at] === 0
    const ticks = isLong ? code.readUInt16BE(at + 1) : (code[at] ?? 0)
    out.push(Math.round((ticks * 1e6) / 32768))
    at += isLong ? 3 : 1
  }
  return out
}

export async function blaster(
  kind: keyof typeof kinds,
  { mac = '34:ea:34:12:34:56', name = '거실 RM', address = '127.0.0.1', port = 0, answerFrom = 0 } = {},
): Promise<Blaster> {
  const { type, framing, radio, sensors, nothing } = kinds[kind]
  const socket = createSocket('udp4')
  // Some devices answer from another port than the one on which they receive.
  const mouth = answerFrom === 0 ? socket : createSocket('udp4')
  await new Promise<void>((resolve) => socket.bind(port, address, resolve))
  if (mouth !== socket) await new Promise<void>((resolve) => mouth.bind(0, address, resolve))
  let session: { id: number; key: Buffer } | undefined
  let sessions = 0
  let last: { counter: number; answer: Buffer } | undefined
  let learnt: Buffer | undefined
  let held = false
  let listening: Blaster['listening'] = 'no'
  const waiting = new Set<() => void>()

  const self: Blaster = {
    port: socket.address().port,
    mac,
    sent: [],
    orders: [],
    counters: [],
    received: { hellos: 0, pings: 0, wrong: 0, misaddressed: 0 },
    locked: false,
    isUnresponsive: false,
    mute: 0,
    error: 0,
    errors: 1,
    faults: [],
    air: { temperature: 23.45, humidity: 51.2 },
    get listening() {
      return listening
    },
    press(code) {
      if (listening !== 'light' && listening !== 'radio') return false
      learnt = code
      listening = 'no'
      return true
    },
    hold() {
      held = listening === 'sweep'
      return held
    },
    restart() {
      session = undefined
      last = undefined
      listening = 'no'
    },
    takeOver() {
      session = begin()
    },
    async obeyed(order, times = 1) {
      while (self.orders.filter((one) => one === order).length < times)
        await new Promise<void>((resolve) => waiting.add(resolve))
    },
    async close() {
      for (const each of new Set([socket, mouth])) await new Promise<void>((resolve) => each.close(() => resolve()))
    },
  }
  socket.on('message', (packet, from) => {
    if (self.isUnresponsive) return
    if (packet.length === 0x30) return greeted(packet, from)
    if (packet.length < 0x38 || !isIntact(packet) || packet.subarray(0, 8).toString('hex') !== '5aa5aa555aa5aa55') {
      self.received.wrong += 1
      return
    }
    ordered(packet, from)
  })
  return self

  function begin() {
    sessions += 1
    return { id: sessions, key: randomBytes(16) }
  }

  function say(packet: Buffer, { port, address }: RemoteInfo) {
    mouth.send(packet, port, address)
  }

  function greeted(packet: Buffer, from: RemoteInfo) {
    if (packet[0x26] === 1) self.received.pings += 1
    if (packet[0x26] !== 6 || !isIntact(packet)) return
    self.received.hellos += 1
    const answer = Buffer.alloc(0x80)
    answer[0x26] = 7
    answer.writeUInt16LE(type, 0x34)
    Buffer.from(address.split('.').reverse().map(Number)).copy(answer, 0x36)
    backwards(mac).copy(answer, 0x3a)
    answer.write(name, 0x40, 'utf8')
    answer[0x7f] = self.locked ? 1 : 0
    say(withSum(answer), from)
  }

  function ordered(packet: Buffer, from: RemoteInfo) {
    const counter = packet.readUInt16LE(0x28)
    self.counters.push(counter)
    // The same packet again is not obeyed again, only answered.
    const answer = last?.counter === counter ? last.answer : answered(packet)
    last = { counter, answer }
    for (const notify of waiting) {
      waiting.delete(notify)
      notify()
    }
    if (self.mute > 0) {
      self.mute -= 1
      return
    }
    const isOrder = packet.readUInt16LE(0x26) === 0x6a
    const fault = isOrder ? self.faults.shift() : undefined
    const instead = fault ? fault(answer, from) : [answer]
    for (const each of instead) say(each, from)
  }

  function answered(packet: Buffer): Buffer {
    const command = packet.readUInt16LE(0x26)
    const body = packet.subarray(0x38)
    const reply = (error: number, plain: Buffer, key: Buffer) => {
      const out = Buffer.concat([packet.subarray(0, 0x38), error === 0 ? locked(plain, key) : Buffer.alloc(0)])
      out.writeInt16LE(error, 0x22)
      out.writeUInt16LE(command + 0x384, 0x26)
      out.writeUInt16LE(total(plain), 0x34)
      return withSum(out)
    }
    // Devices look at neither: broadlinkjs sends 0x272A to all of them, and node-broadlink every other address backwards.
    if (packet.readUInt16LE(0x24) !== type || !packet.subarray(0x2a, 0x30).equals(backwards(mac)))
      self.received.misaddressed += 1
    if (command === 0x65) {
      const plain = unlocked(body, initial)
      const isRight = plain.length === 0x50 && total(plain) === packet.readUInt16LE(0x34) && plain[0x2d] === 1
      if (self.locked || !isRight) return reply(-1, Buffer.alloc(0), initial)
      session = begin()
      self.orders.push(0x65)
      const given = Buffer.alloc(0x20)
      given.writeUInt32LE(session.id, 0)
      session.key.copy(given, 4)
      return reply(0, given, initial)
    }
    if (!session || packet.readUInt32LE(0x30) !== session.id) return reply(-7, Buffer.alloc(0), initial)
    const plain = unlocked(body, session.key)
    if (total(plain) !== packet.readUInt16LE(0x34)) return reply(-7, Buffer.alloc(0), initial)
    const start = framing === 'new' ? 2 : 0
    const order = plain.readUInt32LE(start)
    const data = plain.subarray(start + 4, framing === 'new' ? plain.readUInt16LE(0) + 2 : undefined)
    if (self.error !== 0 && self.errors > 0) {
      const { error } = self
      self.errors -= 1
      if (self.errors === 0) Object.assign(self, { error: 0, errors: 1 })
      return reply(error, Buffer.alloc(0), session.key)
    }
    const done = obey(order, data)
    if (typeof done === 'number') return reply(done, Buffer.alloc(0), session.key)
    const head = Buffer.alloc(start + 4)
    if (framing === 'new') head.writeUInt16LE(done.length + 4, 0)
    head.writeUInt32LE(order, start)
    return reply(0, Buffer.concat([head, done]), session.key)
  }

  /** What it answers, or the error: of a packet that it does not understand, too. */
  function obey(order: number, data: Buffer): Buffer | number {
    try {
      return obeyed(order, data)
    } catch {
      return -6
    }
  }

  function obeyed(order: number, data: Buffer): Buffer | number {
    if (![1, 2, 3, 4, 0x19, 0x1a, 0x1b, 0x1e, 0x24].includes(order)) return -4
    self.orders.push(order)
    const { temperature, humidity } = self.air
    const parts = (value: number, of: number) => [Math.trunc(value), Math.round((value - Math.trunc(value)) * of)]
    if (order === sensors)
      return Buffer.from(sensors === 1 ? parts(temperature, 10) : [...parts(temperature, 100), ...parts(humidity, 100)])
    if (order === 2) {
      const [kind = 0, repeats = 0] = data
      if (kind !== 0x26 && !radio) return -4
      const code = Buffer.from(data.subarray(0, 4 + data.readUInt16LE(2)))
      self.sent.push({ kind, repeats, pulses: pulsesOf(code), data: code })
      return Buffer.alloc(0)
    }
    if (order === 3) {
      listening = 'light'
      learnt = undefined
      return Buffer.alloc(0)
    }
    if (order === 4) {
      const code = learnt
      learnt = undefined
      return code ?? nothing
    }
    if (order === 0x1e) {
      listening = 'no'
      return Buffer.alloc(0)
    }
    if (!radio || (order !== 0x19 && order !== 0x1a && order !== 0x1b)) return -4
    if (order === 0x1a) return Buffer.from([held ? 1 : 0, 0xf0, 0x9e, 0x06, 0x00])
    if (order === 0x1b && !held) return -9
    listening = order === 0x19 ? 'sweep' : 'radio'
    if (order === 0x19) held = false
    return Buffer.alloc(0)
  }
}
