import { appliance, type Options } from '../options.ts'
import type { Description } from './announcement.ts'

/**
 * What can be believed of a device's own description: a part that the schema refuses is left out, and said.
 * @returns the options, and what is wrong in plain words
 */
export function believe(description: Description): { readonly options: Options; readonly problems: readonly string[] } {
  const problems: string[] = []
  let left: Record<string, unknown> = description
  // Each round takes out at least one part, so it ends.
  for (;;) {
    const parsed = appliance.safeParse(left)
    if (parsed.success) return { options: parsed.data, problems }
    const parts = new Set<string>()
    for (const { path, message } of parsed.error.issues) {
      problems.push(`${path.join('.')}: ${message}`)
      parts.add(JSON.stringify(path.slice(0, path[0] === 'traits' || path[0] === 'verbs' ? 2 : 1)))
    }
    const before = left
    for (const part of parts) left = without(left, JSON.parse(part))
    if (JSON.stringify(left) === JSON.stringify(before)) return { options: appliance.parse({}), problems }
  }
}

function without(from: Record<string, unknown>, [first, second]: readonly string[]): Record<string, unknown> {
  if (first === undefined) return from
  const { [first]: part, ...rest } = from
  if (second === undefined || typeof part !== 'object' || part === null) return rest
  const { [second]: _, ...others } = part as Record<string, unknown>
  return { ...rest, [first]: others }
}
