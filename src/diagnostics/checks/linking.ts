import type { Config } from '../../config/load.ts'
import type { LocalizedText } from '../../util/translate.ts'
import { type Finding, failure, ok, warning } from '../check.ts'
import { say } from '../messages.ts'

/** Account linking as it is configured. */
export function linkingFindings({
  linking,
  linkingDraft: { clientSecret, users },
  server,
}: Config): readonly Finding[] {
  const form = say('linkShows')
  if (clientSecret === undefined && users === 0) return [warning('account linking', say('linkingNotConfigured'), form)]
  const missing = [
    ...(clientSecret === undefined ? [say('missingSecret')] : []),
    ...(users === 0 ? [say('missingUser')] : []),
    ...(server.publicUrl === undefined ? [say('missingAddress')] : []),
  ]
  if (missing.length > 0 || !linking)
    return [failure('account linking', say('linkingIncomplete', { missing: listOf(missing) }), form)]
  return [ok('account linking', say('linkingUsers', { count: users }))]
}

const listOf = ([first, ...others]: readonly LocalizedText[]): LocalizedText =>
  others.reduce((list, next) => say('missingAnd', { first: list, second: next }), first ?? say('missingSomething'))
