import { existsSync, readFileSync, type Stats, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { namedFiles } from '../../config/referencedFiles.ts'
import { secretsFile } from '../../config/secrets.ts'
import { parseSource } from '../../config/yaml/source.ts'
import type { Outside } from '../../util/host.ts'
import { type Check, type Finding, failure } from '../check.ts'

/** A configuration, right or not, and where the gateway keeps its state. */
export interface Place {
  readonly file: string
  readonly folder: string
  readonly outside: Outside
}

/** Whom the service runs as. Source: `systemd/clova-home.service`. */
const service = 'clova-home'

/** Whether the user that the gateway runs as can read what it is told by; and that nobody else can write there. */
export const reader: Check<Place> = {
  name: 'reader',
  ms: 5000,
  async look({ file, folder, outside }) {
    const secrets = secretsFile(file)
    const all = [...new Set([file, secrets, ...named(file)])].filter((one) => existsSync(one))
    const user = await userOf(folder, outside)
    return [
      ...all.flatMap((one) => (user && !mayRead(one, user) ? [unreadable(one, user)] : [])),
      ...[...all, ...new Set(all.map((one) => dirname(one))), folder].flatMap((one) => open(one)),
    ]
  },
}

interface User {
  readonly name: string
  readonly uid: number
  readonly groups: readonly number[]
  /** its first group, by its name if it has one */
  readonly group: string
}

/** Whose the state is; before there is one, that of the service. */
async function userOf(folder: string, { program }: Outside): Promise<User | undefined> {
  const owner = statOf(folder)?.uid
  const who = owner === undefined ? service : String(owner)
  const asked = ['-u', '-G', '-nu', '-gn', '-g'].map((word) => program('id', [word, who]))
  const [uid, all, name, group, gid] = (await Promise.all(asked)).map((said) => said?.trim())
  if (!uid || !all) return undefined
  const groups = all.split(/\s+/)
  return { name: name || who, uid: Number(uid), groups: groups.map(Number), group: group || gid || groups[0] || who }
}

/** As the kernel decides: by the owner's bits, else by those of a group, else by those of all others. */
function may({ uid, gid, mode }: Stats, user: User, bit: 4 | 1): boolean {
  if (user.uid === 0) return true
  const shift = uid === user.uid ? 6 : user.groups.includes(gid) ? 3 : 0
  return ((mode >> shift) & bit) !== 0
}

function mayRead(file: string, user: User): boolean {
  const stats = statOf(file)
  return stats === undefined || (may(stats, user, 4) && mayPass(dirname(file), user))
}

const mayPass = (folder: string, user: User): boolean => {
  const stats = statOf(folder)
  const here = stats === undefined || may(stats, user, 1)
  return here && (folder === dirname(folder) || mayPass(dirname(folder), user))
}

function unreadable(file: string, user: User): Finding {
  const folder = dirname(file)
  const says = `the gateway runs as ${user.name}, which cannot read ${file}`
  return mayPass(folder, user)
    ? failure('files', says, `sudo chgrp ${user.group} ${file} && sudo chmod 640 ${file}`)
    : failure(
        'files',
        `${says}: it may not go into its folder`,
        `sudo chgrp ${user.group} ${folder} && sudo chmod 750 ${folder}; namei -l ${file} shows the whole way`,
      )
}

/** What everybody may write, everybody may change: what the gateway does, and whom it believes. */
function open(path: string): readonly Finding[] {
  const mode = statOf(path)?.mode ?? 0
  // A folder such as /tmp: others may not take away what is not theirs.
  const isSticky = (mode & 0o1000) !== 0
  return (mode & 0o002) !== 0 && !isSticky
    ? [failure('files', `everybody on this machine can write ${path}`, `sudo chmod o-w ${path}`)]
    : []
}

function named(file: string): readonly string[] {
  try {
    return namedFiles(parseSource(file, readFileSync(file, 'utf8')).value, dirname(file))
  } catch {
    return []
  }
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path)
  } catch {
    return undefined
  }
}
