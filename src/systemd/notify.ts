import { execFile } from 'node:child_process'

/** How systemd is told something: the assignments of sd_notify(3), such as `READY=1`. */
export type SendAssignments = (assignments: readonly string[]) => Promise<void>

/** What systemd asked of this process. */
export interface Notifier {
  /** Tells systemd, after what was told before. Never throws: what cannot be told is told to the log, once. */
  notify(...assignments: readonly string[]): Promise<void>
  /** How often systemd wants a sign of life, in milliseconds; nothing if it wants none. */
  readonly watchdogMs: number | undefined
}

/** How long telling may take, in milliseconds; systemd-notify itself waits 5 s for systemd to have read it. */
const notifyTimeoutMs = 6000

/**
 * What systemd can be told by, nothing if it did not start this process as a service of `Type=notify`.
 *
 * Node has no datagram sockets of Unix, so that `systemd-notify` speaks for it: the unit needs `NotifyAccess=all`.
 * That command stays until systemd has read what it said, or systemd could not tell whose word it was
 * (sd_notify(3), systemd-notify(1) of version 246 and later).
 */
export function createNotifier(
  env: NodeJS.ProcessEnv,
  warn: (fields: object, message: string) => void,
  send: SendAssignments | undefined = env.NOTIFY_SOCKET ? systemdNotify(env.NOTIFY_SOCKET, env.PATH) : undefined,
): Notifier | undefined {
  if (!send) return undefined
  const { WATCHDOG_USEC, WATCHDOG_PID } = env
  const isForThisProcess = WATCHDOG_PID === undefined || WATCHDOG_PID === String(process.pid)
  const watchdog =
    isForThisProcess && /^[1-9]\d{0,15}$/.test(WATCHDOG_USEC ?? '') ? Number(WATCHDOG_USEC) / 1000 : undefined
  // What this process starts has nothing to say to systemd.
  for (const name of ['NOTIFY_SOCKET', 'WATCHDOG_USEC', 'WATCHDOG_PID']) delete env[name]
  let queue: Promise<void> = Promise.resolve()
  let hasFailed = false
  return {
    watchdogMs: watchdog,
    notify(...assignments) {
      queue = queue
        .then(() => send(assignments))
        .then(
          () => {
            hasFailed = false
          },
          (error: NodeJS.ErrnoException) => {
            if (!hasFailed)
              warn(
                { reason: error.code ?? error.message },
                'systemd cannot be told how the gateway is (systemd-notify)',
              )
            hasFailed = true
          },
        )
      return queue
    },
  }
}

/** Only what it needs: the environment may hold secrets. */
function systemdNotify(socket: string, path: string | undefined): SendAssignments {
  const env = { NOTIFY_SOCKET: socket, ...(path !== undefined && { PATH: path }) }
  return (assignments) =>
    new Promise((resolve, reject) => {
      execFile('systemd-notify', assignments, { env, timeout: notifyTimeoutMs, killSignal: 'SIGKILL' }, (error) =>
        error ? reject(error) : resolve(),
      )
    })
}
