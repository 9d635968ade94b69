import { type Bridged, type Feature, named, type Role, rankOf, type Special } from './exposes.ts'

/** A part of a device that is an appliance of its own. */
export interface Part {
  /** what is put to key and name of the device; nothing if this part is the device itself */
  readonly label?: string
  /** what it is for; nothing if it only has features of no function */
  readonly of?: Role
  /** those of its function come first */
  readonly features: readonly Feature[]
}

/** A function that is there for its settings only, such as a child lock, is none. */
const isMeant = ({ of, features }: Special) =>
  of === 'climate' || of === 'fan' ? features.length > 0 : named(features, 'state') !== undefined

/**
 * The appliances that a device is: one for each endpoint that has a function (`_l1`, `_left`), and one for each function
 * of what has no endpoint. What is announced for the whole device goes to its only function, or stands for itself.
 */
export function partsOf({ specials, others, says }: Pick<Bridged, 'specials' | 'others' | 'says'>): readonly Part[] {
  const meant = specials.filter(isMeant)
  const endpoints = [...new Set(meant.map(({ endpoint }) => endpoint))]
  // What has one endpoint with a function is that.
  const whole = endpoints.includes(undefined) ? undefined : endpoints.length === 1 ? endpoints[0] : undefined
  const hasWhole = endpoints.includes(undefined) || endpoints.length === 1
  // Old converters announce the settings of a thermostat as switches.
  const settings = specials.filter((special) => !isMeant(special)).flatMap(({ features }) => features)
  const { mine, apart } = shared([...others, ...settings], endpoints, whole)
  const own = endpoints.flatMap((endpoint) => {
    const isWhole = hasWhole && endpoint === whole
    const rest = isWhole ? mine.get(undefined) : mine.get(endpoint)
    const parts = functionsOf(
      meant.filter((special) => special.endpoint === endpoint),
      rest ?? [],
      says,
    )
    return isWhole ? parts : parts.map((part) => ({ ...part, label: [endpoint, part.label].filter(Boolean).join(' ') }))
  })
  const common = hasWhole ? [] : [{ features: mine.get(undefined) ?? [] }]
  return [...common, ...own, ...[...apart].map(([label, features]) => ({ label, features }))].filter(
    ({ features }) => features.length > 0,
  )
}

/** Where each feature of no function belongs: to an endpoint, to the whole, or to an endpoint that has nothing else. */
function shared(others: readonly Feature[], endpoints: readonly (string | undefined)[], whole: string | undefined) {
  const mine = new Map<string | undefined, Feature[]>()
  const apart = new Map<string, Feature[]>()
  const isWhole = (endpoint: string | undefined) => endpoint === undefined || endpoint === whole
  const wholes = new Set(others.filter(({ endpoint }) => isWhole(endpoint)).map(({ name }) => name))
  for (const feature of others) {
    const { endpoint, name } = feature
    const again = others.some(
      (other) => other !== feature && other.name === name && !endpoints.includes(other.endpoint),
    )
    if (isWhole(endpoint)) put(mine, undefined, feature)
    else if (endpoints.includes(endpoint)) put(mine, endpoint, feature)
    // A sensor on an endpoint of its own, as the thermometer of a smoke detector.
    else if (!again && !wholes.has(name)) put(mine, undefined, feature)
    else if (endpoint !== undefined) put(apart, endpoint, feature)
  }
  return { mine, apart }
}

function put<K>(map: Map<K, Feature[]>, key: K, feature: Feature): void {
  map.set(key, [...(map.get(key) ?? []), feature])
}

/** The functions of one endpoint, the first of them with what belongs to no function. */
function functionsOf(specials: readonly Special[], rest: readonly Feature[], says: string): readonly Part[] {
  const sorted = specials
    .filter(({ of }, i) => specials.findIndex((other) => other.of === of) === i)
    .toSorted((a, b) => rankOf(a.of) - rankOf(b.of))
  const [main, ...more] = sorted
  if (!main) return []
  const isAside =
    (main.of === 'light' || main.of === 'switch') && isSensor(says) && rest.some(({ name }) => sensed.test(name))
  if (isAside) return [{ features: rest }, ...sorted.map(({ of, features }) => ({ label: of, of, features }))]
  // The fan and the switch of an air conditioner are no appliances of their own.
  const taken = main.of === 'climate' ? more.filter(({ of }) => of === 'fan' || of === 'switch') : []
  const parts = taken.flatMap(({ of, features }) => features.map((f) => (of === 'fan' ? fanOf(f) : f)))
  const left = more.filter((special) => !taken.includes(special))
  return [
    { of: main.of, features: [...main.features, ...parts, ...rest] },
    ...left.map(({ of, features }) => ({ label: of, of, features })),
  ]
}

/** A sensor that has a lamp or a relay besides: what its maker names first is what it is. */
const isSensor = (says: string) =>
  /sensor|detector|monitor|station|switch|relay|dimmer|plug|outlet|light|lamp|bulb/i
    .exec(says)?.[0]
    .match(/sensor|detector|monitor|station/i) != null
const sensed = /^(occupancy|presence|motion|smoke|gas|carbon_monoxide|co2|voc|pm\d+|humidity|contact)$/

const fanOf = (feature: Feature): Feature => ({ ...feature, name: `fan_${feature.name}` })
