import { chmodSync, lstatSync, rmSync, type Stats } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { connect } from 'node:net'
import { adminSocketPaths, usablePath } from '../../control/socketPath.ts'
import { fileErrorText } from '../../util/fileErrors.ts'
import { errorText, type LocalizedText, listed, sentences } from '../../util/translate.ts'
import { ConnectionTable } from '../connections.ts'
import { closeServer } from '../server.ts'

/** The mode of the socket: the owner and the group of the service may connect. */
const socketMode = 0o660

/** Of more connections, those that have not sent a whole request are closed first. */
const maxConnections = 64

/** Why a path is in use. `{x}` is a placeholder. */
const say = sentences({
  noSocket: {
    ko: '{path} 에 소켓이 아닌 것이 있습니다. 지우세요: rm {path}',
    ja: '{path} にソケットではないものがあります。消してください: rm {path}',
    en: '{path} is there and is no socket; remove it: rm {path}',
  },
  answers: {
    ko: '다른 프로세스가 {path} 에서 대답합니다',
    ja: '別のプロセスが {path} で応答しています',
    en: 'another process answers on {path}',
  },
  ofOtherUser: {
    ko: '{path} 은(는) 다른 사용자(uid {uid})가 만들었습니다. 지우세요: sudo rm {path}',
    ja: '{path} は別の利用者（uid {uid}）が作りました。消してください: sudo rm {path}',
    en: '{path} was made by another user (uid {uid}); remove it: sudo rm {path}',
  },
})

/** The running admin listener. */
export interface AdminListener {
  /** the path of its socket */
  readonly path: string
  /** Closes every connection and removes the socket. */
  close(graceMs?: number): Promise<void>
}

/** Why the socket cannot be opened. `isInUse`: another process answers there, or another user owns it. */
export interface SocketRefusal {
  readonly reason: LocalizedText
  readonly isInUse: boolean
}

/**
 * Listens on the admin socket of a state folder. A socket that a dead process of the same user left behind is replaced. The
 * caller must hold the lock of the folder, so that no other gateway does the same at the same time.
 * @returns the reason, in words for the user, if the socket cannot be opened
 */
export async function listenOnAdminSocket(app: RequestListener, state: string): Promise<AdminListener | SocketRefusal> {
  const problems: LocalizedText[] = []
  for (const path of adminSocketPaths(state)) {
    const refusal = await checkLeftover(path)
    if (refusal) return refusal
    try {
      return await bind(app, path)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      problems.push(code === undefined ? errorText(error) : fileErrorText(error, 'used', path))
    }
  }
  return { reason: listed(problems, '; '), isInUse: false }
}

/** Removes the socket of a dead process. @returns why the path is still in use */
async function checkLeftover(path: string): Promise<SocketRefusal | undefined> {
  let stats: Stats
  try {
    stats = lstatSync(path)
  } catch {
    return undefined
  }
  const taken = (reason: LocalizedText): SocketRefusal => ({ reason, isInUse: true })
  if (!stats.isSocket()) return taken(say('noSocket', { path }))
  if (await isListening(path)) return taken(say('answers', { path }))
  if (stats.uid !== process.getuid?.()) return taken(say('ofOtherUser', { path, uid: stats.uid }))
  rmSync(path, { force: true })
  return undefined
}

/** Whether a process listens on the admin socket of a state folder. */
export async function hasListener(state: string): Promise<boolean> {
  for (const path of adminSocketPaths(state)) if (await isListening(path)) return true
  return false
}

/** Whether a process listens on a socket. The system connects a Unix socket at once, or refuses at once. */
function isListening(path: string): Promise<boolean> {
  const usable = usablePath(path)
  return new Promise<boolean>((resolve) => {
    const socket = connect(usable.path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    // The process is busy: its queue of connections is full.
    socket.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code === 'EAGAIN'))
  }).finally(usable.close)
}

async function bind(app: RequestListener, path: string): Promise<AdminListener> {
  const usable = usablePath(path)
  const connections = new ConnectionTable(maxConnections)
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5000 }, (request, response) => {
    if (connections.onRequest(request, response)) app(request, response)
    else request.socket.destroy()
  })
  server.on('connection', (socket) => connections.add(socket))
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      // `listen` creates the socket before it returns; with this umask it is never open to all users, not even for a moment.
      const before = process.umask(0o777 & ~socketMode)
      try {
        server.listen({ path: usable.path }, resolve)
      } finally {
        process.umask(before)
      }
    })
    chmodSync(usable.path, socketMode)
  } catch (error) {
    usable.close()
    throw error
  }
  return {
    path,
    async close(graceMs = 0) {
      // Node also removes the socket.
      await closeServer(server, graceMs)
      usable.close()
    },
  }
}
