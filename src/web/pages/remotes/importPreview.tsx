import { useSignal } from '@preact/signals'
import type { ResponseOf } from '../../../control/api.ts'
import { callOwner } from '../../api/ownerClient.ts'
import { useAction } from '../../app/action.ts'
import { boundTo } from '../../components/boundTo.ts'
import { Explained } from '../../components/explained.tsx'
import { SelectField, TextField } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { Note } from '../../components/note.tsx'
import { OutcomeNote, type SavingOutcome } from '../../components/outcome.tsx'
import { toast } from '../../components/toast.tsx'
import { language, text } from '../../i18n/index.ts'
import { namesOf } from '../../state/vocabulary.ts'
import { keyName } from './keyName.ts'
import { idPattern, unusedId } from './newRemote.tsx'
import { remotesText } from './text/index.ts'

type Remotes = ResponseOf<'remotes'>
type Imported = ResponseOf<'importCodes'>
type ImportedKey = Imported['remotes'][number]['keys'][number]

interface ImportPreviewProps {
  readonly found: Imported
  readonly source: { readonly text: string; readonly fileName?: string }
  readonly remotes: Remotes
  /** the connection by which codes are tried, if there is a blaster */
  readonly connection: string | undefined
  onSaved(id: string): void
  onCancel(): void
}

/** What was read of a file: its remotes one after the other, their keys to try and to choose, and where they go. */
export function ImportPreview({ found, source, remotes, connection, onSaved, onCancel }: ImportPreviewProps) {
  const words = remotesText()
  const { remotes: all, format = '' } = found
  const remoteName = useSignal(all[0]?.name)
  const remote = all.find((one) => one.name === remoteName.value)
  /** the remotes of the file that were saved, each with its new id */
  const saved = useSignal<ReadonlyMap<string, string>>(new Map())
  const isClimate = remote?.kind === 'climate'
  const formatName = remotes.imports.find((one) => one.format === format)?.name ?? format
  const keys = remote?.keys ?? []
  const usable = isClimate ? [] : keys.flatMap(({ suggested }) => suggested ?? [])
  const leftOut = useSignal<ReadonlySet<string>>(new Set())
  const wanted = usable.filter((key) => !leftOut.value.has(key))
  const target = useSignal('')
  const name = useSignal(all[0]?.name ?? '')
  const type = useSignal('')
  const isTried = useSignal(false)
  const outcome = useSignal<SavingOutcome | undefined>(undefined)
  const problem = useSignal<ResponseOf<'saveRemote'>['reason']>(undefined)
  const saving = useAction()
  const existing = isClimate ? undefined : remotes.remotes.find(({ id }) => id === target.value)
  const isNew = existing === undefined
  const taken = [
    ...remotes.remotes.flatMap(({ id, appliance }) => [id, ...(appliance === undefined ? [] : [appliance])]),
    ...saved.value.values(),
  ]
  const choose = (chosenName: string) => {
    remoteName.value = chosenName
    name.value = chosenName
    leftOut.value = new Set()
    isTried.value = false
  }
  const blaster = connection ?? remotes.blasters[0]?.connection
  const save = (event: Event) => {
    event.preventDefault()
    isTried.value = true
    if (isNew && (name.value.trim() === '' || type.value === '')) return
    const id = existing?.id ?? unusedId(type.value, taken)
    const by = existing?.connection ?? blaster
    if (by === undefined || !idPattern.test(id)) return
    void saving.run(async () => {
      const what = existing
        ? { keys: keys.flatMap((key) => codeOf(key, wanted)) }
        : {
            ...{ name: name.value.trim(), type: type.value, removed: [...leftOut.value] },
            // The gateway takes a new remote out of the file itself, with all that the file knows of its keys.
            file: { ...source, format, ...(all.length > 1 && remote && { remote: remote.name }) },
          }
      const answer = await callOwner('saveRemote', { id, connection: by, ...what })
      problem.value = answer.reason
      outcome.value = answer.change
      const isSaved = answer.reason === undefined && (answer.change === undefined || answer.change.outcome === 'saved')
      if (!isSaved) return
      toast({ message: isClimate ? words.importedFile : words.imported(wanted.length) })
      saved.value = new Map([...saved.value, [remote?.name ?? '', id]])
      const next = all.find((one) => !saved.value.has(one.name))
      if (next) choose(next.name)
      else onSaved(id)
    })
  }
  return (
    <form class="stack" onSubmit={save} noValidate aria-live="polite">
      <h3>{isClimate ? words.importClimate(formatName) : words.importFound(formatName, keys.length)}</h3>
      {all.length > 1 && (
        <SelectField
          label={words.importRemote(all.length)}
          value={remoteName.value ?? ''}
          options={all.map(
            (one) => [one.name, `${saved.value.has(one.name) ? '✓ ' : ''}${one.name} (${one.keys.length})`] as const,
          )}
          onValue={choose}
        />
      )}
      {remote?.protocol !== undefined && <Note tone="good" title={words.importProtocol(remote.protocol)} />}
      {found.problems.length > 0 && (
        <Note tone="warn" title={words.importProblems(found.problems.length)}>
          <ul class="plain">
            {found.problems.slice(0, 5).map((line) => (
              <li key={line.en}>{line[language.value]}</li>
            ))}
          </ul>
        </Note>
      )}
      <KeyList
        key={remoteName.value}
        keys={keys}
        isChoosable={!isClimate}
        leftOut={leftOut.value}
        connection={blaster}
        onToggle={(key) => {
          const next = new Set(leftOut.value)
          if (!next.delete(key)) next.add(key)
          leftOut.value = next
        }}
      />
      {!isClimate && remotes.remotes.length > 0 && (
        <SelectField
          label={words.importInto}
          {...boundTo(target)}
          options={[['', words.importNew], ...remotes.remotes.map(({ id, name: label }) => [id, label] as const)]}
        />
      )}
      {isNew && (
        <>
          <TextField
            label={words.name}
            hint={words.nameHint}
            error={isTried.value && name.value.trim() === '' ? words.nameNeeded : undefined}
            {...boundTo(name)}
          />
          <SelectField
            label={words.type}
            error={isTried.value && type.value === '' ? words.typeNeeded : undefined}
            {...boundTo(type)}
            options={[['', words.typeChoose], ...namesOf('types')]}
          />
        </>
      )}
      {blaster === undefined && (
        <Note tone="warn" title={words.noBlaster}>
          {words.importNeedsBlaster}
        </Note>
      )}
      {problem.value && (
        <Note tone="bad" title={words.notSaved} isAnnounced>
          <Explained explanation={problem.value} />
        </Note>
      )}
      {saving.error && (
        <Note tone="bad" title={words.notSaved} isAnnounced>
          {saving.error}
        </Note>
      )}
      <OutcomeNote outcome={outcome.value} />
      <div class="flow">
        <button
          class="btn go"
          type="submit"
          disabled={saving.isBusy || blaster === undefined || (!isClimate && wanted.length === 0)}
        >
          {words.importSave}
        </button>
        <button
          class="btn"
          type="button"
          onClick={() => {
            const lastSaved = [...saved.value.values()].at(-1)
            if (lastSaved === undefined) onCancel()
            else onSaved(lastSaved)
          }}
        >
          {saved.value.size > 0 ? words.importEnough : text().common.cancel}
        </button>
      </div>
    </form>
  )
}

