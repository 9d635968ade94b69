import { generateKeyPairSync } from 'node:crypto'

/** Makes the keys of all tests once: it takes a fifth of a second, and there are a hundred files. Kept by no disk. */
export default function makeKeys() {
  for (const name of ['CLOVA_HOME_TEST_KEY']) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    process.env[name] = privateKey.export({ format: 'pem', type: 'pkcs8' })
  }
}
