import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { crc32 } from 'node:zlib'
import { pour } from './hostile/peer.ts'

/**
 * A Tuya blaster on Wi-Fi over real TCP, for tests: written from the public notes on the protocol, and knowing nothing of the
 * driver. `201` takes JSON at data point 201, `1` a data point for each part of a command.
 */
export interface TuyaBlaster {
  readonly port: number
  readonly deviceId: string
  readonly localKey: string
  /** the times of each code that it was told, in µs */
  readonly sent: number[][]
  /** it is in learning mode */
  readonly isLearning: boolean
  /** it takes what it is sent and answers nothing */
  isMute: boolean
  /** the return code of its next answers to commands, and what it says with it */
  refusal: { readonly code: number; readonly text: string } | undefined
  /** it acknowledges no command, but reports the data points that were set */
  reportsOnly: boolean
  /** Somebody presses a key at it: these times, in Base64, are reported if it is learning. */
  press(base64: string): void
  /** the connections on which it was asked whether it is there: those are ready for commands */
  readonly established: ReadonlySet<Socket>
  /** Writes to all that are connected. @param pieces gets what makes a report of a message, as each of them understands it */
  pour(pieces: (report: (message: Buffer) => Buffer) => Iterable<Buffer>): Promise<void>
  /** It closes all connections. */
  hangUp(): void
  close(): Promise<void>
}

interface Options {
  readonly version?: '3.3' | '3.4' | '3.5'
  readonly kind?: 1 | 201
  /** it answers no query before its first command, as after a power cut */
  readonly isSilentAtFirst?: boolean
}

interface Client {
  readonly socket: Socket
  key: Buffer
  nonce: Buffer
  theirNonce: Buffer
  sequence: number
  rest: Buffer
}

const u32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value >>> 0)
  return bytes
}

