import type { Log } from '../../src/home/device.ts'

/** Says nothing. */
export const silent: Log & { child(): Log } = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => silent,
}
