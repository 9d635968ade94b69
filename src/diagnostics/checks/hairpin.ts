import { untranslated } from '../../util/translate.ts'
import { type Finding, warning } from '../check.ts'
import type { DiagnosticContext } from '../context.ts'
import { say } from '../messages.ts'

/** A request of CLOVA within this time proves that the public address works from outside. */
const recentMs = 24 * 3_600_000

/**
 * Turns a failure of the public address into a warning if CLOVA's own requests arrived recently: many routers do not let
 * the home reach itself through its public address (no hairpin NAT), or answer there themselves. It stays a failure if the
 * self-test arrived by that address, since the fault is then in the tunnel.
 */
export async function allowForHairpin(context: DiagnosticContext, finding: Finding): Promise<Finding> {
  if (finding.level !== 'failure') return finding
  const result = await context.runSelfTest()
  if (result && result.outcome !== 'nothing') return finding
  const running = await context.gateway()
  const lastRequestAt = running.status === 'running' ? running.health.lastProxiedRequestAt : undefined
  if (lastRequestAt === undefined || context.host.now() - lastRequestAt > recentMs) return finding
  const { subject, message, fix = untranslated('') } = finding.localized
  return warning(
    subject,
    say('hairpin', { message, time: new Date(lastRequestAt).toISOString() }),
    say('lookFromOutside', { fix }),
  )
}
