import { lstatSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname } from 'node:path'

/** The process where it has users: everywhere but on Windows. Node's types do not know `initgroups`. */
export type ProcessWithUsers = Required<NodeJS.Process> & { initgroups(user: string, extraGroup: number): void }

/**
 * Does something with the rights of the user who may change a configuration, if root does it and the user is another. Such a user
 * could name any file in the configuration, or put a link to it in the folder, and have root read it. The kernel refuses then,
 * whatever is exchanged meanwhile. The whole process has the lesser rights until `work` is done, so this is only for commands.
 * @param file the absolute path of the configuration
 * @throws Error of the system with the code `EACCES`, from `work`, for a file that the user cannot read
 */
export async function withOwnerRights<T>(file: string, work: () => Promise<T>): Promise<T> {
  const uid = process.getuid?.() === 0 ? otherOwner(file) : undefined
  if (uid === undefined || !canChangeRights()) return work()
  const giveBack = takeRights(process as ProcessWithUsers, uid)
  try {
    return await work()
  } finally {
    giveBack()
  }
}

/**
 * Whether Node changes rights. It refuses while its library of the event loop may use io_uring (CVE-2024-22017). That
 * of Debian 13 always refuses, so there root still reads with its own rights.
 */
function canChangeRights(): boolean {
  try {
    process.seteuid?.(0)
    return true
  } catch (error) {
    // Anything else is told by the change itself.
    return (error as NodeJS.ErrnoException).code !== 'ERR_INVALID_STATE'
  }
}

/** The user other than root who may change a configuration or the folder of it. */
function otherOwner(file: string): number | undefined {
  const paths = [dirname(file), file]
  const stats = paths.flatMap((path) => [lstatSync, statSync].map((look) => look(path, { throwIfNoEntry: false })))
  return stats.map((one) => one?.uid).find((uid) => uid !== undefined && uid !== 0)
}

/** Takes the rights of a user: its own, and those of its groups. @returns gives those of root back */
function takeRights(self: ProcessWithUsers, uid: number): () => void {
  const [gid, groups] = [self.getegid(), self.getgroups()]
  const giveBack = () => {
    self.seteuid(0)
    self.setegid(gid)
    self.setgroups(groups)
  }
  try {
    self.seteuid(uid)
    const user = accountOf()
    self.seteuid(0)
    if (user) self.initgroups(user.username, user.gid)
    else self.setgroups([])
    self.setegid(user?.gid ?? uid)
    self.seteuid(uid)
    return giveBack
  } catch (error) {
    giveBack()
    throw error
  }
}

/** The account of the user whose rights the process has; undefined if it has none, as in a container. */
function accountOf(): { readonly username: string; readonly gid: number } | undefined {
  try {
    return userInfo()
  } catch {
    return undefined
  }
}
