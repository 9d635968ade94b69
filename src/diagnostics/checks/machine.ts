import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Check, failure, ok, warning } from '../check.ts'
import { say } from '../messages.ts'

/** The folder of the gateway's state. */
interface StateLocation {
  readonly stateFolder: string
}

/** The oldest supported version of Node. Source: `engines` of package.json. */
const minNodeVersion = [20, 19] as const

/** The version of Node, which also runs the gateway. */
export const nodeVersionCheck: Check<object> = {
  name: 'node',
  timeoutMs: 1000,
  run: () => [nodeFinding(process.versions.node)],
}

/** @param version such as 20.19.0 */
export function nodeFinding(version: string) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > minNodeVersion[0] || (major === minNodeVersion[0] && minor >= minNodeVersion[1])
    ? ok('Node.js', version)
    : failure(
        'Node.js',
        say('nodeTooOld', { version, minimum: minNodeVersion.join('.') }),
        'sudo apt-get install nodejs',
      )
}

/** Whether the machine's time zone is that of spoken times; a Pi is often left in UTC. */
export const timeZoneCheck: Check = {
  name: 'time zone',
  timeoutMs: 1000,
  run: ({ config }) => timeZoneFindings(config.timeZone, Intl.DateTimeFormat().resolvedOptions().timeZone, new Date()),
}

/** @param configured @param machine IANA names; zones that show the same time now do not differ */
export function timeZoneFindings(configured: string, machine: string, now: Date) {
  const timeIn = (zone: string) => now.toLocaleString('en', { timeZone: zone })
  if (timeIn(configured) === timeIn(machine)) return []
  return [
    warning(
      'time zone',
      say('otherTimeZone', { configured, machine }),
      say('otherTimeZoneFix', { configured, machine }),
    ),
  ]
}

/** Free space below which the doctor warns, and below which state can no longer be saved. */
const warningBytes = 200 << 20
const failureBytes = 20 << 20

/** The free space of the file system that holds the state. */
export const diskSpaceCheck: Check<StateLocation> = {
  name: 'disk',
  timeoutMs: 3000,
  async run({ stateFolder }) {
    const { bavail, bsize, files, ffree } = await statfs(nearestExisting(stateFolder))
    return [diskFinding(bavail * bsize, files === 0 ? 1 : ffree / files)]
  },
}

/** @param freeInodeShare the free inodes as a share of all, from 0 to 1 */
export function diskFinding(freeBytes: number, freeInodeShare: number) {
  const mib = Math.round(freeBytes / (1 << 20))
  const fix = 'sudo journalctl --vacuum-size=100M && sudo apt-get clean'
  if (freeBytes < failureBytes || freeInodeShare < 0.001) return failure('disk', say('diskFull', { mib }), fix)
  const message = say('diskFree', { mib })
  return freeBytes < warningBytes ? warning('disk', message, fix) : ok('disk', message)
}

/** The folder, or its nearest ancestor that exists. */
const nearestExisting = (folder: string): string =>
  existsSync(folder) || dirname(folder) === folder ? folder : nearestExisting(dirname(folder))
