import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { tokensSchema } from '../../oauth/accessTokens.ts'
import { type Check, type Finding, failure, ok, warning } from '../check.ts'
import { say } from '../messages.ts'
import { linkingFindings } from './linking.ts'

const dayMs = 86_400_000
const expiryWarningMs = 14 * dayMs

/** How CLOVA is authorized: account linking, or an access token that was made by hand. */
export const accessCheck: Check = {
  name: 'access',
  timeoutMs: 3000,
  run({ config, host }) {
    const linking = linkingFindings(config)
    const tokens = readTokens(join(config.state, 'tokens.json'))
    if (tokens === 'broken')
      return [failure('access', say('tokensUnreadable'), `ls -l ${join(config.state, 'tokens.json')}`)]
    const now = host.now()
    const valid = tokens.filter(({ expires }) => expires > now)
    const findings: Finding[] = [...linking]
    if (valid.length > 0) findings.push(ok('access tokens', say('tokensByHand', { count: valid.length })))
    else if (linking.every(({ level }) => level !== 'ok'))
      findings.push(warning('access tokens', say('noTokens'), 'clova-home token create console'))
    const expiring = valid.filter(({ expires }) => expires - now < expiryWarningMs)
    for (const { name, expires } of expiring)
      findings.push(
        warning(
          'access tokens',
          say('tokenEnds', { name, date: new Date(expires).toISOString().slice(0, 10) }),
          `clova-home token revoke ${name} && clova-home token create ${name}`,
        ),
      )
    return findings
  },
}

const file = z.strictObject({ version: z.literal(1), data: tokensSchema })

function readTokens(name: string): z.infer<typeof tokensSchema> | 'broken' {
  try {
    return file.parse(JSON.parse(readFileSync(name, 'utf8'))).data
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? [] : 'broken'
  }
}
