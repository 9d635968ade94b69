/**
 * The programs that the fault tests run and break, as one file made as the gateway itself is: `programs.cjs NAME
 * FILE-OR-FOLDER MORE`.
 */
import * as z from 'zod'
import { JsonStore } from '../../src/storage/jsonStore.ts'

/** Counts up in a store for ever, and prints each count once it is on disk. */
async function counter(file: string): Promise<void> {
  const kept = new JsonStore({
    file,
    schema: z.object({ count: z.number(), ballast: z.string() }),
    empty: { count: 0, ballast: '' },
    warn: (_fields, text) => console.log(`warned ${text}`),
  })
  for (;;) {
    kept.value.count += 1
    kept.value.ballast = String(kept.value.count).repeat(5000)
    kept.markChanged()
    await kept.flush()
    console.log(kept.value.count)
  }
}

const [name = '', place = '', more] = process.argv.slice(2)
if (name === 'counter') void counter(place)
// Evaluated only when it is used: the counter is started hundreds of times and needs none of it.
else void import('./gatewayPrograms.ts').then(({ programs }) => programs[name]?.(place, more))
