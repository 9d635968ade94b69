import type { Finder, Found } from '../../src/home/device.ts'
import type { Config } from './config.ts'
import type { Options } from './options.ts'
import type { Registry } from './registry.ts'
import type { Thing } from './things.ts'

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
        problems: [],
      }
    })
  }

  function isExposed({ kind, name, aliases }: Thing, key: string): boolean {
    if (!Array.isArray(expose)) return expose === 'all' && kind !== 'scene'
    if (kind !== 'scene') return [key, name].some((one) => expose.includes(one))
    return [key, name, ...aliases].some((one) => expose.includes(`${scene}${one}`)) || expose.includes(key)
  }
}

/** The names that the user wants and that the bridge has not, in plain words. */
export function missing({ expose }: Pick<Config, 'expose'>, registry: Registry): readonly string[] {
  const wanted = Array.isArray(expose) ? expose : []
  const isThere = (name: string) =>
    registry.named('device', name) !== undefined ||
    (name.startsWith(scene) && registry.named('scene', name.slice(scene.length)) !== undefined)
  return wanted.filter((name) => !isThere(name)).map((name) => `the bridge has nothing called "${name}"`)
}
