import { type Check, ok, warning } from '../check.ts'
import { say } from '../messages.ts'

/** How many offline appliances are listed one by one. */
const maxListed = 20

/** Which appliances are offline although their connection works. */
export const appliancesCheck: Check = {
  name: 'appliances',
  timeoutMs: 15_000,
  async run(context) {
    const running = await context.gateway()
    if (running.status === 'foreign') return []
    const { appliances, problems } = running.inventory
    if (appliances.length === 0) return [warning('appliances', say('noAppliances'), say('addAppliances'))]
    const offline = appliances.filter(({ online }) => !online)
    // The check of the connections reports those whose connection fails.
    const withoutConnectionProblem = offline.filter(
      ({ driver }) => !problems.some(({ connection }) => connection === driver),
    )
    const listed = withoutConnectionProblem
      .slice(0, maxListed)
      .map(({ id, name, driver }) =>
        warning(
          say('subjectAppliance', { id }),
          say('applianceOffline', { name, driver }),
          say('applianceOfflineFix', { id }),
        ),
      )
    if (withoutConnectionProblem.length > maxListed)
      listed.push(
        warning(
          'appliances',
          say('moreOffline', { count: withoutConnectionProblem.length - maxListed }),
          'clova-home appliances',
        ),
      )
    return [
      ok(
        'appliances',
        say('appliancesOnline', { online: appliances.length - offline.length, total: appliances.length }),
      ),
      ...listed,
    ]
  },
}
