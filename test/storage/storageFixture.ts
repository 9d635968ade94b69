import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { jest } from '@jest/globals'
import { z } from 'zod'
import { JsonStore } from '../../src/storage/jsonStore.ts'
import { writeAtomically } from '../../src/storage/replaceFile.ts'
export const schema = z.record(z.string(), z.number())
export type Numbers = z.infer<typeof schema>

/** What was warned of. */
export interface Warning {
  readonly fields: object
  readonly message: string
}

/** Opens a store of numbers, and keeps what it warns of. */
export function open(file: string): { readonly kept: JsonStore<Numbers>; readonly warnings: Warning[] } {
  const warnings: Warning[] = []
  const warn = (fields: object, message: string) => warnings.push({ fields, message })
  return { kept: new JsonStore({ file, schema, empty: {}, warn }), warnings }
}

/** Changes one number. */
export function put(store: JsonStore<Numbers>, key: string, number: number): void {
  store.value[key] = number
  store.markChanged()
}

/** What is on the disk; nothing if there is no such file. */
export const read = (file: string): unknown =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { data: unknown }).data : undefined

/** Differs after each write: every one puts another file in its place. */
export const inode = (file: string): number => (existsSync(file) ? statSync(file).ino : 0)

/** The clock stands still until it is moved; promises and the disk go on as ever. */
export const stopClock = () => jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] })

/** The clock of the machine in nanoseconds, also while that of the test stands still. */
const machineTime = process.hrtime.bigint
/** How long a disk may take on a machine that is busy, in nanoseconds. */
const longestNs = 60_000_000_000n

/** Waits until something is so, turn by turn of the event loop. */
export async function until(isSo: () => boolean): Promise<void> {
  for (const end = machineTime() + longestNs; machineTime() < end; ) {
    if (isSo()) return
    await new Promise((resolve) => setImmediate(resolve))
  }
  throw new Error('it never was so')
}

/** Waits as long as writes take that have begun already: for several of our own, made as the store makes them. */
export async function writesOver(folder: string): Promise<void> {
  for (let i = 0; i < 5; i += 1) await writeAtomically(join(folder, 'other'), String(i))
}
