import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import type { Log } from '../../../src/home/driver.ts'
import { Failure } from '../../../src/home/failure.ts'
import { say } from '../messages.ts'

export type UdpListener = (message: Buffer, from: RemoteInfo) => void

/** A socket that is opened when it is needed, and again if it breaks. It keeps no process alive. */
export interface UdpSocket {
  /** Resolves with our port once packets can be sent. */
  opened(): Promise<number>
  send(packet: Buffer, port: number, address: string): Promise<void>
  /** @returns what ends it */
  listen(listener: UdpListener): () => void
  close(): Promise<void>
}

export function createUdpSocket(log: Log): UdpSocket {
  const listeners = new Set<UdpListener>()
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
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      closed = true
      listeners.clear()
      const open = await opening?.catch(() => undefined)
      if (open) await closeSocket(open)
    },
  }

  function socket(): Promise<Socket> {
    if (closed) return Promise.reject(new Failure('offline', say('closed')))
    opening ??= open()
    return opening
  }

  function open(): Promise<Socket> {
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
        void closeSocket(fresh)
        reject(error)
      })
      fresh.bind(0, () => {
        fresh.setBroadcast(true)
        resolve(fresh)
      })
    })
  }
}

function closeSocket(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    try {
      socket.close(() => resolve())
    } catch {
      // It has closed itself.
      resolve()
    }
  })
}

/** How often something is said, and how long an answer is awaited each time, in milliseconds. */
export interface RetryTimings {
  readonly tries: number
  readonly waitMs: number
}

/** UDP loses packets. */
export const defaultRetry: RetryTimings = { tries: 3, waitMs: 1000 }

/**
 * Says something until an answer has come, which may be the answer to any time that it was said.
 * @param say sends it; it is the same each time, so that the device can know it again
 * @param take the answer of a packet that has come; nothing if it is none
 * @returns nothing if no answer came
 * @throws the reason of the first signal that is aborted; nothing is said after that
 */
export function requestWithRetry<T>(
  udp: UdpSocket,
  { tries, waitMs }: RetryTimings,
  { say: send, take: match }: { say(): Promise<unknown>; take(...received: Parameters<UdpListener>): T | undefined },
  signals: readonly AbortSignal[],
): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    let left = tries
    let over = false
    let timer: NodeJS.Timeout | undefined
    const stop = udp.listen((message, from) => {
      const taken = match(message, from)
      if (taken !== undefined) end(() => resolve(taken))
    })
    for (const signal of signals) signal.addEventListener('abort', abort, { once: true })
    if (signals.some(({ aborted }) => aborted)) abort()
    else sendAgain()

    function sendAgain() {
      if (left === 0) return end(() => resolve(undefined))
      left -= 1
      timer = setTimeout(sendAgain, waitMs)
      // A network that is away for a moment is a lost packet like another.
      udp
        .opened()
        .then(() => (over ? undefined : send()))
        .catch(() => {})
    }
    function abort() {
      end(() => reject(signals.find(({ aborted }) => aborted)?.reason))
    }
    function end(settle: () => void) {
      if (over) return
      over = true
      clearTimeout(timer)
      stop()
      for (const signal of signals) signal.removeEventListener('abort', abort)
      settle()
    }
  })
}
