import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Linking, User } from './accounts.ts'
import type { Tries } from './loginAttempts.ts'
import { decoyOf, isPassword, longest } from './password.ts'

/** How many may wait for their password to be looked at; it is one at a time, since each takes 32 MiB and a core. */
const waiting = 8

/** What came of a login: who it is, nobody, or that it could not be tried now, and when it can, in milliseconds. */
export type Login = { readonly user: User } | 'wrong' | { readonly later: number }

/** Looks at names and passwords. */
export interface Door {
  enter(given: { readonly name: string; readonly password: string; readonly address: string }): Promise<Login>
}

/** @param sleep waits so many milliseconds */
export function door(
  linking: () => Linking | undefined,
  tries: Tries,
  sleep: (ms: number) => Promise<unknown> = (ms) => pause(ms),
): Door {
  let last: Promise<unknown> = Promise.resolve()
  let inLine = 0
  let decoys: { readonly of: Linking; readonly hashes: readonly string[] } | undefined
  return {
    async enter({ name: typed, password, address }) {
      const now = linking()
      if (!now || inLine >= waiting) return { later: 5000 }
      // A phone's keyboard puts a space behind a word.
      const name = typed.normalize('NFC').trim()
      const user = now.users.find((one) => one.name.normalize('NFC') === name)
      const leave = tries.take(address, name, user !== undefined)
      if ('later' in leave) return leave
      inLine += 1
      try {
        if (leave.delay > 0) await sleep(leave.delay)
        const hashed = user?.password ?? decoyFor(now, name)
        const looking = last.then(() => isPassword(password.slice(0, longest), hashed))
        last = looking.catch(() => {})
        const isRight = await looking
        return isRight && user && password.length <= longest ? { user } : 'wrong'
      } finally {
        inLine -= 1
      }
    },
  }

  /** For a name that is nobody's the work of one that is somebody's, the same each time. */
  function decoyFor(now: Linking, name: string): string {
    if (decoys?.of !== now) decoys = { of: now, hashes: now.users.map((one) => decoyOf(one.password)) }
    const [byte = 0] = createHash('sha256').update(name).digest()
    return decoys.hashes[byte % decoys.hashes.length] ?? ''
  }
}
