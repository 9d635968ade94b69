import { isIP } from 'node:net'
import type { Problem } from '../problem.ts'
import type { Raw } from '../schema.ts'
import type { Source } from '../yaml/source.ts'

/** Names that lead nowhere from the internet. Source: RFC 6761, RFC 6762, and what routers call their own. */
const atHome = /(^|\.)(localhost|local|lan|home|internal|home\.arpa|test|invalid)$/i

/** Warns of a public address that CLOVA cannot come to, whatever leads from it. */
export function checkPublicUrl(source: Source, { publicUrl }: Pick<Raw['server'], 'publicUrl'>): readonly Problem[] {
  if (publicUrl === undefined || !URL.canParse(publicUrl)) return []
  const host = new URL(publicUrl).hostname.replace(/^\[|\]$/g, '')
  const why =
    isIP(host) > 0
      ? 'a certificate is for a name, which CLOVA wants, and this is an address'
      : atHome.test(host) || !host.includes('.')
        ? 'CLOVA comes from the internet, where nobody knows this name'
        : undefined
  const message = `${why}; write the name of your tunnel, as https://home.example.com`
  return why === undefined ? [] : [source.problem(['server', 'publicUrl'], message, { severity: 'warning' })]
}
