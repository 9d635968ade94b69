import type { Reference, Registry } from './registry.ts'

/**
 * What its owner should know of the names that they use, in plain words: what is not there, what is called otherwise
 * by now, and what is one of several.
 * @param exposed those of `expose`, which become appliances by themselves
 */
export function nameWarnings(
  registry: Registry,
  described: readonly Reference[],
  exposed: readonly Reference[],
): readonly string[] {
  return [
    ...new Set([
      ...exposed.flatMap((one) => [...of(one, 'thing'), ...typeless(one)]),
      ...described.flatMap((one) => of(one, one.kind)),
    ]),
  ]

  function of({ kind, name, thing }: Reference, word: string): readonly string[] {
    const meant = thing()
    if (!meant)
      return [
        word === 'thing' ? `the bridge has nothing called "${name}"` : `the bridge has no ${word} called "${name}"`,
      ]
    if ([meant.id, registry.keyOf(meant)].includes(name)) return []
    const same = registry.called(kind, name)
    if (![meant.name, ...meant.aliases].includes(name))
      return [
        `what was called "${name}" is called "${meant.name}" on the bridge now, and stays what it was${same.length > 0 ? `; another ${same[0]?.kind} is called "${name}" now` : ''}`,
      ]
    if (same.length < 2) return []
    const ways = same.map((one) => one.aliases.find((alias) => alias.includes('/')) ?? registry.keyOf(one))
    return [
      `the bridge has ${same.length} of the name "${name}", and the first is meant; write which one: ${ways.join(', ')}`,
    ]
  }

  function typeless({ name, thing }: Reference): readonly string[] {
    const meant = thing()
    return !meant || meant.type !== undefined
      ? []
      : [`"${name}" has no type of CLOVA by itself; describe it under appliances, with a type of yours`]
  }
}
