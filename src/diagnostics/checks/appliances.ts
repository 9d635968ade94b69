import { type Check, ok, warning } from '../check.ts'

/** How many are told of one by one. */
const most = 20

/** The devices themselves: who is not there, though its connection is. */
export const appliances: Check = {
  name: 'appliances',
  ms: 15_000,
  async look(scene) {
    const running = await scene.running()
    if (running.is === 'strange') return []
    const { items, problems } = running.inventory
    if (items.length === 0)
      return [
        warning('appliances', 'there are none', 'clova-home discover --write, or describe them under appliances:'),
      ]
    const offline = items.filter(({ online }) => !online)
    // Whose connection is in trouble is told of there.
    const alone = offline.filter(({ driver }) => !problems.some((problem) => problem.startsWith(`${driver}: `)))
    const told = alone
      .slice(0, most)
      .map(({ id, name, driver }) =>
        warning(
          `appliance ${id}`,
          `${name} is not there, though ${driver} is`,
          `see to its power and its radio; clova-home say ${id} HealthCheck`,
        ),
      )
    if (alone.length > most)
      told.push(warning('appliances', `${alone.length - most} more are not there`, 'clova-home appliances'))
    return [ok('appliances', `${items.length - offline.length} of ${items.length} are there`), ...told]
  },
}
