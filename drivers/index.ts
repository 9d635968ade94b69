import type { Driver } from '../src/home/driver.ts'
/**
 * Every kind of connection, by the `type` that the configuration gives it.
 * A driver is loaded only when it is used: to add one, add its folder and its line here.
 */
export const drivers: Readonly<Record<string, () => Promise<Driver>>> = {
  virtual: async () => (await import('./virtual/index.ts')).virtual,
  mqtt: async () => (await import('./mqtt/index.ts')).mqtt,
  hue: async () => (await import('./hue/index.ts')).hue,
  ir: async () => (await import('./ir/index.ts')).ir,
}
