import { explainOffline } from '../../control/explanations/reasons.ts'
import { byLanguage, type LocalizedText, untranslated } from '../../util/translate.ts'
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
        problem.startsWith(`${name}: `) ? [problem.slice(name.length + 2)] : [],
      )
      const applianceCount = appliances.filter((item) => item.driver === name).length
      if (problemsHere.length === 0)
        return [ok(untranslated(name), say('connectionGood', { type, count: applianceCount }))]
      return problemsHere.map((problem) =>
        failure(
          untranslated(name),
          translateProblem(problem),
          driver.remedy?.(problem, options) ?? 'clova-home discover',
        ),
      )
    })
  },
}

/** What a driver says of a connection, explained in the other languages where it is known what it means. */
function translateProblem(problem: string): LocalizedText {
  const { code, text } = explainOffline(problem)
  // Without a row for its words nothing more is known than that something is wrong.
  if (code === 'offline') return untranslated(problem)
  return byLanguage((language) => (language === 'en' ? problem : `${text[language]} (${problem})`))
}
