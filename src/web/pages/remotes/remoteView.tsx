import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import type { ResponseOf } from '../../../control/api.ts'
import { callOwner } from '../../api/ownerClient.ts'
import { useAction } from '../../app/action.ts'
import { useLoaded } from '../../app/loaded.ts'
import { Explained } from '../../components/explained.tsx'
import { Icon } from '../../components/icon.tsx'
import { Empty, Note } from '../../components/note.tsx'
import { OutcomeNote } from '../../components/outcome.tsx'
import { toast } from '../../components/toast.tsx'
import { language } from '../../i18n/index.ts'
import { KeyCard } from './keyCard.tsx'
import { KeyGrid, type KeyState } from './keyGrid.tsx'
import { KeyLearning, type PressComparison } from './keyLearning.ts'
import { keyName } from './keyName.ts'
import { LearningCards } from './learningCards.tsx'
import type { PlannedRemote } from './newRemote.tsx'
import { remotesText } from './text/index.ts'

type Remotes = ResponseOf<'remotes'>
type SavedRemote = ResponseOf<'saveRemote'>

interface RemoteViewProps {
  /** the remote as the list has it; absent: it is not saved yet */
  readonly summary: Remotes['remotes'][number] | undefined
  readonly planned: PlannedRemote | undefined
  readonly blasters: Remotes['blasters']
  /** what stands under the keys */
  readonly importer: ComponentChildren
  /** a key was saved or taken away */
  onChanged(): void
  /** learning a new remote has ended */
  onStopped(): void
}

