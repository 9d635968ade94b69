import type { ChangeListener } from '../bridge/resourceStore.ts'
import type { Resource, Resources } from '../bridge/resources.ts'

/** The statuses of a radio that the bridge does not reach; others belong to devices that sleep or only send. */
const unreachableStatuses = ['disconnected', 'connectivity_issue']

/** The longest that a command takes, and the second until the bridge tells what came of it. */
const commandMs = 8000

/** How many devices are remembered, which is more than a bridge takes. */
const maxDevices = 10_000

/**
 * Which devices a bridge reaches. Some lamps of other makers are called `disconnected` although they obey and tell what
 * they do: a lamp whose state changes while it is called so, without a command of ours, is believed from then on, until
 * its radio was connected and is lost again.
 */
export class Reachability {
  readonly #resources: Resources
  /** devices that showed that they are there, by id */
  readonly #alive = new Set<string>()
  /** what each lamp showed last, by its id */
  readonly #shown = new Map<string, string>()
  readonly #statuses = new Map<string, string>()
  /** lamps that a command of ours is for: the bridge may show what was sent before they did it */
  readonly #commandedUntil = new Map<string, number>()

  constructor(resources: Resources, onChange: (listener: ChangeListener) => () => void) {
    this.#resources = resources
    onChange((changed, by) => this.#look(changed, by === 'event'))
    this.#look('all', false)
  }

  /** True unless the bridge says that it does not reach a device by any of its radios. @param radios their ids */
  reaches(radios: readonly string[]): boolean {
    const known = radios.flatMap((id) => this.#resources.get(id) ?? [])
    return known.length === 0 || known.some((radio) => !isUnreachable(radio) || this.#alive.has(radio.owner?.rid ?? ''))
  }

  /** Does not take what these lamps show in the next seconds for a sign of life: a command of ours is for them. */
  ignoreChanges(lights: readonly string[]): void {
    const until = performance.now() + commandMs
    for (const id of lights) this.#commandedUntil.set(id, until)
  }

  /** @param isEvent it changes now; what an answer shows may have changed while the lamp was still there */
  #look(changed: ReadonlySet<string> | 'all', isEvent: boolean): void {
    const all = changed === 'all' ? this.#resources.all() : [...changed].flatMap((id) => this.#resources.get(id) ?? [])
    for (const one of all) {
      if (one.type === 'zigbee_connectivity') this.#lookAtRadio(one)
      else if (one.type === 'light') this.#lookAtLight(one, isEvent)
    }
    if (this.#shown.size > maxDevices) this.#shown.clear()
    if (this.#statuses.size > maxDevices) this.#statuses.clear()
    if (this.#commandedUntil.size > maxDevices) this.#commandedUntil.clear()
  }

  #lookAtRadio(radio: Resource): void {
    const before = this.#statuses.get(radio.id)
    const status = String(radio.status)
    this.#statuses.set(radio.id, status)
    const isLost = before !== undefined && !unreachableStatuses.includes(before) && isUnreachable(radio)
    if (isLost) this.#alive.delete(radio.owner?.rid ?? '')
  }

  #lookAtLight({ id, owner, on, dimming, color, color_temperature }: Resource, isEvent: boolean): void {
    const shows = JSON.stringify([on, dimming?.brightness, color?.xy, color_temperature?.mirek])
    const before = this.#shown.get(id)
    this.#shown.set(id, shows)
    const isCommanded = performance.now() < (this.#commandedUntil.get(id) ?? 0)
    if (!isEvent || before === undefined || before === shows || !owner || isCommanded) return
    const radios = [...this.#resources.all()].filter(
      (one) => one.type === 'zigbee_connectivity' && one.owner?.rid === owner.rid,
    )
    if (radios.some(isUnreachable)) this.#alive.add(owner.rid)
  }
}

const isUnreachable = ({ status }: Resource): boolean => unreachableStatuses.includes(String(status))
