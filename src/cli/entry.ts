import { stringify } from 'yaml'

/** Keys as they stand in a configuration, on one line; those in `secrets` by the names of their secrets. */
export function keysOf(
  keys: Readonly<Record<string, string | number>>,
  secrets: Readonly<Record<string, string>> = {},
): string {
  const flat = stringify(keys, { collectionStyle: 'flow', lineWidth: 0 })
    .trim()
    .replace(/^\{\s*|\s*\}$/g, '')
  return [flat, ...Object.entries(secrets).map(([key, name]) => `${key}: !secret ${name}`)].filter(Boolean).join(', ')
}
