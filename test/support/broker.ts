import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { makeFolder, removeFolder } from './folder.ts'
import { killed } from './process.ts'

/** A broker process that can be stopped, started again and frozen. */
export interface TestBroker {
  readonly url: string
  readonly port: number
  start(): Promise<void>
  /** Ends it as a power cut would. */
  kill(): Promise<void>
  /** Accepts and never answers, until `thaw`. */
  freeze(): void
  thaw(): void
  stop(): Promise<void>
}

/** Where mosquitto is; nothing if it is not installed. */
function findMosquitto(): string | undefined {
  try {
    return execFileSync('sh', ['-c', 'PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v mosquitto'], {
      encoding: 'utf8',
    }).trim()
  } catch {
    return undefined
  }
}

/**
 * The ports of this worker of jest: no other worker takes one between the time it was found free and the time it is used.
 * They are below the ephemeral ports of the system, so it is not assigned to a client either.
 */
const portsPerWorker = 2000
const firstPort = 15_000 + (Number(process.env.JEST_WORKER_ID ?? 1) % 8) * portsPerWorker
const ports = { first: firstPort, last: firstPort + portsPerWorker - 1 }
let next = ports.first + Math.floor(Math.random() * portsPerWorker)

/** A free port that nobody else takes until it is used. @throws Error if all are taken */
export async function freePort(): Promise<number> {
  for (let tries = ports.first; tries <= ports.last; tries += 1) {
    next = next < ports.last ? next + 1 : ports.first
    if (await isFree(next)) return next
  }
  throw new Error(`no port from ${ports.first} to ${ports.last} is free`)
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

/**
 * A real mosquitto. Where none is installed (`.ci/run` installs one, and CI insists), the embedded broker in a process
 * of its own: the same tests then run against that.
 */
export async function testBroker(more = 'allow_anonymous true'): Promise<TestBroker> {
  const mosquitto = findMosquitto()
  if (!mosquitto && process.env.CI) throw new Error('CI must have a real mosquitto: apt-get install mosquitto')
  const folder = makeFolder()
  const port = await freePort()
  writeFileSync(
    join(folder, 'mosquitto.conf'),
    `listener ${port} 127.0.0.1\npersistence false\nset_tcp_nodelay true\n${more}\n`,
  )
  let child: ChildProcess | undefined

  const broker: TestBroker = {
    url: `mqtt://127.0.0.1:${port}`,
    port,
    async start() {
      child = mosquitto
        ? spawn(mosquitto, ['-c', join(folder, 'mosquitto.conf')], { stdio: 'ignore' })
        : spawn(process.execPath, ['--input-type=module', '-e', standIn(port)], { stdio: 'ignore' })
      await reachable(port)
    },
    async kill() {
      const dying = child
      child = undefined
      await killed(dying)
    },
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    async stop() {
      await broker.kill()
      removeFolder(folder)
    },
  }
  await broker.start()
  return broker
}

const standIn = (port: number) =>
  `import { Aedes } from 'aedes'; import { createServer } from 'node:net'; const broker = await Aedes.createBroker(); createServer(broker.handle).listen(${port}, '127.0.0.1')`

/** Waits until something listens there. @param timeoutMs how long at most */
export async function reachable(port: number, timeoutMs = 5000): Promise<void> {
  for (const end = Date.now() + timeoutMs; Date.now() < end; await setTimeout(10)) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('connect', () => resolve(true))
      socket.once('error', () => resolve(false))
      socket.once('close', () => resolve(false))
      socket.once('connect', () => socket.destroy())
    })
    if (open) return
  }
  throw new Error(`nothing listens on port ${port}`)
}
