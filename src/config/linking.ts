import type { Edition } from '../clova/edition.ts'
import type { LinkingSettings } from '../oauth/accounts.ts'
import { suggestion } from '../util/suggest.ts'
import { localize } from './messages.ts'
import type { Problem } from './problem.ts'
import type { ConfigProtocol } from './protocol.ts'
import type { RawConfig } from './schema.ts'
import type { Source } from './yaml/source.ts'

/** As much of account linking as is written: what is to be entered in CLOVA's console. */
export interface LinkingDraft {
  readonly clientId: string
  readonly clientSecret?: string
  readonly redirectUris: readonly string[]
  /** how many may log in */
  readonly users: number
}

/** What is written of account linking, with its defaults. */
export function linkingDraft(
  { linking }: Pick<RawConfig, 'linking'>,
  edition: Edition,
  protocol: ConfigProtocol,
): LinkingDraft {
  const { clientId = 'clova', clientSecret, redirectUris = [protocol.redirectUri(edition)], users = [] } = linking ?? {}
  return { clientId, redirectUris, users: users.length, ...(clientSecret !== undefined && { clientSecret }) }
}

/** Account linking, if there is a user and a client secret; else `checkLinking` tells what is missing. */
export function readLinking(
  { linking, server }: RawConfig,
  edition: Edition,
  protocol: ConfigProtocol,
): LinkingSettings | undefined {
  const draft = linkingDraft({ linking }, edition, protocol)
  const { clientId, clientSecret } = draft
  if (!linking || clientSecret === undefined || draft.users === 0) return undefined
  const { name, users, redirectUris = bothSpellings(protocol.redirectUri(edition)) } = linking
  return {
    homeName: name ?? (server.publicUrl ? new URL(server.publicUrl).host : 'clova-home'),
    clientId,
    clientSecret,
    redirectUris,
    users: users.map(({ appliances, ...user }) => ({ ...user, ...(appliances && { appliances }) })),
  }
}

/** CLOVA's documents spell its redirect URI with and without the last slash, and its app sends either. */
const bothSpellings = (uri: string): readonly string[] => [uri, uri.replace(/\/$/, '')]

/** What is wrong with account linking, and what is still missing: a warning, since without it only linking does not work. */
export function checkLinking(
  source: Source,
  { linking }: RawConfig,
  entries: readonly { readonly description: { readonly id: string } }[],
): readonly Problem[] {
  if (!linking) return []
  const names = linking.users.map(({ name }) => name.normalize('NFC'))
  const ids = entries.map(({ description }) => description.id)
  const { redirectUris = [] } = linking
  const missing = [...(linking.clientSecret ? [] : ['clientSecret']), ...(linking.users.length > 0 ? [] : ['users'])]
  return [
    ...(missing.length > 0
      ? [
          source.problem([], localize('linkingIncomplete', { missing: missing.join(', ') }), {
            key: 'linking',
            severity: 'warning',
          }),
        ]
      : []),
    ...redirectUris.flatMap((uri, i) =>
      // What a browser and a header can hold as it is.
      /^[\x21-\x7e]{1,2000}$/.test(uri)
        ? []
        : [
            source.problem(
              ['linking', 'redirectUris', i],
              uri.length > 2000
                ? localize('redirectUriTooLong')
                : localize('redirectUriNotEncoded', { uri: new URL(uri).href }),
            ),
          ],
    ),
    ...linking.users.flatMap(({ name, appliances = [] }, i) => [
      ...(names.indexOf(name.normalize('NFC')) < i
        ? [source.problem(['linking', 'users', i, 'name'], localize('userTwice', { name }))]
        : []),
      ...appliances.flatMap((id, j) =>
        ids.includes(id)
          ? []
          : [
              // One that announces itself later is none here, so it is no mistake.
              source.problem(
                ['linking', 'users', i, 'appliances', j],
                localize('noApplianceWithId', { id, hint: suggestion(id, ids) }),
                { severity: 'warning' },
              ),
            ],
      ),
    ]),
  ]
}
