import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { ResponseOf } from '../../../control/api.ts'
import { callOwner } from '../../api/ownerClient.ts'
import { onEvent } from '../../api/stream.ts'
import { useAction } from '../../app/action.ts'
import { useLoaded } from '../../app/loaded.ts'
import { CopyButton } from '../../components/copy.tsx'
import { errorText } from '../../components/errorText.ts'
import { Explained } from '../../components/explained.tsx'
import { Icon } from '../../components/icon.tsx'
import { ErrorLine, Note } from '../../components/note.tsx'
import { language, text } from '../../i18n/index.ts'
import { fullTime } from '../../i18n/time.ts'
import { TryAddress } from './addressStep.tsx'
import { RedirectCheck } from './redirectCheck.tsx'
import { StepHead } from './stepHead.tsx'
import type { StepProps } from './stepProps.ts'
import { tickStates, withStep } from './steps.ts'
import { setupText } from './text/index.ts'
import { Ticks } from './ticks.tsx'

type ConsoleForm = ResponseOf<'consoleForm'>
type FormField = ConsoleForm['fields'][number]

/** Where the console of an edition is, as far as its address is known. */
const consoleUrls: Readonly<Partial<Record<'kr' | 'jp', string>>> = {
  kr: 'https://developers.naver.com/console/clova/',
}

/** The form of the developer console to copy, and the ticks that set themselves as CLOVA comes. */
export function ConsoleStepView({ setup, onSaved }: StepProps) {
  const words = setupText()
  const { result, again } = useLoaded((signal) => callOwner('consoleForm', {}, signal), [])
  const last = useRef<ConsoleForm | undefined>(undefined)
  const steps = useSignal<ConsoleForm['steps']>([])
  if (result.state === 'loaded' && last.current !== result.value) {
    last.current = result.value
    steps.value = result.value.steps
  }
  useEffect(
    () =>
      onEvent('consoleStep', ({ step }) => {
        steps.value = [...withStep(steps.peek(), step)]
      }),
    [],
  )
  const form = last.current
  if (result.state === 'failed') return <Note tone="bad" title={errorText(result.error)} isAnnounced />
  if (!form) return <StepHead title={words.consoleTitle}>{words.consoleIntro}</StepHead>
  const consoleUrl = consoleUrls[setup.edition ?? 'kr']
  const ticks = tickStates(steps.value)
  const awaited = ticks.find(({ state }) => state === 'waiting' || state === 'failed')
  const done = ticks.filter(({ state }) => state === 'done').length
  return (
    <div class="stack">
      <StepHead title={words.consoleTitle}>{words.consoleIntro}</StepHead>
      {form.missing.length > 0 && (
        <Note tone="warn" title={words.missing}>
          <ul class="plain">
            {form.missing.map((gap) => (
              <li key={gap.text.en}>
                <Explained explanation={gap} />
              </li>
            ))}
          </ul>
        </Note>
      )}
      <div class="cols wide-left">
        <div class="stack">
          {awaited && (
            <button class="card pad row now link phone" type="button" onClick={scrollToTicks}>
              <Icon name="wait" class="turning" />
              <span class="grow">
                <b>{words.ticks[awaited.step.step]}</b>
                <br />
                <small class="soft">{words.ticksDone(done, ticks.length)}</small>
              </span>
              <Icon name="down" size="small" class="soft" />
            </button>
          )}
          <section aria-labelledby="console-fields">
            <div class="head tight-head">
              <h2 id="console-fields">{words.consoleFields}</h2>
              {consoleUrl && (
                <a class="small" href={consoleUrl} target="_blank" rel="noreferrer">
                  {words.consoleOpen}
                </a>
              )}
            </div>
            <ul class="card rows">
              {form.fields.map((field) => (
                <ConsoleField key={field.key} field={field} />
              ))}
            </ul>
          </section>
          <RedirectCheck
            onAllowed={() => {
              again()
              onSaved()
            }}
          />
        </div>
        <div class="stack">
          <Ticks ticks={ticks} />
          <TryAddress isReady={setup.publicUrl !== undefined} />
          <TestToken />
          <Note icon="alert" title={words.noReview}>
            {words.noReviewReason}
          </Note>
        </div>
      </div>
    </div>
  )
}

function scrollToTicks(): void {
  document.getElementById('ticks')?.scrollIntoView()
}

/** How many characters of a secret are shown at its end. */
const shownLength = 4

function ConsoleField({ field }: { readonly field: FormField }) {
  const words = setupText()
  const isShown = useSignal(false)
  const { label, value, note, isSecret, isMissing } = field
  const shown =
    value !== undefined && isSecret && !isShown.value
      ? `${'•'.repeat(Math.min(24, Math.max(0, value.length - shownLength)))}${value.slice(-shownLength)}`
      : value
  return (
    <li class="copy">
      <span class="grow">
        <small class="soft">{label}</small>
        <br />
        {shown === undefined ? (
          <span class={isMissing ? 'warn' : 'soft'}>{isMissing ? words.missingField : note?.[language.value]}</span>
        ) : (
          <code>{shown}</code>
        )}
      </span>
      {value !== undefined && isSecret && (
        <button
          class="btn square sm"
          type="button"
          aria-label={`${isShown.value ? words.hideSecret : words.showSecret}: ${label}`}
          onClick={() => {
            isShown.value = !isShown.value
          }}
        >
          <Icon name={isShown.value ? 'hide' : 'eye'} />
        </button>
      )}
      {value !== undefined && <CopyButton value={value} label={`${text().common.copy}: ${label}`} />}
    </li>
  )
}

/** A token for the tests of the console; it is shown once. */
function TestToken() {
  const words = setupText()
  const making = useAction()
  const made = useSignal<ResponseOf<'issueTestToken'> | undefined>(undefined)
  const make = () =>
    making.run(async () => {
      made.value = await callOwner('issueTestToken', {})
    })
  return (
    <section class="card pad stack tight">
      <h3>{words.token}</h3>
      {made.value ? (
        <>
          <p class="small soft">{words.tokenReason(fullTime(made.value.expiresAt))}</p>
          <div class="cmd">
            <code>{made.value.token}</code>
            <CopyButton value={made.value.token} label={words.copyToken} />
          </div>
        </>
      ) : (
        <>
          <p class="small soft">{words.tokenWhy}</p>
          <ErrorLine text={making.error} />
          <div class="flow">
            <button class="btn sm" type="button" disabled={making.isBusy} onClick={make}>
              {words.tokenMake}
            </button>
          </div>
        </>
      )}
    </section>
  )
}
