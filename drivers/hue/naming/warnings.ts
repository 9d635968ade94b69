import { comparableName } from '../../../src/util/displayName.ts'
import type { Reference, Registry } from './registry.ts'

/**
 * Warnings about names that the user wrote: the bridge has nothing of that name, it was renamed meanwhile, or several
 * things have the name.
 * @param exposed those of `expose`, which become appliances by themselves
 */
export function nameWarnings(
  registry: Registry,
  described: readonly Reference[],
  exposed: readonly Reference[],
): readonly string[] {
  return [
    ...new Set([
      ...exposed.flatMap((one) => [...referenceWarnings(one, 'thing'), ...typeWarning(one)]),
      ...described.flatMap((one) => referenceWarnings(one, one.kind)),
    ]),
  ]

  function referenceWarnings({ kind, name, thing }: Reference, word: string): readonly string[] {
    const target = thing()
    if (!target)
      return [
        word === 'thing' ? `the bridge has nothing called "${name}"` : `the bridge has no ${word} called "${name}"`,
      ]
    if ([target.id, registry.keyOf(target)].includes(name)) return []
    const namesakes = registry.withName(kind, name)
    if (![target.name, ...target.aliases].map(comparableName).includes(comparableName(name)))
      return [
        `what was called "${name}" is called "${target.name}" on the bridge now, and stays what it was${namesakes.length > 0 ? `; another ${namesakes[0]?.kind} is called "${name}" now` : ''}`,
      ]
    if (namesakes.length < 2) return []
    const exactNames = namesakes.map((one) => one.aliases.find((alias) => alias.includes('/')) ?? registry.keyOf(one))
    return [
      `the bridge has ${namesakes.length} of the name "${name}", and the first is meant; write which one: ${exactNames.join(', ')}`,
    ]
  }

  function typeWarning({ name, thing }: Reference): readonly string[] {
    const meant = thing()
    return !meant || meant.type !== undefined
      ? []
      : [`"${name}" has no type of CLOVA by itself; describe it under appliances, with a type of yours`]
  }
}
