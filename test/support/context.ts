import { airQualityGrader } from '../../src/clova/airQuality.ts'
import type { DriverContext } from '../../src/home/driver.ts'
import type { State } from '../../src/home/traits.ts'
import { silent } from './log.ts'

/** The context that a home gives to a connection, with a memory of its own for each appliance. */
export function testContext(also: Partial<DriverContext> = {}): DriverContext {
  const states = new Map<string, State>()
  return {
    name: 'test',
    log: silent,
    gradeAirQuality: airQualityGrader('kr'),
    resolveFile: (name) => name,
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
    readAppliance: async () => undefined,
    ...also,
  }
}
