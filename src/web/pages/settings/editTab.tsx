import { useRef } from 'preact/hooks'
import type { ResponseOf } from '../../../control/api.ts'
import { linkTo } from '../../app/router.ts'
import { ExplainedNote } from '../../components/explained.tsx'
import { Icon } from '../../components/icon.tsx'
import { Note } from '../../components/note.tsx'
import { language } from '../../i18n/index.ts'
import { momentText } from '../../i18n/time.ts'
import { Discovered } from './discovered.tsx'
import { draft } from './draft.ts'
import type { YamlEditor } from './editor.ts'
import { EditorView } from './editorView.tsx'
import { settingsText } from './text/index.ts'

type Mistake = ResponseOf<'validateConfiguration'>['problems'][number]

interface EditTabProps {
  onCompare(): void
  onVersions(): void
}

/** The text with its mistakes, and beside it their list, what the home runs by, and what was found. */
export function EditTab({ onCompare, onVersions }: EditTabProps) {
  const words = settingsText()
  const editor = useRef<YamlEditor | undefined>(undefined)
  const configuration = draft.configuration.value
  if (!configuration) return null
  const fileName = configuration.file.split('/').at(-1) ?? configuration.file
  const errors = draft.errors.value.length
  const isEdited = draft.isEdited.value
  const goTo = ({ line, column, file }: Mistake) => {
    if (file === fileName) editor.current?.goTo(line, column)
  }
  return (
    <div class="stack">
      <FileNotes onVersions={onVersions} />
      <div class="cols with-side">
        <div class="stack">
          <section class="card rows">
            <div class="between">
              <span class="small">
                <b>{fileName}</b> <span class="tag">{isEdited ? words.editing : words.unchanged}</span>
              </span>
              <div class="flow">
                <Tool icon="again" isMirrored label={words.undo} onClick={() => editor.current?.undo()} />
                <Tool icon="again" label={words.redo} onClick={() => editor.current?.redo()} />
                <Tool icon="search" label={words.find} onClick={() => editor.current?.find()} />
              </div>
            </div>
            <div class="editor-frame">
              <EditorView
                fileName={fileName}
                isReadOnly={false}
                onSave={onCompare}
                onReady={(ready) => {
                  editor.current = ready
                }}
              />
            </div>
          </section>
          <div class="between wraps">
            <p class={errors > 0 ? 'err' : 'small soft'} role="status">
              {errors > 0 ? (
                <>
                  <Icon name="fail" size="small" />
                  <span>{words.mendFirst(errors)}</span>
                </>
              ) : draft.isChecking.value ? (
                words.checking
              ) : (
                words.noMistakes
              )}
            </p>
            <div class="flow">
              {isEdited && (
                <button class="btn low" type="button" onClick={() => void draft.discard()}>
                  {words.discard}
                </button>
              )}
              <button
                class="btn go"
                type="button"
                disabled={errors > 0 || draft.isChecking.value || !isEdited}
                onClick={onCompare}
              >
                {words.compare}
              </button>
            </div>
          </div>
          <p class="small soft desk">{words.completionHint}</p>
        </div>
        <div class="stack">
          <MistakeList
            title={words.mistakes(errors)}
            mistakes={draft.errors.value}
            fileName={fileName}
            tone="bad"
            onOpen={goTo}
          />
          <MistakeList
            title={words.warnings(draft.warnings.value.length)}
            mistakes={draft.warnings.value}
            fileName={fileName}
            tone="warn"
            onOpen={goTo}
          />
          {isEdited && configuration.text !== '' && (
            <Note icon="ok" title={words.homeRuns}>
              {configuration.inForceSince === undefined
                ? words.homeRunsReasonPlain
                : words.homeRunsReason(momentText(configuration.inForceSince))}
            </Note>
          )}
          <Discovered />
        </div>
      </div>
    </div>
  )
}

interface ToolProps {
  readonly icon: 'again' | 'search'
  readonly isMirrored?: boolean
  readonly label: string
  onClick(): void
}

const Tool = ({ icon, isMirrored, label, onClick }: ToolProps) => (
  <button
    class={isMirrored ? 'btn square sm mirrored' : 'btn square sm'}
    type="button"
    aria-label={label}
    title={label}
    onClick={onClick}
  >
    <Icon name={icon} />
  </button>
)

/** What is wrong with the file as a whole: not in force, not readable, not writable, newer than the draft. */
function FileNotes({ onVersions }: { onVersions(): void }) {
  const words = settingsText()
  const configuration = draft.configuration.value
  if (!configuration) return null
  const { current, unreadable, notWritable, inForceSince, text } = configuration
  const ways = (
    <>
      {text !== '' && (
        <button class="btn sm" type="button" onClick={() => draft.edit(text)}>
          {words.loadLastGood}
        </button>
      )}
      <button class="btn sm" type="button" onClick={onVersions}>
        {words.toVersions}
      </button>
      <a class="btn sm" href={linkTo('health')}>
        {words.toBackup}
      </a>
    </>
  )
  return (
    <>
      {unreadable && <ExplainedNote tone="bad" title={words.unreadable} explanation={unreadable} actions={ways} />}
      {current && !current.isInForce && !draft.isEdited.value && (
        <Note tone="bad" title={words.rejected} actions={ways}>
          {text === ''
            ? words.stoppedReason
            : inForceSince === undefined
              ? words.homeRunsReasonPlain
              : words.rejectedReason(momentText(inForceSince))}
        </Note>
      )}
      {notWritable && <ExplainedNote tone="warn" title={words.notWritable} explanation={notWritable} />}
      {draft.isFileNewer.value && (
        <Note tone="warn" title={words.changedByOther} isAnnounced>
          {words.newerReason}
        </Note>
      )}
    </>
  )
}

interface MistakeListProps {
  readonly title: string
  readonly mistakes: readonly Mistake[]
  readonly fileName: string
  readonly tone: 'bad' | 'warn'
  onOpen(mistake: Mistake): void
}

function MistakeList({ title, mistakes, fileName, tone, onOpen }: MistakeListProps) {
  const words = settingsText()
  if (mistakes.length === 0) return null
  return (
    <section class="card rows">
      <h2>{title}</h2>
      {mistakes.map((mistake) => {
        const { line, column, file, message } = mistake
        const place = file === fileName ? words.line(line) : `${file} ${words.line(line)}`
        return (
          <button
            class="row link"
            type="button"
            key={`${file} ${line} ${column} ${message.en}`}
            onClick={() => onOpen(mistake)}
          >
            <Icon name={tone === 'bad' ? 'fail' : 'alert'} class={tone} />
            <span class="grow">
              <b>{place}</b> {message[language.value]}
            </span>
          </button>
        )
      })}
    </section>
  )
}
