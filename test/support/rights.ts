import { jest } from '@jest/globals'
import type { ProcessWithUsers } from '../../src/storage/ownerRights.ts'

export const isRoot = process.getuid?.() === 0

/**
 * The changes of this process's rights from now on; `jest.restoreAllMocks` ends it. The program believes to be run by root. Where it
 * is not, nothing is changed.
 */
export function recordRights(): readonly (readonly [name: string, value: unknown])[] {
  const calls: (readonly [string, unknown])[] = []
  const self = process as ProcessWithUsers
  jest.spyOn(self, 'getuid').mockReturnValue(0)
  for (const name of ['seteuid', 'setegid', 'setgroups', 'initgroups'] as const) {
    const change = self[name].bind(self) as (...given: unknown[]) => void
    jest.spyOn(self, name).mockImplementation((...given: unknown[]) => {
      calls.push([name, given[0]])
      if (isRoot) change(...given)
    })
  }
  return calls
}
