import { judge } from '../../src/clova/airQuality.ts'
import type { Context } from '../../src/home/driver.ts'
import type { State } from '../../src/home/traits.ts'
import { silent } from './log.ts'

/** What a house lends to a connection, with a memory of its own for each appliance. */
export function testContext(also: Partial<Context> = {}): Context {
  const states = new Map<string, State>()
  return {
    name: 'test',
    log: silent,
    judge: judge('kr'),
    file: (name) => name,
    memory: (id) => ({
      get: () => states.get(id) ?? {},
      merge(patch, unknown = []) {
        const state = { ...states.get(id), ...patch }
        for (const trait of unknown) delete state[trait]
        states.set(id, state)
        return state
      },
    }),
    bus: () => undefined,
    look: async () => undefined,
    ...also,
  }
}
