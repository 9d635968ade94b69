import type { Config } from '../../config/load.ts'
import { type Finding, failure, ok, warning } from '../check.ts'

/** Account linking as it is configured. */
export function linkingFindings({
  linking,
  linkingDraft: { clientSecret, users },
  server,
}: Config): readonly Finding[] {
  const form = 'clova-home link shows what is missing, and how to make it'
  if (clientSecret === undefined && users === 0)
    return [warning('account linking', 'it is not configured: nobody can link this house in the CLOVA app', form)]
  const missing = [
    ...(clientSecret === undefined ? ['the secret of the client'] : []),
    ...(users === 0 ? ['a user'] : []),
    ...(server.publicUrl === undefined ? ['the public address'] : []),
  ]
  if (missing.length > 0 || !linking)
    return [
      failure('account linking', `it is half configured: ${missing.join(' and ') || 'something'} is missing`, form),
    ]
  return [ok('account linking', `${users} user(s) may link`)]
}
