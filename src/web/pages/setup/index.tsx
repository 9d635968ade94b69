import type { ComponentType } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { ResponseOf } from '../../../control/api.ts'
import { callOwner } from '../../api/ownerClient.ts'
import { liveness, onEvent } from '../../api/stream.ts'
import { useLoaded } from '../../app/loaded.ts'
import { linkTo, place } from '../../app/router.ts'
import { chooseTheme, theme } from '../../app/theme.ts'
import { ExplainedNote } from '../../components/explained.tsx'
import { Icon } from '../../components/icon.tsx'
import { FailedNote } from '../../components/note.tsx'
import { LostNote, Mark } from '../../components/pageHead.tsx'
import { AddressStep } from './addressStep.tsx'
import { AppliancesStep } from './appliancesStep.tsx'
import { ConnectionsStep } from './connectionsStep.tsx'
import { ConsoleStepView } from './consoleStep.tsx'
import { EditionStep } from './editionStep.tsx'
import type { StepProps } from './stepProps.ts'
import { currentStep, neighbours, type SetupStep } from './steps.ts'
import { setupText } from './text/index.ts'
import { UsersStep } from './usersStep.tsx'

const views: Readonly<Record<SetupStep, ComponentType<StepProps>>> = {
  edition: EditionStep,
  address: AddressStep,
  connections: ConnectionsStep,
  appliances: AppliancesStep,
  users: UsersStep,
  console: ConsoleStepView,
}

/** The first run, step by step; each answer is saved at once. On a home that is set up it changes what is asked about only. */
export function Page() {
  const { result, again } = useLoaded((signal) => callOwner('setup', {}, signal), [])
  const last = useRef<ResponseOf<'setup'> | undefined>(undefined)
  if (result.state === 'loaded') last.current = result.value
  useEffect(() => onEvent('configuration', again), [])
  const setup = last.current
  return (
    <>
      <Head />
      {liveness.value.state === 'lost' && <LostNote />}
      {result.state === 'failed' && <FailedNote error={result.error} again={again} />}
      {setup && <Steps setup={setup} onSaved={again} />}
    </>
  )
}

function Head() {
  const words = setupText()
  const isDark = theme.value === 'auto' ? matchMedia('(prefers-color-scheme: dark)').matches : theme.value === 'dark'
  return (
    <header class="wiz-head">
      <Mark />
      <b class="grow">{words.title}</b>
      <a class="btn low sm" href={linkTo('home')}>
        {words.later}
      </a>
      <button
        class="btn square"
        type="button"
        aria-label={words.theme}
        onClick={() => chooseTheme(isDark ? 'light' : 'dark')}
      >
        <Icon name="moon" />
      </button>
    </header>
  )
}

function Steps({ setup, onSaved }: StepProps) {
  const words = setupText()
  // The step stays where it is while its answers are saved, though it is done by then.
  const opened = useRef<SetupStep | undefined>(undefined)
  const step =
    place.value.id === undefined
      ? (opened.current ?? currentStep(undefined, setup))
      : currentStep(place.value.id, setup)
  opened.current = step
  const { before, after } = neighbours(step, setup)
  const View = views[step]
  useEffect(() => scrollTo(0, 0), [step])
  return (
    <>
      <ol class="prog" aria-label={words.stepsLabel}>
        {setup.steps.map(({ step: name, state }, index) => (
          <li key={name} class={state === 'open' ? undefined : state} aria-current={name === step ? 'step' : undefined}>
            <a href={linkTo('setup', name)} title={words.steps[name]}>
              <span class="spoken">
                {index + 1}. {words.steps[name]}
                {state === 'done' && ` (${words.stepDone})`}
                {state === 'attention' && ` (${words.stepAttention})`}
              </span>
            </a>
          </li>
        ))}
      </ol>
      <p class="small soft step-of">
        {words.stepOf(
          setup.steps.findIndex(({ step: name }) => name === step) + 1,
          setup.steps.length,
          words.steps[step],
        )}
      </p>
      {setup.notWritable && <ExplainedNote tone="bad" title={words.notWritable} explanation={setup.notWritable} />}
      <View key={step} setup={setup} onSaved={onSaved} />
      <footer class="foot">
        <div>
          <span class="small soft grow desk">{step === 'console' ? words.consoleSkip : words.whatStays}</span>
          {before && (
            <a class="btn" href={linkTo('setup', before)}>
              <Icon name="left" />
              {words.back}
            </a>
          )}
          <a class="btn go" href={after ? linkTo('setup', after) : linkTo('home')}>
            {after ? words.next(words.steps[after]) : words.finish}
          </a>
        </div>
      </footer>
    </>
  )
}
