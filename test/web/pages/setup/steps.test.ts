import {
  type ConsoleStep,
  currentStep,
  neighbours,
  tickStates,
  withStep,
} from '../../../../src/web/pages/setup/steps.ts'

const names = ['edition', 'address', 'connections', 'appliances', 'users', 'console'] as const
const setup = (...done: readonly string[]) => ({
  steps: names.map((step) => ({ step, state: done.includes(step) ? ('done' as const) : ('open' as const) })),
})

test.each([
  [undefined, [], 'edition'],
  [undefined, ['edition', 'address', 'appliances'], 'connections'],
  ['users', [], 'users'],
  ['<script>', ['edition'], 'address'],
  [undefined, names, 'console'],
])('with %j in the address and %j done, the step %s is opened', (named, done, step) => {
  expect(currentStep(named, setup(...done))).toBe(step)
})

test('the first step has no previous step and the last one no next step', () => {
  expect(neighbours('edition', setup())).toEqual({ before: undefined, after: 'address' })
  expect(neighbours('console', setup())).toEqual({ before: 'users', after: undefined })
})

const step = (name: ConsoleStep['step'], more: Partial<ConsoleStep> = {}): ConsoleStep => ({ step: name, ...more })

test('of the steps that were not opened, only the first is pending', () => {
  const steps = [step('reached', { at: 1 }), step('loginPage'), step('token', { at: 2 }), step('discovery')]
  expect(tickStates(steps).map(({ state }) => state)).toEqual(['done', 'waiting', 'done', 'later'])
})

test('a step that failed after it was done is a failure until it is done again', () => {
  const states = (told: Partial<ConsoleStep>) =>
    tickStates(withStep([step('token')], step('token', told))).map(({ state }) => state)
  expect(states({ failedAt: 5 })).toEqual(['failed'])
  expect(states({ at: 3, failedAt: 5 })).toEqual(['failed'])
  expect(states({ at: 6, failedAt: 5 })).toEqual(['done'])
})
