import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Gives the state folder of a house its key, as it has one from its second start on: to make one takes long. */
export function giveLocalKey(state: string): void {
  mkdirSync(state, { recursive: true, mode: 0o700 })
  writeFileSync(join(state, 'local-key.pem'), String(process.env.CLOVA_HOME_TEST_LOCAL_KEY), { mode: 0o600 })
}
