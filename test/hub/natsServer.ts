import { EventEmitter, once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { TLSSocket } from 'node:tls'

/** What the server asks a client to sign. */
export const nonce = 'a nonce of the server'

interface Subscription {
  readonly socket: Socket
  readonly pattern: string
  readonly id: string
}

/** A message that a client sent. */
interface Published {
  readonly subject: string
  readonly text: string
}

interface FakeServerOptions {
  /** answers a client that has introduced itself; undefined: the connection ends */
  readonly answer?: () => string | undefined
  /** replies to a message as the server itself does on its own subjects; undefined: it is one for the subscribers */
  readonly reply?: (message: Published) => string | undefined
  /** with it the server speaks TLS alone */
  readonly certificate?: { readonly cert: string; readonly key: string }
}

/** What a server of NATS says, as far as a client needs it to connect, and to send messages to others. It judges nobody. */
export interface FakeServer {
  readonly url: string
  readonly host: string
  /** what each client sent to introduce itself */
  readonly introductions: Record<string, unknown>[]
  readonly sockets: Socket[]
  readonly published: Published[]
  /** Is back when somebody has subscribed to this. */
  subscribed(pattern: string): Promise<void>
  /** Sends a message to whoever subscribed to its subject. */
  publish(subject: string, text: string): void
  close(): Promise<void>
}

const lineEnd = '\r\n'
const noResponders = `NATS/1.0 503${lineEnd}${lineEnd}`

export async function natsServer({
  answer = () => `PONG${lineEnd}`,
  reply: ownReply = () => undefined,
  certificate,
}: FakeServerOptions = {}): Promise<FakeServer> {
  const introductions: Record<string, unknown>[] = []
  const sockets: Socket[] = []
  const published: Published[] = []
  const subscriptions = new Set<Subscription>()
  const changes = new EventEmitter()

  /** @param headersLength 0: there are none @returns whether there was somebody */
  function deliver(subject: string, replyTo: string, headersLength: number, bytes: Buffer): boolean {
    const receivers = [...subscriptions].filter(({ pattern }) => isMatch(pattern, subject))
    for (const { socket, id } of receivers) {
      const lengths = headersLength > 0 ? `${headersLength} ${bytes.length}` : `${bytes.length}`
      socket.write(
        `${headersLength > 0 ? 'HMSG' : 'MSG'} ${subject} ${id} ${replyTo ? `${replyTo} ` : ''}${lengths}${lineEnd}`,
      )
      socket.write(Buffer.concat([bytes, Buffer.from(lineEnd)]))
    }
    return receivers.length > 0
  }

  function take(subject: string, replyTo: string, headersLength: number, bytes: Buffer): void {
    const message = { subject, text: bytes.toString('utf8', headersLength) }
    published.push(message)
    const own = ownReply(message)
    if (own !== undefined) deliver(replyTo, '', 0, Buffer.from(own))
    else if (!deliver(subject, replyTo, headersLength, bytes) && replyTo)
      deliver(replyTo, '', noResponders.length, Buffer.from(noResponders))
  }

  const server = createServer((connection) => {
    sockets.push(connection)
    connection.on('error', () => {})
    const info = { server_id: 'NA', version: '2.9.10', nonce, headers: true, max_payload: 1_100_000 }
    connection.write(`INFO ${JSON.stringify({ ...info, ...(certificate && { tls_required: true }) })}${lineEnd}`)
    const socket = certificate ? new TLSSocket(connection, { isServer: true, ...certificate }) : connection
    socket.on('error', () => {})
    socket.on('close', () => {
      for (const one of subscriptions) if (one.socket === socket) subscriptions.delete(one)
    })
    let received = Buffer.alloc(0)
    socket.on('data', (bytes) => {
      received = Buffer.concat([received, bytes])
      for (let end = received.indexOf(lineEnd); end >= 0; end = received.indexOf(lineEnd)) {
        const line = received.toString('utf8', 0, end)
        const [command, ...words] = line.split(' ')
        let next = end + lineEnd.length
        if (command === 'PUB' || command === 'HPUB') {
          const start = next
          next += Number(words.at(-1)) + lineEnd.length
          if (received.length < next) return
          const lengths = command === 'HPUB' ? 2 : 1
          const [subject = '', replyTo = ''] = words.slice(0, -lengths)
          take(subject, replyTo, command === 'HPUB' ? Number(words.at(-2)) : 0, received.subarray(start, next - 2))
        }
        received = received.subarray(next)
        const [pattern = '', id = ''] = [words[0], words.at(-1)]
        if (command === 'CONNECT') introductions.push(JSON.parse(line.slice(command.length)))
        if (command === 'SUB') {
          subscriptions.add({ socket, pattern, id })
          changes.emit(pattern)
        }
        if (command === 'UNSUB')
          for (const one of subscriptions) if (one.socket === socket && one.id === pattern) subscriptions.delete(one)
        if (command !== 'PING') continue
        const given = answer()
        if (given === undefined) socket.destroy()
        else socket.write(given)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { readonly port: number }
  const host = `127.0.0.1:${port}`
  const publish = (subject: string, text: string) => void deliver(subject, '', 0, Buffer.from(text))
  const subscribed = async (pattern: string) => {
    if (![...subscriptions].some((one) => one.pattern === pattern)) await once(changes, pattern)
  }
  const close = () =>
    new Promise<void>((resolve) => {
      for (const socket of sockets) socket.destroy()
      server.close(() => resolve())
    })
  return { url: `nats://${host}`, host, introductions, sockets, published, subscribed, publish, close }
}

/** Whether a subscription takes a subject: `*` stands for one part of it, `>` for the rest. */
function isMatch(pattern: string, subject: string): boolean {
  const parts = subject.split('.')
  const wanted = pattern.split('.')
  const isFitting = wanted.every(
    (one, i) => one === '>' || (parts[i] !== undefined && (one === '*' || one === parts[i])),
  )
  return isFitting && (wanted.at(-1) === '>' || wanted.length === parts.length)
}

export async function withServer<T>(use: (server: FakeServer) => Promise<T>, options?: FakeServerOptions): Promise<T> {
  const server = await natsServer(options)
  try {
    return await use(server)
  } finally {
    await server.close()
  }
}
