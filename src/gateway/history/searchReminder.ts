import * as z from 'zod'
import type { Edition } from '../../clova/edition.ts'
import { offeredActions } from '../../clova/offeredActions.ts'
import type { SearchAgain } from '../../control/operations/home.ts'
import type { Appliance } from '../../home/appliance.ts'
import type { Home } from '../../home/home.ts'
import { isKnown } from '../../home/spec.ts'
import { JsonStore } from '../../storage/jsonStore.ts'

/** What CLOVA was told of one appliance: its name, and all else that it was told as one text. */
const announced = z.tuple([z.string(), z.string()])
const file = z.object({
  /** when CLOVA last searched, or the user ticked the reminder off; 0: never */
  at: z.number(),
  /** when the first difference since then was seen */
  since: z.number().optional(),
  appliances: z.record(z.string(), announced),
})
type AnnouncedToClova = z.infer<typeof file>

/** How many changes are listed. */
const maxListed = 100

interface ReminderOptions {
  readonly file: string
  readonly warn: (fields: object, message: string) => void
  /** the home as CLOVA sees it */
  home(): Home
  edition(): Edition
  /** milliseconds since 1970 */
  readonly now?: () => number
}

/**
 * Knows what CLOVA was last told of the home. CLOVA learns of new, renamed and changed appliances only when the user searches
 * for devices again in its app, so a difference is a reminder. It ends when CLOVA searches, or the user ticks it off.
 */
export class SearchReminder {
  readonly #store: JsonStore<AnnouncedToClova>
  readonly #home: () => Home
  readonly #edition: () => Edition
  readonly #now: () => number

  constructor({ file: path, warn, home, edition, now = Date.now }: ReminderOptions) {
    this.#store = new JsonStore<AnnouncedToClova>({ file: path, schema: file, empty: { at: 0, appliances: {} }, warn })
    this.#home = home
    this.#edition = edition
    this.#now = now
  }

  /** CLOVA was told of these appliances now. @param only those that the link may use; without it all */
  recordSearch(only?: ReadonlySet<string>): void {
    const { value } = this.#store
    const { appliances } = this.#home()
    // What a user with some appliances is told says nothing of the others.
    if (only) for (const id of only) delete value.appliances[id]
    else value.appliances = {}
    for (const appliance of appliances.values())
      if (!only || only.has(appliance.id)) value.appliances[appliance.id] = this.#describe(appliance)
    value.at = this.#now()
    delete value.since
    this.#store.markChanged()
  }

  /** What has changed since CLOVA last searched; undefined if nothing has, or if it never searched. */
  pending(): SearchAgain | undefined {
    const { value } = this.#store
    if (value.at === 0) return undefined
    const changes = [...this.#changes()]
    if (changes.length === 0) {
      delete value.since
      return undefined
    }
    if (value.since === undefined) {
      value.since = this.#now()
      this.#store.markChanged()
    }
    return { since: value.since, changes: changes.slice(0, maxListed), count: changes.length }
  }

  flush(): Promise<void> {
    return this.#store.flush()
  }

  *#changes(): Generator<SearchAgain['changes'][number]> {
    const { appliances: before } = this.#store.value
    const { appliances } = this.#home()
    for (const [id, appliance] of appliances) {
      const known = Object.hasOwn(before, id) ? before[id] : undefined
      const { name } = appliance
      const [, description] = this.#describe(appliance)
      if (!known) yield { kind: 'added', id, name }
      else if (known[0] !== name) yield { kind: 'renamed', id, name, before: known[0] }
      // One that has not announced itself since the start is not known to have changed.
      else if (known[1] !== description && isKnown(appliance.device.spec)) yield { kind: 'changed', id, name }
    }
    for (const [id, [name]] of Object.entries(before)) if (!appliances.has(id)) yield { kind: 'removed', id, name }
  }

  #describe({ name, type, location = '', tags, device }: Appliance): z.infer<typeof announced> {
    return [name, [type, location, tags.join(','), ...offeredActions(this.#edition(), type, device.spec)].join(' ')]
  }
}
