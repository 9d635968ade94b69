import { execFile } from 'node:child_process'

/** Sends assignments of sd_notify(3), such as `READY=1`. */
export type SendAssignments = (assignments: readonly string[]) => Promise<void>

/** Notifies systemd of the state of this process. */
export interface Notifier {
  /** Sends assignments after all earlier ones. Never throws; a failure is logged once. */
  notify(...assignments: readonly string[]): Promise<void>
  /** the interval within which systemd expects a keep-alive; absent without a watchdog */
  readonly watchdogMs: number | undefined
}

/** systemd-notify itself waits 5 s until systemd has read the message. */
const notifyTimeoutMs = 6000

/**
 * Creates the notifier; `undefined` if systemd did not start this process as a service of `Type=notify`.
 *
 * Node has no Unix datagram sockets, so `systemd-notify` sends the message, and the unit needs `NotifyAccess=all`. The
 * command stays until systemd has read the message, since systemd could not find the unit of a process that has ended
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
  // Child processes must not notify systemd.
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

/** Passes on only what the command needs, since the environment may hold secrets. */
function systemdNotify(socket: string, path: string | undefined): SendAssignments {
  const env = { NOTIFY_SOCKET: socket, ...(path !== undefined && { PATH: path }) }
  return (assignments) =>
    new Promise((resolve, reject) => {
      execFile('systemd-notify', assignments, { env, timeout: notifyTimeoutMs, killSignal: 'SIGKILL' }, (error) =>
        error ? reject(error) : resolve(),
      )
    })
}
