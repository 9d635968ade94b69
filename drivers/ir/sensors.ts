import type { Device, Reading } from '../../src/home/device.ts'
import { Failure } from '../../src/home/failure.ts'
import type { Limit, Spec } from '../../src/home/spec.ts'
import { limitOf } from '../../src/home/traitLimits.ts'
import { say } from './messages.ts'
import { awayReason, type Transmitter } from './transmitter.ts'

/** What the sensors of a blaster can tell; one without a cable for humidity does not tell that. */
export const sensorSpec: Spec = {
  traits: {
    currentTemperature: limitOf('currentTemperature', ['read'], {}) as Limit<'currentTemperature'>,
    humidity: limitOf('humidity', ['read'], {}) as Limit<'humidity'>,
  },
  verbs: [],
}

/** How long a measurement counts, in milliseconds: several questions of one moment are one to the blaster. */
const cacheMs = 5000

/** The sensors of a blaster, asked when somebody wants to know. @param now milliseconds; a clock of its own for tests */
export function sensorDevice(
  { online, problem, measure, capabilities }: Pick<Transmitter, 'online' | 'problem' | 'measure' | 'capabilities'>,
  _memory?: unknown,
  _lender?: unknown,
  now: () => number = () => performance.now(),
): Device {
  let cached: { readonly reading: Reading; readonly at: number } | undefined
  return {
    /** Which sensors it has is known once it is found. */
    get spec() {
      const { currentTemperature, humidity } = sensorSpec.traits
      const has = capabilities?.()?.measures ?? ['temperature', 'humidity']
      return {
        traits: {
          ...(has.includes('temperature') && currentTemperature && { currentTemperature }),
          ...(has.includes('humidity') && humidity && { humidity }),
        },
        verbs: [],
      }
    },
    async read({ signal }) {
      if (cached && now() - cached.at < cacheMs) return cached.reading
      if (!measure) {
        const isOnline = online() !== false
        return { online: isOnline, ...(!isOnline && { offlineReason: awayReason(problem?.()) }), state: {} }
      }
      try {
        const { temperature, humidity } = await measure(signal)
        const state = {
          ...(temperature !== undefined && { currentTemperature: temperature }),
          ...(humidity !== undefined && { humidity }),
        }
        cached = { reading: { online: true, state, reportedAt: new Date() }, at: now() }
        return cached.reading
      } catch (error) {
        if (error instanceof Failure)
          return { online: false, offlineReason: awayReason(error.text ?? problem?.()), state: {} }
        throw error
      }
    },
    async apply() {
      throw new Failure('unsupported', say('onlyRead'))
    },
  }
}
