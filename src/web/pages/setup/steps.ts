import type { ResponseOf } from '../../../control/api.ts'

type Setup = ResponseOf<'setup'>
/** A step of the first run. */
export type SetupStep = Setup['steps'][number]['step']
/** A step that CLOVA and the user go in the developer console. */
export type ConsoleStep = ResponseOf<'consoleForm'>['steps'][number]

/** The step that the address names, else the first that is not done, else the last. */
export function currentStep(named: string | undefined, { steps }: Pick<Setup, 'steps'>): SetupStep {
  const selected =
    steps.find(({ step }) => step === named) ?? steps.find(({ state }) => state === 'open') ?? steps.at(-1)
  return selected?.step ?? 'edition'
}

/** The steps before and after one; absent at the ends. */
export function neighbours(
  current: SetupStep,
  { steps }: Pick<Setup, 'steps'>,
): { readonly before: SetupStep | undefined; readonly after: SetupStep | undefined } {
  const index = steps.findIndex(({ step }) => step === current)
  return { before: steps[index - 1]?.step, after: steps[index + 1]?.step }
}

/** How a step of the console is shown: seen, failed, the one that is waited for, or one for later. */
export function tickStates(
  steps: readonly ConsoleStep[],
): readonly { readonly step: ConsoleStep; readonly state: 'done' | 'failed' | 'waiting' | 'later' }[] {
  const waiting = steps.find(({ at }) => at === undefined)
  return steps.map((step) => {
    if (step.failedAt !== undefined && step.failedAt > (step.at ?? 0)) return { step, state: 'failed' }
    if (step.at !== undefined) return { step, state: 'done' }
    return { step, state: step === waiting ? 'waiting' : 'later' }
  })
}

/** A step as an event told it, in its place. */
export const withStep = (steps: readonly ConsoleStep[], changed: ConsoleStep): readonly ConsoleStep[] =>
  steps.map((step) => (step.step === changed.step ? changed : step))
