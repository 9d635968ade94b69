import { existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { limits, unpackArchive } from '../../backup/archive.ts'
import { parseSource } from '../../config/yaml/source.ts'
import {
  assertReferenced,
  backUpCurrent,
  collectCurrent,
  listenOf,
  planTargets,
  validateBackup,
  writeTargets,
} from '../../gateway/restore.ts'
import { fileErrorMessage } from '../../util/fileErrors.ts'
import { isListening } from '../../util/network.ts'
import { print, printError } from '../../util/terminal.ts'
import type { CliCommand } from '../command.ts'

/** `clova-home restore FILE` */
export const restore: CliCommand = {
  usage: 'restore FILE [--outside] [--exact] [--dry-run]',
  summary: 'Puts a house back that "clova-home backup" has kept; what was there is kept, too',
  help: `  --outside       also files that stood elsewhere than beside the configuration, where they were
  --exact         takes away what belongs to the house now and is not in the backup; it is kept, as all that was there
  --dry-run       looks at everything, and writes nothing

  The gateway must not run meanwhile: it would write its own state over the old. On a machine where nothing is yet,
  install clova-home first. The configuration goes to --config, wherever it was before.`,
  argumentCount: [1, 1],
  flags: ['outside', 'exact', 'dry-run'],
  async run({ positionals: [source = ''], config, flag, json }) {
    const file = resolve(config)
    const { files, created, missing, ...about } = await unpackArchive(read(source)).catch((error: Error): never => {
      throw new Error(`${source} cannot be restored: ${error.message}`)
    })
    await validateBackup(files, missing)
    const plan = planTargets(files, file)
    const { listen } = plan
    assertReferenced(plan, file)
    const targets = plan.targets.filter(({ isOutside }) => !isOutside || flag.has('outside'))
    const missingOutside = plan.targets.flatMap((target) =>
      targets.includes(target) || existsSync(target.path) ? [] : [target.path],
    )
    await refuseRunning(file, listen)
    const dry = flag.has('dry-run')
    const before = await collectCurrent(file)
    const named = new Set(targets.map(({ path }) => path))
    const leftovers = before ? planTargets(before.files, file).targets.filter(({ path }) => !named.has(path)) : []
    const removable = leftovers.filter(({ isOutside }) => !isOutside).map(({ path }) => path)
    const kept = dry || !before ? undefined : await backUpCurrent(file, before)
    if (!dry) await writeTargets(targets)
    const exact = flag.has('exact')
    if (!dry && exact) for (const path of removable) rmSync(path, { force: true })
    if (json) {
      print(
        JSON.stringify({
          created,
          ...about,
          files: targets.map(({ path }) => path),
          away: missingOutside,
          missing,
          [exact ? 'removed' : 'stays']: removable,
          ...(kept && { kept }),
        }),
      )
      return 0
    }
    for (const { path } of targets) print(`${dry ? 'would be written: ' : ''}${path}`)
    print(
      `\n${targets.length} files of ${created.toISOString()}, by clova-home ${about.version}${dry ? '; nothing was written.' : '.'}`,
    )
    if (kept !== undefined) print(`What was there is kept in ${kept}.`)
    if (removable.length > 0)
      print(
        exact
          ? `${dry ? 'Would be taken away' : 'Taken away'}, since the backup does not have it: ${removable.join(', ')}`
          : `Not in the backup, and left as it is (--exact takes it away): ${removable.join(', ')}`,
      )
    if (missingOutside.length > 0)
      printError(`These stood elsewhere and are not there now; --outside puts them back: ${missingOutside.join(', ')}`)
    if (missing.length > 0)
      printError(`These secrets were never in the backup; systemd or the environment gave them: ${missing.join(', ')}`)
    if (!dry) print('Look at it with "clova-home check", then: sudo systemctl start clova-home')
    return 0
  },
}

function read(source: string): Uint8Array {
  try {
    const stats = statSync(source)
    if (!stats.isFile()) throw new Error(`${source} is no file`)
    if (stats.size > limits.totalBytes) throw new Error(`${source} is larger than ${limits.totalBytes >> 20} MiB`)
    return readFileSync(source)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new Error(code === undefined ? message : fileErrorMessage(error, 'read', source))
  }
}

/** @throws Error in plain words if a gateway runs with the present configuration or with the one of the backup */
async function refuseRunning(file: string, later: { readonly host: string; readonly port: number }): Promise<void> {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const { server } = (parseSource(file, text).value ?? {}) as { readonly server?: { readonly listen?: unknown } }
  for (const where of [listenOf(server?.listen), later]) {
    if (where.port > 65535 || !(await isListening(where))) continue
    throw new Error(
      `something listens on ${where.host}:${where.port}, which is most likely the gateway: it would write its own state over the old one. Stop it first: sudo systemctl stop clova-home`,
    )
  }
}
