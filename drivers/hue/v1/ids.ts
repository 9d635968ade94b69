/** What ids of this bridge begin with: their numbers are those of other bridges, too. */
export function prefixOf(bridgeId: string | undefined): string {
  const [, serial] = /^[0-9a-f]{10}([0-9a-f]{6})$/i.exec(bridgeId ?? '') ?? []
  return serial === undefined ? '' : `${serial.toLowerCase()}-`
}

/** The same with a prefix before each id, and wherever one is named. */
export function prefixed<T>(value: T, prefix: string): T {
  if (Array.isArray(value)) return value.map((one) => prefixed(one, prefix)) as T
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inner]) => [
    key,
    (key === 'id' || key === 'rid') && typeof inner === 'string' ? `${prefix}${inner}` : prefixed(inner, prefix),
  ])
  return Object.fromEntries(entries) as T
}
