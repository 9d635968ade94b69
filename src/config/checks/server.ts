import { existsSync } from 'node:fs'
import { isIP } from 'node:net'
import type { Problem } from '../problem.ts'
import type { RawConfig } from '../schema.ts'
import type { Source } from '../yaml/source.ts'

/** Names that cannot be resolved in the internet. Source: RFC 6761, RFC 6762, and the names that routers use at home. */
const localNames = /(^|\.)(localhost|local|lan|home|internal|home\.arpa|test|invalid)$/i

/**
 * Warns of what keeps CLOVA's requests away, and of keys without effect.
 * @param absolute the absolute path of a file that the configuration names
 */
export function checkServer(
  source: Source,
  raw: Pick<RawConfig, 'server' | 'signature' | 'admin'>,
  absolute: (name: string) => string,
): readonly Problem[] {
  const warn = (path: readonly string[], message: string | undefined) =>
    message === undefined ? [] : [source.problem(path, message, { severity: 'warning' })]
  return [
    ...warn(['server', 'publicUrl'], publicUrlProblem(raw.server.publicUrl)),
    ...warn(['signature', 'publicKey'], publicKeyProblem(raw.signature.publicKey, absolute)),
    ...(raw.admin
      ? [
          source.problem([], '"admin" has no effect; the page is set up under "dashboard".', {
            key: 'admin',
            severity: 'warning',
          }),
        ]
      : []),
  ]
}

function publicUrlProblem(publicUrl: string | undefined): string | undefined {
  if (publicUrl === undefined || !URL.canParse(publicUrl)) return undefined
  const host = new URL(publicUrl).hostname.replace(/^\[|\]$/g, '')
  const advice = 'write the name of your tunnel, as https://home.example.com'
  if (isIP(host) > 0) return `a certificate is for a name, which CLOVA wants, and this is an address; ${advice}`
  if (localNames.test(host) || !host.includes('.'))
    return `CLOVA comes from the internet, where nobody knows this name; ${advice}`
  return undefined
}

function publicKeyProblem(publicKey: string | undefined, absolute: (name: string) => string): string | undefined {
  if (publicKey === undefined || /^https?:/.test(publicKey) || existsSync(absolute(publicKey))) return undefined
  return `there is no file ${absolute(publicKey)}; without the key every request of CLOVA is refused`
}
