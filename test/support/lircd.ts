import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { makeFolder, removeFolder } from './folder.ts'

/** A small lircd on a socket of its own, by lircd(8) and by the recorded output of a real one. */
export interface Lircd {
  readonly path: string
  /** every command that it obeyed or refused, as it came, but VERSION */
  readonly receivedLines: string[]
  /** how many are connected */
  readonly clients: number
  /** what is sent instead to the next command, nothing if it is empty; the number is that of the connection, from 1 */
  readonly faults: ((command: string, connection: number) => string)[]
  /** where it listens in addition, if it was started with a TCP port */
  readonly port: number
  /** it hangs: what is sent to it stays in the buffers of its sockets until `thaw` */
  freeze(): void
  thaw(): void
  /** it hangs as soon as it has answered VERSION so many times more */
  freezeAfterProbes: number
  /** broadcasts to all clients: a key that was received, or SIGHUP */
  broadcast(text: string): void
  /** hangs up on all and listens no more */
  stop(): Promise<void>
  start(): Promise<void>
  close(): Promise<void>
}

export const success = (command: string) => `BEGIN\n${command}\nSUCCESS\nEND\n`
export const refusal = (command: string, why: string) => `BEGIN\n${command}\nERROR\nDATA\n1\n${why}\nEND\n`

/** @param tcp it listens on a TCP port as well, as with `--listen` */
export async function lircd(
  remotes: Readonly<Record<string, readonly string[]>>,
  { tcp = false } = {},
): Promise<Lircd> {
  const folder = makeFolder()
  const path = join(folder, 'lircd')
  const clients = new Set<Socket>()
  const receivedLines: string[] = []
  const faults: ((command: string, connection: number) => string)[] = []
  let connections = 0
  let isFrozen = false
  const onClient = (socket: Socket) => {
    if (isFrozen) socket.pause()
    clients.add(socket)
    connections += 1
    const connection = connections
    socket.on('close', () => clients.delete(socket))
    socket.on('error', () => {})
    let rest = ''
    socket.on('data', (bytes) => {
      const lines = (rest + bytes.toString('utf8')).split('\n')
      rest = lines.pop() ?? ''
      for (const command of lines) {
        if (command === 'VERSION') {
          socket.write(`BEGIN\nVERSION\nSUCCESS\nDATA\n1\n0.10.1\nEND\n`)
          self.freezeAfterProbes -= 1
          if (self.freezeAfterProbes === 0) self.freeze()
          continue
        }
        receivedLines.push(command)
        socket.write((faults.shift() ?? answer)(command, connection))
      }
    })
  }
  const server = createServer(onClient)
  const tcpServer = tcp ? createServer(onClient).listen(0, '127.0.0.1') : undefined
  if (tcpServer) await once(tcpServer, 'listening')
  const self: Lircd = {
    path,
    port: (tcpServer?.address() as AddressInfo | undefined)?.port ?? 0,
    freezeAfterProbes: -1,
    freeze() {
      isFrozen = true
      for (const socket of clients) socket.pause()
    },
    thaw() {
      isFrozen = false
      for (const socket of clients) socket.resume()
    },
    receivedLines,
    faults,
    get clients() {
      return clients.size
    },
    broadcast: (text) => clients.forEach((socket) => void socket.write(text)),
    start: () => new Promise((resolve) => server.listen(path, resolve)),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of clients) socket.destroy()
      }),
    async close() {
      if (server.listening) await self.stop()
      tcpServer?.close()
      removeFolder(folder)
    },
  }
  await self.start()
  return self

  function answer(command: string): string {
    const [directive, remote = '', key = '', repeats = '0'] = command.split(' ')
    if (directive?.toUpperCase() !== 'SEND_ONCE') return refusal(command, `unknown directive: "${directive}"`)
    const keys = remotes[remote]
    if (!keys) return refusal(command, `unknown remote: "${remote}"`)
    if (!keys.includes(key)) return refusal(command, `unknown command: "${key}"`)
    if (Number(repeats) > 600) return refusal(command, `too many repeats: "${repeats}" > "600"`)
    return success(command)
  }
}
