import type { Ref, Resource } from './bridgeHome.ts'

/** What a PUT comes to: what the bridge complains of, and which resources have changed in which keys. */
interface Outcome {
  /** 200, 207, 400 or 404 */
  readonly status: number
  readonly errors: readonly string[]
  readonly changed: ReadonlyMap<string, Record<string, unknown>>
}

interface Bridge {
  readonly resources: ReadonlyMap<string, Resource>
  /** the device cannot be reached; `deaf`: and the bridge does not know that yet */
  reach(device: string): 'yes' | 'no' | 'deaf'
}

/** Executes a PUT as far as possible; the resources are changed. */
export function put(bridge: Bridge, target: Resource | undefined, body: unknown): Outcome {
  const none = new Map<string, Record<string, unknown>>()
  if (!target) return { status: 404, errors: ['Not Found'], changed: none }
  const mistake = wrong(target, body)
  if (mistake !== undefined) return { status: 400, errors: [mistake], changed: none }
  const work: Work = { bridge, changed: none, errors: [] }
  const requested = part(body)
  if (target.type === 'light') setLight(work, target, requested)
  else if (target.type === 'grouped_light')
    for (const light of lightsOf(bridge, target)) setLight(work, light, requested)
  else if (target.type === 'scene') recall(work, target, requested)
  else if (target.type === 'smart_scene' && requested.recall !== undefined)
    change(work, target, { state: part(requested.recall).action === 'activate' ? 'active' : 'inactive' })
  if (requested.metadata !== undefined)
    change(work, target, { metadata: { ...part(target.metadata), ...part(requested.metadata) } })
  if (typeof requested.enabled === 'boolean') change(work, target, { enabled: requested.enabled })
  endScenes(bridge, work.changed, target)
  return { status: work.errors.length > 0 ? 207 : 200, errors: work.errors, changed: work.changed }
}

interface Work {
  readonly bridge: Bridge
  readonly changed: Map<string, Record<string, unknown>>
  readonly errors: string[]
}

function change({ changed }: Pick<Work, 'changed'>, resource: Resource, patch: Record<string, unknown>): void {
  const news = Object.entries(patch).filter(([key, value]) => JSON.stringify(resource[key]) !== JSON.stringify(value))
  // Values that did not change are not reported.
  if (news.length === 0) return
  Object.assign(resource, patch)
  changed.set(resource.id, { ...changed.get(resource.id), ...Object.fromEntries(news) })
}

function setLight(work: Work, light: Resource, requested: Body): void {
  const reach = work.bridge.reach(light.owner?.rid ?? '')
  if (reach === 'deaf') return
  // Also of the lamps of a group: each is complained of by itself, and the others follow all the same.
  const may = (reason: string, key: string) =>
    work.errors.push(`device (light) ${reason}, command (.${key}) may not have effect`)
  const commands = Object.keys(requested).filter((key) => key !== 'type' && key !== 'metadata' && key !== 'dynamics')
  if (reach === 'no') {
    for (const key of commands) may('has communication issues', key === 'on' ? 'on' : key)
    return
  }
  const isOn = (part(requested.on).on ?? part(light.on).on) === true
  if (requested.on !== undefined && !isOn && part(light.on).on === false) may('is "soft off"', 'on')
  if (requested.on !== undefined) change(work, light, { on: { on: isOn } })
  for (const key of commands) {
    const set = Object.hasOwn(setters, key) ? setters[key] : undefined
    if (!set) continue
    // A group gives each what it can do.
    if (light[key.replace('_delta', '')] === undefined) may('does not support this', key)
    else if (!isOn) may('is "soft off"', key)
    else set(work, light, part(requested[key]))
  }
}

const setters: Readonly<Record<string, (work: Work, light: Resource, requested: Body) => void>> = {
  dimming: (work, light, { brightness }) => dim(work, light, Number(brightness)),
  dimming_delta(work, light, { action, brightness_delta = 0 }) {
    const by = Number(brightness_delta) * (action === 'down' ? -1 : action === 'up' ? 1 : 0)
    dim(work, light, Math.max(0, Math.min(100, Number(part(light.dimming).brightness) + by)))
  },
  color_temperature(work, light, { mirek }) {
    const { mirek_schema } = part(light.color_temperature)
    const { mirek_minimum = 153, mirek_maximum = 500 } = part(mirek_schema)
    const mirekWithin = Math.round(Math.max(Number(mirek_minimum), Math.min(Number(mirek_maximum), Number(mirek))))
    const reportedMirek = { valid: [mirekWithin, true], invalid: [mirekWithin, false], null: [null, false] } as const
    const [shown, mirek_valid] = reportedMirek[(light.tellsMirek as keyof typeof reportedMirek | undefined) ?? 'valid']
    change(work, light, { color_temperature: { mirek: shown, mirek_valid, mirek_schema } })
    if (light.color) change(work, light, { color: { ...part(light.color), xy: whiteOf(mirekWithin) } })
    calm(work, light)
  },
  color(work, light, { xy }) {
    const { gamut } = part(light.color)
    const asked = { x: Number(part(xy).x), y: Number(part(xy).y) }
    const { x, y } = within(asked, gamut as Gamut)
    change(work, light, { color: { ...part(light.color), xy: { x: round(x, 4), y: round(y, 4) } } })
    if (light.color_temperature)
      change(work, light, { color_temperature: { ...part(light.color_temperature), mirek: null, mirek_valid: false } })
    calm(work, light)
  },
  effects: (work, light, { effect }) => play(work, light, String(effect)),
  effects_v2: (work, light, { action }) => play(work, light, String(part(action).effect)),
}

