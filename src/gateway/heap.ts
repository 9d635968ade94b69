import { setFlagsFromString } from 'node:v8'

/** How long after a configuration was read, in milliseconds: what the broker kept for the devices is here by then. */
const pause = 2000

let timer: NodeJS.Timeout | undefined

/** A configuration is about to be read: the room for new objects does not grow for what is needed once. */
export function limitYoungGeneration(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
}

/**
 * Gives back, in a while, what starting and reading a configuration took: a quarter of all memory in a usual house, and of a
 * large one ten times what the house itself needs. V8 would keep its pages for years. Then nobody is answered for some
 * hundredths of a second, with ten thousand appliances for some tenths.
 */
export function scheduleGc(): void {
  clearTimeout(timer)
  timer = setTimeout(compact, pause).unref()
}

function compact(): void {
  // From now on, under load, in large steps: each time that it is full somebody waits, and a house does not fill it.
  setFlagsFromString('--semi-space-growth-factor=4')
  try {
    // Node has no other way to say that memory is wanted back; nobody can connect to this from outside.
    const { Session } = process.getBuiltinModule('node:inspector')
    const session = new Session()
    session.connect()
    // Not at once: V8 holds a lock for as long as it tells us, which to disconnect would wait for.
    session.post('HeapProfiler.collectGarbage', () => setImmediate(() => session.disconnect()))
  } catch {
    // A Node that was built without it keeps its pages.
  }
}
