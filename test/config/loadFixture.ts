import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { drivers } from '../../drivers/index.ts'
import { configProtocol } from '../../src/clova/configProtocol.ts'
import { type LoadContext, type Loaded, loadConfig } from '../../src/config/load.ts'
import { inFolder } from '../support/folder.ts'
import type { ConfigCase } from './case.ts'

/** The context of loading with all drivers, CLOVA's protocol and these environment variables. */
export const testLoadContext = (env: NodeJS.ProcessEnv = {}): LoadContext => ({
  drivers,
  protocol: configProtocol,
  env,
})

type Files = Omit<ConfigCase, 'name' | 'problems'>

/** Writes the files of a case into a temporary folder and loads `gateway.yaml` from there. */
export const loadFiles = (given: Files): Promise<Loaded> =>
  inFolder((folder) => {
    const { text, bytes, secrets, secretBytes, secretFolder, mode = 0o600, credentials, env } = given
    const file = join(folder, 'gateway.yaml')
    writeFileSync(file, bytes ?? text)
    if (secretFolder) mkdirSync(join(folder, 'secrets.yaml'), { mode: 0o700 })
    const written = secretBytes ?? secrets
    if (written !== undefined) {
      writeFileSync(join(folder, 'secrets.yaml'), written)
      chmodSync(join(folder, 'secrets.yaml'), mode)
    }
    const directory = join(folder, 'credentials')
    mkdirSync(directory)
    for (const [name, secret] of Object.entries(credentials ?? {})) writeFileSync(join(directory, name), secret)
    return loadConfig(file, testLoadContext({ ...env, ...(credentials && { CREDENTIALS_DIRECTORY: directory }) }))
  })