/** A lamp knows 254 steps of brightness, and none of them is dark. */
function dim(work: Work, light: Resource, brightness: number): void {
  const floor = Number(part(light.dimming).min_dim_level ?? 0)
  const step = Math.max(1, Math.round((Math.max(brightness, floor) * 254) / 100))
  change(work, light, { dimming: { ...part(light.dimming), brightness: round((step * 100) / 254, 2) } })
}

function play(work: Work, light: Resource, effect: string): void {
  const { effect_values } = part(light.effects)
  if (!Array.isArray(effect_values) || !effect_values.includes(effect)) {
    work.errors.push(`device (light) does not support effect ${effect}, command (.effects.effect) may not have effect`)
    return
  }
  change(work, light, { effects: { ...part(light.effects), status: effect } })
  const v2 = part(light.effects_v2)
  if (light.effects_v2) change(work, light, { effects_v2: { ...v2, status: { ...part(v2.status), effect } } })
}

/** A colour that is set ends an effect. */
function calm(work: Work, light: Resource): void {
  if (light.effects && part(light.effects).status !== 'no_effect') play(work, light, 'no_effect')
}

function recall(work: Work, scene: Resource, requested: Body): void {
  if (requested.recall === undefined) return
  for (const { target, action } of scene.actions as { target: Ref; action: Body }[]) {
    const light = work.bridge.resources.get(target.rid)
    if (light) setLight(work, light, action)
  }
  const active = part(requested.recall).action === 'dynamic_palette' ? 'dynamic_palette' : 'static'
  change(work, scene, { status: { active, last_recall: new Date().toISOString() } })
}

/** A scene is over as soon as one of its lamps has changed, but for the one that changed it. */
export function endScenes(
  { resources }: Pick<Bridge, 'resources'>,
  changed: Map<string, Record<string, unknown>>,
  by?: Resource,
): void {
  for (const scene of resources.values()) {
    if (scene.type !== 'scene' || scene === by || part(scene.status).active === 'inactive') continue
    const isOver = (scene.actions as { target: Ref }[]).some(({ target }) => changed.has(target.rid))
    if (isOver) change({ changed }, scene, { status: { active: 'inactive' } })
  }
}

/** The lights that hang on the group of a grouped light. */
function lightsOf({ resources }: Pick<Bridge, 'resources'>, { owner }: Resource): Resource[] {
  const of = resources.get(owner?.rid ?? '')
  const all = [...resources.values()].filter(({ type }) => type === 'light')
  if (of?.type === 'bridge_home') return all
  const children = new Set(((of?.children as Ref[] | undefined) ?? []).map(({ rid }) => rid))
  return all.filter(({ id, owner: parent }) => children.has(id) || children.has(parent?.rid ?? ''))
}

/**
 * Updates the grouped lights from their lights: on if one is on, with the mean brightness of those that are on; 0 if none
 * is.
 */
export function regroup(bridge: Pick<Bridge, 'resources'>, changed: Map<string, Record<string, unknown>>): void {
  for (const grouped of bridge.resources.values()) {
    if (grouped.type !== 'grouped_light') continue
    const all = lightsOf(bridge, grouped)
    const lit = all.filter(({ on }) => part(on).on === true)
    const canDim = all.some(({ dimming }) => dimming)
    const levels = lit.flatMap(({ dimming }) => (dimming ? [Number(part(dimming).brightness)] : []))
    const brightness = round(levels.reduce((sum, level) => sum + level, 0) / Math.max(1, levels.length), 2)
    change({ changed }, grouped, { on: { on: lit.length > 0 }, ...(canDim && { dimming: { brightness } }) })
  }
}

type Body = Readonly<Record<string, unknown>>
const isBody = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value)
const part = (value: unknown): Body => (isBody(value) ? value : {})

/** Keys that a lamp and a group of lamps take. */
const ofLight = [
  'on',
  'dimming',
  'dimming_delta',
  'color_temperature',
  'color_temperature_delta',
  'color',
  'dynamics',
  'alert',
  'signaling',
]

