import type { Log } from '../../src/home/driver.ts'
/** Says nothing. */
export const silent: Log & { child(): Log } = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => silent,
}
