import {
  type BridgeDevice,
  type Feature,
  findFeature,
  findSettable,
  type Role,
  rankOf,
  type SpecificExpose,
} from './exposes.ts'

/** A part of a device that is an appliance of its own. */
export interface DevicePart {
  /** is appended to the key and the name of the device; absent if this part is the device itself */
  readonly label?: string
  /** absent if it only has generic features */
  readonly of?: Role
  /** those of its function first */
  readonly features: readonly Feature[]
}

/** A specific expose without a state, such as a child lock, only holds settings. */
const isFunction = ({ of, features }: SpecificExpose) =>
  of === 'climate' || of === 'fan' ? features.length > 0 : findFeature(features, 'state') !== undefined

/**
 * The appliances of a device: one for each endpoint with a function (`_l1`, `_left`), and one for each function without an
 * endpoint. Generic features of the whole device belong to its only function, or make an appliance of their own.
 */
export function partsOf({
  specifics,
  generics,
  makerText,
}: Pick<BridgeDevice, 'specifics' | 'generics' | 'makerText'>): readonly DevicePart[] {
  const functions = withGenericFan(specifics.filter(isFunction), generics, makerText)
  const endpoints = [...new Set(functions.map(({ endpoint }) => endpoint))]
  // A device with a single endpoint that has a function is that endpoint.
  const whole = endpoints.includes(undefined) ? undefined : endpoints.length === 1 ? endpoints[0] : undefined
  const hasWhole = endpoints.includes(undefined) || endpoints.length === 1
  // Old converters announce the settings of a thermostat as switches.
  const settings = specifics.filter((special) => !isFunction(special)).flatMap(({ features }) => features)
  const { assigned, separate } = assignFeatures([...generics, ...settings], endpoints, whole)
  const own = endpoints.flatMap((endpoint) => {
    const isWhole = hasWhole && endpoint === whole
    const rest = isWhole ? assigned.get(undefined) : assigned.get(endpoint)
    const parts = partsOfEndpoint(
      functions.filter((special) => special.endpoint === endpoint),
      rest ?? [],
      makerText,
    )
    return isWhole ? parts : parts.map((part) => ({ ...part, label: [endpoint, part.label].filter(Boolean).join(' ') }))
  })
  const common = hasWhole ? [] : [{ features: assigned.get(undefined) ?? [] }]
  return [...common, ...own, ...[...separate].map(([label, features]) => ({ label, features }))].filter(
    ({ features }) => features.length > 0,
  )
}

/**
 * The functions with the fan of a controller that announces no fan but a feature for its speed (Tuya). Its only switch is
 * that of the fan, unless the maker's text names a light too.
 */
function withGenericFan(
  functions: readonly SpecificExpose[],
  generics: readonly Feature[],
  makerText: string,
): readonly SpecificExpose[] {
  const speed = findSettable(generics, 'fan_speed')
  if (!speed || !/\bfan\b/i.test(makerText) || functions.some(({ of }) => of === 'climate' || of === 'fan'))
    return functions
  const [only, ...others] = functions
  const isOfFan = only?.of === 'switch' && others.length === 0 && !/light|lamp/i.test(makerText)
  const state = isOfFan ? findFeature(only.features, 'state') : findSettable(generics, 'fan_state')
  const features = [
    ...(state ? [{ ...state, name: 'state' }] : []),
    { ...speed, name: speed.type === 'enum' ? 'mode' : 'speed' },
  ]
  return [...(isOfFan ? [] : functions), { of: 'fan', endpoint: undefined, features }]
}

/** Assigns each generic feature to an endpoint with a function, to the whole device, or to an endpoint without a function. */
function assignFeatures(
  others: readonly Feature[],
  endpoints: readonly (string | undefined)[],
  whole: string | undefined,
) {
  const assigned = new Map<string | undefined, Feature[]>()
  const separate = new Map<string, Feature[]>()
  const isWhole = (endpoint: string | undefined) => endpoint === undefined || endpoint === whole
  const deviceWide = new Set(others.filter(({ endpoint }) => isWhole(endpoint)).map(({ name }) => name))
  for (const feature of others) {
    const { endpoint, name } = feature
    const again = others.some(
      (other) => other !== feature && other.name === name && !endpoints.includes(other.endpoint),
    )
    if (isWhole(endpoint)) append(assigned, undefined, feature)
    else if (endpoints.includes(endpoint)) append(assigned, endpoint, feature)
    // A sensor on an endpoint of its own, such as the thermometer of a smoke detector.
    else if (!again && !deviceWide.has(name)) append(assigned, undefined, feature)
    else if (endpoint !== undefined) append(separate, endpoint, feature)
  }
  return { assigned, separate }
}

function append<K>(map: Map<K, Feature[]>, key: K, feature: Feature): void {
  map.set(key, [...(map.get(key) ?? []), feature])
}

/** The parts of one endpoint; the first one gets the generic features. */
function partsOfEndpoint(
  specials: readonly SpecificExpose[],
  rest: readonly Feature[],
  makerText: string,
): readonly DevicePart[] {
  const sorted = specials
    .filter(({ of }, i) => specials.findIndex((other) => other.of === of) === i)
    .toSorted((a, b) => rankOf(a.of) - rankOf(b.of))
  const [main, ...more] = sorted
  if (!main) return []
  const isAside =
    (main.of === 'light' || main.of === 'switch') &&
    isMainlySensor(makerText) &&
    rest.some(({ name }) => sensorFeature.test(name))
  if (isAside) return [{ features: rest }, ...sorted.map(({ of, features }) => ({ label: of, of, features }))]
  // The fan and the switch of an air conditioner are features of it.
  const taken = main.of === 'climate' ? more.filter(({ of }) => of === 'fan' || of === 'switch') : []
  const parts = taken.flatMap(({ of, features }) => features.map((f) => (of === 'fan' ? asFanFeature(f) : f)))
  const left = more.filter((special) => !taken.includes(special))
  return [
    { of: main.of, features: [...main.features, ...parts, ...rest] },
    ...left.map(({ of, features }) => ({ label: of, of, features })),
  ]
}

/** True if the maker's text names a sensor before any switch or light: then the relay or lamp is secondary. */
const isMainlySensor = (makerText: string) =>
  /sensor|detector|monitor|station|switch|relay|dimmer|plug|outlet|light|lamp|bulb/i
    .exec(makerText)?.[0]
    .match(/sensor|detector|monitor|station/i) != null
const sensorFeature = /^(occupancy|presence|motion|smoke|gas|carbon_monoxide|co2|voc|pm\d+|humidity|contact)$/

const asFanFeature = (feature: Feature): Feature => ({ ...feature, name: `fan_${feature.name}` })
