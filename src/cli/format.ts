import type { DriverProblem, Health } from '../control/api.ts'
import { formatExplanation } from '../control/explanations/index.ts'
import { inAllLanguages, type Language } from '../util/translate.ts'
import { commandTranslator } from './messages/index.ts'

/** What is wrong with the gateway itself, one line each. */
export const formatHealthProblems = (
  { rejectedConfiguration, problems }: Health,
  language: Language = 'en',
): readonly string[] => [
  ...(rejectedConfiguration
    ? [commandTranslator(language)('notInForce', { reason: rejectedConfiguration.reason[language] })]
    : []),
  ...problems.map((problem) => formatExplanation(problem, language)),
]

/** A problem of a connection, and below it what mends it. */
export const formatDriverProblem = ({ connection, text, remedy }: DriverProblem, language: Language = 'en'): string =>
  [
    `${connection}: ${text[language]}`,
    ...(remedy === undefined ? [] : [`  → ${inAllLanguages(remedy)[language]}`]),
  ].join('\n')

/** `power true, brightness 40`; a state without a known trait has a text of its own. */
export const formatState = (state: object, language: Language = 'en'): string =>
  Object.entries(state)
    .map(([trait, value]) => `${trait} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(', ') || commandTranslator(language)('nothingKnown')

/**
 * `2026-11-30 19:33` in the time zone of the home, as the dashboard shows it.
 * @param at in milliseconds since 1970
 * @param timeZone IANA name; absent: that of this machine
 */
export const formatMoment = (at: number, timeZone?: string): string =>
  new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone }).format(at)
