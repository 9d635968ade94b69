import { existsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { packArchive } from '../../backup/archive.ts'
import { collectFiles } from '../../backup/collect.ts'
import { backupFileName } from '../../backup/schedule.ts'
import { loadConfig } from '../../config/load.ts'
import { createControlClient } from '../../control/client.ts'
import { loadContext } from '../../gateway/environment.ts'
import { writeAtomically } from '../../storage/replaceFile.ts'
import { print, printError } from '../../util/terminal.ts'
import type { CliCommand } from '../command.ts'

/** `clova-home backup FILE` */
export const backup: CliCommand = {
  usage: 'backup FILE [--force]',
  summary: 'All of this house in one file: configuration, secrets, codes, certificates, state, access tokens',
  help: `  clova-home backup /media/usb/house.tar.gz
  clova-home backup /media/usb            a file with the date in its name
  --force         in place of a file that is there already

  The gateway may run meanwhile. Secrets stand in the file: it is for its owner only; keep it so.`,
  argumentCount: [1, 1],
  flags: ['force'],
  async run({ positionals: [target = ''], config, flag, json }) {
    const file = resolve(config)
    const wanted = resolve(target)
    const name =
      existsSync(wanted) && statSync(wanted).isDirectory() ? join(wanted, backupFileName(new Date())) : wanted
    // A memory stick that is not plugged in leaves no folder; a file of its name would be on the SD card.
    if (!existsSync(name) && !/\.(tar\.gz|tgz)$/.test(name))
      throw new Error(`there is no folder ${name}: plug in what it is on, or name a file, as ${name}.tar.gz`)
    if (existsSync(name) && !flag.has('force'))
      throw new Error(`${name} is there already; give another name, or --force`)
    if (!existsSync(dirname(name)))
      throw new Error(
        `there is no folder ${dirname(name)}: plug in what it is on, or make it with: mkdir -p ${dirname(name)}`,
      )
    await flushGateway(file)
    const { info, files, parts } = await collectFiles(file)
    if (parts.some((part) => isSameFile(part, name)))
      throw new Error(`${name} is a part of this house, and no backup takes its place; give another name`)
    const bytes = await packArchive(info, files)
    await writeAtomically(name, bytes)
    const { missing } = info
    if (json) print(JSON.stringify({ file: name, bytes: bytes.length, files: files.map(({ name }) => name), missing }))
    else {
      print(
        `${files.length} files are in ${name} (${Math.ceil(bytes.length / 1024)} KiB), and secrets among them: keep it safe.`,
      )
      if (missing.length > 0)
        print(`These secrets come from elsewhere (systemd, the environment) and are not in it: ${missing.join(', ')}`)
    }
    return 0
  },
}

/** True if both paths lead to one file. */
function isSameFile(one: string, other: string): boolean {
  try {
    const [a, b] = [statSync(one), statSync(other)]
    return a.ino === b.ino && a.dev === b.dev
  } catch {
    // One of them does not exist or cannot be read; writing the backup reports that.
    return false
  }
}

/** Has a running gateway save what is only in its memory. Without it the backup is still good, and some seconds older. */
async function flushGateway(file: string): Promise<void> {
  try {
    const { config } = await loadConfig(file, loadContext)
    if (config) await createControlClient(config).callIfRunning('flush', {})
  } catch (error) {
    printError(`the running gateway cannot be asked, so its state may be some seconds old: ${(error as Error).message}`)
  }
}
