import { constants, existsSync, readFileSync, realpathSync } from 'node:fs'
import { access, chmod, chown, mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { withHandle } from '../storage/replaceFile.ts'
import { systemdError } from './messages.ts'
import { removeFile, removePermitDropIn, runProgram, servicePaths, systemctl, writeFile } from './systemctl.ts'

/** True if the Debian package installed the service. */
export const isPackaged = (): boolean => existsSync(servicePaths.packaged)

/** The sandboxed service cannot read home folders and `/tmp`. */
const inaccessible = /^\/(home|root|run\/user|tmp|var\/tmp)\//

/**
 * The unit for a gateway that was not installed by the Debian package.
 * @param unit the text of `systemd/clova-home.service`
 * @param node the absolute path of Node
 * @param script that of the bundle
 * @throws Error in plain words if the service could not reach one of them
 */
export function unitFor(unit: string, node: string, script: string): string {
  for (const file of [node, script]) {
    if (inaccessible.test(file)) throw systemdError('fileInaccessible', { file })
    if (/[\s"'\\%$]/.test(file)) throw systemdError('pathUnusable', { file })
  }
  return unit.replace(/^ExecStart=\S+/m, `ExecStart=${node} --optimize-for-size ${script}`)
}

/** Creates the service's user, configuration and unit, and starts it. @throws Error in plain words */
export async function install(): Promise<void> {
  await access('/run/systemd/system', constants.F_OK).catch(() => {
    throw systemdError('noSystemd')
  })
  const script = realpathSync(process.argv[1] ?? '')
  const readAsset = (name: string) => readFileSync(join(dirname(script), '..', name), 'utf8')
  const unit = unitFor(readAsset('systemd/clova-home.service'), realpathSync(process.execPath), script)
  await writeFile(servicePaths.users, readAsset('systemd/clova-home.sysusers'))
  await runProgram('systemd-sysusers', servicePaths.users)
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (word) => Number((await runProgram('id', word, 'clova-home')).trim())),
  )
  await createInitialConfig(Number(uid), Number(gid), readAsset)
  await writeFile(servicePaths.unit, unit)
  await systemctl('daemon-reload')
  await systemctl('enable', '--now', 'clova-home.service')
}

/**
 * Creates the first configuration if there is none. The folder is the service's own, so that the dashboard can edit what is
 * in it; the settings of the tunnels are root's alone.
 */
async function createInitialConfig(uid: number, gid: number, asset: (name: string) => string): Promise<void> {
  if (!existsSync(servicePaths.configuration)) {
    await mkdir(servicePaths.configuration)
    await chown(servicePaths.configuration, uid, gid)
    await chmod(servicePaths.configuration, 0o2750)
  }
  const tunnels = join(servicePaths.configuration, 'tunnels')
  if (!existsSync(tunnels)) {
    await mkdir(tunnels, { mode: 0o700 })
    await chown(tunnels, 0, 0)
    await chmod(tunnels, 0o700)
  }
  for (const name of ['gateway.yaml', 'secrets.yaml']) {
    const file = join(servicePaths.configuration, name)
    if (existsSync(file)) continue
    // By its handle: the service may write the folder, and could put a link in the place of the new file.
    await withHandle(await open(file, 'wx', 0o640), async (handle) => {
      await handle.writeFile(asset(`packaging/${name}`))
      await handle.chown(uid, gid)
      await handle.chmod(0o640)
    })
  }
}

/** Removes what `install` created, except configuration and state. @returns false if there was no service */
export async function uninstall(): Promise<boolean> {
  if (!existsSync(servicePaths.unit)) return false
  await systemctl('disable', '--now', 'clova-home.service')
  for (const file of [servicePaths.unit, servicePaths.users]) await removeFile(file)
  await removePermitDropIn()
  await systemctl('daemon-reload')
  return true
}
