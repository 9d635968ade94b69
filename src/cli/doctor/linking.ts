import type { Config } from '../../config/load.ts'
import { type Finding, failure, ok, warning } from './check.ts'

/** Account linking as it is configured. */
export function linkingOf({ linking, linkingDraft, server }: Config): readonly Finding[] {
  const what = 'account linking'
  if (!linking && linkingDraft.users === 0 && linkingDraft.clientSecret === undefined)
    return [
      warning(
        what,
        'it is not configured: nobody can link this house in the CLOVA app',
        'clova-home link tells what to write; for tests: clova-home token create console',
      ),
    ]
  if (!linking)
    return [
      failure(
        what,
        `nobody can link: ${linkingDraft.users === 0 ? 'no user' : 'no clientSecret'} stands under linking:`,
        'clova-home link',
      ),
    ]
  if (server.publicUrl === undefined)
    return [failure(what, 'the public address is not known', 'write server.publicUrl, then: clova-home link')]
  const count = linking.users.length
  return [ok(what, `${count} user${count === 1 ? '' : 's'} may link; who has: clova-home link status`)]
}
