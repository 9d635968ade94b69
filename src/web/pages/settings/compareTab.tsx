import { useSignal } from '@preact/signals'
import type { ResponseOf } from '../../../control/api.ts'
import { callOwner } from '../../api/ownerClient.ts'
import { useAction } from '../../app/action.ts'
import { useLoaded } from '../../app/loaded.ts'
import { errorText } from '../../components/errorText.ts'
import { Explained, explained } from '../../components/explained.tsx'
import { Icon } from '../../components/icon.tsx'
import { Empty, ErrorLine, Note } from '../../components/note.tsx'
import { OutcomeNote, type SavingOutcome } from '../../components/outcome.tsx'
import { toast } from '../../components/toast.tsx'
import { momentText } from '../../i18n/time.ts'
import { DifferenceCard, DifferenceView } from './differenceView.tsx'
import { draft } from './draft.ts'
import { settingsText } from './text/index.ts'

/** Effects that ask the user to do something outside of this page, or that may lock them out of it. */
const isRequest = (code: string) => /search|dashboard/i.test(code)

/** What saving would change, in lines and in words; saving goes only through here. */
export function CompareTab({ onEdit }: { onEdit(): void }) {
  const words = settingsText()
  const text = draft.text.value
  const { result } = useLoaded(
    async (signal) =>
      draft.isEdited.peek()
        ? callOwner(
            'compareConfiguration',
            { text, ...(draft.revision.value !== undefined && { revision: draft.revision.value }) },
            signal,
          )
        : undefined,
    [text, draft.revision.value, draft.configuration.value?.current?.revision],
  )
  const edit = (
    <button class="btn" type="button" onClick={onEdit}>
      {words.tabs.edit}
    </button>
  )
  if (!draft.isEdited.value)
    return (
      <Empty icon="check" title={words.nothingChanged} action={edit}>
        {words.nothingChangedReason}
      </Empty>
    )
  if (result.state === 'failed') return <Note tone="bad" title={errorText(result.error)} actions={edit} isAnnounced />
  if (result.state === 'loading' || !result.value)
    return (
      <p class="soft" role="status">
        {words.comparing}
      </p>
    )
  return <Comparison compared={result.value} onEdit={onEdit} />
}

interface ComparisonProps {
  readonly compared: ResponseOf<'compareConfiguration'>
  onEdit(): void
}

function Comparison({ compared, onEdit }: ComparisonProps) {
  const words = settingsText()
  const saving = useAction()
  const outcome = useSignal<SavingOutcome | undefined>(undefined)
  const errorCount = draft.errors.value.length
  const reason = errorCount > 0 ? words.mendFirst(errorCount) : undefined
  const isBlocked = reason !== undefined || draft.isChecking.value || draft.conflict.value !== undefined
  const cannotSave = draft.revision.value === undefined || draft.configuration.value?.notWritable !== undefined
  const save = () =>
    saving.run(async () => {
      const ended = await draft.save()
      outcome.value = ended
      if (ended.outcome === 'saved' && ended.isApplied) {
        toast({ message: words.saved })
        onEdit()
      }
    })
  return (
    <div class="cols wide-left">
      <DifferenceCard difference={compared.difference} keptComments={compared.keptComments} />
      <div class="stack">
        <section class="card pad stack">
          <h2>{words.ifSaved}</h2>
          <ul class="stack tight">
            {compared.effects.map((effect) => (
              <li class="row" key={explained(effect)}>
                <Icon name={isRequest(effect.code) ? 'alert' : 'ok'} class={isRequest(effect.code) ? 'warn' : 'good'} />
                <Explained explanation={effect} />
              </li>
            ))}
            {compared.effects.length === 0 && <li class="soft">{words.noEffects}</li>}
          </ul>
          {reason && (
            <p class="err">
              <Icon name="fail" size="small" />
              <span>{reason}</span>
            </p>
          )}
          <ErrorLine text={saving.error} />
          <button class="btn go wide" type="button" disabled={isBlocked || cannotSave || saving.isBusy} onClick={save}>
            <Icon name="save" />
            {saving.isBusy ? words.saving : words.save}
          </button>
          <button class="btn low wide" type="button" onClick={onEdit}>
            {words.keepEditing}
          </button>
        </section>
        {draft.conflict.value ? (
          <ConflictNote />
        ) : outcome.value?.outcome === 'conflict' ? null : (
          <OutcomeNote outcome={outcome.value} />
        )}
        {!draft.conflict.value && compared.changedByOther && <OtherChange change={compared.changedByOther} />}
      </div>
    </div>
  )
}

/** Says that another has changed the file meanwhile, and shows what. */
function OtherChange({ change }: { readonly change: NonNullable<ComparisonProps['compared']['changedByOther']> }) {
  const words = settingsText()
  const isShown = useSignal(false)
  return (
    <Note
      tone="warn"
      title={words.changedByOther}
      isAnnounced
      actions={
        <button
          class="btn sm"
          type="button"
          aria-expanded={isShown.value}
          onClick={() => {
            isShown.value = !isShown.value
          }}
        >
          {isShown.value ? words.hideOther : words.seeOther}
        </button>
      }
    >
      <p>
        {change.at !== undefined && words.changedByOtherAt(momentText(change.at))}
        {change.overlaps ? words.overlaps : words.noOverlap}
      </p>
      {isShown.value && <DifferenceView difference={change.difference} label={words.otherLines} />}
    </Note>
  )
}

/** Another saved first: the difference, and the choice between both, mine and theirs. */
function ConflictNote() {
  const words = settingsText()
  const conflict = draft.conflict.value
  if (!conflict) return null
  const { merged } = conflict
  return (
    <Note
      tone="warn"
      title={words.conflict}
      isAnnounced
      actions={
        <>
          {merged !== undefined && (
            <button class="btn sm go" type="button" onClick={() => draft.rebase(merged, conflict)}>
              {words.takeBoth}
            </button>
          )}
          <button class="btn sm" type="button" onClick={() => draft.rebase(draft.text.value, conflict)}>
            {words.takeMine}
          </button>
          <button class="btn sm" type="button" onClick={() => draft.rebase(conflict.text, conflict)}>
            {words.takeTheirs}
          </button>
        </>
      }
    >
      <p>{merged === undefined ? words.conflictSameLines : words.conflictMerged}</p>
      <DifferenceView difference={conflict.difference} label={words.otherLines} />
    </Note>
  )
}
