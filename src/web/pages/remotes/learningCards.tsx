import type { ComponentChildren } from 'preact'
import { Explained } from '../../components/explained.tsx'
import { Icon } from '../../components/icon.tsx'
import { Note } from '../../components/note.tsx'
import { Ring, useSecondsLeft } from '../../components/ring.tsx'
import { language } from '../../i18n/index.ts'
import type { KeyLearning, KeyLearningState, PressComparison } from './keyLearning.ts'
import { keyName } from './keyName.ts'
import { PressPicture } from './pressPicture.tsx'
import { remotesText } from './text/index.ts'

/** How long a blaster listens for a press, in seconds; the ring is full then. */
const listenSeconds = 30

interface LearningCardsProps {
  readonly learning: KeyLearning
  /** such as `거실 TV 5 / 11` */
  readonly remoteName: string
  readonly number: number
  readonly count: number
  /** where the key is saved */
  readonly file: string | undefined
  readonly isSaving: boolean
  readonly saveProblem: ComponentChildren
  onSave(comparison: PressComparison): void
  onSkip(): void
  onStop(): void
}

/** The three steps of learning a key: press, compare, send back and ask. */
export function LearningCards(props: LearningCardsProps) {
  const { learning } = props
  const state = learning.state.value
  return (
    <>
      <PressCard {...props} state={state} />
      {'comparison' in state && <CompareCard learning={learning} state={state} />}
      {'comparison' in state && state.step !== 'different' && <SendCard {...props} step={state.step} state={state} />}
    </>
  )
}

/** A sentence of which one part stands out. */
const Emphasized = ({ parts, index }: { readonly parts: readonly string[]; readonly index: number }) => (
  <>{parts.map((part, i) => (i === index ? <b key={part}>{part}</b> : part))}</>
)

type PressCardProps = LearningCardsProps & { readonly state: KeyLearningState }

function PressCard({ learning, remoteName, number, count, onSkip, onStop, state }: PressCardProps) {
  const words = remotesText()
  const { key } = learning.plan
  const isWaiting = state.step === 'starting' || state.step === 'listening'
  const isSecond = isWaiting && state.isSecond
  const name = keyName(key)
  return (
    <section class={isWaiting ? 'card pad stack now' : 'card pad stack'} aria-live="polite">
      <div class="row">
        {state.step === 'listening' && <Countdown endsAt={state.endsAt} />}
        <div class="grow stack tight">
          <p class="small soft">{words.pressStep(remoteName, number, count)}</p>
          {isWaiting ? (
            <h2 class="press">
              <Emphasized parts={isSecond ? words.pressAgain(name) : words.pressFirst(name)} index={1} />
            </h2>
          ) : (
            <h2>{name}</h2>
          )}
          {state.step === 'starting' && <p class="soft">{words.starting}</p>}
          {state.step === 'listening' && (
            <p class="soft">
              <SecondsLeft endsAt={state.endsAt} />
              <br />
              {state.learning.hint ? state.learning.hint.text[language.value] : words.near}
            </p>
          )}
        </div>
      </div>
      {state.step === 'silent' && (
        <Note tone="warn" title={words.nothingReceived}>
          {state.reason ? <Explained explanation={state.reason} /> : (state.message ?? words.nothingReceivedReason)}
        </Note>
      )}
      <div class="flow">
        {!isWaiting && state.step !== 'comparing' && state.step !== 'different' && (
          <button class="btn" type="button" onClick={() => learning.pressAgain()}>
            <Icon name="again" />
            {words.pressOnceMore}
          </button>
        )}
        <button class="btn low" type="button" onClick={onSkip}>
          {words.skip}
        </button>
        <button class="btn low" type="button" onClick={onStop}>
          {words.stop}
        </button>
      </div>
    </section>
  )
}

const remoteOutline =
  'M48 28h8a8 8 0 0 1 8 8v32a8 8 0 0 1 -8 8h-8a8 8 0 0 1 -8 -8v-32a8 8 0 0 1 8 -8zM46 54h12M46 62h12'

const Countdown = ({ endsAt }: { readonly endsAt: number }) => (
  <Ring
    secondsLeft={useSecondsLeft(endsAt)}
    totalSeconds={listenSeconds}
    outline={remoteOutline}
    button={[52, 42, 5]}
  />
)

