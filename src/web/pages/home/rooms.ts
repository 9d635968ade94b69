import { computed } from '@preact/signals'
import { valueText } from '../../appliances/values.ts'
import { text } from '../../i18n/index.ts'
import { type ApplianceModel, appliances, homeRevision } from '../../state/home.ts'
import { nameOf } from '../../state/vocabulary.ts'

/** Places with at most so many appliances share a section with the next ones, so that no row is a hole. */
const maxShared = 2

interface Room {
  /** CLOVA's words for the places; more than one where small ones share a section */
  readonly places: readonly string[]
  readonly models: readonly ApplianceModel[]
}

/** Where appliances are, in the order in which they first appear, with how many are there. */
export const places = computed<ReadonlyMap<string, number>>(() => {
  homeRevision.value
  const counts = new Map<string, number>()
  for (const { status } of appliances.value) {
    const { location = '' } = status.peek()
    counts.set(location, (counts.get(location) ?? 0) + 1)
  }
  return counts
})

/** What a place is called. */
export const placeName = (place: string): string => (place === '' ? text().home.noPlace : nameOf('locations', place))

/** Whether a search finds an appliance: each of its words is in name, place, type or tags. */
export function isFound(model: ApplianceModel, search: string): boolean {
  const { name, location, type, tags, id } = model.status.peek()
  const subject = [name, id, location && nameOf('locations', location), nameOf('types', type), ...tags]
    .join(' ')
    .toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => subject.includes(word))
}

/** The rooms with the appliances that a search finds; `place` shows one of them. */
export function roomsOf(search: string, place: string | undefined): readonly Room[] {
  homeRevision.value
  const byPlace = new Map<string, ApplianceModel[]>()
  for (const model of appliances.value) {
    const { location = '' } = model.status.peek()
    if ((place !== undefined && place !== location) || !isFound(model, search)) continue
    byPlace.set(location, [...(byPlace.get(location) ?? []), model])
  }
  const large: Room[] = []
  const small: { places: string[]; models: ApplianceModel[] } = { places: [], models: [] }
  for (const [location, models] of byPlace) {
    if (models.length > maxShared) large.push({ places: [location], models })
    else {
      small.places.push(location)
      small.models.push(...models)
    }
  }
  return small.models.length > 0 ? [...large, small] : large
}

/** Temperature and humidity of a room, as far as something in it measures them. */
export function climateOf({ models }: Room): string {
  const measured = (trait: string) => {
    for (const { status } of models) {
      const { state, online } = status.value
      if (online && state[trait] !== undefined) return valueText(trait, state[trait], status.value)
    }
    return undefined
  }
  return [measured('currentTemperature'), measured('humidity')].filter(Boolean).join(' · ')
}
