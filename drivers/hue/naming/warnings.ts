import { comparableName } from '../../../src/util/displayName.ts'
import type { LocalizedText } from '../../../src/util/translate.ts'
import { say } from '../messages.ts'
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
): readonly LocalizedText[] {
  const all = [
    ...exposed.flatMap((one) => [...referenceWarnings(one, 'thing'), ...typeWarning(one)]),
    ...described.flatMap((one) => referenceWarnings(one, one.kind)),
  ]
  return [...new Map(all.map((one) => [one.en, one])).values()]

  function referenceWarnings({ kind, name, appliance }: Reference, word: string): readonly LocalizedText[] {
    const target = appliance()
    if (!target) return [word === 'thing' ? say('hasNothing', { name }) : say('hasNo', { kind: word, name })]
    if ([target.id, registry.keyOf(target)].includes(name)) return []
    const namesakes = registry.withName(kind, name)
    if (![target.name, ...target.aliases].map(comparableName).includes(comparableName(name)))
      return [
        namesakes[0]
          ? say('renamedTaken', { name, now: target.name, kind: namesakes[0].kind })
          : say('renamed', { name, now: target.name }),
      ]
    if (namesakes.length < 2) return []
    const exactNames = namesakes.map((one) => one.aliases.find((alias) => alias.includes('/')) ?? registry.keyOf(one))
    return [say('namesakes', { name, count: namesakes.length, names: exactNames.join(', ') })]
  }

  function typeWarning({ name, appliance }: Reference): readonly LocalizedText[] {
    const meant = appliance()
    return !meant || meant.type !== undefined ? [] : [say('noType', { name })]
  }
}