const SecondsLeft = ({ endsAt }: { readonly endsAt: number }) => (
  // The number would be read aloud every second.
  <span aria-hidden="true">
    <Emphasized parts={remotesText().secondsLeft(useSecondsLeft(endsAt))} index={0} />
  </span>
)

type Compared = Extract<KeyLearningState, { comparison: PressComparison }>

function CompareCard({
  learning,
  state: { step, comparison },
}: {
  readonly learning: KeyLearning
  readonly state: Compared
}) {
  const words = remotesText()
  const { first, second, differences, isSame, explanation } = comparison
  const bits = [...new Set(differences.flatMap(({ bit }) => (bit === undefined ? [] : [bit])))]
  const title = isSame ? words.same : bits.length > 0 && bits.length <= 4 ? words.bitsDiffer(bits) : words.different
  return (
    <section class="card pad stack">
      <div>
        <p class="small soft">{words.compareStep}</p>
        <h2>{title}</h2>
      </div>
      <PressPicture first={first.code} second={second.code} differences={differences.map(({ pulse }) => pulse)} />
      {isSame ? (
        <Note tone="good" title={protocolText(second)}>
          {words.withinPercent(Math.max(1, Math.ceil(comparison.maxDeviation * 100)))}
        </Note>
      ) : (
        <Note
          tone="warn"
          title={words.triangles}
          isAnnounced
          actions={
            step === 'different' && (
              <>
                <button class="btn sm" type="button" onClick={() => learning.pressAgain()}>
                  <Icon name="again" size="small" />
                  {words.pressOnceMore}
                </button>
                <button class="btn sm" type="button" onClick={() => learning.useSecondAnyway()}>
                  {words.useAnyway}
                </button>
              </>
            )
          }
        >
          {explanation.text[language.value]}
        </Note>
      )}
      {second.duplicateOf !== undefined && (
        <Note tone="warn" title={words.duplicate(keyName(second.duplicateOf))}>
          {words.duplicateReason}
        </Note>
      )}
      {second.recognised?.isClimate && (
        <Note tone="warn" title={words.climateWarning}>
          {words.climateWarningReason}
        </Note>
      )}
    </section>
  )
}

/** `NEC · address 4 · command 8`; that it is no known protocol otherwise. */
function protocolText({ recognised }: PressComparison['second']): string {
  if (!recognised) return remotesText().unknownProtocol
  const fields = Object.entries(recognised.fields).map(
    ([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
  )
  return [recognised.protocol.toUpperCase(), ...fields].join(' · ')
}

type SendCardProps = LearningCardsProps & { readonly step: Compared['step']; readonly state: Compared }

function SendCard({ learning, file, isSaving, saveProblem, onSave, step, state }: SendCardProps) {
  const words = remotesText()
  const save = () => onSave(state.comparison)
  return (
    <section class="card pad stack" aria-live="polite">
      <div>
        <p class="small soft">{words.sendStep}</p>
        <h2>{step === 'sent' ? words.sentTitle : step === 'sending' ? words.sending : words.sendTitle}</h2>
      </div>
      {state.step === 'unsent' && (
        <Note tone="warn" title={words.sendFailed}>
          {state.message}
        </Note>
      )}
      {step === 'denied' && (
        <Note tone="warn" title={words.didNotWork}>
          {words.didNotWorkReason}
        </Note>
      )}
      <div class="flow">
        {step === 'sent' && (
          <>
            <button class="btn go" type="button" disabled={isSaving} onClick={save}>
              <Icon name="check" />
              {words.yesSave}
            </button>
            <button class="btn" type="button" onClick={() => learning.reportNotWorking()}>
              <Icon name="x" />
              {words.no}
            </button>
          </>
        )}
        {step !== 'sending' && (
          <button class="btn" type="button" onClick={() => learning.sendAgain()}>
            <Icon name="send" />
            {words.sendAgain}
          </button>
        )}
        {(step === 'unsent' || step === 'denied') && (
          <button class="btn" type="button" disabled={isSaving} onClick={save}>
            {words.saveUntested}
          </button>
        )}
      </div>
      {saveProblem}
      <p class="small soft">
        {file === undefined
          ? words.savedAtOncePlain
          : words.savedAtOnce(file).map((part, i) => (i === 1 ? <code key={part}>{part}</code> : part))}
      </p>
    </section>
  )
}
