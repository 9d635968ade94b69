import { type Check, type Finding, failure, ok } from '../check.ts'

/** Each connection to a broker, a bridge or a blaster, by what its driver tells. */
export const connections: Check = {
  name: 'connections',
  ms: 15_000,
  async look(scene) {
    const running = await scene.running()
    if (running.is === 'strange') return []
    const { problems, items } = running.inventory
    return [...scene.config.drivers].flatMap(([name, { driver, options, type }]): Finding[] => {
      const own = problems.flatMap((problem) =>
        problem.startsWith(`${name}: `) ? [problem.slice(name.length + 2)] : [],
      )
      const count = items.filter((item) => item.driver === name).length
      if (own.length === 0) return [ok(name, `${type}, with ${count} appliance(s)`)]
      return own.map((problem) => failure(name, problem, driver.remedy?.(problem, options) ?? 'clova-home discover'))
    })
  },
}
