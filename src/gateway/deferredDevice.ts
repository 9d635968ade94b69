import type { Command, Device, Period } from '../home/device.ts'

/**
 * A device that stands for another, which may become a third: whoever holds it need not know.
 * A class, since there may be ten thousand: an object whose prototype is changed takes ten times the memory.
 */
export class DeferredDevice implements Device {
  private now: Device

  constructor(now: Device) {
    this.now = now
  }

  become(device: Device): void {
    this.now = device
  }
  get spec() {
    return this.now.spec
  }
  get deviceInfo() {
    return this.now.deviceInfo
  }
  get assume() {
    return this.now.assume
  }
  read(query: { readonly signal: AbortSignal; readonly period?: Period }) {
    return this.now.read(query)
  }
  apply(command: Command, signal: AbortSignal) {
    return this.now.apply(command, signal)
  }
  close(): void {
    this.now.close?.()
  }
}