export async function tuyaBlaster({ version = '3.3', kind = 201, isSilentAtFirst = false }: Options = {}) {
  const localKey = 'k3y-of_the}test!'
  const real = Buffer.from(localKey)
  const clients = new Set<Client>()
  const established = new Set<Socket>()
  let isAwake = !isSilentAtFirst
  const self = {
    ...{ port: 0, deviceId: 'bf90851a27705b2de3rwll', localKey, sent: [] as number[][], isLearning: false as boolean },
    ...{ isMute: false, reportsOnly: false, refusal: undefined as TuyaBlaster['refusal'] },
    press(base64: string) {
      if (self.isLearning) for (const client of clients) reportPoints(client, { [kind === 201 ? '202' : '2']: base64 })
    },
    established,
    async pour(pieces: (report: (message: Buffer) => Buffer) => Iterable<Buffer>) {
      await Promise.all(
        [...clients].map((client) =>
          pour(
            client.socket,
            pieces((message) => reportOf(client, message)),
          ),
        ),
      )
    },
    hangUp() {
      for (const { socket } of clients) socket.destroy()
    },
    async close() {
      server.close()
      self.hangUp()
      await once(server, 'close')
    },
  } satisfies TuyaBlaster

  const server = createServer((socket) => {
    const client: Client = {
      ...{ socket, key: real, sequence: 1000, rest: Buffer.alloc(0) },
      ...{ nonce: randomBytes(16), theirNonce: Buffer.alloc(16) },
    }
    clients.add(client)
    socket.on('error', () => {})
    socket.on('close', () => {
      clients.delete(client)
      established.delete(socket)
    })
    socket.on('data', (bytes) => {
      client.rest = Buffer.concat([client.rest, bytes])
      try {
        for (let frame = take(client); frame; frame = take(client)) obey(client, ...frame)
      } catch {
        // With another key it makes no sense: such devices hang up.
        socket.destroy()
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  self.port = (server.address() as AddressInfo).port
  return self as TuyaBlaster

  /** One whole message: its sequence, command, and payload without the version. */
  function take(client: Client): [number, number, Buffer] | undefined {
    const { rest, key } = client
    const isGcm = version === '3.5'
    const head = isGcm ? 18 : 16
    if (rest.length < head) return undefined
    const total = head + rest.readUInt32BE(head - 4) + (isGcm ? 4 : 0)
    if (rest.length < total) return undefined
    client.rest = rest.subarray(total)
    const [sequence, command] = [rest.readUInt32BE(isGcm ? 6 : 4), rest.readUInt32BE(isGcm ? 10 : 8)]
    const body = rest.subarray(head, total - 4)
    let plain: Buffer
    if (isGcm) {
      const opener = createDecipheriv('aes-128-gcm', key, body.subarray(0, 12)).setAAD(rest.subarray(4, 18))
      opener.setAuthTag(body.subarray(-16))
      plain = Buffer.concat([opener.update(body.subarray(12, -16)), opener.final()])
    } else {
      const checkLength = version === '3.4' ? 32 : 4
      const signed = rest.subarray(0, total - 4 - checkLength)
      const check = version === '3.4' ? createHmac('sha256', key).update(signed).digest() : u32(crc32(signed))
      if (!check.equals(body.subarray(-checkLength))) throw new Error('checksum')
      let sealed = body.subarray(0, -checkLength)
      if (version === '3.3' && sealed.toString('latin1', 0, 3) === '3.3') sealed = sealed.subarray(15)
      const opener = createDecipheriv('aes-128-ecb', key, null)
      plain = Buffer.concat([opener.update(sealed), opener.final()])
    }
    return [sequence, command, plain.toString('latin1', 0, 3) === version ? plain.subarray(15) : plain]
  }

  function reply(client: Client, sequence: number, command: number, message: Buffer, code: number): void {
    client.socket.write(frameOf(client, sequence, command, message, code))
  }

  /** @param head the version and the counters of a report, which version 3.3 does not encrypt */
  function frameOf(
    client: Client,
    sequence: number,
    command: number,
    message: Buffer,
    code: number,
    head: Buffer = Buffer.alloc(0),
  ): Buffer {
    const result = version === '3.3' ? Buffer.concat([u32(code), head]) : u32(code)
    const payload = version === '3.3' ? message : Buffer.concat([head, message])
    if (version === '3.5') {
      // Its messages are counted by itself.
      client.sequence += 1
      const start = Buffer.concat([
        u32(0x6699),
        Buffer.alloc(2),
        u32(client.sequence),
        u32(command),
        u32(12 + result.length + payload.length + 16),
      ])
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-128-gcm', client.key, nonce).setAAD(start.subarray(4))
      const sealed = Buffer.concat([cipher.update(Buffer.concat([result, payload])), cipher.final()])
      return Buffer.concat([start, nonce, sealed, cipher.getAuthTag(), u32(0x9966)])
    }
    const cipher = createCipheriv('aes-128-ecb', client.key, null)
    // An acknowledgement has no payload at all.
    const sealed = payload.length === 0 ? payload : Buffer.concat([cipher.update(payload), cipher.final()])
    const checkLength = version === '3.4' ? 32 : 4
    const length = result.length + sealed.length + checkLength + 4
    const signed = Buffer.concat([u32(0x55aa), u32(sequence), u32(command), u32(length), result, sealed])
    const check = version === '3.4' ? createHmac('sha256', client.key).update(signed).digest() : u32(crc32(signed))
    return Buffer.concat([signed, check, u32(0xaa55)])
  }

  function reportPoints(client: Client, dps: object): void {
    const json = version === '3.3' ? { dps } : { protocol: 4, t: 1, data: { dps } }
    client.socket.write(reportOf(client, Buffer.from(JSON.stringify(json))))
  }

  function reportOf(client: Client, message: Buffer): Buffer {
    return frameOf(client, 0, 8, message, 0, Buffer.concat([Buffer.from(version), randomBytes(12)]))
  }

  function obey(client: Client, sequence: number, command: number, payload: Buffer): void {
    if (self.isMute) return
    if (command === 3) {
      client.theirNonce = payload
      const proof = createHmac('sha256', real).update(payload).digest()
      return void reply(client, sequence, 4, Buffer.concat([client.nonce, proof]), 0)
    }
    if (command === 5) {
      const proof = createHmac('sha256', real).update(client.nonce).digest()
      if (!payload.equals(proof)) throw new Error('proof')
      const mixed = Buffer.from(client.nonce.map((byte, i) => byte ^ (client.theirNonce[i] ?? 0)))
      const cipher =
        version === '3.5'
          ? createCipheriv('aes-128-gcm', real, client.theirNonce.subarray(0, 12))
          : createCipheriv('aes-128-ecb', real, null).setAutoPadding(false)
      client.key = Buffer.concat([cipher.update(mixed), cipher.final()])
      return
    }
    if (command === 9) {
      established.add(client.socket)
      return void reply(client, sequence, 9, Buffer.alloc(0), 0)
    }
    if (command === 10 || command === 16) {
      if (!isAwake) return
      const dps = kind === 201 ? { 201: '' } : { 1: 'study_exit' }
      return void reply(client, sequence, command, Buffer.from(JSON.stringify({ dps })), 0)
    }
    if (command !== (version === '3.3' ? 7 : 13)) return
    const json = JSON.parse(payload.toString())
    const dps: Record<string, unknown> = version === '3.3' ? json.dps : json.data.dps
    if (self.refusal) return void reply(client, sequence, command, Buffer.from(self.refusal.text), self.refusal.code)
    const known = Object.fromEntries(
      Object.entries(dps).filter(([point]) => (kind === 201 ? point === '201' : Number(point) <= 13)),
    )
    if (Object.keys(known).length > 0) {
      isAwake = true
      execute(known)
    }
    if (!self.reportsOnly) reply(client, sequence, command, Buffer.alloc(0), 0)
    if (Object.keys(known).length > 0) reportPoints(client, known)
  }

  function execute(dps: Readonly<Record<string, unknown>>): void {
    const told = kind === 201 ? JSON.parse(String(dps['201'])) : { control: dps['1'] }
    if (told.control === 'study') self.isLearning = true
    if (told.control === 'study_exit') self.isLearning = false
    const code = kind === 201 && told.control === 'send_ir' ? told.key1.slice(1) : dps['7']
    if (typeof code !== 'string') return
    const bytes = Buffer.from(code, 'base64')
    self.sent.push(Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readUInt16LE(2 * i)))
  }
}

/** Another key of the right length. */
export const otherKey = createHash('md5').update('other').digest('hex').slice(0, 16)
