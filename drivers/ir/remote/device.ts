import { raceAbort } from '../../../src/home/deadline.ts'
import type { Device } from '../../../src/home/device.ts'
import { Failure } from '../../../src/home/failure.ts'
import { type Queue, queue } from '../../../src/home/queue.ts'
import type { Spec } from '../../../src/home/spec.ts'
import type { Assumed } from '../assumedState.ts'
import { press } from '../codes/index.ts'
import type { Presser } from '../transmitter.ts'
import { mustBeReachable, reached } from '../transmitters/reachable.ts'
import { lengthOf, mustFit } from './duration.ts'
import { aftermath, consequences } from './effects.ts'
import type { Keys } from './file.ts'
import type { Habits } from './keymap.ts'
import { type Press, pressesOf } from './keySequence.ts'

/** How many commands may wait for their presses. */
const mostWaiting = 40

export interface RemoteOptions {
  readonly keys: Keys
  readonly habits: Habits
  /** the pause between two presses, in milliseconds */
  readonly gap: number
}

/** What is behind a remote control: told by its keys, and seen by nobody. */
export function remoteDevice(
  { keys, habits, gap }: RemoteOptions,
  spec: Spec,
  state: Assumed,
  transmitter: Presser,
): Device {
  const names = new Set(Object.keys(keys))
  /** turns with every press: of two alike a receiver takes the second for the first that is still held */
  let toggle = false
  // The presses of a command are one after the other, whoever waits.
  const turn: Queue = queue(mostWaiting)
  const lengths = new Map<string, number>()

  return {
    spec,
    async read({ signal }) {
      return { ...(await reached(transmitter, signal)), state: await state.look(signal) }
    },
    async apply(command, signal) {
      mustBeReachable(transmitter)
      const now = await state.look(signal)
      const presses = pressesOf(command, now, names, habits) ?? cannot(`it has no key that surely does that`)
      mustFit(presses, gap, lengthOfKey)
      await turn(() => pressAll(presses, signal), signal)
      const { patch, unknown } = aftermath(command, now, names, habits)
      return state.told(patch, unknown)
    },
    assume(patch, unknown = []) {
      const all = consequences(patch, {}, names, habits, unknown)
      return state.assume(patch, unknown, all)
    },
  }

  function lengthOfKey(name: string): number {
    const known = lengths.get(name) ?? lengthOf(keys[name])
    lengths.set(name, known)
    return known
  }

  async function pressAll(presses: readonly Press[], signal: AbortSignal): Promise<void> {
    const all = presses.flatMap(({ key, times }) => Array<string>(times).fill(key))
    for (const [i, name] of all.entries()) {
      // Where nobody says when the light is over, the pause begins when it must be.
      if (i > 0) await pause(transmitter.isEarly ? gap + lengthOfKey(all[i - 1] ?? '') : gap, signal)
      signal.throwIfAborted()
      await pressOne(name, signal)
    }
  }

  async function pressOne(name: string, signal: AbortSignal): Promise<void> {
    const key = keys[name]
    if (!key) return cannot(`it has no key ${name}`)
    if ('lirc' in key) {
      if (!transmitter.named) return cannot('only lircd knows keys by name')
      return transmitter.named(key.lirc.remote, key.lirc.key, 0, signal)
    }
    toggle = !toggle
    await transmitter.send(press(key, { toggle }), 0, signal)
  }
}

function cannot(why: string): never {
  throw new Failure('unsupported', why)
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  return raceAbort(over, signal).finally(() => clearTimeout(timer))
}
