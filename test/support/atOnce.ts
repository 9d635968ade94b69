import { setImmediate as nextTurn } from 'node:timers/promises'

/** More turns of the event loop than work needs that waits for nobody else. */
const turns = 100

/** What work gives at once, whatever the pace of the machine. @throws Error if it waits for something */
export function atOnce<T>(work: Promise<T>): Promise<T> {
  const late = async (): Promise<never> => {
    for (let turn = 0; turn < turns; turn += 1) await nextTurn()
    throw new Error('it waits for something')
  }
  return Promise.race([work, late()])
}
