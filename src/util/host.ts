import { execFile } from 'node:child_process'
import type { LookupAddress } from 'node:dns'
import { lookup } from 'node:dns/promises'

/** What the doctor uses of the machine and the network; tests give their own. */
export interface HostAccess {
  lookup(host: string): Promise<readonly LookupAddress[]>
  /** The output of a program of this machine; `undefined` if it is not installed or takes longer than 3 s. */
  program(name: string, words: readonly string[]): Promise<string | undefined>
  /** milliseconds since 1970 */
  now(): number
  /** certificate authorities (PEM) to trust in addition to the public ones */
  readonly ca?: readonly string[]
  /** where https is in place of 443 */
  readonly port?: number
  /** how long the public address may take, in milliseconds */
  readonly probeTimeoutMs?: number
}

/** The real machine and network. */
export const host: HostAccess = {
  lookup: (host) => lookup(host, { all: true }),
  program: (name, words) =>
    new Promise((resolve) => {
      execFile(name, [...words], { timeout: 3000, maxBuffer: 4 << 20 }, (error, stdout) => {
        // Some programs report a problem by their exit code; their output is still wanted.
        resolve(error && stdout === '' ? undefined : stdout)
      })
    }),
  now: Date.now,
}
