/** `power true, brightness 40`; a state without a known trait is told as such. */
export const formatState = (state: object): string =>
  Object.entries(state)
    .map(([trait, value]) => `${trait} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(', ') || 'nothing is known'
