import type { Health } from '../control/api.ts'

/** What is wrong with the gateway itself, one line each. */
export const formatHealthProblems = ({ rejectedConfiguration, problems }: Health): readonly string[] => [
  ...(rejectedConfiguration ? [`the configuration is not in force: ${rejectedConfiguration.reason.en}`] : []),
  ...problems.map(({ text, detail }) => (detail === undefined ? text.en : `${text.en} (${detail})`)),
]

/** `power true, brightness 40`; a state without a known trait has a text of its own. */
export const formatState = (state: object): string =>
  Object.entries(state)
    .map(([trait, value]) => `${trait} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(', ') || 'nothing is known'
