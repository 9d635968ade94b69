import { accessSync, constants, readdirSync, readFileSync, type Stats, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Config } from '../../config/load.ts'
import { namedFiles } from '../../config/referencedFiles.ts'
import { secretsFile } from '../../config/secrets.ts'
import { parseSource } from '../../config/yaml/source.ts'
import { type Check, type Finding, failure, ok, warning } from '../check.ts'

/** Who may read what holds secrets, and whether the gateway can keep what it must. */
export const files: Check<{ readonly config: Config }> = {
  name: 'files',
  ms: 3000,
  look({ config }) {
    const found = [...stateFolder(config.state), ...readable(config)]
    return found.length > 0 ? found : [ok('files', 'only who should can read and write them')]
  },
}

/** Whether there is one, for the gateway alone, and all in it is its own. */
function stateFolder(folder: string): readonly Finding[] {
  const stats = statOf(folder)
  if (!stats)
    return [
      warning(
        'state folder',
        `${folder} is not there yet; the gateway makes it when it starts`,
        'sudo systemctl start clova-home',
      ),
    ]
  if (!stats.isDirectory()) return [failure('state folder', `${folder} is no folder`, `sudo rm ${folder}`)]
  const findings: Finding[] = []
  if (!isWritable(folder))
    findings.push(
      process.getuid?.() === 0 || process.getuid?.() === stats.uid
        ? failure(
            'state folder',
            `nothing can be written into ${folder}`,
            `findmnt -T ${folder}; an SD card that fails becomes read-only`,
          )
        : warning('state folder', `${folder} is another user's; as that, more can be seen`, 'sudo clova-home doctor'),
    )
  if ((stats.mode & 0o077) !== 0)
    findings.push(warning('state folder', `others can look into ${folder}`, `sudo chmod 700 ${folder}`))
  const foreign = namesIn(folder).filter((name) => {
    const own = statOf(join(folder, name))
    return own !== undefined && own.uid !== stats.uid
  })
  if (foreign.length > 0)
    findings.push(
      failure(
        'state folder',
        `${foreign.slice(0, 5).join(', ')} in ${folder} belong(s) to another user than the folder: the gateway may not write there`,
        `sudo chown -R --reference=${folder} ${folder}`,
      ),
    )
  const aside = namesIn(folder).filter((name) => name.includes('.damaged'))
  if (aside.length > 0)
    findings.push(
      warning(
        'state folder',
        `${aside.join(', ')}: what was damaged and set aside`,
        `look into it, then: sudo rm ${join(folder, '*.damaged*')}`,
      ),
    )
  return findings
}

/** What must be for its owner only: secrets, state, private keys, and the configuration if secrets stand in it. */
function readable({ file, state, secrets }: Config): readonly Finding[] {
  const text = textOf(file)
  const named = namedFiles(parseSource(file, text).value, dirname(file)).filter((one) =>
    textOf(one).includes('PRIVATE KEY'),
  )
  const secret = [
    ...(secrets.some((one) => one !== '' && text.includes(one)) ? [file] : []),
    secretsFile(file),
    ...namesIn(state).map((name) => join(state, name)),
    ...named,
  ]
  return secret.flatMap((one) => {
    const stats = statOf(one)
    if (!stats?.isFile() || (stats.mode & 0o007) === 0) return []
    return [failure('files', `everybody on this machine can read ${one}`, `sudo chmod o= ${one}`)]
  })
}

/** Nothing of what cannot be read. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function statOf(file: string): Stats | undefined {
  try {
    return statSync(file)
  } catch {
    return undefined
  }
}

function namesIn(folder: string): readonly string[] {
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
