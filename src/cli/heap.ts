import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** From how much of the heap in use on it is worth while, in bytes: a usual house is far below. */
const much = 20 * 1024 * 1024
/** How long after a configuration was read, in milliseconds: what the broker kept for the devices is here by then. */
const pause = 2000

let timer: NodeJS.Timeout | undefined

/** A configuration is about to be read: the room for new objects does not grow for what is needed once. */
export function spare(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
}

/**
 * Gives back, in a while, what reading a configuration took: of a large one ten times what the house itself needs, and
 * V8 would keep its pages for years. Then nobody is answered for some tenths of a second.
 */
export function compactLater(): void {
  clearTimeout(timer)
  timer = setTimeout(compact, pause).unref()
}

function compact(): void {
  setFlagsFromString('--semi-space-growth-factor=2')
  if (process.memoryUsage().heapUsed < much) return
  setFlagsFromString('--expose-gc')
  setFlagsFromString('--compact-on-every-full-gc')
  const collect = runInNewContext('gc') as () => void
  // What the first finds free, the second moves together.
  collect()
  collect()
  setFlagsFromString('--no-compact-on-every-full-gc')
}
