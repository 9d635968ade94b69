import { createServer, type Socket } from 'node:net'

/** What the server asks a client to sign. */
export const nonce = 'a nonce of the server'

/** What a server of NATS says, as far as a client needs it to connect. */
interface FakeServer {
  readonly url: string
  readonly host: string
  /** what each client sent to introduce itself */
  readonly introductions: Record<string, unknown>[]
  readonly sockets: Socket[]
  close(): Promise<void>
}

/** @param answer to a client that has introduced itself; undefined: the connection ends */
export async function natsServer(answer: () => string | undefined = () => 'PONG\r\n'): Promise<FakeServer> {
  const introductions: Record<string, unknown>[] = []
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => {})
    socket.write(
      `INFO ${JSON.stringify({ server_id: 'NA', version: '2.9.10', nonce, headers: true, max_payload: 1000 })}\r\n`,
    )
    let text = ''
    socket.on('data', (bytes) => {
      text += bytes
      for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
        const line = text.slice(0, end)
        text = text.slice(end + 2)
        if (line.startsWith('CONNECT ')) introductions.push(JSON.parse(line.slice(8)))
        if (line !== 'PING') continue
        const given = answer()
        if (given === undefined) socket.destroy()
        else socket.write(given)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { readonly port: number }
  const host = `127.0.0.1:${port}`
  const close = () =>
    new Promise<void>((resolve) => {
      for (const socket of sockets) socket.destroy()
      server.close(() => resolve())
    })
  return { url: `nats://${host}`, host, introductions, sockets, close }
}

export async function withServer<T>(
  use: (server: FakeServer) => Promise<T>,
  answer?: () => string | undefined,
): Promise<T> {
  const server = await natsServer(answer)
  try {
    return await use(server)
  } finally {
    await server.close()
  }
}
