import type { Log } from '../../../src/home/driver.ts'
import { comparableName } from '../../../src/util/displayName.ts'
import { RepeatedWork, type Steps } from '../../../src/util/slices.ts'
import type { LocalizedText } from '../../../src/util/translate.ts'
import { say } from '../messages.ts'
import type { Reference, Registry } from './registry.ts'

/** So many names are looked at in one step. */
const namesPerStep = 64
/** So many of the appliances that have one name are listed. */
const maxListed = 10

/**
 * Warnings about names that the user wrote: the bridge has nothing of that name, it was renamed meanwhile, or several
 * appliances have the name. Those of thousands of names are found in slices.
 */
export class NameWarnings {
  readonly #finding: RepeatedWork
  #found: readonly LocalizedText[] = []
  #isOutdated = true

  /**
   * @param described the appliances of the configuration
   * @param exposed those of `expose`, which become appliances by themselves
   */
  constructor(registry: Registry, described: Iterable<Reference>, exposed: Iterable<Reference>, log: Log) {
    this.#finding = new RepeatedWork(
      () => this.#find(registry, described, exposed),
      (error) => log.error({ error }, 'the names of the configuration cannot be checked'),
    )
  }

  /** The warnings now; until thousands of names are looked through, those of before. */
  all(): readonly LocalizedText[] {
    if (this.#isOutdated) {
      this.#isOutdated = false
      this.#finding.request()
    }
    return this.#found
  }

  /** To be called when the bridge has other appliances, or the configuration other names. */
  markOutdated(): void {
    this.#isOutdated = true
  }

  stop(): void {
    this.#finding.stop()
  }

  *#find(registry: Registry, described: Iterable<Reference>, exposed: Iterable<Reference>): Steps<void> {
    const all = new Map<string, LocalizedText>()
    let count = 0
    for (const warnings of warningsOf(registry, described, exposed)) {
      for (const one of warnings) all.set(one.en, one)
      count += 1
      if (count % namesPerStep === 0) yield
    }
    this.#found = [...all.values()]
  }
}

/** The warnings of each name. */
function* warningsOf(
  registry: Registry,
  described: Iterable<Reference>,
  exposed: Iterable<Reference>,
): Generator<readonly LocalizedText[]> {
  for (const one of exposed) yield [...referenceWarnings(one, undefined), ...typeWarning(one)]
  for (const one of described) yield referenceWarnings(one, one.kind)

  function referenceWarnings(
    { kind, name, appliance }: Reference,
    expected: Reference['kind'] | undefined,
  ): readonly LocalizedText[] {
    const target = appliance()
    if (!target) return [expected === undefined ? say('hasNothing', { name }) : say('hasNo', { kind: expected, name })]
    if ([target.id, registry.keyOf(target)].includes(name)) return []
    const namesakes = registry.withName(kind, name)
    if (![target.name, ...target.aliases].map(comparableName).includes(comparableName(name)))
      return [
        namesakes[0]
          ? say('renamedTaken', { name, now: target.name, kind: namesakes[0].kind })
          : say('renamed', { name, now: target.name }),
      ]
    if (namesakes.length < 2) return []
    const exactNames = namesakes
      .slice(0, maxListed)
      .map((one) => one.aliases.find((alias) => alias.includes('/')) ?? registry.keyOf(one))
    const names = [...exactNames, ...(namesakes.length > maxListed ? ['…'] : [])].join(', ')
    return [say('namesakes', { name, count: namesakes.length, names })]
  }

  function typeWarning({ name, appliance }: Reference): readonly LocalizedText[] {
    const meant = appliance()
    return !meant || meant.type !== undefined ? [] : [say('noType', { name })]
  }
}
