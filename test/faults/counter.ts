/** Counts up in a store for ever, in the file that it is given, and says each count once it is on disk. */
import * as z from 'zod'
import { store } from '../../src/disk/store.ts'

const kept = store({
  file: String(process.argv[2]),
  schema: z.object({ count: z.number(), ballast: z.string() }),
  empty: { count: 0, ballast: '' },
  warn: (_fields, text) => console.log(`warned ${text}`),
})

async function count(): Promise<never> {
  for (;;) {
    kept.value.count += 1
    kept.value.ballast = String(kept.value.count).repeat(5000)
    kept.touch()
    await kept.flush()
    console.log(kept.value.count)
  }
}
void count()
