import { existsSync } from 'node:fs'
import { isIP } from 'node:net'
import type { Text } from '../../util/translate.ts'
import { localize } from '../messages.ts'
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
  const warn = (path: readonly string[], text: Text | undefined) =>
    text === undefined ? [] : [source.problem(path, text, { severity: 'warning' })]
  return [
    ...warn(['server', 'publicUrl'], publicUrlProblem(raw.server.publicUrl)),
    ...warn(['signature', 'publicKey'], publicKeyProblem(raw.signature.publicKey, absolute)),
    ...(raw.admin
      ? [
          source.problem([], localize('adminHasNoEffect'), {
            key: 'admin',
            severity: 'warning',
          }),
        ]
      : []),
  ]
}

function publicUrlProblem(publicUrl: string | undefined): Text | undefined {
  if (publicUrl === undefined || !URL.canParse(publicUrl)) return undefined
  const host = new URL(publicUrl).hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) > 0) return localize('addressNotName')
  if (localNames.test(host) || !host.includes('.')) return localize('localName')
  return undefined
}

function publicKeyProblem(publicKey: string | undefined, absolute: (name: string) => string): Text | undefined {
  if (publicKey === undefined || /^https?:/.test(publicKey) || existsSync(absolute(publicKey))) return undefined
  return localize('noKeyFile', { file: absolute(publicKey) })
}
