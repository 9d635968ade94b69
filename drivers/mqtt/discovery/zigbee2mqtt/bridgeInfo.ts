import * as z from 'zod'
import { validOrAbsent } from './exposes.ts'

const options = z.record(z.string(), z.unknown())
const info = z.object({
  config: z.object({
    advanced: z.object({ output: validOrAbsent(z.string()) }).catch({}),
    availability: z.object({ enabled: validOrAbsent(z.boolean()) }).catch({}),
    devices: options.catch({}),
    device_options: options.catch({}),
  }),
})

/** The settings of the bridge that change its messages. */
export interface BridgeSettings {
  /** each state is one JSON object; else (`output: attribute`) each property has a topic of its own */
  readonly isJson: boolean
  /** true if the bridge publishes the availability of this device */
  publishesAvailability(ieee: string): boolean
}
export const defaultSettings: BridgeSettings = { isJson: true, publishesAvailability: () => false }

/** The settings in `bridge/info`; nothing if it is no such message. */
export function parseSettings(json: unknown): BridgeSettings | undefined {
  const parsed = info.safeParse(json)
  if (!parsed.success) return undefined
  const { advanced, availability, devices, device_options } = parsed.data.config
  const own = new Map(Object.entries(devices))
  const said = z.object({ availability: z.unknown() })
  const told = (given: unknown) => {
    const { data } = said.safeParse(given)
    return data?.availability ?? undefined
  }
  const all = told(device_options)
  return {
    isJson: advanced.output !== 'attribute',
    publishesAvailability: (ieee) => Boolean(told(own.get(ieee)) ?? all ?? availability.enabled ?? false),
  }
}
