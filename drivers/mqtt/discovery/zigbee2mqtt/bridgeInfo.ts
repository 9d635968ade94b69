import * as z from 'zod'
import { validOrAbsent } from './exposes.ts'

const options = z.record(z.string(), z.unknown())
const info = z.object({
  config: z.object({
    advanced: z.object({ output: validOrAbsent(z.string()) }).catch({}),
    availability: validOrAbsent(z.union([z.boolean(), z.looseObject({ enabled: validOrAbsent(z.boolean()) })])),
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
  /** the same text for the same settings */
  readonly signature: string
}
export const defaultSettings: BridgeSettings = {
  isJson: true,
  publishesAvailability: () => false,
  signature: signatureOf(true, false, []),
}

function signatureOf(...settings: readonly unknown[]): string {
  return JSON.stringify(settings)
}

/** The settings in `bridge/info`; nothing if it is no such message. */
export function parseSettings(json: unknown): BridgeSettings | undefined {
  const parsed = info.safeParse(json)
  if (!parsed.success) return undefined
  const { advanced, availability, devices, device_options } = parsed.data.config
  const isJson = advanced.output !== 'attribute'
  const own = new Map(Object.entries(devices).flatMap(([ieee, of]) => optional(ieee, availabilityIn(of))))
  const forAll = availabilityIn(device_options) ?? isEnabled(availability)
  return {
    isJson,
    publishesAvailability: (ieee) => own.get(ieee) ?? forAll,
    signature: signatureOf(isJson, forAll, [...own]),
  }
}

/** 2.x has `enabled`; 1.x has true or an object of its settings, and our guides once had `availability: true` too. */
const isEnabled = (availability: boolean | { readonly enabled?: boolean | undefined } | undefined): boolean =>
  typeof availability === 'object' ? (availability.enabled ?? true) : (availability ?? false)

/** The setting of one device; its object holds a timeout and means true. */
function availabilityIn(value: unknown): boolean | undefined {
  const { data } = z.object({ availability: z.unknown() }).safeParse(value)
  return data?.availability === undefined || data.availability === null ? undefined : Boolean(data.availability)
}

const optional = <T>(key: string, value: T | undefined) => (value === undefined ? [] : [[key, value] as const])
