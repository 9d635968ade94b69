import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { ResponseOf } from '../../../control/api.ts'
import { callOwner } from '../../api/ownerClient.ts'
import { useAction } from '../../app/action.ts'
import { Explained } from '../../components/explained.tsx'
import { Field, SelectField, TextField } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { Note } from '../../components/note.tsx'
import { OutcomeNote, type SavingOutcome } from '../../components/outcome.tsx'
import { toast } from '../../components/toast.tsx'
import { text } from '../../i18n/index.ts'
import { namesOf } from '../../state/vocabulary.ts'
import { keyName } from './keyName.ts'
import { idPattern, unusedId } from './newRemote.tsx'
import { remotesText } from './text/index.ts'

type Remotes = ResponseOf<'remotes'>
type Imported = ResponseOf<'importCodes'>

/** As the contract has it. */
const maxTextLength = 4_000_000

interface ImporterProps {
  readonly remotes: Remotes
  /** the connection by which codes are tried, if there is a blaster */
  readonly connection: string | undefined
  /** something was saved */
  onSaved(id: string): void
}

/** Brings in a file of codes, or a pasted code: it is read first, then shown, tried and saved. */
export function Importer({ remotes, connection, onSaved }: ImporterProps) {
  const words = remotesText()
  const input = useRef<HTMLInputElement>(null)
  const pasted = useSignal('')
  const source = useSignal<{ readonly text: string; readonly fileName?: string } | undefined>(undefined)
  const imported = useSignal<Imported | undefined>(undefined)
  const isOver = useSignal(false)
  const tooLarge = useSignal(false)
  const reading = useAction()
  const read = (given: { readonly text: string; readonly fileName?: string }) => {
    tooLarge.value = given.text.length > maxTextLength
    if (tooLarge.value) return
    void reading.run(async () => {
      imported.value = undefined
      imported.value = await callOwner('importCodes', given)
      source.value = given
    })
  }
  const readFile = (file: File | undefined) => {
    if (!file) return
    tooLarge.value = file.size > maxTextLength
    if (!tooLarge.value) void file.text().then((text) => read({ text, fileName: file.name }))
  }
  const found = imported.value
  return (
    <section
      class={isOver.value ? 'card pad stack over' : 'card pad stack'}
      aria-labelledby="import"
      onDragOver={(event) => {
        event.preventDefault()
        isOver.value = true
      }}
      onDragLeave={() => {
        isOver.value = false
      }}
      onDrop={(event) => {
        event.preventDefault()
        isOver.value = false
        readFile(event.dataTransfer?.files[0])
      }}
    >
      <div>
        <h2 id="import">{words.importTitle}</h2>
        <p class="small soft">{words.importReason}</p>
      </div>
      <ul class="flow small soft" aria-label={words.importTitle}>
        {remotes.imports.map(({ format, name, extensions }) => (
          <li class="tag" key={format}>
            {[name, ...extensions].join(' ')}
          </li>
        ))}
      </ul>
      <div class="flow">
        <button class="btn sm" type="button" onClick={() => input.current?.click()}>
          <Icon name="save" size="small" />
          {words.importFile}
        </button>
        <input
          ref={input}
          class="spoken"
          type="file"
          aria-label={words.importFile}
          tabIndex={-1}
          onChange={(event) => {
            readFile(event.currentTarget.files?.[0])
            event.currentTarget.value = ''
          }}
        />
      </div>
      <Field label={words.importPaste} hint={words.importPasteHint}>
        {(ties) => (
          <textarea
            class="input mono"
            rows={3}
            spellcheck={false}
            autocapitalize="off"
            {...ties}
            value={pasted.value}
            onInput={(event) => {
              pasted.value = event.currentTarget.value
            }}
          />
        )}
      </Field>
      <div class="flow">
        <button
          class="btn sm"
          type="button"
          disabled={pasted.value.trim() === '' || reading.isBusy}
          onClick={() => read({ text: pasted.value })}
        >
          {reading.isBusy ? words.importReading : words.importRead}
        </button>
      </div>
      {tooLarge.value && <Note tone="warn" title={words.importTooLarge} isAnnounced />}
      {reading.error && (
        <Note tone="warn" title={words.importNothing} isAnnounced>
          {reading.error}
        </Note>
      )}
      {found?.reason && (
        <Note tone="warn" title={words.importNothing} isAnnounced>
          <Explained explanation={found.reason} />
        </Note>
      )}
      {found && !found.reason && source.value && (
        <ImportPreview
          key={`${source.value.fileName} ${source.value.text}`}
          found={found}
          source={source.value}
          remotes={remotes}
          connection={connection}
          onSaved={(id) => {
            imported.value = undefined
            pasted.value = ''
            onSaved(id)
          }}
          onCancel={() => {
            imported.value = undefined
          }}
        />
      )}
    </section>
  )
}

interface ImportPreviewProps {
  readonly found: Imported
  readonly source: { readonly text: string; readonly fileName?: string }
  readonly remotes: Remotes
  readonly connection: string | undefined
  onSaved(id: string): void
  onCancel(): void
}

