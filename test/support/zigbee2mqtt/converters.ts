/** What a device or a group is known to be. */
export type Values = { [key: string]: unknown }

/** One feature of a device, as `exposes` announces it. */
export interface Feature {
  readonly type: string
  /** that of the feature it belongs to: light, switch, cover, lock … */
  readonly of: string
  readonly name: string
  readonly property: string
  readonly access: number
  readonly value_on?: unknown
  readonly value_off?: unknown
  readonly values?: readonly unknown[]
  readonly value_min?: number
  readonly value_max?: number
  readonly siblings: readonly string[]
  readonly endpoint?: string
}
export interface Entity {
  readonly features: readonly Feature[]
  readonly state: Values
}

/** The features of a definition, those inside of lights, covers and the like taken out; a colour is one feature. */
export function featuresOf(exposes: readonly object[]): readonly Feature[] {
  return exposes.flatMap((expose) => {
    const { features, type } = expose as { features?: readonly Feature[]; type: string }
    const siblings = (features ?? []).map(({ name }) => name)
    const inner = features && type !== 'composite' ? features : [expose as Feature]
    return inner.map((feature) => ({ ...feature, of: type, siblings }))
  })
}

/** What a device reports of a feature that was never set: off, the minimum, the first value. */
export function first({ type, value_off, value_min, values }: Feature): unknown {
  if (type === 'binary') return value_off
  return type === 'numeric' ? (value_min ?? 0) : type === 'enum' ? values?.[0] : null
}

interface Circumstances {
  readonly name: string
  readonly address: string
  readonly dead: boolean
}
/** What came of a message: what is published at once, what a cover reports on its way, what went wrong. */
interface Outcome {
  readonly values: Values
  readonly moves: readonly Values[]
  readonly failed: readonly string[]
}

/** Does what a message asks for, one converter for each key, as the publish extension and the converters do. */
export function obey(entity: Entity, message: Values, { name, address, dead }: Circumstances): Outcome {
  const values: Values = {}
  const moves: Values[] = []
  const failed: string[] = []
  const used = new Set<string>()
  const isOff = typeof message.state === 'string' && message.state.toLowerCase() === 'off'
  const isFirst = (key: string) => ['state', 'brightness', 'brightness_percent'].includes(key) !== isOff
  const keys = Object.keys(message).toSorted((a, b) => Number(isFirst(b)) - Number(isFirst(a)))
  for (const key of keys) {
    const feature = entity.features.find((f) => f.property === key && f.access & 2)
    if (!feature) {
      if (key !== 'transition')
        failed.push(`No converter available for '${key}' on '${name}': (${JSON.stringify(message[key])})`)
      continue
    }
    // One converter does both for a lamp, and is used once.
    const converter =
      feature.of === 'light' && ['state', 'brightness'].includes(feature.name) ? `light ${feature.endpoint}` : key
    if (used.has(converter)) continue
    used.add(converter)
    try {
      const done = convert(feature, message, entity)
      if (dead)
        throw new Error(
          `ZCL command ${address}/1 genOnOff.${String(message[key]).toLowerCase()}({}, {"timeout":10000,"disableResponse":false,"disableRecovery":false,"disableDefaultResponse":false,"direction":0,"reservedBits":0,"writeUndiv":false}) failed (Timeout - 4321 - 1 - 7 - 6 - 11 after 10000ms)`,
        )
      Object.assign(values, done.values)
      moves.push(...(done.moves ?? []))
    } catch (error) {
      failed.push(`Publish 'set' '${feature.name}' to '${name}' failed: '${error}'`)
    }
  }
  return { values, moves, failed }
}

interface Done {
  readonly values: Values
  readonly moves?: readonly Values[]
}

