import * as z from 'zod'
import { isObject } from '../../../src/util/parse.ts'
import type { Steps } from '../../../src/util/slices.ts'

/** A value that cannot be read counts as absent: later bridges tell more, and other things. */
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

/** What an answer of CLIP v2 is made of. */
export const answer = z.object({
  errors: z.array(z.object({ description: text })).catch([]),
  data: z.array(z.unknown()).catch([]),
})

/** What comes on the event stream, in batches. */
export const events = z
  .array(z.object({ type: z.string(), data: z.array(z.unknown()).max(10_000).catch([]) }))
  .max(10_000)
export type Event = z.infer<typeof events>[number]

/** No bridge has as many: one of 150 lamps and 500 scenes has some 2,000. What they are called is sorted in one turn. */
const maxResources = 3000
/** How deep the objects of a resource may be nested; those of bridges have some eight levels. */
const maxDepth = 32

/** What a bridge has, as it was last told. */
export interface Resources {
  get(id: string): Resource | undefined
  all(): Iterable<Resource>
  readonly size: number
}

interface Entry {
  readonly raw: Raw
  readonly resource: Resource
}

/** Resources by their ids. */
export class ResourceMap implements Resources {
  #entries = new Map<string, Entry>()

  get(id: string): Resource | undefined {
    return this.#entries.get(id)?.resource
  }

  *all(): Iterable<Resource> {
    for (const { resource } of this.#entries.values()) yield resource
  }

  get size(): number {
    return this.#entries.size
  }

  idsOf(type: string): readonly string[] {
    return [...this.all()].filter((one) => one.type === type).map(({ id }) => id)
  }

  /** Puts in place of everything what the bridge has now. It takes some ten microseconds for each resource. */
  *replace(data: readonly unknown[]): Steps<void> {
    const entries = new Map<string, Entry>()
    for (const one of data.slice(0, maxResources)) {
      const entry = parse(one)
      if (entry) entries.set(entry.resource.id, entry)
      yield
    }
    this.#entries = entries
  }

  /** Takes over what another map has, which is not used after that. */
  adopt(other: ResourceMap): void {
    this.#entries = other.#entries
  }

  /** True if both have the same resources, in whatever order. */
  equals(other: ResourceMap): boolean {
    if (this.size !== other.size) return false
    for (const [id, { resource }] of this.#entries)
      if (JSON.stringify(resource) !== JSON.stringify(other.get(id))) return false
    return true
  }

  /**
   * Takes a whole resource, or what changed of one that is known.
   * @returns its id; nothing if it cannot be read, or is not known and not whole
   */
  merge(data: unknown, isWhole: boolean): string | undefined {
    const news = isShallow(data) ? raw.safeParse(data).data : undefined
    const id = typeof news?.id === 'string' ? news.id : undefined
    if (!news || id === undefined) return undefined
    const before = this.#entries.get(id)
    if (!before && (!isWhole || this.size >= maxResources)) return undefined
    const entry = parse(before ? mergeChanges(before.raw, news) : news)
    if (entry) this.#entries.set(id, entry)
    return entry && id
  }

  /** @returns the id of what was removed */
  remove(data: unknown): string | undefined {
    const { id } = isObject(data) ? data : {}
    return typeof id === 'string' && this.#entries.delete(id) ? id : undefined
  }
}

function parse(data: unknown): Entry | undefined {
  if (!isShallow(data)) return undefined
  const given = raw.safeParse(data)
  const parsed = schema.safeParse(data)
  return given.success && parsed.success ? { raw: given.data, resource: parsed.data } : undefined
}

/** False if something is nested so deep that walking it would exhaust the stack. Looks level by level, without recursion. */
export function isShallow(data: unknown): boolean {
  let level: readonly unknown[] = [data]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth) return false
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []))
  }
  return true
}

/** What changed over what was: an event tells only the keys of an object that changed. */
function mergeChanges(before: Raw, news: Raw): Raw {
  const merged = Object.entries(news).map(([key, value]) => {
    const was = Object.hasOwn(before, key) ? before[key] : undefined
    return [key, isObject(was) && isObject(value) ? mergeChanges(was, value) : value]
  })
  return Object.fromEntries([...Object.entries(before), ...merged])
}
