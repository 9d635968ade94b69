import * as z from 'zod'
import { raceAbort } from '../../src/home/deadline.ts'
import type { Command, Device } from '../../src/home/device.ts'
import type { Connection, Driver, DriverContext } from '../../src/home/driver.ts'
import { Failure } from '../../src/home/failure.ts'
import { nextValue } from '../../src/home/plan.ts'
import type { Spec } from '../../src/home/spec.ts'
import type { State, Trait } from '../../src/home/traits.ts'
import type { LocalizedText } from '../../src/util/translate.ts'
import { describe, type Fault, initial, type VirtualOptions, virtualApplianceSchema } from './options.ts'

/**
 * Devices that live in memory: for the demo, for tests, and as the blueprint of a driver.
 * A driver is its two schemas, what a description alone tells (`describe`), and `connect`.
 */
export const virtual: Driver<Record<string, never>, VirtualOptions> = {
  config: z.strictObject({}),
  appliance: virtualApplianceSchema,
  describe,
  connect: async (_config, context) => connect(context),
}

/** Virtual hardware that can be moved as by hand and made faulty on demand. */
export interface VirtualConnection extends Connection<VirtualOptions> {
  /** Changes the hardware as a hand at its switch would, or what its sensors measure. */
  move(applianceId: string, patch: State): void
  /** The state that the hardware really has. */
  state(applianceId: string): State
  /** Gives a device a fault, or takes it away. */
  fault(applianceId: string, fault: Fault | undefined): void
}

/** Why a virtual device does not do what it is told. */
const messages = {
  offline: {
    ko: '가상 기기가 오프라인으로 정해져 있습니다',
    ja: '仮想機器がオフラインに設定されています',
    en: 'the virtual device is set offline',
  },
  fails: {
    ko: '가상 기기가 실패하도록 정해져 있습니다',
    ja: '仮想機器が失敗するように設定されています',
    en: 'the virtual device is set to fail',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>

interface Hardware {
  state: State
  fault: Fault | undefined
}

/** A connection without a network: the hardware of each device is an object here. */
export function connect(context: DriverContext): VirtualConnection {
  const hardware = new Map<string, Hardware>()
  const timers = new Set<NodeJS.Timeout>()
  let isClosed = false

  const hardwareOf = (id: string): Hardware => {
    const known = hardware.get(id)
    if (!known) throw new TypeError(`no virtual device ${id}`)
    return known
  }
  const isOffline = (id: string) => isClosed || hardwareOf(id).fault?.kind === 'offline'

  return {
    ready: Promise.resolve(),
    device(id, options) {
      const spec = describe(options)
      hardware.set(id, { state: initial(options), fault: options.fault })
      const memory = context.memory(id)
      if (spec.assumed && Object.keys(memory.get()).length === 0) memory.merge(initial(options))
      const currentState = (): State => (spec.assumed ? memory.get() : hardwareOf(id).state)
      const device: Device = {
        spec,
        read: async () => ({
          online: !isOffline(id),
          state: currentState(),
          ...(!spec.assumed && { reportedAt: new Date() }),
        }),
        async apply(command, signal) {
          signal.throwIfAborted()
          if (isOffline(id)) throw new Failure('offline', messages.offline)
          if (command.kind === 'perform' && !spec.verbs.includes(command.verb)) throw new Failure('unsupported')
          try {
            await raceAbort(applyToHardware(id, command, spec), signal)
          } catch (error) {
            // It may yet be carried out: what it was to change is not known any more.
            if (spec.assumed && signal.aborted) memory.merge({}, changedTraits(command))
            throw error
          }
          if (spec.assumed) memory.merge(stateAfter(currentState(), command, spec))
          else context.reportChange?.(id)
          return currentState()
        },
      }
      return device
    },
    move: (id, patch) => {
      hardwareOf(id).state = { ...hardwareOf(id).state, ...patch }
      context.reportChange?.(id)
    },
    state: (id) => hardwareOf(id).state,
    fault: (id, fault) => {
      hardwareOf(id).fault = fault
      context.reportChange?.(id)
    },
    async close() {
      isClosed = true
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
    },
  }

  async function applyToHardware(id: string, command: Command, spec: Spec): Promise<void> {
    const { fault } = hardwareOf(id)
    if (fault?.kind === 'silent') await new Promise(() => {})
    if (fault?.kind === 'slow') await sleep(fault.delay)
    if (fault?.kind === 'failing') {
      throw fault.state === undefined
        ? new Failure('deviceFault', messages.fails)
        : new Failure({ code: 'conditionsNotMet', state: fault.state })
    }
    hardwareOf(id).state = stateAfter(hardwareOf(id).state, command, spec)
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

const changedTraits = (command: Command): readonly Trait[] =>
  command.kind === 'set' ? (Object.keys(command.patch) as Trait[]) : command.kind === 'perform' ? [] : [command.trait]

/** The state after a command. A step or a cycle from a value that is not known leaves it unknown. */
function stateAfter(state: State, command: Command, spec: Spec): State {
  switch (command.kind) {
    case 'set':
      return { ...state, ...command.patch }
    case 'step': {
      const present = state[command.trait]
      return present === undefined ? state : { ...state, [command.trait]: present + command.by }
    }
    case 'cycle': {
      const { trait, times = 1 } = command
      const next = nextValue(state[trait], trait, times, spec)
      return next === undefined ? state : { ...state, [trait]: next }
    }
    case 'perform':
      return state
  }
}
