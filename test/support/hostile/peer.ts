import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ControlClient } from '../../../src/control/client.ts'

/** One attack of the counterpart of a driver. */
export interface Bomb {
  readonly what: string
  /** Sends it; resolves when all of it was taken by the socket. @param scale how often, or below 1, which part of it */
  send(scale: number): Promise<void>
  /** what the gateway must tell of it, in its log or as a problem of the connection */
  readonly told?: RegExp
}

/** The counterpart of a driver, which sends what no device would send. */
export interface HostilePeer {
  /** the type of the driver in the configuration */
  readonly driver: string
  /** what stands under `drivers:`, and the appliances of it */
  readonly connection: object
  readonly appliances: readonly object[]
  readonly bombs: readonly Bomb[]
  /** Resolves when the driver is connected, also after an attack that ended the connection. */
  connected(control: ControlClient): Promise<void>
  close(): Promise<void>
}

/** Writes to a stream no faster than it takes it, until it is closed. */
export async function pour(stream: Writable, pieces: Iterable<Buffer | string>): Promise<void> {
  for (const piece of pieces) {
    if (stream.destroyed) return
    if (!stream.write(piece)) await Promise.race([once(stream, 'drain'), once(stream, 'close')]).catch(() => {})
  }
}

/** The same piece so many times. */
export function* repeated(piece: Buffer | string, times: number): Generator<Buffer | string> {
  for (let i = 0; i < times; i += 1) yield piece
}

/** How many of something that is sent once: all of it in a long run, a part in a short one. */
export const part = (count: number, scale: number): number => Math.ceil(count * Math.min(1, scale))

/** JSON that is nested so deep. */
export const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`

/** Waits until somebody is connected, 30 s at most. */
export async function someConnected(connections: ReadonlySet<unknown>): Promise<void> {
  for (const end = Date.now() + 30_000; connections.size === 0; ) {
    if (Date.now() > end) throw new Error('nobody connects any more')
    await sleep(10)
  }
}