function ImportPreview({ found, source, remotes, connection, onSaved, onCancel }: ImportPreviewProps) {
  const words = remotesText()
  const all = found.remotes.length > 0 ? found.remotes : [{ ...found, name: found.name ?? '', notes: [] }]
  const remoteName = useSignal(all[0]?.name)
  const remote = all.find((one) => one.name === remoteName.value)
  /** the remotes of the file that were saved, each with its new id */
  const saved = useSignal<ReadonlyMap<string, string>>(new Map())
  const isClimate = remote?.kind === 'climate'
  const formatName = remotes.imports.find(({ format }) => format === found.format)?.name ?? found.format ?? ''
  const usable = found.keys.filter(({ code }) => code !== undefined)
  // Where the keys come without their codes, the gateway takes them out of the file itself.
  const isWhole = isClimate || usable.length === 0
  const chosen = useSignal<ReadonlySet<string>>(new Set(usable.map(({ name }) => name)))
  const names = useSignal<ReadonlyMap<string, string>>(
    new Map(usable.map(({ name, suggested }) => [name, suggested ?? name])),
  )
  const target = useSignal('')
  const name = useSignal(all[0]?.name ?? '')
  const type = useSignal('')
  const isTried = useSignal(false)
  const outcome = useSignal<SavingOutcome | undefined>(undefined)
  const problem = useSignal<ResponseOf<'saveRemote'>['reason']>(undefined)
  const saving = useAction()
  const trying = useAction()
  const isNew = target.value === ''
  const taken = [
    ...remotes.remotes.flatMap(({ id, appliance }) => [id, ...(appliance === undefined ? [] : [appliance])]),
    ...saved.value.values(),
  ]
  const choose = (chosenName: string) => {
    remoteName.value = chosenName
    name.value = chosenName
    isTried.value = false
  }
  const blaster = connection ?? remotes.blasters[0]?.connection
  const existing = remotes.remotes.find(({ id }) => id === target.value)
  const save = (event: Event) => {
    event.preventDefault()
    isTried.value = true
    if (isNew && (name.value.trim() === '' || type.value === '')) return
    const id = existing?.id ?? unusedId(type.value, taken)
    const by = existing?.connection ?? blaster
    if (by === undefined || !idPattern.test(id)) return
    void saving.run(async () => {
      const keys = usable
        .filter((key) => chosen.value.has(key.name))
        .flatMap(({ name: own, code }) => (code ? [{ name: names.value.get(own) ?? own, code }] : []))
      const answer = await callOwner('saveRemote', {
        id,
        connection: by,
        ...(isNew && { name: name.value.trim(), type: type.value }),
        ...(isWhole
          ? {
              file: { ...source, format: found.format ?? '', ...(all.length > 1 && remote && { remote: remote.name }) },
            }
          : { keys }),
      })
      problem.value = answer.reason
      outcome.value = answer.change
      const isSaved = answer.reason === undefined && (answer.change === undefined || answer.change.outcome === 'saved')
      if (!isSaved) return
      toast({ message: isWhole ? words.importedFile : words.imported(keys.length) })
      saved.value = new Map([...saved.value, [remote?.name ?? '', id]])
      const next = all.find((one) => !saved.value.has(one.name))
      if (next) choose(next.name)
      else onSaved(id)
    })
  }
  return (
    <form class="stack" onSubmit={save} noValidate aria-live="polite">
      <h3>{isClimate ? words.importClimate(formatName) : words.importFound(formatName, remote?.keys.length ?? 0)}</h3>
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
      {found.problems.length > 0 && (
        <Note tone="warn" title={words.problems}>
          <ul class="plain">
            {found.problems.slice(0, 5).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </Note>
      )}
      {isWhole && !isClimate && (
        <ul class="flow small" aria-label={words.importKeys}>
          {remote?.keys.map((key) => (
            <li class="tag" key={key.name}>
              {key.name}
              {key.suggested && key.suggested !== key.name && ` → ${keyName(key.suggested)}`}
            </li>
          ))}
        </ul>
      )}
      {!isWhole && (
        <ul class="stack tight" aria-label={words.importKeys}>
          {found.keys.map((key) => (
            <li class="row" key={key.name}>
              <label class="check grow">
                <input
                  type="checkbox"
                  disabled={!key.code}
                  checked={chosen.value.has(key.name)}
                  onChange={() => {
                    const next = new Set(chosen.value)
                    if (!next.delete(key.name)) next.add(key.name)
                    chosen.value = next
                  }}
                />
                <span>
                  {key.name}
                  {key.suggested && key.suggested !== key.name && (
                    <span class="small soft"> → {keyName(key.suggested)}</span>
                  )}
                </span>
              </label>
              {key.code && blaster !== undefined && (
                <button
                  class="btn square sm"
                  type="button"
                  aria-label={words.importTry(key.name)}
                  disabled={trying.isBusy}
                  onClick={() => {
                    const { code } = key
                    if (!code) return
                    void trying.run(async () => {
                      const { ms } = await callOwner('sendCode', { connection: blaster, code })
                      toast({ message: words.sent(Math.round(ms)) })
                    })
                  }}
                >
                  <Icon name="send" size="small" />
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {trying.error && (
        <Note tone="warn" title={words.sendFailed} isAnnounced>
          {trying.error}
        </Note>
      )}
      {!isWhole && (
        <SelectField
          label={words.importInto}
          value={target.value}
          options={[['', words.importNew], ...remotes.remotes.map(({ id, name: label }) => [id, label] as const)]}
          onValue={(value) => {
            target.value = value
          }}
        />
      )}
      {isNew && (
        <>
          <TextField
            label={words.name}
            hint={words.nameHint}
            error={isTried.value && name.value.trim() === '' ? words.nameNeeded : undefined}
            value={name.value}
            onValue={(value) => {
              name.value = value
            }}
          />
          <SelectField
            label={words.type}
            error={isTried.value && type.value === '' ? words.typeNeeded : undefined}
            value={type.value}
            options={[['', words.typeChoose], ...namesOf('types')]}
            onValue={(value) => {
              type.value = value
            }}
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
        <button class="btn go" type="submit" disabled={saving.isBusy || blaster === undefined}>
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
