import { closeSync, constants, openSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { localizedError, localizer } from '../util/translate.ts'

const say = localizer({
  pathTooLong: {
    ko: '소켓의 경로는 최대 {max}바이트입니다. {path} 은(는) 더 깁니다. state: 를 줄이세요',
    ja: 'ソケットのパスは最大{max}バイトです。{path} はそれより長いので、state: を短くしてください',
    en: 'the path of a socket has at most {max} bytes, and {path} is longer; shorten state:',
  },
})

/** The state folder of the service. */
export const serviceState = '/var/lib/clova-home'
/** The runtime folder that systemd makes for it. */
const serviceRuntime = '/run/clova-home'

/**
 * Where the admin socket of a gateway can be, by its state folder, the first choice first: for the service in the runtime
 * folder that systemd makes, for every other gateway in its state folder. The service started by hand has no runtime folder.
 */
export const adminSocketPaths = (state: string): readonly string[] =>
  [...(state === serviceState ? [serviceRuntime] : []), state].map((folder) => join(folder, 'admin.sock'))

/** How long the path of a Unix socket may be, in bytes: Linux takes 107, BSD and macOS 103. */
const maxPathBytes = 103

/** A path by which a Unix socket can be bound or reached, good until `close`. */
export interface UsablePath {
  readonly path: string
  close(): void
}

/**
 * A path of any length as the system takes it. Linux reaches a long one through an open descriptor of its folder.
 * @throws Error in plain words where that is not possible, NodeJS.ErrnoException if the folder cannot be opened
 */
export function usablePath(path: string): UsablePath {
  if (Buffer.byteLength(path) <= maxPathBytes) return { path, close: () => {} }
  if (process.platform !== 'linux') throw localizedError(say('pathTooLong', { max: maxPathBytes, path }))
  const folder = openSync(dirname(path), constants.O_RDONLY | constants.O_DIRECTORY)
  return { path: `/proc/self/fd/${folder}/${basename(path)}`, close: () => closeSync(folder) }
}
