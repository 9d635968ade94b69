import { type Likeness, SoundIndex } from '../../clova/spoken/soundalike.ts'
import type { Soundalike } from '../../control/operations/home.ts'
import type { Home } from '../../home/home.ts'

interface Named {
  readonly id: string
  readonly name: string
  readonly kind: Soundalike['kind']
}

/** The index of a home's names; a changed home is another object, so it is made once for each. */
const indexes = new WeakMap<Home, SoundIndex<Named>>()

function indexOf(home: Home): SoundIndex<Named> {
  const found = indexes.get(home) ?? new SoundIndex([...namesOf(home)].map((named) => [named.name, named] as const))
  indexes.set(home, found)
  return found
}

function* namesOf({ appliances, scenes }: Home): Generator<Named> {
  for (const { id, name } of appliances.values()) yield { id, name, kind: 'appliance' }
  for (const { id, name } of scenes.values()) yield { id, name, kind: 'scene' }
}

/** The most names that are listed as similar to one. */
const maxSimilar = 20

/** The appliances and scenes whose names sound like a name. @param except the id of what bears it, or is to bear it */
export const similarNames = (home: Home, name: string, except?: string): Soundalike[] =>
  indexOf(home)
    .similarTo(name, ({ id }) => id === except)
    .slice(0, maxSimilar)
    .map(([{ id, name: other, kind }, likeness]: readonly [Named, Likeness]) => ({ id, name: other, kind, likeness }))
