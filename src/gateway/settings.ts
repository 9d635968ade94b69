import { mkdirSync } from 'node:fs'
import type { Config } from '../config/load.ts'

/** What the gateway itself must know of its configuration; the rest went into the house, and is not kept twice. */
export type Settings = Pick<
  Config,
  'edition' | 'language' | 'previousState' | 'server' | 'publicKey' | 'state' | 'linking'
>
/** The settings of a configuration. */
export const settingsOf = ({
  edition,
  language,
  previousState,
  server,
  publicKey,
  state,
  linking,
}: Settings): Settings => ({
  edition,
  language,
  previousState,
  server,
  publicKey,
  state,
  ...(linking && { linking }),
})

/** Makes the state folder; one that cannot be made is told, and keeps nothing from running. */
export function makeState(folder: string, warn: (fields: object, message: string) => void): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    warn({ folder, reason: code }, 'the state folder cannot be made; nothing will be kept over a restart')
  }
}
