import { generateKeyPairSync } from 'node:crypto'
import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Prepares the environment of all tests before the workers start. */
export default function prepareEnvironment() {
  // CLOVA's key and another one, for all files: generating one takes a fifth of a second. They are never written to a disk.
  for (const name of ['CLOVA_HOME_TEST_KEY', 'CLOVA_HOME_OTHER_TEST_KEY']) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    process.env[name] = privateKey.export({ format: 'pem', type: 'pkcs8' })
  }
  // The temporary files of all tests and of the processes that they start; `globalTeardown` removes them.
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'clova-tests-'))
  // As the system's own: tests look at who may go into a folder.
  chmodSync(process.env.TMPDIR, 0o755)
  // Commands use the language of the terminal.
  process.env.LANG = 'en_US.UTF-8'
}
