import * as z from 'zod'
import { raceAbort } from '../../src/home/deadline.ts'
import type { Command, Device } from '../../src/home/device.ts'
import type { Connection, Context, Driver } from '../../src/home/driver.ts'
import { Failure } from '../../src/home/failure.ts'
import { following } from '../../src/home/plan.ts'
import type { Spec } from '../../src/home/spec.ts'
import type { State } from '../../src/home/traits.ts'
import { appliance, describe, type Fault, initial, type Options } from './options.ts'

/**
 * Devices that live in memory: for the demo, for tests, and as the blueprint of a driver.
 * A driver is its two schemas, what a description alone tells (`describe`), and `connect`.
 */
export const virtual: Driver<Record<string, never>, Options> = {
  config: z.strictObject({}),
  appliance,
  describe,
  connect: async (_config, context) => connect(context),
}

/** Hardware that can be moved by hand and broken on demand. */
export interface VirtualConnection extends Connection<Options> {
  /** Moves the hardware as a hand would, or its own sensors. */
  move(applianceId: string, patch: State): void
  /** What the hardware is in fact. */
  state(applianceId: string): State
  /** Breaks a device, or mends it. */
  fault(applianceId: string, fault: Fault | undefined): void
}

interface Hardware {
  state: State
  fault: Fault | undefined
}

/** Connects to nothing; each device has its hardware here. */
export function connect(context: Context): VirtualConnection {
  const hardware = new Map<string, Hardware>()
  const timers = new Set<NodeJS.Timeout>()
  let closed = false

  const of = (id: string): Hardware => {
    const known = hardware.get(id)
    if (!known) throw new TypeError(`no virtual device ${id}`)
    return known
  }
  const offline = (id: string) => closed || of(id).fault?.kind === 'offline'

  return {
    ready: Promise.resolve(),
    device(id, options) {
      const spec = describe(options)
      hardware.set(id, { state: initial(options), fault: options.fault })
      const memory = context.memory(id)
      const seen = (): State => (spec.assumed ? { ...initial(options), ...memory.get() } : of(id).state)
      const device: Device = {
        spec,
        read: async () => ({ online: !offline(id), state: seen(), ...(!spec.assumed && { at: new Date() }) }),
        async apply(command, signal) {
          signal.throwIfAborted()
          if (offline(id)) throw new Failure('offline', 'the virtual device is set offline')
          if (command.kind === 'perform' && !spec.verbs.includes(command.verb)) throw new Failure('unsupported')
          await raceAbort(obey(id, command, spec), signal)
          if (spec.assumed) memory.merge(moved(seen(), command, spec))
          return seen()
        },
      }
      return device
    },
    move: (id, patch) => {
      of(id).state = { ...of(id).state, ...patch }
    },
    state: (id) => of(id).state,
    fault: (id, fault) => {
      of(id).fault = fault
    },
    async close() {
      closed = true
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
    },
  }

  async function obey(id: string, command: Command, spec: Spec): Promise<void> {
    const { fault } = of(id)
    if (fault?.kind === 'silent') await new Promise(() => {})
    if (fault?.kind === 'slow') await sleep(fault.delay)
    if (fault?.kind === 'failing') {
      throw fault.state === undefined
        ? new Failure('deviceFault', 'the virtual device is set to fail')
        : new Failure({ code: 'conditionsNotMet', state: fault.state })
    }
    of(id).state = moved(of(id).state, command, spec)
  }

  function sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        timers.delete(timer)
        resolve()
      }, ms)
      timers.add(timer)
    })
  }
}

/** The state after a command: a blind step or cycle of what is not known leaves it unknown. */
function moved(state: State, command: Command, spec: Spec): State {
  switch (command.kind) {
    case 'set':
      return { ...state, ...command.patch }
    case 'step': {
      const present = state[command.trait]
      return present === undefined ? state : { ...state, [command.trait]: present + command.by }
    }
    case 'cycle': {
      const { trait, times = 1 } = command
      const next = following(state[trait], trait, times, spec)
      return next === undefined ? state : { ...state, [trait]: next }
    }
    case 'perform':
      return state
  }
}
