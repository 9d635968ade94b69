import { typesOf } from '../../clova/applianceTypes.ts'
import type { Edition } from '../../clova/edition.ts'
import type { Discovered } from '../discovery/match.ts'

/** A device that a driver came upon, as `clova-home discover` shows it. */
export interface Sighting {
  readonly driver: string
  readonly name: string
  readonly key: string
  readonly via: string
  readonly type?: string
  readonly model: string
  readonly traits: readonly string[]
  /** the appliance that it is, if it is one */
  readonly appliance?: string
  /** what could not be understood of it, and why it is no appliance though it should be */
  readonly problems: readonly string[]
}

/** Why it can be no appliance whatever is written, in plain words; nothing if it can, or has no type yet. */
export function unusable({ type, traits }: Sighting, edition: Edition): string | undefined {
  if (type === undefined) return undefined
  if (!typesOf(edition).includes(type)) return `the edition ${edition} has no type ${type}`
  return traits.length === 0 ? 'nothing that it says can be used' : undefined
}

/** What was found, and what kept the drivers from finding more, in plain words. */
export interface Seen {
  readonly devices: readonly Sighting[]
  readonly problems: readonly string[]
}

/** What the house came upon, in the order of its connections. */
export const sightings = (discovered: readonly Discovered[]): readonly Sighting[] =>
  discovered.map(({ driver, found, appliance, why }) => ({
    driver,
    name: found.name,
    key: found.key,
    via: found.via,
    ...(found.type !== undefined && { type: found.type }),
    model: [found.about.manufacturer, found.about.model].filter((word) => word !== undefined).join(' '),
    traits: [...Object.keys(found.spec.traits), ...found.spec.verbs],
    ...(appliance !== undefined && { appliance }),
    problems: [...(why === undefined ? [] : [why]), ...found.problems],
  }))
