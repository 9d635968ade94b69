import { existsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { packArchive } from '../../backup/archive.ts'
import { collectFiles } from '../../backup/collect.ts'
import { backupFileName } from '../../backup/schedule.ts'
import { loadConfig } from '../../config/load.ts'
import { localKey, send } from '../../control/signedClient.ts'
import { world } from '../../gateway/environment.ts'
import { writeAtomically } from '../../storage/replaceFile.ts'
import { answers } from '../../util/network.ts'
import { complain, print } from '../../util/terminal.ts'
import type { Command } from '../command.ts'

/** `clova-home backup FILE` */
export const backup: Command = {
  usage: 'backup FILE [--force]',
  summary: 'All of this house in one file: configuration, secrets, codes, certificates, state, access tokens',
  help: `  clova-home backup /media/usb/house.tar.gz
  clova-home backup /media/usb            a file with the date in its name
  --force         in place of a file that is there already

  The gateway may run meanwhile. Secrets stand in the file: it is for its owner only; keep it so.`,
  levelWords: [1, 1],
  flags: ['force'],
  async run({ words: [target = ''], config, flag, json }) {
    const file = resolve(config)
    const wanted = resolve(target)
    const name =
      existsSync(wanted) && statSync(wanted).isDirectory() ? join(wanted, backupFileName(new Date())) : wanted
    if (existsSync(name) && !flag.has('force'))
      throw new Error(`${name} is there already; give another name, or --force`)
    if (!existsSync(dirname(name)))
      throw new Error(
        `there is no folder ${dirname(name)}: plug in what it is on, or make it with: mkdir -p ${dirname(name)}`,
      )
    await flushGateway(file)
    const { info: about, files, parts } = await collectFiles(file)
    if (parts.some((part) => isSameFile(part, name)))
      throw new Error(`${name} is a part of this house, and no backup takes its place; give another name`)
    const bytes = await packArchive(about, files)
    await writeAtomically(name, bytes)
    const { missing } = about
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

/** Whether both names are of one file, be it by a link. */
function isSameFile(one: string, other: string): boolean {
  try {
    const [a, b] = [statSync(one), statSync(other)]
    return a.ino === b.ino && a.dev === b.dev
  } catch {
    // What is not there, or cannot be, takes nobody's place; writing it tells why.
    return false
  }
}

/** Has the running gateway write what it has not yet written; what it wrote before is good too. */
async function flushGateway(file: string): Promise<void> {
  try {
    const { config } = await loadConfig(file, world)
    if (!config || !(await answers(config.server.listen))) return
    const { status } = await send(config.server.listen, config.server.path, localKey(config), '{}', 'flush')
    if (status !== 200) throw new Error(`status ${status}`)
  } catch (error) {
    complain(`the running gateway cannot be asked, so its state may be some seconds old: ${(error as Error).message}`)
  }
}
