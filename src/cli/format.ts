/** `power true, brightness 40`; a state without a known trait has a text of its own. */
export const formatState = (state: object): string =>
  Object.entries(state)
    .map(([trait, value]) => `${trait} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(', ') || 'nothing is known'
