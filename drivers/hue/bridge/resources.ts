import * as z from 'zod'
import { isObject } from '../../../src/util/parse.ts'
import type { Steps } from '../../../src/util/slices.ts'
import type { LocalizedText } from '../../../src/util/translate.ts'
import { say } from '../messages.ts'

/** A value that cannot be read counts as absent: later bridges report more, and other types. */
const maybe = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined)
const object = <S extends z.ZodRawShape>(shape: S) => maybe(z.object(shape))
const number = maybe(z.number())
const text = maybe(z.string().max(1000))
const yesNo = maybe(z.boolean())
const texts = maybe(z.array(z.string()).max(100))

/** One resource that names another: `rid` is its id, `rtype` its type. */
const reference = z.object({ rid: z.string(), rtype: z.string() })
const references = maybe(z.array(reference).max(2000))
/** A point of the CIE 1931 diagram. */
const point = z.object({ x: z.number(), y: z.number() })
/** Whites lie between 1,000 and 20,000 K; lamps that do not know their limit say 0 or 65535. */
const mirekLimit = maybe(z.number().min(50).max(1000))
const report = <S extends z.ZodRawShape>(shape: S) => object({ changed: text, updated: text, ...shape })

/**
 * Any resource of CLIP v2, with the keys that we look at: those of one name mean the same in all types but `status`,
 * `light` and `temperature`. As https://developers.meethue.com/develop/hue-api-v2/api-reference/ has them.
 */
const schema = z.object({
  id: z.string().min(1).max(100),
  type: z.string().min(1).max(100),
  id_v1: text,
  owner: maybe(reference),
  metadata: object({ name: text, archetype: text, control_id: number }),
  product_data: object({
    model_id: text,
    manufacturer_name: text,
    product_name: text,
    product_archetype: text,
    software_version: text,
  }),
  services: references,
  children: references,
  group: maybe(reference),
  bridge_id: text,
  /** of a scene, what it does with each of its lamps */
  actions: maybe(
    z
      .array(
        z.object({
          target: maybe(reference),
          action: object({ on: object({ on: yesNo }), dimming: object({ brightness: number }) }),
        }),
      )
      .max(500),
  ),
  /** of a smart scene: `active` or `inactive` */
  state: text,
  /** of a MotionAware area, which has no metadata */
  name: text,
  /** `connected`, `disconnected` and the like of a radio; whether it is recalled, of a scene */
  status: maybe(z.union([z.string(), z.object({ active: text })])),
  on: object({ on: yesNo }),
  /** percent */
  dimming: object({ brightness: number, min_dim_level: number }),
  color_temperature: object({
    mirek: maybe(z.number().positive().nullable()),
    mirek_valid: yesNo,
    mirek_schema: object({
      mirek_minimum: mirekLimit,
      mirek_maximum: mirekLimit,
    }),
  }),
  color: object({ xy: maybe(point), gamut: object({ red: point, green: point, blue: point }) }),
  effects: object({ status: text, effect_values: texts, status_values: texts }),
  effects_v2: object({ action: object({ effect_values: texts }), status: object({ effect: text }) }),
  timed_effects: object({ status: text, effect_values: texts }),
  enabled: yesNo,
  motion: object({ motion: yesNo, motion_valid: yesNo, motion_report: report({ motion: yesNo }) }),
  /** 10000 · log10(lux) + 1 */
  light: object({ light_level: number, light_level_valid: yesNo, light_level_report: report({ light_level: number }) }),
  /** °C */
  temperature: object({
    temperature: number,
    temperature_valid: yesNo,
    temperature_report: report({ temperature: number }),
  }),
  contact_report: report({ state: text }),
  /** percent */
  power_state: object({ battery_level: number }),
  button: object({ last_event: text, button_report: report({ event: text }) }),
  /** of a dial: `clock_wise` or `counter_clock_wise`, by so many steps */
  relative_rotary: object({
    rotary_report: report({ action: text, rotation: object({ direction: text, steps: number }) }),
  }),
})
export type Resource = z.infer<typeof schema>
export type Point = z.infer<typeof point>