/** Keys that each type takes. */
const takes: Readonly<Record<string, readonly string[]>> = {
  light: [...ofLight, 'effects', 'effects_v2', 'timed_effects', 'metadata', 'gradient', 'powerup'],
  grouped_light: ofLight,
  scene: ['recall', 'metadata', 'actions', 'palette', 'speed', 'auto_dynamic'],
  smart_scene: ['recall', 'metadata'],
  room: ['metadata', 'children'],
  zone: ['metadata', 'children'],
  device: ['metadata', 'identify'],
  motion: ['enabled', 'sensitivity'],
  light_level: ['enabled'],
  temperature: ['enabled'],
  contact: ['enabled'],
  motion_area_configuration: ['enabled', 'name'],
  convenience_area_motion: ['enabled', 'sensitivity'],
}

/** What is wrong with the values themselves; then nothing is done. */
function wrong({ type, color_temperature: has }: Resource, body: unknown): string | undefined {
  if (!isBody(body)) return 'body contains invalid json'
  const known = takes[type]
  if (!known) return `method, PUT, not available for resource, /${type}`
  const stranger = Object.keys(body).find((key) => key !== 'type' && !known.includes(key))
  if (stranger !== undefined) return `unknown property: .${stranger}`
  const number = (path: string, value: unknown, least: number, most: number) =>
    value === undefined || (typeof value === 'number' && value >= least && value <= most)
      ? undefined
      : `invalid value: ${path} is not within ${least} and ${most}`
  const { on, dimming, color_temperature, color, effects, effects_v2, recall } = body
  const { x, y } = part(part(color).xy)
  // What is meant for a lamp must be within its own range, or the usual one; a group takes what any lamp may have.
  const { mirek_minimum = 153, mirek_maximum = 500 } = part(part(has).mirek_schema)
  const [least, most] =
    type === 'light' ? [Math.min(153, Number(mirek_minimum)), Math.max(500, Number(mirek_maximum))] : [50, 1000]
  if (on !== undefined && typeof part(on).on !== 'boolean') return 'invalid value: .on.on is no boolean'
  if (effects !== undefined && typeof part(effects).effect !== 'string') return 'invalid value: .effects.effect'
  if (effects_v2 !== undefined && typeof part(part(effects_v2).action).effect !== 'string')
    return 'invalid value: .effects_v2.action.effect'
  if (color !== undefined && (x === undefined || y === undefined)) return 'invalid value: .color.xy'
  if (
    recall !== undefined &&
    !['active', 'static', 'dynamic_palette', 'activate', 'deactivate'].includes(String(part(recall).action))
  )
    return 'invalid value: .recall.action'
  return (
    number('.dimming.brightness', part(dimming).brightness, 0, 100) ??
    number('.color_temperature.mirek', part(color_temperature).mirek, least, most) ??
    number('.color.xy.x', x, 0, 1) ??
    number('.color.xy.y', y, 0, 1)
  )
}

const round = (value: number, digits: number) => Math.round(value * 10 ** digits) / 10 ** digits

interface Point {
  readonly x: number
  readonly y: number
}
type Gamut = { readonly red: Point; readonly green: Point; readonly blue: Point }

/** The nearest point that the lamp can show. */
function within(point: Point, { red, green, blue }: Gamut): Point {
  const sides = [
    [red, green],
    [green, blue],
    [blue, red],
  ] as const
  const turns = sides.map(([a, b]) => Math.sign((b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x)))
  if (turns.every((turn) => turn >= 0) || turns.every((turn) => turn <= 0)) return point
  const near = sides.map(([a, b]) => {
    const [dx, dy] = [b.x - a.x, b.y - a.y]
    const t = Math.max(0, Math.min(1, ((point.x - a.x) * dx + (point.y - a.y) * dy) / (dx * dx + dy * dy)))
    return { x: a.x + t * dx, y: a.y + t * dy }
  })
  const far = ({ x, y }: Point) => Math.hypot(x - point.x, y - point.y)
  return near.reduce((best, one) => (far(one) < far(best) ? one : best))
}

/** The white of so many mirek, by the cubic approximation of Kim and others (2002). */
function whiteOf(mirek: number): Point {
  const t = 1e6 / mirek
  const x =
    t <= 4000
      ? -0.2661239e9 / t ** 3 - 0.2343589e6 / t ** 2 + 0.8776956e3 / t + 0.17991
      : -3.0258469e9 / t ** 3 + 2.1070379e6 / t ** 2 + 0.2226347e3 / t + 0.24039
  const y =
    t <= 2222
      ? -1.1063814 * x ** 3 - 1.3481102 * x ** 2 + 2.18555832 * x - 0.20219683
      : t <= 4000
        ? -0.9549476 * x ** 3 - 1.37418593 * x ** 2 + 2.09137015 * x - 0.16748867
        : 3.081758 * x ** 3 - 5.8733867 * x ** 2 + 3.75112997 * x - 0.37001483
  return { x: round(x, 4), y: round(y, 4) }
}
