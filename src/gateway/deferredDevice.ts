import type { Command, Device, ReadQuery } from '../home/device.ts'

/**
 * A device whose driver has not started yet. It forwards every call to a placeholder, and after `resolve` to the real device,
 * so the appliance that holds it does not change. It is a class because there may be ten thousand of them: an object with a
 * changed prototype needs ten times the memory.
 */
export class DeferredDevice implements Device {
  #device: Device

  constructor(device: Device) {
    this.#device = device
  }

  resolve(device: Device): void {
    this.#device = device
  }
  get spec() {
    return this.#device.spec
  }
  get deviceInfo() {
    return this.#device.deviceInfo
  }
  get assume() {
    return this.#device.assume
  }
  read(query: ReadQuery) {
    return this.#device.read(query)
  }
  apply(command: Command, signal: AbortSignal) {
    return this.#device.apply(command, signal)
  }
  close(): void {
    this.#device.close?.()
  }
}