type Raw = Readonly<Record<string, unknown>>
const raw = z.record(z.string(), z.unknown())

/** A list whose entries are looked at later, one by one. */
const list = z.custom<readonly unknown[]>((value) => Array.isArray(value))
/** More errors than these are not looked at. */
const maxErrors = 100

/** What an answer of CLIP v2 is made of. */
export const answer = z.object({
  errors: list
    .transform((all) => all.slice(0, maxErrors))
    .pipe(z.array(z.object({ description: text })))
    .catch([]),
  data: list.catch([]),
})

/** What comes on the event stream, in batches. */
export const events = z
  .array(z.object({ type: z.string(), data: z.array(z.unknown()).max(10_000).catch([]) }))
  .max(10_000)
export type Event = z.infer<typeof events>[number]

/**
 * How many resources of a bridge are taken. A full Bridge Pro has some 3,000: 150 lamps of 6, 50 accessories of 10, 500 scenes,
 * some 130 rooms and zones of 4, and 200 automations. The owner sees how many are left out (`leftOutNotice`).
 */
export const maxResources = 10_000
/** How deep the objects of a resource may be nested; those of bridges have some eight levels. */
const maxDepth = 32
/** The largest resource, by its estimated size in memory; a scene of 150 lamps has some 100 KB. */
const maxResourceBytes = 256 * 1024
/** All resources together; those of a full Bridge Pro have some 25 MB. */
const maxAllBytes = 64 * 1024 * 1024
/** What a value takes besides its characters, as an estimate. */
const bytesPerValue = 32

/** The resources of a bridge, as last reported. */
export interface Resources {
  get(id: string): Resource | undefined
  all(): Iterable<Resource>
  readonly size: number
  /** how many the bridge has besides, which are not taken */
  readonly leftOut: number
}

/** The notice for the owner of a bridge that has too much. */
export const leftOutNotice = ({ leftOut }: Pick<Resources, 'leftOut'>): LocalizedText | undefined =>
  leftOut === 0 ? undefined : say('leftOut', { count: leftOut, max: maxResources })

/** Resources by what they have in common, in their order. @param maxOfOne further ones of a group are left out */
export function groupBy(
  all: Iterable<Resource>,
  by: (one: Resource) => string | undefined,
  maxOfOne = Number.POSITIVE_INFINITY,
): ReadonlyMap<string, readonly Resource[]> {
  const groups = new Map<string, Resource[]>()
  for (const one of all) {
    const key = by(one)
    if (key === undefined) continue
    const group = groups.get(key)
    if (!group) groups.set(key, [one])
    else if (group.length < maxOfOne) group.push(one)
  }
  return groups
}

interface Entry {
  readonly raw: Raw
  readonly resource: Resource
  /** its estimated size in memory */
  readonly bytes: number
}

/** Resources by their ids. */
export class ResourceMap implements Resources {
  #entries = new Map<string, Entry>()
  #bytes = 0
  #leftOut = 0

  get(id: string): Resource | undefined {
    return this.#entries.get(id)?.resource
  }

