import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { ResponseOf } from '../../../control/api.ts'
import { callOwner } from '../../api/ownerClient.ts'
import { useAction } from '../../app/action.ts'
import { boundTo } from '../../components/boundTo.ts'
import { Explained } from '../../components/explained.tsx'
import { PasteField } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { Note } from '../../components/note.tsx'
import { ImportPreview } from './importPreview.tsx'
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
  const read = (picked: { readonly text: string; readonly fileName?: string }) => {
    tooLarge.value = picked.text.length > maxTextLength
    if (tooLarge.value) return
    void reading.run(async () => {
      imported.value = undefined
      imported.value = await callOwner('importCodes', picked)
      source.value = picked
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
      <PasteField label={words.importPaste} hint={words.importPasteHint} {...boundTo(pasted)} />
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
