import { untranslated } from '../../util/translate.ts'
import { type Check, type Finding, failure, ok } from '../check.ts'
import { say } from '../messages.ts'

/** The state of each connection to a broker, a bridge or an IR blaster, as its driver reports it. */
export const connectionsCheck: Check = {
  name: 'connections',
  timeoutMs: 15_000,
  async run(context) {
    const running = await context.gateway()
    if (running.status === 'foreign') return []
    const { problems, appliances } = running.inventory
    return [...context.config.drivers].flatMap(([name, { type }]): Finding[] => {
      const problemsHere = problems.filter(({ connection }) => connection === name)
      const applianceCount = appliances.filter((item) => item.driver === name).length
      if (problemsHere.length === 0)
        return [ok(untranslated(name), say('connectionGood', { type, count: applianceCount }))]
      return problemsHere.map(({ text, remedy }) => failure(untranslated(name), text, remedy ?? 'clova-home discover'))
    })
  },
}
