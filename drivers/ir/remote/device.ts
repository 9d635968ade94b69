import { type Signal, until } from '../../../src/home/deadline.ts'
import type { Command, Device } from '../../../src/home/device.ts'
import { Failure } from '../../../src/home/failure.ts'
import { type Queue, queue } from '../../../src/home/queue.ts'
import type { Spec } from '../../../src/home/spec.ts'
import type { State, Trait } from '../../../src/home/traits.ts'
import type { Assumed } from '../assumed.ts'
import { press } from '../codes/index.ts'
import { isReachable, mustBeReachable } from '../reachable.ts'
import type { Transmitter } from '../transmitters/transmitter.ts'
import { type Habits, type Press, pressesToCycle, pressesToPerform, pressesToSet, pressesToStep } from './abilities.ts'
import type { Keys } from './file.ts'

/** The most that one command presses. */
const most = 40

/** A transmitter that may know keys by names of its own. */
export type Presser = Transmitter & {
  named?(remote: string, key: string, repeats: number, signal: Signal): Promise<void>
}

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
  const turn: Queue = queue(most)

  return {
    spec,
    async read({ signal }) {
      return { online: await isReachable(transmitter, signal), state: await state.look(signal) }
    },
    async apply(command, signal) {
      mustBeReachable(transmitter)
      const now = await state.look(signal)
      await turn(() => pressAll(pressesOf(command, now), signal), signal)
      return state.told(command.kind === 'set' ? command.patch : afterwards(command, now))
    },
    assume: state.assume,
  }

  function pressesOf(command: Command, now: State): readonly Press[] {
    const presses = (() => {
      switch (command.kind) {
        case 'set':
          return Object.entries(command.patch).flatMap(
            ([trait, value]) =>
              pressesToSet(trait as Trait, value, now, names, habits) ?? cannot(`${trait} cannot be set to ${value}`),
          )
        case 'step':
          return pressesToStep(command.trait, command.by)
        case 'cycle':
          return pressesToCycle(command.trait, command.times ?? 1, names)
        case 'perform':
          return pressesToPerform(command.verb)
      }
    })()
    if (!presses) return cannot(`it has no key for ${command.kind}`)
    const total = presses.reduce((sum, { times }) => sum + times, 0)
    if (total > most) throw new Failure('badValue', `that would be ${total} presses; at most ${most} are made`)
    return presses
  }

  async function pressAll(presses: readonly Press[], signal: Signal): Promise<void> {
    const all = presses.flatMap(({ key, times }) => Array<string>(times).fill(key))
    for (const [i, name] of all.entries()) {
      if (i > 0) await pause(gap, signal)
      signal.throwIfAborted()
      await pressOne(name, signal)
    }
  }

  async function pressOne(name: string, signal: Signal): Promise<void> {
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

/** What is known after one key changed something: only what was known before. */
function afterwards(command: Command, now: State): State {
  if (command.kind !== 'cycle') return {}
  const { trait, times = 1 } = command
  const before: unknown = now[trait]
  return typeof before === 'boolean' && times % 2 === 1 ? { [trait]: !before } : {}
}

function pause(ms: number, signal: Signal): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  return until(over, signal).finally(() => clearTimeout(timer))
}
