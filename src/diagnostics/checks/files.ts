import { accessSync, constants, readdirSync, readFileSync, type Stats, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Config } from '../../config/load.ts'
import { referencedFiles } from '../../config/referencedFiles.ts'
import { secretsFile } from '../../config/secretsFile.ts'
import { parseSource } from '../../config/yaml/source.ts'
import { type Check, type Finding, failure, ok, warning } from '../check.ts'
import { say } from '../messages.ts'

/** Whether files with secrets are private, and the state folder is writable. */
export const filesCheck: Check<{ readonly config: Config }> = {
  name: 'files',
  timeoutMs: 3000,
  run({ config }) {
    const found = [...checkStateFolder(config.state), ...findWorldReadable(config)]
    return found.length > 0 ? found : [ok('files', say('filesGood'))]
  },
}

/** Whether the state folder exists, is private, and everything in it belongs to its owner. */
function checkStateFolder(folder: string): readonly Finding[] {
  const stats = tryStat(folder)
  if (!stats) return [warning('state folder', say('noStateFolder', { folder }), 'sudo systemctl start clova-home')]
  if (!stats.isDirectory()) return [failure('state folder', say('stateNoFolder', { folder }), `sudo rm ${folder}`)]
  const findings: Finding[] = []
  if (!isWritable(folder))
    findings.push(
      process.getuid?.() === 0 || process.getuid?.() === stats.uid
        ? failure('state folder', say('stateNotWritable', { folder }), say('stateNotWritableFix', { folder }))
        : warning('state folder', say('stateOfOther', { folder }), 'sudo clova-home doctor'),
    )
  if ((stats.mode & 0o077) !== 0)
    findings.push(warning('state folder', say('stateOpen', { folder }), `sudo chmod 700 ${folder}`))
  const foreignOwned = listNames(folder).filter((name) => {
    const own = tryStat(join(folder, name))
    return own !== undefined && own.uid !== stats.uid
  })
  if (foreignOwned.length > 0)
    findings.push(
      failure(
        'state folder',
        say('stateForeignFiles', { names: foreignOwned.slice(0, 5).join(', '), folder }),
        `sudo chown -R --reference=${folder} ${folder}`,
      ),
    )
  const damaged = listNames(folder).filter((name) => name.includes('.damaged'))
  if (damaged.length > 0)
    findings.push(
      warning(
        'state folder',
        say('stateDamaged', { names: damaged.join(', ') }),
        say('stateDamagedFix', { pattern: join(folder, '*.damaged*') }),
      ),
    )
  return findings
}

/** Reports world-readable secrets, state, private keys, and the configuration if it contains secrets. */
function findWorldReadable({ file, state, secrets }: Config): readonly Finding[] {
  const text = readText(file)
  const privateKeyFiles = referencedFiles(parseSource(file, text).value, dirname(file)).filter((one) =>
    readText(one).includes('PRIVATE KEY'),
  )
  const secret = [
    ...(secrets.some((one) => one !== '' && text.includes(one)) ? [file] : []),
    secretsFile(file),
    ...listNames(state).map((name) => join(state, name)),
    ...privateKeyFiles,
  ]
  return secret.flatMap((one) => {
    const stats = tryStat(one)
    if (!stats?.isFile() || (stats.mode & 0o007) === 0) return []
    return [failure('files', say('worldReadable', { file: one }), `sudo chmod o= ${one}`)]
  })
}

/** The content of a file; an empty text if it cannot be read. */
function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function tryStat(file: string): Stats | undefined {
  try {
    return statSync(file)
  } catch {
    return undefined
  }
}

function listNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}