/** A key as it is saved into a remote that is there; nothing if it is not wanted, or has no code. */
const codeOf = ({ code, suggested }: ImportedKey, wanted: readonly string[]) =>
  code && suggested !== undefined && wanted.includes(suggested) ? [{ name: suggested, code }] : []

interface KeyListProps {
  readonly keys: readonly ImportedKey[]
  /** false: they are all saved, or none */
  readonly isChoosable: boolean
  readonly leftOut: ReadonlySet<string>
  readonly connection: string | undefined
  onToggle(key: string): void
}

/** The keys of a remote of the file: each can be left out, and tried before anything is saved. */
function KeyList({ keys, isChoosable, leftOut, connection, onToggle }: KeyListProps) {
  const words = remotesText()
  const trying = useAction()
  const send = (code: NonNullable<ImportedKey['code']>) =>
    trying.run(async () => {
      if (connection === undefined) return
      const { ms } = await callOwner('sendCode', { connection, code })
      toast({ message: words.sent(Math.round(ms)) })
    })
  if (keys.length === 0) return null
  return (
    <>
      <ul class="imported" aria-label={isChoosable ? words.importKeys : words.importStates}>
        {keys.map(({ name, suggested: own, code }) => {
          const label = (
            <span>
              <bdi>{name}</bdi>
              {own === undefined
                ? isChoosable && <span class="small soft"> · {words.importUnnamed}</span>
                : own !== name && <span class="small soft"> → {keyName(own)}</span>}
            </span>
          )
          return (
            <li key={name}>
              {isChoosable ? (
                <label class="check grow">
                  <input
                    type="checkbox"
                    disabled={own === undefined}
                    checked={own !== undefined && !leftOut.has(own)}
                    onChange={() => own !== undefined && onToggle(own)}
                  />
                  {label}
                </label>
              ) : (
                <span class="grow">{label}</span>
              )}
              {code && connection !== undefined && (
                <button
                  class="btn square sm"
                  type="button"
                  aria-label={words.importTry(name)}
                  title={words.importTry(name)}
                  disabled={trying.isBusy}
                  onClick={() => void send(code)}
                >
                  <Icon name="send" size="small" />
                </button>
              )}
            </li>
          )
        })}
      </ul>
      {trying.error && (
        <Note tone="warn" title={words.sendFailed} isAnnounced>
          {trying.error}
        </Note>
      )}
    </>
  )
}
