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
  /** the connection to a broker whose messages this one uses, by the name that `connection` has for it */
  readonly through?: { readonly name: string; readonly driver: string; readonly connection: object }
  readonly appliances: readonly object[]
  readonly bombs: readonly Bomb[]
  /** Resolves when the driver is connected, also after an attack that ended the connection. @param applianceId its first appliance */
  connected(control: ControlClient, applianceId: string): Promise<void>
  close(): Promise<void>
}

/** Writes to a stream no faster than it takes it, until it is closed. */
export async function pour(stream: Writable, pieces: Iterable<Buffer | string>): Promise<void> {
  for (const piece of pieces) {
    if (stream.destroyed) return
    if (!stream.write(piece)) await takenOrClosed(stream)
  }
}

async function takenOrClosed(stream: Writable): Promise<void> {
  // The one that did not come must not be waited for any more.
  const isOver = new AbortController()
  const { signal } = isOver
  await Promise.race([once(stream, 'drain', { signal }), once(stream, 'close', { signal })]).catch(() => {})
  isOver.abort()
}

/** The same piece so many times. */
export function* repeated(piece: Buffer | string, times: number): Generator<Buffer | string> {
  for (let i = 0; i < times; i += 1) yield piece
}

/** So many pieces, each made by its number. */
export function* repeatedBy(times: number, piece: (i: number) => Buffer): Generator<Buffer> {
  for (let i = 0; i < times; i += 1) yield piece(i)
}

/** How many of something that is sent once: all of it in a long run, a part in a short one. */
export const part = (count: number, scale: number): number => Math.ceil(count * Math.min(1, scale))

/** Commands to an appliance, whose answers nobody waits for. */
export interface Commands {
  connect(control: ControlClient, applianceId: string): Promise<void>
  send(action: string, also?: Record<string, unknown>): Promise<void>
  /** Switches it on and off by turns. */
  toggle(): Promise<void>
}

export function createCommands(): Commands {
  let control: ControlClient | undefined
  let appliance: { readonly applianceId: string } | undefined
  let isOn = false
  const self: Commands = {
    async connect(client, applianceId) {
      control = client
      appliance = { applianceId }
    },
    async send(action, also = {}) {
      await control?.call('command', { action, payload: { appliance, ...also } }).catch(() => {})
    },
    toggle() {
      isOn = !isOn
      return self.send(isOn ? 'TurnOn' : 'TurnOff')
    },
  }
  return self
}

/** JSON that is nested so deep. */
export const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`

/** Waits until somebody is connected, 30 s at most. */
export async function someConnected(connections: ReadonlySet<unknown>): Promise<void> {
  for (const end = Date.now() + 30_000; connections.size === 0; ) {
    if (Date.now() > end) throw new Error('nobody connects any more')
    await sleep(10)
  }
}
