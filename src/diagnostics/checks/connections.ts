import { formatExplanation } from '../../control/explanations/index.ts'
import { explainOffline } from '../../control/explanations/reasons.ts'
import { byLanguage, mapText, untranslated } from '../../util/translate.ts'
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
    return [...context.config.drivers].flatMap(([name, { driver, options, type }]): Finding[] => {
      const problemsHere = problems.flatMap((problem) =>
        problem.en.startsWith(`${name}: `) ? [mapText(problem, (text) => text.slice(name.length + 2))] : [],
      )
      const applianceCount = appliances.filter((item) => item.driver === name).length
      if (problemsHere.length === 0)
        return [ok(untranslated(name), say('connectionGood', { type, count: applianceCount }))]
      return problemsHere.map((problem) =>
        failure(
          untranslated(name),
          byLanguage((language) =>
            language === 'en' ? problem.en : formatExplanation(explainOffline(problem), language),
          ),
          driver.remedy?.(problem.en, options) ?? 'clova-home discover',
        ),
      )
    })
  },
}
