import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A small lircd on a socket of its own, by lircd(8) and by what a real one was seen to say. */
export interface Lircd {
  readonly path: string
  /** every command, as it came */
  readonly told: string[]
  /** how many are connected */
  readonly clients: number
  /** what is said instead to the next command, and nothing if that is empty; the number is that of the connection, from 1 */
  readonly faults: ((command: string, connection: number) => string)[]
  /** tells everybody: a key that was received, or SIGHUP */
  broadcast(text: string): void
  /** hangs up on all and listens no more */
  stop(): Promise<void>
  start(): Promise<void>
  close(): Promise<void>
}

export const success = (command: string) => `BEGIN\n${command}\nSUCCESS\nEND\n`
export const refusal = (command: string, why: string) => `BEGIN\n${command}\nERROR\nDATA\n1\n${why}\nEND\n`

export async function lircd(remotes: Readonly<Record<string, readonly string[]>>): Promise<Lircd> {
  const folder = await mkdtemp(join(tmpdir(), 'lircd-'))
  const path = join(folder, 'lircd')
  const clients = new Set<Socket>()
  const told: string[] = []
  const faults: ((command: string, connection: number) => string)[] = []
  let connections = 0
  const server = createServer((socket) => {
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
        told.push(command)
        socket.write((faults.shift() ?? answer)(command, connection))
      }
    })
  })
  const self: Lircd = {
    path,
    told,
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
      await rm(folder, { recursive: true, force: true })
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
