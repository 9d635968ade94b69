import type { Log } from '../../../src/home/driver.ts'
import { Failure } from '../../../src/home/failure.ts'
import { createQueue } from '../../../src/home/queue.ts'
import { EchoFilter } from '../following.ts'
import { say } from '../messages.ts'
import { type ReceivedPress, singleFlight, type Transmitter } from '../transmitter.ts'
import { defaultLircTimings, type LircAddress, LircConnection, type LircTimings } from './lircConnection.ts'

/** A transmitter that knows remotes and their keys by name, and nothing else. */
export interface LircTransmitter extends Transmitter {
  /**
   * Presses a key of a remote that it knows, and holds it so many repeats longer.
   * @throws as `send`; `deviceFault` with lircd's own words if it refuses
   */
  sendKey(remote: string, key: string, repeats: number, signal: AbortSignal): Promise<void>
}

/** Longer lines are refused by lircd, with its newline. */
const maxLineBytes = 255
const maxQueued = 64

/** An infrared LED that lircd controls. It sends only the keys that the configuration of lircd has. */
export function lirc(
  target: LircAddress,
  log: Log,
  timings: LircTimings = defaultLircTimings,
): LircTransmitter & Required<Pick<Transmitter, 'problem' | 'onReceived'>> {
  const enqueue = createQueue(maxQueued)
  const echoes = new EchoFilter()
  const listeners = new Set<(press: ReceivedPress) => void>()
  const connection = new LircConnection(target, log, timings, (press) => {
    if (echoes.isEcho(press)) return
    for (const listener of [...listeners]) listener(press)
  })
  const connect = () => connection.connect()

  return {
    ready: connect().then(
      () => {},
      () => {},
    ),
    online: () => connection.isConnected(),
    seek: singleFlight(connect),
    problem: () => connection.problem(),
    async send() {
      throw new Failure('unsupported', say('lircOnlyNames'))
    },
    sendKey: (remote, key, repeats, signal) =>
      enqueue(() => {
        echoes.sending({ remote, key }, timings.repeatTimeoutMs * (repeats + 1))
        return connection.sendOnce(sendOnceLine(remote, key, repeats), repeats, signal)
      }, signal),
    onReceived(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: async () => connection.close(),
  }
}

function sendOnceLine(remote: string, key: string, repeats: number): string {
  const command = `SEND_ONCE ${remote} ${key}${repeats > 0 ? ` ${repeats}` : ''}`
  const isOne = [remote, key].every((word) => /^[^\s\p{C}]+$/u.test(word))
  if (!isOne || Buffer.byteLength(command) >= maxLineBytes)
    throw new Failure('unsupported', say('lircName', { remote, key }))
  return command
}
