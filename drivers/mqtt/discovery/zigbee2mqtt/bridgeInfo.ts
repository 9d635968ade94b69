import * as z from 'zod'
import { maybe } from './exposes.ts'

const options = z.record(z.string(), z.unknown())
const info = z.object({
  config: z.object({
    advanced: z.object({ output: maybe(z.string()) }).catch({}),
    availability: z.object({ enabled: maybe(z.boolean()) }).catch({}),
    devices: options.catch({}),
    device_options: options.catch({}),
  }),
})

/** What the bridge's configuration means for its messages. */
export interface Settings {
  /** each state is one JSON; else each of its attributes has a topic of its own */
  readonly json: boolean
  /** whether the bridge tells if this device is there */
  tells(ieee: string): boolean
}
export const usual: Settings = { json: true, tells: () => false }

/** The settings that `bridge/info` tells of; nothing if it is none. */
export function readSettings(json: unknown): Settings | undefined {
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
    json: advanced.output !== 'attribute',
    tells: (ieee) => Boolean(told(own.get(ieee)) ?? all ?? availability.enabled ?? false),
  }
}
