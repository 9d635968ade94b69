import * as z from 'zod'
import type { Steps } from '../../../../src/util/slices.ts'
import { type ListResult, readJsonList } from './jsonList.ts'

/** The parts of `exposes` that are read: https://www.zigbee2mqtt.io/guide/usage/exposes.html */

/** An optional value; one of the wrong type counts as absent. */
export const validOrAbsent = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined)
const word = z.union([z.string().max(200), z.number(), z.boolean()])
const name = z.string().min(1).max(100)
const list = z.array(z.unknown()).max(1000)

const featureSchema = z.object({
  type: z.enum(['binary', 'numeric', 'enum', 'text', 'composite', 'list']),
  name,
  property: name.regex(/^[^'"\\$\p{Cc}]+$/u),
  access: z.number().int().nonnegative(),
  endpoint: validOrAbsent(name),
  category: validOrAbsent(name),
  unit: validOrAbsent(z.string().max(20)),
  value_on: validOrAbsent(word),
  value_off: validOrAbsent(word),
  value_min: validOrAbsent(z.number()),
  value_max: validOrAbsent(z.number()),
  value_step: validOrAbsent(z.number().positive()),
  values: validOrAbsent(z.array(word).max(500)),
})
/** One property of a device that is published, can be set, or both. */
export type Feature = z.infer<typeof featureSchema>

const roles = ['climate', 'fan', 'cover', 'lock', 'light', 'switch'] as const
/** The functions that have a type of their own in `exposes` ("specific exposes"), in order of precedence. */
export type Role = (typeof roles)[number]
export const rankOf = (of: Role): number => roles.indexOf(of)

const specificSchema = z.object({ type: z.enum(roles), endpoint: validOrAbsent(name), features: list })

/** A function with its features. */
export interface SpecificExpose {
  readonly of: Role
  readonly endpoint: string | undefined
  readonly features: readonly Feature[]
}

const definition = z.object({
  model: validOrAbsent(z.string().max(200)),
  vendor: validOrAbsent(z.string().max(200)),
  description: validOrAbsent(z.string().max(500)),
  exposes: list.catch([]),
})
const device = z.object({
  ieee_address: name,
  friendly_name: z.string().min(1).max(500),
  type: validOrAbsent(z.string()),
  disabled: validOrAbsent(z.boolean()),
  supported: validOrAbsent(z.boolean()),
  interview_completed: validOrAbsent(z.boolean()),
  interview_state: validOrAbsent(z.string()),
  power_source: validOrAbsent(z.string()),
  software_build_id: validOrAbsent(z.string().max(200)),
  definition,
  endpoints: validOrAbsent(z.record(z.string().max(10), z.unknown())),
})

/** The least that makes an entry of the list a device. */
const minimalDevice = z.object({ ieee_address: name, friendly_name: z.string() })

/** A supported device of a bridge, with the properties that the gateway needs. */
export interface BridgeDevice {
  readonly ieee: string
  readonly name: string
  readonly vendor?: string | undefined
  readonly model?: string | undefined
  readonly version?: string | undefined
  /** the maker's description and model, in which key words are looked for */
  readonly makerText: string
  /** it sleeps and does not answer requests */
  readonly isBatteryPowered: boolean
  readonly specifics: readonly SpecificExpose[]
  readonly generics: readonly Feature[]
  /** the same text for the same announcement */
  readonly signature: string
  /** the names of its Zigbee endpoints, by their numbers */
  readonly endpoints: ReadonlyMap<number, string>
}

/** Bits of `access`: the property is published, can be set, can be requested. */
export const isPublished = ({ access }: Feature) => (access & 1) !== 0
export const canSet = ({ access }: Feature) => (access & 2) !== 0
export const canGet = ({ access }: Feature) => (access & 4) !== 0

/** The feature with the first of these names that there is. */
export const findFeature = (features: readonly Feature[], ...names: readonly string[]): Feature | undefined =>
  names.flatMap((wanted) => features.find((feature) => feature.name === wanted) ?? [])[0]

/** The feature with the first of these names that there is and that can be set. */
export const findSettable = (features: readonly Feature[], ...names: readonly string[]): Feature | undefined =>
  findFeature(features.filter(canSet), ...names)

/** Settings and diagnostics have a category and are left out, except the battery. */
const isAbility = ({ category, name: called }: Feature) => category === undefined || called === 'battery'

function parseEach<T>(schema: z.ZodType<T>, items: readonly unknown[]): readonly T[] {
  return items.flatMap((one) => {
    const parsed = schema.safeParse(one)
    return parsed.success ? [parsed.data] : []
  })
}

/** The greatest number of devices, of groups, and of members of all groups that are read. */
const [maxListed, maxMembers] = [2000, 20_000]

/** The greatest number of features of one device, in all its exposes together. */
const maxFeatures = 500

/** What a list holds, and how many entries were too large to be read. */
export interface ReadList<T> extends ListResult {
  readonly entries: readonly T[]
}

/** The supported devices of `bridge/devices`; invalid entries are left out one by one. Nothing if it is no list of devices. */
export function* readDevices(payload: Buffer): Steps<ReadList<BridgeDevice> | undefined> {
  const known = new Map<string, BridgeDevice>()
  let [count, isList] = [0, false]
  const result = yield* readJsonList(payload, maxListed, (entry) => {
    count += 1
    isList ||= minimalDevice.safeParse(entry).success
    const { data: one } = device.safeParse(entry)
    if (!one) return
    const usable =
      one.type !== 'Coordinator' &&
      one.disabled !== true &&
      one.supported !== false &&
      (one.interview_state === undefined ? one.interview_completed !== false : one.interview_state === 'SUCCESSFUL')
    if (usable && !known.has(one.ieee_address)) known.set(one.ieee_address, toBridgeDevice(one))
  })
  // A list without any device in it is not Zigbee2MQTT's.
  return result && (isList || count === 0) ? { ...result, entries: [...known.values()] } : undefined
}

function toBridgeDevice({ definition, ...one }: z.infer<typeof device>): BridgeDevice {
  const { model, vendor, description, exposes } = definition
  // A device has some dozens of features; only a broken or hostile one has more than the budget.
  let budget = maxFeatures
  const featuresOf = (items: readonly unknown[]) => {
    const features = parseEach(featureSchema, items.slice(0, budget)).filter(isAbility)
    budget -= Math.min(budget, items.length)
    return features
  }
  const read = {
    ieee: one.ieee_address,
    name: one.friendly_name,
    vendor,
    model,
    version: one.software_build_id,
    makerText: [description, model].filter(Boolean).join(' '),
    isBatteryPowered: one.power_source === undefined || /battery/i.test(one.power_source),
    specifics: parseEach(specificSchema, exposes.slice(0, maxFeatures)).map(({ type, endpoint, features }) => ({
      of: type,
      endpoint,
      features: featuresOf(features),
    })),
    generics: splitChannels(featuresOf(exposes)),
    endpoints: new Map(
      Object.entries(one.endpoints ?? {}).flatMap(([id, endpoint]) => {
        const called = z.object({ name }).safeParse(endpoint)
        return called.success ? [[Number(id), called.data.name] as const] : []
      }),
    ),
  }
  return { ...read, signature: JSON.stringify([read, [...read.endpoints]]) }
}

const channelName = /^(?:(state|power|energy|temperature|humidity|contact|occupancy|valve)_|(switch)_?)(l?\d{1,2})$/

/** Some converters write the channel into the name (`power_l1`, `switch1`) and announce no endpoint. */
function splitChannels(features: readonly Feature[]): readonly Feature[] {
  const names = new Set(features.map(({ name: called }) => called))
  return features.map((feature) => {
    const [, before, bare, channel] = channelName.exec(feature.name) ?? []
    const base = before ?? bare
    const isChannel = base !== undefined && channel !== undefined && feature.endpoint === undefined && !names.has(base)
    return isChannel ? { ...feature, name: base, endpoint: channel } : feature
  })
}

const group = z.object({
  id: z.number().int().nonnegative(),
  friendly_name: z.string().min(1).max(500),
  members: list.catch([]),
})
const member = z.object({ ieee_address: name, endpoint: validOrAbsent(z.union([z.number(), z.string()])) })

/** A group of a bridge. */
export interface BridgeGroup {
  readonly id: number
  readonly name: string
  readonly members: readonly { readonly ieee: string; readonly endpoint: number | undefined }[]
}

/** The groups of `bridge/groups`; nothing if it is no list. */
export function* readGroups(payload: Buffer): Steps<ReadList<BridgeGroup> | undefined> {
  const groups: BridgeGroup[] = []
  let budget = maxMembers
  const result = yield* readJsonList(payload, maxListed, (entry) => {
    const { data: one } = group.safeParse(entry)
    if (!one) return
    const { id, friendly_name, members } = one
    const read = parseEach(member, members.slice(0, budget))
    budget -= read.length
    groups.push({
      id,
      name: friendly_name,
      members: read.map(({ ieee_address, endpoint }) => ({
        ieee: ieee_address,
        endpoint: endpoint === undefined ? undefined : Number(endpoint),
      })),
    })
  })
  return result && { ...result, entries: groups }
}
