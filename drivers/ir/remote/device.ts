import { raceAbort } from '../../../src/home/deadline.ts'
import type { Device } from '../../../src/home/device.ts'
import { Failure } from '../../../src/home/failure.ts'
import { createQueue, type TaskQueue } from '../../../src/home/queue.ts'
import type { Spec } from '../../../src/home/spec.ts'
import type { LocalizedText } from '../../../src/util/translate.ts'
import type { AssumedState } from '../assumedState.ts'
import { type Code, encodePress } from '../codes/index.ts'
import { type CodeSignature, isReceived, type PressMatcher, recogniseReceived, signatureOf } from '../following.ts'
import { say } from '../messages.ts'
import { assertReachable, isRefused, type KeyTransmitter, reachability, sendCodes } from '../transmitter.ts'
import { effects, effectsOfPress, sideEffects } from './effects.ts'
import type { Keys } from './file.ts'
import type { RemoteSettings } from './keymap.ts'
import { type Press, pressesFor } from './keySequence.ts'
import { assertFits, keyLengthMs } from './timing.ts'

/** How many commands may wait for their presses. */
const maxQueued = 40

export interface RemoteOptions {
  readonly keys: Keys
  readonly settings: RemoteSettings
  /** the pause between two presses, in milliseconds */
  readonly gapMs: number
}

/** What is behind a remote control: told by its keys, and seen by nobody. */
export function remoteDevice(
  { keys, settings, gapMs }: RemoteOptions,
  spec: Spec,
  state: AssumedState,
  transmitter: KeyTransmitter,
): Device & { readonly matchPress: PressMatcher } {
  const names = new Set(Object.keys(keys))
  /** turns with every press: of two alike a receiver takes the second for the first that is still held */
  let toggle = false
  // The presses of a command are one after the other, whoever waits.
  const enqueue: TaskQueue = createQueue(maxQueued)
  const keyLengthsMs = new Map<string, number>()
  /** what the keys are compared with; made when something is first received */
  let signatures: readonly { readonly name: string; readonly signature: CodeSignature }[] | undefined

  return {
    spec,
    async read({ signal, needed }) {
      return { ...(await reachability(transmitter, signal)), state: await state.read(signal, needed) }
    },
    async apply(command, signal) {
      assertReachable(transmitter)
      const now = await state.read(signal)
      const presses = pressesFor(command, now, names, settings) ?? unsupported(say('noSureKey'))
      assertFits(presses, gapMs, keyLengthOf)
      const { patch, unknown } = effects(command, now, names, settings)
      const sent = { isBegun: false }
      try {
        await enqueue(async () => {
          sent.isBegun = presses.length > 0
          await pressAll(presses, signal)
          if (presses.length > 0) await transmitter.confirm?.(signal)
        }, signal)
      } catch (error) {
        const count = presses.reduce((sum, { times }) => sum + times, 0)
        if (sent.isBegun && (!isRefused(error) || count > 1)) state.unconfirmed(patch, unknown)
        throw error
      }
      return state.commanded(patch, unknown)
    },
    assume(patch, unknown = []) {
      const all = sideEffects(patch, {}, names, settings, unknown)
      return state.assume(patch, unknown, all)
    },
    /** A code that several keys have is no press of any of them. */
    matchPress(press) {
      const [name, ...others] = 'key' in press ? keysNamed(press) : keysSending(press.code)
      if (name === undefined || others.length > 0) return undefined
      return {
        apply() {
          const { patch, unknown } = effectsOfPress(name, state.current(), names, settings)
          return state.commanded(patch, unknown)
        },
      }
    },
  }

  function keysNamed({ remote, key: wanted }: { readonly remote: string; readonly key: string }): readonly string[] {
    return Object.entries(keys).flatMap(([name, key]) =>
      'lirc' in key && key.lirc.remote === remote && key.lirc.key === wanted ? [name] : [],
    )
  }

  function keysSending(code: Code): readonly string[] {
    signatures ??= Object.entries(keys).flatMap(([name, key]) =>
      // Of several codes one after the other each is a press of its own.
      'lirc' in key || 'sequence' in key ? [] : [{ name, signature: signatureOf(encodePress(key)) }],
    )
    const received = recogniseReceived(code)
    return signatures.flatMap(({ name, signature }) => (isReceived(received, signature) ? [name] : []))
  }

  function keyLengthOf(name: string): number {
    const known = keyLengthsMs.get(name) ?? keyLengthMs(keys[name])
    keyLengthsMs.set(name, known)
    return known
  }

  async function pressAll(presses: readonly Press[], signal: AbortSignal): Promise<void> {
    const all = presses.flatMap(({ key, times }) => Array<string>(times).fill(key))
    for (const [i, name] of all.entries()) {
      // Where nobody says when the light is over, the pause begins when it must be.
      if (i > 0) await delayMs(transmitter.resolvesBeforeSent ? gapMs + keyLengthOf(all[i - 1] ?? '') : gapMs, signal)
      signal.throwIfAborted()
      await pressOne(name, signal)
    }
  }

  async function pressOne(name: string, signal: AbortSignal): Promise<void> {
    const key = keys[name]
    if (!key) return unsupported(say('noKey', { key: name }))
    if ('lirc' in key) {
      if (!transmitter.sendKey) return unsupported(say('onlyLirc'))
      return transmitter.sendKey(key.lirc.remote, key.lirc.key, key.repeats ?? 0, signal)
    }
    if ('sequence' in key) return sendCodes(transmitter, key.sequence, signal)
    toggle = !toggle
    await transmitter.send(encodePress(key, { toggle }), 0, signal)
  }
}

function unsupported(why: LocalizedText): never {
  throw new Failure('unsupported', why)
}

function delayMs(ms: number, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  return raceAbort(over, signal).finally(() => clearTimeout(timer))
}
