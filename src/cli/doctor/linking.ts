import { readFileSync } from 'node:fs'
import { parseSource } from '../../config/document.ts'
import type { Config } from '../../config/load.ts'
import { type Finding, warning } from './check.ts'

/** Account linking as it is configured. */
export function linkingOf({ file }: Config): readonly Finding[] {
  const { value } = parseSource(file, readFileSync(file, 'utf8'))
  const { linking } = (value ?? {}) as { readonly linking?: object }
  if (linking === undefined)
    return [
      warning(
        'account linking',
        'it is not configured: nobody can link this house in the CLOVA app',
        'write linking: in the configuration (config/README.md); for tests: clova-home token create console',
      ),
    ]
  return []
}
