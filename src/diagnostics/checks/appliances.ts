import { type Check, ok, warning } from '../check.ts'

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
    if (appliances.length === 0)
      return [
        warning('appliances', 'there are none', 'clova-home discover --write, or describe them under appliances:'),
      ]
    const offline = appliances.filter(({ online }) => !online)
    // The check of the connections reports those whose connection fails.
    const withoutConnectionProblem = offline.filter(
      ({ driver }) => !problems.some((problem) => problem.startsWith(`${driver}: `)),
    )
    const listed = withoutConnectionProblem
      .slice(0, maxListed)
      .map(({ id, name, driver }) =>
        warning(
          `appliance ${id}`,
          `${name} is not there, though ${driver} is`,
          `see to its power and its radio; clova-home say ${id} HealthCheck`,
        ),
      )
    if (withoutConnectionProblem.length > maxListed)
      listed.push(
        warning(
          'appliances',
          `${withoutConnectionProblem.length - maxListed} more are not there`,
          'clova-home appliances',
        ),
      )
    return [ok('appliances', `${appliances.length - offline.length} of ${appliances.length} are there`), ...listed]
  },
}
