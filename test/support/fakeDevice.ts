import type { Command, Device, Reading } from '../../src/home/device.ts'
import type { Spec } from '../../src/home/spec.ts'
import type { State } from '../../src/home/traits.ts'

/** A device that obeys at once and tells what it was told. */
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
  /** what it says afterwards, where that is not what was wished */
  readonly says?: State
}

export function fakeDevice({ spec, state = {}, online = true, at, failure, says }: FakeOptions): FakeDevice {
  let now = state
  const commands: Command[] = []
  return {
    spec,
    commands,
    read: async (): Promise<Reading> => ({ online, state: now, ...(at && { at }) }),
    async apply(command) {
      if (failure !== undefined) throw failure
      commands.push(command)
      now = { ...now, ...(command.kind === 'set' && command.patch), ...says }
      return now
    },
  }
}
