import type { Finding } from '../check.ts'
import type { Scene } from '../context.ts'

/** How long ago CLOVA may have been heard for its way to be believed good, in milliseconds. */
const lately = 24 * 3_600_000

/**
 * What is wrong with the way from here to the public address need not be wrong from outside: many routers do not let the
 * home reach itself by its public address (no hairpin NAT), or answer there themselves. Where CLOVA itself came through
 * lately, it is a warning; not where a test came in by the very way that is told of, which is then the tunnel's.
 */
export async function fromInside(scene: Scene, finding: Finding): Promise<Finding> {
  if (finding.level !== 'failure') return finding
  const trial = await scene.trial()
  if (trial && trial.outcome !== 'nothing') return finding
  const running = await scene.running()
  const heard = running.is === 'there' ? running.health.heard : undefined
  if (heard === undefined || scene.outside.now() - heard > lately) return finding
  return {
    ...finding,
    level: 'warning',
    says: `${finding.says}; but CLOVA itself came through at ${new Date(heard).toISOString()}, so it may be so from inside only (no hairpin NAT)`,
    mend: `look from outside, such as with a telephone without Wi-Fi. ${finding.mend ?? ''}`.trim(),
  }
}
