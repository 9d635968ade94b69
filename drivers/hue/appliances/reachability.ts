import type { Log } from '../../../src/home/driver.ts'
import { RepeatedWork, type Steps } from '../../../src/util/slices.ts'
import type { ChangeListener } from '../bridge/resourceStore.ts'
import type { Resource, Resources } from '../bridge/resources.ts'

/** The statuses of `zigbee_connectivity` of an unreachable device; other statuses are those of devices that sleep or only send. */
const unreachableStatuses = ['disconnected', 'connectivity_issue']

/** The longest time of a command and of the event after it. */
const ignoreAfterCommandMs = 8000

/** The limit of each table; a bridge has far fewer devices. */
const maxDevices = 10_000

/** So many resources are looked at in one step. */
const resourcesPerStep = 128

/**
 * Decides which devices are reachable. A bridge reports some lamps of other manufacturers as `disconnected` although they
 * carry out commands and report their state. A lamp whose state changes while it is reported so, and without a command of
 * this gateway, counts as reachable, until its connectivity changes from connected to disconnected again.
 */
export class Reachability {
  readonly #resources: Resources
  /** devices whose state changed while they were reported as unreachable, by id */
  readonly #provenReachable = new Set<string>()
  /** the last reported state of each lamp, by its id */
  readonly #lastStates = new Map<string, string>()
  readonly #statuses = new Map<string, string>()
  /** the connectivity services of each device */
  readonly #radios = new Map<string, Set<string>>()
  /** until when the changes of a lamp may come from a command: the bridge reports the commanded state before the lamp has it */
  readonly #commandedUntil = new Map<string, number>()
  readonly #updatingAll: RepeatedWork

  constructor(resources: Resources, onChange: (listener: ChangeListener) => () => void, log: Log) {
    this.#resources = resources
    this.#updatingAll = new RepeatedWork(
      () => this.#updateAll(),
      (error) => log.error({ error }, 'what the bridge reaches cannot be determined'),
    )
    onChange((changed, by) => {
      if (changed === 'all') this.#updatingAll.request()
      else this.#update(changed, by === 'event')
    })
    this.#updatingAll.request()
  }

  close(): void {
    this.#updatingAll.stop()
  }

  /** False if the bridge reports all these connectivity services as unreachable. @param connectivityServices their ids */
  reaches(connectivityServices: readonly string[]): boolean {
    const services = connectivityServices.flatMap((id) => this.#resources.get(id) ?? [])
    return (
      services.length === 0 ||
      services.some((radio) => !isUnreachable(radio) || this.#provenReachable.has(radio.owner?.rid ?? ''))
    )
  }

  /** Ignores changes of these lamps for the time of a command: they do not prove that the lamps are reachable. */
  ignoreChanges(lights: readonly string[]): void {
    const until = performance.now() + ignoreAfterCommandMs
    for (const id of lights) this.#commandedUntil.set(id, until)
  }

  *#updateAll(): Steps<void> {
    this.#radios.clear()
    const ids = [...this.#resources.all()].map(({ id }) => id)
    for (let from = 0; from < ids.length; from += resourcesPerStep) {
      this.#update(ids.slice(from, from + resourcesPerStep), false)
      yield
    }
  }

  /** @param isEvent the change comes from an event; a change found by reading may be older than the loss of the lamp */
  #update(changed: Iterable<string>, isEvent: boolean): void {
    for (const id of changed) {
      const one = this.#resources.get(id)
      if (one?.type === 'zigbee_connectivity') this.#updateConnectivity(one)
      else if (one?.type === 'light') this.#updateLight(one, isEvent)
    }
    if (this.#lastStates.size > maxDevices) this.#lastStates.clear()
    if (this.#statuses.size > maxDevices) this.#statuses.clear()
    if (this.#commandedUntil.size > maxDevices) this.#commandedUntil.clear()
  }

  #updateConnectivity(radio: Resource): void {
    const device = radio.owner?.rid ?? ''
    const radios = this.#radios.get(device) ?? new Set()
    this.#radios.set(device, radios.add(radio.id))
    const before = this.#statuses.get(radio.id)
    const status = String(radio.status)
    this.#statuses.set(radio.id, status)
    const isLost = before !== undefined && !unreachableStatuses.includes(before) && isUnreachable(radio)
    if (isLost) this.#provenReachable.delete(device)
  }

  #updateLight({ id, owner, on, dimming, color, color_temperature }: Resource, isEvent: boolean): void {
    const newState = JSON.stringify([on, dimming?.brightness, color?.xy, color_temperature?.mirek])
    const before = this.#lastStates.get(id)
    this.#lastStates.set(id, newState)
    const isCommanded = performance.now() < (this.#commandedUntil.get(id) ?? 0)
    if (!isEvent || before === undefined || before === newState || !owner || isCommanded) return
    const radios = [...(this.#radios.get(owner.rid) ?? [])].flatMap((radio) => this.#resources.get(radio) ?? [])
    if (radios.some(isUnreachable)) this.#provenReachable.add(owner.rid)
  }
}

const isUnreachable = ({ status }: Resource): boolean => unreachableStatuses.includes(String(status))
