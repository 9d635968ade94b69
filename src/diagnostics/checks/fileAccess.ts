import { existsSync, readFileSync, type Stats, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { referencedFiles } from '../../config/referencedFiles.ts'
import { secretsFile } from '../../config/secretsFile.ts'
import { parseSource } from '../../config/yaml/source.ts'
import { foreignLink } from '../../storage/replaceFile.ts'
import type { HostAccess } from '../../util/host.ts'
import { type Check, type Finding, failure } from '../check.ts'
import { say } from '../messages.ts'

/** The paths of a configuration, valid or not, and of the gateway's state. */
export interface FileLocations {
  readonly file: string
  readonly stateFolder: string
  readonly host: HostAccess
}

/** The user of the service. Source: `systemd/clova-home.service`. */
const service = 'clova-home'

/** Whether the gateway's user can read the configuration's files, and that no other user can write them. */
export const fileAccessCheck: Check<FileLocations> = {
  name: 'reader',
  timeoutMs: 5000,
  async run(locations) {
    const all = filesOf(locations.file)
    return [
      ...(await unreadableFiles(locations)),
      ...[...all, ...new Set(all.map((one) => dirname(one))), locations.stateFolder].flatMap(findWorldWritable),
    ]
  },
}

/** A finding for each file of the configuration that the gateway's user cannot read. */
export async function unreadableFiles({ file, stateFolder, host }: FileLocations): Promise<readonly Finding[]> {
  const user = await userOf(stateFolder, host)
  return filesOf(file).flatMap((one) => (user && !canRead(one, user) ? [unreadableFinding(one, user)] : []))
}

/** The configuration, its secrets, and the files that it names, as far as they exist. */
const filesOf = (file: string): readonly string[] =>
  [...new Set([file, secretsFile(file), ...filesNamedBy(file)])].filter((one) => existsSync(one))

interface UserRights {
  readonly uid: number
  readonly groups: readonly number[]
}

interface User extends UserRights {
  readonly name: string
  /** the name of its primary group, else the number */
  readonly group: string
}

/** The owner of the state folder; before that exists, the user of the service. */
async function userOf(folder: string, { program }: HostAccess): Promise<User | undefined> {
  const owner = tryStat(folder)?.uid
  const who = owner === undefined ? service : String(owner)
  const lookups = ['-u', '-G', '-nu', '-gn', '-g'].map((word) => program('id', [word, who]))
  const [uid, all, name, group, gid] = (await Promise.all(lookups)).map((output) => output?.trim())
  if (!uid || !all) return undefined
  const groups = all.split(/\s+/)
  return { name: name || who, uid: Number(uid), groups: groups.map(Number), group: group || gid || groups[0] || who }
}

/** Decides as the kernel does: by the owner's bits, else by those of a group, else by those of all others. */
function hasPermission({ uid, gid, mode }: Stats, user: UserRights, bit: 4 | 1): boolean {
  if (user.uid === 0) return true
  const shift = uid === user.uid ? 6 : user.groups.includes(gid) ? 3 : 0
  return ((mode >> shift) & bit) !== 0
}

/** Whether a user can read a file, as far as the modes of the file and its folders tell. */
export function canRead(file: string, user: UserRights): boolean {
  const stats = tryStat(file)
  return stats === undefined || (hasPermission(stats, user, 4) && canTraverse(dirname(file), user))
}

const canTraverse = (folder: string, user: UserRights): boolean => {
  const stats = tryStat(folder)
  const here = stats === undefined || hasPermission(stats, user, 1)
  return here && (folder === dirname(folder) || canTraverse(dirname(folder), user))
}

function unreadableFinding(file: string, user: User): Finding {
  const folder = dirname(file)
  // To permit what such a link leads to would give a file of root to the user who made the link.
  const link = foreignLink(file)
  if (link) return failure('files', say('foreignLink', { user: user.name, link: link.path }), `sudo rm ${link.path}`)
  return canTraverse(folder, user)
    ? failure(
        'files',
        say('fileUnreadable', { user: user.name, file }),
        `sudo chgrp ${user.group} ${file} && sudo chmod 640 ${file}`,
      )
    : failure(
        'files',
        say('folderClosed', { user: user.name, file }),
        say('folderClosedFix', { group: user.group, folder, file }),
      )
}

/** Reports what every user of this machine could change. */
function findWorldWritable(path: string): readonly Finding[] {
  const mode = tryStat(path)?.mode ?? 0
  // In a sticky folder such as /tmp, nobody may remove another user's files.
  const isSticky = (mode & 0o1000) !== 0
  return (mode & 0o002) !== 0 && !isSticky
    ? [failure('files', say('worldWritable', { file: path }), `sudo chmod o-w ${path}`)]
    : []
}

function filesNamedBy(file: string): readonly string[] {
  try {
    return referencedFiles(parseSource(file, readFileSync(file, 'utf8')).value, dirname(file))
  } catch {
    return []
  }
}

function tryStat(path: string): Stats | undefined {
  try {
    return statSync(path)
  } catch {
    return undefined
  }
}
