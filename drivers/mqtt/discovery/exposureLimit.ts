import type { LocalizedText } from '../../../src/util/translate.ts'
import { say } from '../messages.ts'

/** The greatest number of devices that are appliances by themselves; of more than these every list would be slow. */
const maxExposed = 2000

/** Counts the devices that are appliances although the configuration does not name them, and admits no more than 2,000. */
export class ExposureLimit {
  #admitted = 0
  #refused = 0

  /** @param isWanted the configuration exposes the device @returns true if it is an appliance by itself */
  admit(isWanted: boolean): boolean {
    if (!isWanted) return false
    const isAdmitted = this.#admitted < maxExposed
    if (isAdmitted) this.#admitted += 1
    else this.#refused += 1
    return isAdmitted
  }

  problems(): readonly LocalizedText[] {
    return this.#refused > 0 ? [say('tooManyDevices', { max: maxExposed, count: this.#refused })] : []
  }
}