/** One remote: the learning of a key, or a key, on the left, all keys on the right. */
export function RemoteView({ summary, planned, blasters, importer, onChanged, onStopped }: RemoteViewProps) {
  const words = remotesText()
  const id = planned?.id ?? summary?.id ?? ''
  const title = planned?.name ?? summary?.name ?? id
  const { result, again } = useLoaded(
    async (signal) => (summary ? callOwner('remote', { id: summary.id }, signal) : undefined),
    [summary?.id],
  )
  const learning = useSignal<KeyLearning | undefined>(undefined)
  const shown = useSignal<string | undefined>(undefined)
  const added = useSignal<readonly string[]>([])
  const skipped = useSignal<ReadonlySet<string>>(new Set())
  /** keys that were saved since the remote was read */
  const learnt = useSignal<ReadonlyMap<string, PressComparison['second']['code']>>(new Map())
  const isPlannedSaved = useSignal(false)
  const saving = useAction()
  const problem = useSignal<SavedRemote | undefined>(undefined)
  useEffect(() => () => learning.peek()?.end(), [])

  const known = result.state === 'loaded' ? result.value : undefined
  const details = new Map((known?.keys ?? summary?.keys ?? []).map((key) => [key.name, key]))
  const all = [...new Set([...details.keys(), ...(planned?.keys ?? []), ...added.value])]
  const connection = planned?.connection ?? summary?.connection ?? blasters.find(({ canLearn }) => canLearn)?.connection
  const canLearn = blasters.some((one) => one.connection === connection && one.canLearn)
  const isLearnt = (key: string) => learnt.value.has(key) || details.get(key)?.state === 'learnt'
  const current = learning.value?.plan.key
  const stateOf = (key: string): KeyState => {
    if (key === current) return 'now'
    if (isLearnt(key)) return 'learnt'
    return skipped.value.has(key) ? 'skipped' : 'missing'
  }

  const learn = (key: string) => {
    if (connection === undefined || !canLearn) return
    learning.peek()?.end()
    shown.value = undefined
    problem.value = undefined
    learning.value = new KeyLearning({ connection, remote: id, key, isRadio: planned?.isRadio ?? false })
  }
  const stop = () => {
    learning.peek()?.end()
    learning.value = undefined
    if (planned && isPlannedSaved.value) onStopped()
  }
  /** Goes on with the next key that is neither learnt nor skipped. */
  const goOn = (after: string) => {
    const index = all.indexOf(after)
    const rest = [...all.slice(index + 1), ...all.slice(0, index)]
    const next = rest.find((key) => !isLearnt(key) && !skipped.value.has(key))
    if (next === undefined) stop()
    else learn(next)
  }
  const isSaved = ({ reason, change }: SavedRemote) =>
    reason === undefined && (change === undefined || change.outcome === 'saved')
  const save = ({ second }: PressComparison) =>
    saving.run(async () => {
      const key = learning.peek()?.plan.key
      if (key === undefined || connection === undefined) return
      const answer = await callOwner('saveRemote', {
        id,
        connection,
        keys: [{ name: key, code: second.code }],
        ...(planned && !isPlannedSaved.value && { name: planned.name, type: planned.type }),
      })
      problem.value = answer
      if (!isSaved(answer)) return
      isPlannedSaved.value = true
      learnt.value = new Map(learnt.value).set(key, second.code)
      toast({ message: words.saved(keyName(key)) })
      if (!planned) onChanged()
      goOn(key)
    })
  const remove = async (key: string) => {
    if (connection === undefined) return
    const answer = await callOwner('saveRemote', { id, connection, keys: [], removed: [key] })
    problem.value = answer
    if (!isSaved(answer)) return
    shown.value = undefined
    learnt.value = new Map([...learnt.value].filter(([name]) => name !== key))
    toast({ message: words.removed(keyName(key)) })
    again()
    onChanged()
  }
  const choose = (key: string) => {
    if (isLearnt(key)) {
      learning.peek()?.end()
      learning.value = undefined
      shown.value = key
    } else learn(key)
  }
  const trouble = problem.value && !isSaved(problem.value) ? problem.value : undefined
  const saveProblem = (trouble || saving.error) && (
    <>
      {trouble?.reason && (
        <Note tone="bad" title={words.notSaved} isAnnounced>
          <Explained explanation={trouble.reason} />
        </Note>
      )}
      {saving.error && (
        <Note tone="bad" title={words.notSaved} isAnnounced>
          {saving.error}
        </Note>
      )}
      <OutcomeNote outcome={trouble?.change} />
    </>
  )
  const shownKey = shown.value
  return (
    <div class="cols with-side">
      <div class="stack">
        {learning.value && current !== undefined ? (
          <LearningCards
            key={current}
            learning={learning.value}
            remoteName={title}
            number={all.indexOf(current) + 1}
            count={all.length}
            file={known?.file ?? summary?.file}
            isSaving={saving.isBusy}
            saveProblem={saveProblem}
            onSave={save}
            onSkip={() => {
              skipped.value = new Set(skipped.value).add(current)
              goOn(current)
            }}
            onStop={stop}
          />
        ) : shownKey !== undefined ? (
          <>
            <KeyCard
              key={shownKey}
              name={shownKey}
              protocol={details.get(shownKey)?.protocol}
              code={learnt.value.get(shownKey) ?? details.get(shownKey)?.code}
              connection={connection}
              canLearn={canLearn}
              onLearn={() => learn(shownKey)}
              onRemove={() => remove(shownKey)}
            />
            {saveProblem}
          </>
        ) : (
          <Idle next={all.find((key) => !isLearnt(key))} canLearn={canLearn} onLearn={learn} />
        )}
        {(known ?? summary)?.problems.map((line) => (
          <Note tone="warn" key={line.en} title={words.problems}>
            {line[language.value]}
          </Note>
        ))}
      </div>
      <div class="stack">
        <KeyGrid
          title={words.keysOf(title)}
          keys={all.map((name) => ({ name, state: stateOf(name) }))}
          isDisabled={saving.isBusy}
          onChoose={choose}
          onAdd={(key) => {
            if (!all.includes(key)) added.value = [...added.value, key]
            choose(key)
          }}
        />
        {importer}
      </div>
    </div>
  )
}

interface IdleProps {
  /** the first key that is not learnt yet */
  readonly next: string | undefined
  readonly canLearn: boolean
  onLearn(key: string): void
}

/** What stands there while nothing is learnt and no key is looked at. */
function Idle({ next, canLearn, onLearn }: IdleProps) {
  const words = remotesText()
  if (next === undefined)
    return (
      <Empty icon="check" title={words.allLearnt}>
        {words.allLearntReason}
      </Empty>
    )
  return (
    <Empty
      icon="remote"
      title={words.chooseKey}
      action={
        canLearn && (
          <button class="btn go" type="button" onClick={() => onLearn(next)}>
            <Icon name="blast" />
            {words.learnFrom(keyName(next))}
          </button>
        )
      }
    >
      {words.chooseKeyReason}
    </Empty>
  )
}
