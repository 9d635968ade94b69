import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import type { Log } from '../../../src/home/driver.ts'
import { Failure } from '../../../src/home/failure.ts'

export type Heard = (message: Buffer, from: RemoteInfo) => void

/** A socket that is opened when it is needed, and again if it breaks. It keeps no process alive. */
export interface Udp {
  /** Resolves with our port once packets can be sent. */
  opened(): Promise<number>
  send(packet: Buffer, port: number, address: string): Promise<void>
  /** @returns what ends it */
  hear(listener: Heard): () => void
  close(): Promise<void>
}

export function udp(log: Log): Udp {
  const listeners = new Set<Heard>()
  let opening: Promise<Socket> | undefined
  let closed = false

  return {
    opened: async () => (await socket()).address().port,
    async send(packet, port, address) {
      const open = await socket()
      await new Promise<void>((resolve, reject) =>
        open.send(packet, port, address, (error) => (error ? reject(error) : resolve())),
      )
    },
    hear(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      closed = true
      listeners.clear()
      const open = await opening?.catch(() => undefined)
      if (open) await shut(open)
    },
  }

  function socket(): Promise<Socket> {
    if (closed) return Promise.reject(new Failure('offline', 'it has been closed'))
    opening ??= begin()
    return opening
  }

  function begin(): Promise<Socket> {
    const fresh = createSocket('udp4')
    fresh.unref()
    fresh.on('message', (message, from) => {
      for (const listener of [...listeners]) listener(message, from)
    })
    return new Promise((resolve, reject) => {
      // Until the next error there may be another socket already.
      fresh.once('error', () => {
        opening = undefined
      })
      fresh.on('error', (error) => {
        log.warn({ reason: error.message }, 'the socket for Broadlink devices broke; it is opened again when needed')
        void shut(fresh)
        reject(error)
      })
      fresh.bind(0, () => {
        fresh.setBroadcast(true)
        resolve(fresh)
      })
    })
  }
}

function shut(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    try {
      socket.close(() => resolve())
    } catch {
      // It has closed itself.
      resolve()
    }
  })
}
