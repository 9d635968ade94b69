import type { Command, Device, Reading } from '../../src/home/device.ts'
import type { Spec } from '../../src/home/spec.ts'
import type { State, Trait } from '../../src/home/traits.ts'

/** A device that executes commands at once and records them. */
export interface FakeDevice extends Device {
  readonly commands: Command[]
}

interface FakeOptions {
  readonly spec: Spec
  readonly state?: State
  readonly online?: boolean
  readonly at?: Date
  /** thrown instead of obeying */
  readonly failure?: unknown
  /** the state that it reports afterwards, if it is not the requested one */
  readonly stateAfterCommand?: State
  /** what it reports only to a read that needs the trait */
  readonly onRequest?: State
  /** it can answer for a period */
  readonly answersPeriods?: boolean
}

export function fakeDevice(options: FakeOptions): FakeDevice {
  const {
    spec,
    state = {},
    online = true,
    at,
    failure,
    stateAfterCommand: says,
    onRequest = {},
    answersPeriods = false,
  } = options
  let now = state
  const commands: Command[] = []
  return {
    spec,
    commands,
    async read({ period, needed = [] }): Promise<Reading> {
      const asked = Object.fromEntries(Object.entries(onRequest).filter(([trait]) => needed.includes(trait as Trait)))
      now = { ...now, ...asked }
      return {
        online,
        state: now,
        ...(at && { reportedAt: at }),
        ...(period && answersPeriods && { period }),
      }
    },
    async apply(command) {
      if (failure !== undefined) throw failure
      commands.push(command)
      now = { ...now, ...(command.kind === 'set' && command.patch), ...says }
      return now
    },
  }
}
