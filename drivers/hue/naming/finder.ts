import type { Finder, Found } from '../../../src/home/discovery.ts'
import type { Thing } from '../appliances/things.ts'
import type { Config } from '../config.ts'
import { type Kind, type Options, refOf } from '../options.ts'
import type { Registry } from './registry.ts'

/** The prefix by which a user names a scene among all that they want. */
const scene = 'scene:'

/** What a bridge has, as things that could be appliances. */
export function finder({ expose }: Pick<Config, 'expose'>, registry: Registry): Finder<Options> {
  let from: readonly Thing[] | undefined
  let found: readonly Found<Options>[] = []
  return {
    found() {
      if (from !== registry.all()) found = all()
      from = registry.all()
      return found
    },
    onChange: registry.onChange,
  }

  function all(): readonly Found<Options>[] {
    const things = registry.all()
    const counts = new Map<string, number>()
    for (const { name } of things) counts.set(name, (counts.get(name) ?? 0) + 1)
    return things.map((thing) => {
      const { kind, name, aliases, type, about, spec } = thing
      const key = registry.keyOf(thing)
      return {
        key,
        // Every room may have its own of that name, which nobody could tell apart by ear.
        name: kind === 'scene' && counts.get(name) !== 1 ? (aliases[0] ?? name) : name,
        ...(type !== undefined && { type }),
        about,
        via: `hue ${kind}`,
        exposed: type !== undefined && isExposed(thing, key),
        spec,
        options: { [kind]: key },
        refs: refsOf(thing, key),
        problems: [],
      }
    })
  }

  /** All that an appliance may call it. */
  function refsOf(thing: Thing, key: string): readonly string[] {
    const { kind, id, name, aliases } = thing
    const kinds = [kind, 'device'] as const
    const means = kinds.flatMap((one) => [key, id, name, ...aliases].map((word) => [one, word] as const))
    const mine = [...means, ...registry.words()].filter(([one, word]) => registry.named(one, word) === thing)
    return [...new Set(mine.map(([one, word]) => refOf(one, word)))]
  }

  function isExposed(thing: Thing, key: string): boolean {
    const { kind, name, aliases } = thing
    if (!Array.isArray(expose)) return expose === 'all' && kind !== 'scene'
    if (expose.includes(key)) return true
    if (kind !== 'scene') return expose.some((one) => one === name || registry.named('device', one) === thing)
    return expose.some(
      (one) =>
        one.startsWith(scene) &&
        ([key, name, ...aliases].includes(one.slice(scene.length)) ||
          registry.named('scene', one.slice(scene.length)) === thing),
    )
  }
}

/** The names that the user exposes, so that they mean the same when it is renamed. */
export function wanted({ expose }: Pick<Config, 'expose'>): readonly (readonly [Kind, string])[] {
  if (!Array.isArray(expose)) return []
  return expose.map((one) => (one.startsWith(scene) ? ['scene', one.slice(scene.length)] : ['device', one]))
}
