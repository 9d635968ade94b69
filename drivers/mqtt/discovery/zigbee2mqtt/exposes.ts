import * as z from 'zod'

/** What of `exposes` is read: https://www.zigbee2mqtt.io/guide/usage/exposes.html */

/** What is of the wrong kind is as if it were not there. */
export const maybe = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined)
const word = z.union([z.string().max(200), z.number(), z.boolean()])
const name = z.string().min(1).max(100)
const list = z.array(z.unknown()).max(1000)

const plain = z.object({
  type: z.enum(['binary', 'numeric', 'enum', 'text', 'composite', 'list']),
  name,
  property: name.regex(/^[^'"\\$\p{Cc}]+$/u),
  access: z.number().int().nonnegative(),
  endpoint: maybe(name),
  category: maybe(name),
  unit: maybe(z.string().max(20)),
  value_on: maybe(word),
  value_off: maybe(word),
  value_min: maybe(z.number()),
  value_max: maybe(z.number()),
  value_step: maybe(z.number().positive()),
  values: maybe(z.array(word).max(500)),
})
/** One property that a device says, may be told, or both. */
export type Feature = z.infer<typeof plain>

const roles = ['climate', 'fan', 'cover', 'lock', 'light', 'switch'] as const
/** What a device is for: the functions that have a type of their own among `exposes`, the most telling first. */
export type Role = (typeof roles)[number]
export const rankOf = (of: Role): number => roles.indexOf(of)

const special = z.object({ type: z.enum(roles), endpoint: maybe(name), features: list })

/** A function with its features. */
export interface Special {
  readonly of: Role
  readonly endpoint: string | undefined
  readonly features: readonly Feature[]
}

const definition = z.object({
  model: maybe(z.string().max(200)),
  vendor: maybe(z.string().max(200)),
  description: maybe(z.string().max(500)),
  exposes: list.catch([]),
})
const device = z.object({
  ieee_address: name,
  friendly_name: z.string().min(1).max(500),
  type: maybe(z.string()),
  disabled: maybe(z.boolean()),
  supported: maybe(z.boolean()),
  interview_completed: maybe(z.boolean()),
  interview_state: maybe(z.string()),
  power_source: maybe(z.string()),
  software_build_id: maybe(z.string().max(200)),
  definition,
  endpoints: maybe(z.record(z.string().max(10), z.unknown())),
})

/** Whatever it is, it is a device. */
const anyDevice = z.object({ ieee_address: name, friendly_name: z.string() })

/** A device of a bridge that can be used, as far as it matters here. */
export interface Bridged {
  readonly ieee: string
  readonly name: string
  readonly vendor?: string | undefined
  readonly model?: string | undefined
  readonly version?: string | undefined
  /** what its maker calls it: model and description, to look for words in */
  readonly says: string
  /** it sleeps: nobody answers when it is asked */
  readonly sleeps: boolean
  readonly specials: readonly Special[]
  readonly others: readonly Feature[]
  /** the names of its Zigbee endpoints, by their numbers */
  readonly endpoints: ReadonlyMap<number, string>
}

/** Access bits: it is published, it can be set, it can be asked for. */
export const isSaid = ({ access }: Feature) => (access & 1) !== 0
export const isSet = ({ access }: Feature) => (access & 2) !== 0
export const isAsked = ({ access }: Feature) => (access & 4) !== 0

/** The feature of one of these names that comes first by their order. */
export const named = (features: readonly Feature[], ...names: readonly string[]): Feature | undefined =>
  names.flatMap((wanted) => features.find((feature) => feature.name === wanted) ?? [])[0]

/** What was measured in the air of a room is no setting; how a device is doing is, but for its battery. */
const matters = ({ category, name: called }: Feature) => category === undefined || called === 'battery'

function read<T>(schema: z.ZodType<T>, given: readonly unknown[]): readonly T[] {
  return given.flatMap((one) => {
    const parsed = schema.safeParse(one)
    return parsed.success ? [parsed.data] : []
  })
}

/** A Zigbee network has no more devices or groups than this. */
const most = 10_000

/** The devices of `bridge/devices` that can be used, what is no such thing left out alone; nothing if it is no list. */
export function readDevices(json: unknown): readonly Bridged[] | undefined {
  if (!Array.isArray(json)) return undefined
  const known = new Map<string, Bridged>()
  for (const one of read(device, json.slice(0, most))) {
    const usable =
      one.type !== 'Coordinator' &&
      one.disabled !== true &&
      one.supported !== false &&
      (one.interview_state === undefined ? one.interview_completed !== false : one.interview_state === 'SUCCESSFUL')
    if (usable && !known.has(one.ieee_address)) known.set(one.ieee_address, bridged(one))
  }
  // A list of which nothing can be understood is none.
  return json.length > 0 && read(anyDevice, json).length === 0 ? undefined : [...known.values()]
}

function bridged({ definition: said, ...one }: z.infer<typeof device>): Bridged {
  const { model, vendor, description, exposes } = said
  return {
    ieee: one.ieee_address,
    name: one.friendly_name,
    vendor,
    model,
    version: one.software_build_id,
    says: [description, model].filter(Boolean).join(' '),
    sleeps: one.power_source === undefined || /battery/i.test(one.power_source),
    specials: read(special, exposes).map(({ type, endpoint, features }) => ({
      of: type,
      endpoint,
      features: read(plain, features).filter(matters),
    })),
    others: channels(read(plain, exposes).filter(matters)),
    endpoints: new Map(
      Object.entries(one.endpoints ?? {}).flatMap(([id, endpoint]) => {
        const called = z.object({ name }).safeParse(endpoint)
        return called.success ? [[Number(id), called.data.name] as const] : []
      }),
    ),
  }
}

/** Some converters write the channel into the name (`power_l1`) in place of an endpoint. */
function channels(features: readonly Feature[]): readonly Feature[] {
  const names = new Set(features.map(({ name: called }) => called))
  return features.map((feature) => {
    const [, base, channel] =
      /^(state|power|energy|temperature|humidity|contact|occupancy)_(l?\d{1,2})$/.exec(feature.name) ?? []
    const isChannel = base !== undefined && channel !== undefined && feature.endpoint === undefined && !names.has(base)
    return isChannel ? { ...feature, name: base, endpoint: channel } : feature
  })
}

const group = z.object({
  id: z.number().int().nonnegative(),
  friendly_name: z.string().min(1).max(500),
  members: list.catch([]),
})
const member = z.object({ ieee_address: name, endpoint: maybe(z.union([z.number(), z.string()])) })

/** A group of a bridge. */
export interface Grouped {
  readonly id: number
  readonly name: string
  readonly members: readonly { readonly ieee: string; readonly endpoint: number | undefined }[]
}

/** The groups of `bridge/groups`; nothing if it is no list. */
export function readGroups(json: unknown): readonly Grouped[] | undefined {
  if (!Array.isArray(json)) return undefined
  return read(group, json.slice(0, most)).map(({ id, friendly_name, members }) => ({
    id,
    name: friendly_name,
    members: read(member, members).map(({ ieee_address, endpoint }) => ({
      ieee: ieee_address,
      endpoint: endpoint === undefined ? undefined : Number(endpoint),
    })),
  }))
}
