import { useSignal } from '@preact/signals'
import type { ResponseOf } from '../../../control/api.ts'
import { callOwner } from '../../api/ownerClient.ts'
import { useAction } from '../../app/action.ts'
import { Switch } from '../../components/choice.tsx'
import { Explained, explained } from '../../components/explained.tsx'
import { Icon } from '../../components/icon.tsx'
import { ErrorLine, Note } from '../../components/note.tsx'
import { OutcomeNote, type SavingOutcome } from '../../components/outcome.tsx'
import { language } from '../../i18n/index.ts'
import { CardFrame, type ScanCandidate, TrialNote } from './candidateFrame.tsx'
import { type ConnectingOutcome, tryAndSave } from './connecting.ts'
import { PairingCard } from './pairingCard.tsx'
import { keysOf, Questions, type TypedAnswers } from './questions.tsx'
import { setupText } from './text/index.ts'

type ConnectionKind = ResponseOf<'connectionKinds'>['kinds'][number]

interface CandidateCardProps {
  readonly candidate: ScanCandidate
  readonly kind: ConnectionKind | undefined
  readonly startsPairing: boolean
  readonly isScanning: boolean
  onSaved(): void
  onScan(): void
}

/** Something that was found, by what it wants: a switch, a password, a press of its button, or to be unlocked. */
export function CandidateCard(props: CandidateCardProps) {
  const { candidate, onScan, isScanning } = props
  const words = setupText()
  const title = candidate.kind[language.value]
  const checkAgain = (
    <button class="btn sm" type="button" disabled={isScanning} onClick={onScan}>
      <Icon name="again" size="small" />
      {words.checkAgain}
    </button>
  )
  switch (candidate.state) {
    case 'works':
    case 'known':
      return <UsableCard {...props} title={title} />
    case 'needsPassword':
      return <PasswordCard {...props} title={title} />
    case 'needsHand':
      return <PairingCard {...props} title={title} />
    default:
      return (
        <CardFrame title={title} description={candidate.description[language.value]}>
          <Note
            tone="warn"
            icon={candidate.state === 'locked' ? 'lock' : 'off'}
            title={candidate.state === 'locked' ? words.locked : words.unreachable}
            actions={checkAgain}
          >
            {candidate.explanation && <Explained explanation={candidate.explanation} />}
          </Note>
        </CardFrame>
      )
  }
}

/** It works, or is in use: a switch takes it in and out. */
function UsableCard({ candidate, title, onSaved }: CandidateCardProps & { readonly title: string }) {
  const words = setupText()
  const action = useAction()
  const outcome = useSignal<SavingOutcome | undefined>(undefined)
  const name = useSignal(candidate.state === 'known' ? candidate.connection : undefined)
  const use = (isWanted: boolean) =>
    action.run(async () => {
      if (isWanted) {
        const { change, name: saved } = await callOwner('saveConnection', {
          type: candidate.type,
          keys: candidate.keys,
        })
        outcome.value = change
        if (change.outcome === 'saved') name.value = saved
      } else if (name.value !== undefined) {
        outcome.value = await callOwner('removeConnection', { name: name.value })
        if (outcome.value.outcome === 'saved') name.value = undefined
      }
      onSaved()
    })
  return (
    <CardFrame
      title={title}
      description={[candidate.description[language.value], name.value].filter(Boolean).join(' · ')}
      aside={
        <Switch
          label={words.use(`${title} (${candidate.description[language.value]})`)}
          isOn={name.value !== undefined}
          isDisabled={action.isBusy}
          onSwitch={use}
        />
      }
    >
      {candidate.trial?.isWorking ? (
        <TrialNote trial={candidate.trial} />
      ) : (
        name.value !== undefined && <Note tone="good" title={words.used} />
      )}
      <ErrorLine text={action.error} />
      <OutcomeNote outcome={outcome.value} />
    </CardFrame>
  )
}

/** It wants a name and a password: the fields stand in place, and it is tried before it is saved. */
function PasswordCard({ candidate, kind, title, onSaved }: CandidateCardProps & { readonly title: string }) {
  const words = setupText()
  const typed = useSignal<TypedAnswers>({})
  const connecting = useAction()
  const outcome = useSignal<ConnectingOutcome | undefined>(undefined)
  const isHidden = useSignal(false)
  const all = kind?.questions ?? []
  const secret = all.findIndex(({ isSecret }) => isSecret)
  // The secret and what stands before it, which is the name of the user; the rest was found.
  const questions = all.slice(Math.max(0, secret - 1), secret + 1).filter(({ key }) => !(key in candidate.keys))
  const connect = (event: Event) => {
    event.preventDefault()
    void connecting.run(async () => {
      const keys = { ...candidate.keys, ...keysOf(questions, typed.value) }
      outcome.value = await tryAndSave({ type: candidate.type, keys })
      if (outcome.value.kind === 'ended' && outcome.value.saved.change.outcome === 'saved') onSaved()
    })
  }
  if (isHidden.value)
    return (
      <CardFrame
        title={title}
        description={candidate.description[language.value]}
        aside={
          <button
            class="btn low sm"
            type="button"
            onClick={() => {
              isHidden.value = false
            }}
          >
            {words.undoDontUse}
          </button>
        }
      />
    )
  const ended = outcome.value?.kind === 'ended' ? outcome.value : undefined
  if (ended?.saved.change.outcome === 'saved')
    return (
      <CardFrame title={title} description={[candidate.description[language.value], ended.saved.name].join(' · ')}>
        {ended.trial && <TrialNote trial={ended.trial} />}
        <OutcomeNote outcome={ended.saved.change} />
      </CardFrame>
    )
  const failure = outcome.value?.kind === 'failed' ? outcome.value.trial : undefined
  const problem =
    connecting.error ??
    (failure && [failure.reason ? explained(failure.reason) : words.unreachable, words.nothingSaved].join(' '))
  return (
    <CardFrame
      title={title}
      description={candidate.description[language.value]}
      aside={<span class="tag">{words.needsPassword}</span>}
    >
      <form class="stack tight" onSubmit={connect} noValidate>
        <Questions questions={questions} typed={typed} />
        <ErrorLine text={problem} />
        <OutcomeNote outcome={ended?.saved.change} />
        <div class="flow">
          <button class="btn" type="submit" disabled={connecting.isBusy}>
            <Icon name={connecting.isBusy ? 'wait' : 'again'} class={connecting.isBusy ? 'turning' : undefined} />
            {words.tryAndSave}
          </button>
          <button
            class="btn low"
            type="button"
            onClick={() => {
              isHidden.value = true
            }}
          >
            {words.dontUse}
          </button>
        </div>
      </form>
    </CardFrame>
  )
}
