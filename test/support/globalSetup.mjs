import { generateKeyPairSync } from 'node:crypto'
import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Prepares the environment of all tests before the workers start. */
export default function prepareEnvironment() {
  // One key for all files: generating it takes a fifth of a second. It is never written to a disk.
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  process.env.CLOVA_HOME_TEST_KEY = privateKey.export({ format: 'pem', type: 'pkcs8' })
  // The temporary files of all tests and of the processes that they start; `globalTeardown` removes them.
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'clova-tests-'))
  // As the system's own: tests look at who may go into a folder.
  chmodSync(process.env.TMPDIR, 0o755)
  // Commands use the language of the terminal.
  process.env.LANG = 'en_US.UTF-8'
}