  *all(): Iterable<Resource> {
    for (const { resource } of this.#entries.values()) yield resource
  }

  get size(): number {
    return this.#entries.size
  }

  get leftOut(): number {
    return this.#leftOut
  }

  idsOf(type: string): readonly string[] {
    return [...this.all()].filter((one) => one.type === type).map(({ id }) => id)
  }

  /**
   * Puts in place of everything what the bridge has now. It takes some ten microseconds for each resource.
   * @param leftOut how much of it was left out before
   */
  *replace(data: readonly unknown[], leftOut = 0): Steps<void> {
    const fresh = new ResourceMap()
    fresh.#leftOut = leftOut + Math.max(0, data.length - maxResources)
    for (const one of data.slice(0, maxResources)) {
      const entry = parse(one)
      if (entry) fresh.#put(entry)
      else if ((bytesOf(one) ?? 0) > maxResourceBytes) fresh.#leftOut += 1
      yield
    }
    this.adopt(fresh)
  }

  /** Takes over what another map has, which is not used after that. */
  adopt(other: ResourceMap): void {
    this.#entries = other.#entries
    this.#bytes = other.#bytes
    this.#leftOut = other.#leftOut
  }

  /** Makes of a resource what it is in another map; if that lacks it, it is removed. */
  copy(id: string, other: ResourceMap): void {
    const entry = other.#entries.get(id)
    if (entry) this.#put(entry)
    else this.remove({ id })
  }

  /** True if both have the same resources, in whatever order. */
  *isSame(other: ResourceMap): Steps<boolean> {
    if (this.size !== other.size || this.leftOut !== other.leftOut) return false
    for (const [id, { resource }] of this.#entries) {
      if (JSON.stringify(resource) !== JSON.stringify(other.get(id))) return false
      yield
    }
    return true
  }

  /**
   * Takes a whole resource, or what changed of one that is known.
   * @returns its id; nothing if it cannot be read, or is not known and not whole
   */
  merge(data: unknown, isWhole: boolean): string | undefined {
    const news = isReadable(data) ? raw.safeParse(data).data : undefined
    const id = typeof news?.id === 'string' ? news.id : undefined
    if (!news || id === undefined) return undefined
    const before = this.#entries.get(id)
    if (!before && !isWhole) return undefined
    const entry = parse(before ? mergeChanges(before.raw, news) : news)
    return entry && this.#put(entry) ? id : undefined
  }

  /** @returns the id of what was removed */
  remove(data: unknown): string | undefined {
    const { id } = isObject(data) ? data : {}
    const entry = typeof id === 'string' ? this.#entries.get(id) : undefined
    if (!entry) return undefined
    this.#entries.delete(entry.resource.id)
    this.#bytes -= entry.bytes
    return entry.resource.id
  }

  /** @returns false if there is no room for it; then what was known of it stays */
  #put(entry: Entry): boolean {
    const { id } = entry.resource
    const before = this.#entries.get(id)
    const bytes = this.#bytes + entry.bytes - (before?.bytes ?? 0)
    if (bytes > maxAllBytes || (!before && this.size >= maxResources)) {
      this.#leftOut = Math.max(1, this.#leftOut)
      return false
    }
    this.#bytes = bytes
    this.#entries.set(id, entry)
    return true
  }
}

function parse(data: unknown): Entry | undefined {
  const bytes = bytesOf(data)
  if (bytes === undefined || bytes > maxResourceBytes) return undefined
  const whole = raw.safeParse(data)
  const parsed = schema.safeParse(data)
  return whole.success && parsed.success ? { raw: whole.data, resource: parsed.data, bytes } : undefined
}

/** False if it is larger than any resource, or nested too deep. */
const isReadable = (data: unknown): boolean => (bytesOf(data) ?? Number.POSITIVE_INFINITY) <= maxResourceBytes

/** False if something is nested so deep that walking it would exhaust the stack. */
export const isShallow = (data: unknown): boolean => bytesOf(data) !== undefined

/** The estimated size in memory; nothing of what is nested too deep. Looks level by level, without recursion. */
function bytesOf(data: unknown): number | undefined {
  let bytes = 0
  let level: readonly unknown[] = [data]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth) return undefined
    const next: unknown[] = []
    for (const one of level) {
      bytes += bytesPerValue
      if (typeof one === 'string') bytes += one.length
      else if (typeof one === 'object' && one !== null) for (const inner of Object.values(one)) next.push(inner)
    }
    level = next
  }
  return bytes
}

/** What changed over what was: an event contains only the keys of an object that changed. */
function mergeChanges(before: Raw, news: Raw): Raw {
  const merged = Object.entries(news).map(([key, value]) => {
    const was = Object.hasOwn(before, key) ? before[key] : undefined
    return [key, isObject(was) && isObject(value) ? mergeChanges(was, value) : value]
  })
  return Object.fromEntries([...Object.entries(before), ...merged])
}