function convert(feature: Feature, message: Values, { state }: Entity): Done {
  const { property, name, of, endpoint } = feature
  const value = message[property]
  const key = (plain: string) => (endpoint ? `${plain}_${endpoint}` : plain)
  const quoted = `'${JSON.stringify(message)}'`
  switch (`${of}.${name}`) {
    case 'light.state':
    case 'light.brightness': {
      let wanted = message[key('state')] === undefined ? undefined : String(message[key('state')]).toLowerCase()
      const given = message[key('brightness')]
      let brightness = given === undefined || given === null ? undefined : Number(given)
      if (brightness === 255) brightness = 254
      if (brightness !== undefined && !(brightness >= 0 && brightness <= 254))
        throw new Error(`Brightness value of message: ${quoted} invalid, must be a number >= 0 and =< 254`)
      if (wanted !== undefined && !['on', 'off', 'toggle'].includes(wanted))
        throw new Error(`State value of message: ${quoted} invalid, must be 'ON', 'OFF' or 'TOGGLE'`)
      wanted ??= brightness === 0 ? 'off' : 'on'
      if (wanted === 'toggle') wanted = state[key('state')] === 'ON' ? 'off' : 'on'
      if (wanted === 'off')
        return { values: { [key('state')]: 'OFF', ...(brightness === 0 && { [key('brightness')]: 0 }) } }
      if (brightness === undefined && state[key('brightness')] === 0) brightness = 1
      return {
        values: {
          [key('state')]: 'ON',
          ...(brightness !== undefined && { [key('brightness')]: Math.max(1, brightness) }),
        },
      }
    }
    case 'light.color_temp': {
      const mired = Number(value)
      if (Number.isNaN(mired)) throw new Error(`Value is not a number, got ${typeof mired} (${mired})`)
      const within = Math.min(feature.value_max ?? 500, Math.max(feature.value_min ?? 150, mired))
      // The colour goes with it: the bridge keeps them in step.
      const color = feature.siblings.some((s) => s.startsWith('color_') && /_(hs|xy)$/.test(s))
      return {
        values: {
          [key('color_mode')]: 'color_temp',
          [key('color_temp')]: within,
          ...(color && { [key('color')]: { x: 0.4599, y: 0.4106, hue: 29, saturation: 67, h: 29, s: 67 } }),
        },
      }
    }
    case 'light.color_hs':
    case 'light.color_xy': {
      // A colour temperature that was known is kept in step: the nearest white to the colour.
      const near = typeof state[key('color_temp')] === 'number' && { [key('color_temp')]: 574 }
      return { values: { ...colour(value, feature.siblings.includes('color_hs'), key), ...near } }
    }
    case 'switch.state': {
      const wanted = String(value).toLowerCase()
      const words = [feature.value_on, feature.value_off].map(String)
      if (wanted === 'toggle') return { values: { [property]: state[property] === words[0] ? words[1] : words[0] } }
      if (!words.some((word) => word.toLowerCase() === wanted))
        throw new Error(`'${wanted}' not allowed, choose between: toggle,off,on`)
      return { values: { [property]: words.find((word) => word.toLowerCase() === wanted) } }
    }
    case 'cover.state': {
      const wanted = String(value).toLowerCase()
      if (!['open', 'close', 'stop', 'on', 'off'].includes(wanted))
        throw new Error(`Key '${wanted}' not found in: [open, close, stop, on, off]`)
      // Nothing is published for the command; the cover reports where it is.
      if (wanted === 'stop') return { values: {} }
      const isOpen = wanted === 'open' || wanted === 'on'
      return { values: {}, moves: travel(feature, state, isOpen ? 100 : 0, key) }
    }
    case 'cover.position': {
      assertNumber(value, name)
      return { values: { [property]: value }, moves: travel(feature, state, Number(value), key) }
    }
    case 'lock.state': {
      const wanted = String(value).toUpperCase()
      if (!['LOCK', 'UNLOCK', 'TOGGLE'].includes(wanted))
        throw new Error(`'${wanted}' not allowed, choose between: LOCK,UNLOCK,TOGGLE`)
      return {
        values: {},
        moves: [{ [property]: wanted, [key('lock_state')]: wanted === 'LOCK' ? 'locked' : 'unlocked' }],
      }
    }
  }
  return { values: { [property]: plain(feature, value) } }
}

function plain({ type, name, values, value_on, value_off }: Feature, value: unknown): unknown {
  if (type === 'numeric') assertNumber(value, name)
  const words = type === 'binary' ? [value_on, value_off] : type === 'enum' ? (values ?? []) : [value]
  const found = words.find((word) => word === value || String(word).toLowerCase() === String(value).toLowerCase())
  if (found === undefined) throw new Error(`Key '${value}' not found in: [${words.join(', ')}]`)
  return found
}

function assertNumber(value: unknown, property: string): void {
  if (typeof value !== 'number' || Number.isNaN(value))
    throw new Error(`'${property}' is not a number, got ${typeof value} (${value})`)
}

/** The positions that a cover reports on its way. */
function travel({ siblings }: Feature, state: Values, to: number, key: (plain: string) => string): readonly Values[] {
  const word = (position: number) => ({ [key('state')]: position === 0 ? 'CLOSE' : 'OPEN' })
  if (!siblings.includes('position')) return [word(to)]
  const from = typeof state[key('position')] === 'number' ? Number(state[key('position')]) : 100 - to
  return [1, 2, 3].map((step) => {
    const position = Math.round(from + ((to - from) * step) / 3)
    return { [key('position')]: position, ...word(position) }
  })
}

function colour(value: unknown, hasHue: boolean, key: (plain: string) => string): Values {
  const given = (typeof value === 'object' && value !== null ? value : {}) as {
    readonly [part: string]: number | undefined
  }
  const hue = given.hue ?? given.h
  const saturation = given.saturation ?? given.s
  if (hue !== undefined && saturation !== undefined) {
    if (hasHue) return { [key('color_mode')]: 'hs', [key('color')]: { hue, h: hue, saturation, s: saturation } }
    return { [key('color_mode')]: 'xy', [key('color')]: xyOf(hue, saturation) }
  }
  if (given.x === undefined || given.y === undefined)
    throw new Error(`Value '${JSON.stringify(value)}' is not a valid color`)
  return { [key('color_mode')]: 'xy', [key('color')]: { x: given.x, y: given.y } }
}

/** sRGB with gamma to CIE 1931, by the matrix for wide gamut that Philips publishes for its lamps. */
function xyOf(hue: number, saturation: number): { x: number; y: number } {
  const channel = (n: number) => {
    const k = (n + hue / 60) % 6
    const linear = 1 - (saturation / 100) * Math.max(0, Math.min(k, 4 - k, 1))
    return linear > 0.04045 ? ((linear + 0.055) / 1.055) ** 2.4 : linear / 12.92
  }
  const [r, g, b] = [channel(5), channel(3), channel(1)]
  const [X, Y, Z] = [
    r * 0.664511 + g * 0.154324 + b * 0.162028,
    r * 0.283881 + g * 0.668433 + b * 0.047685,
    r * 0.000088 + g * 0.07231 + b * 0.986039,
  ]
  const round = (n: number) => Math.round((n / (X + Y + Z)) * 10_000) / 10_000
  return { x: round(X), y: round(Y) }
}
