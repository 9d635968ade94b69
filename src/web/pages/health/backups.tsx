import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { ResponseOf } from '../../../control/api.ts'
import { callOwner, inspectBackup, saveArchive } from '../../api/ownerClient.ts'
import { useAction } from '../../app/action.ts'
import { useLoaded } from '../../app/loaded.ts'
import { Explained, ExplainedNote, explained } from '../../components/explained.tsx'
import { Icon } from '../../components/icon.tsx'
import { ErrorLine, Note } from '../../components/note.tsx'
import { toast } from '../../components/toast.tsx'
import { text } from '../../i18n/index.ts'
import { fullTime, momentText, now } from '../../i18n/time.ts'
import { healthText } from './text/index.ts'

/** `2026-11-30`, by the clock of the browser. */
const today = () => new Date(now.value - new Date(now.value).getTimezoneOffset() * 60_000).toISOString().slice(0, 10)

/** Backup, putting one back, and the report for support. */
export function Backups() {
  const words = healthText()
  const { result, again } = useLoaded((signal) => callOwner('backups', {}, signal), [])
  const making = useAction()
  const fetching = useAction()
  const reporting = useAction()
  const stored = result.state === 'loaded' ? result.value : undefined
  const newest = stored?.backups[0]
  const make = () =>
    making.run(async () => {
      if (stored?.folder === undefined) return saveArchive('backup', {}, `clova-home-${today()}.tar.gz`)
      await callOwner('makeBackup', {})
      toast({ message: words.backupMade })
      again()
    })
  const state = () => {
    if (!newest) return stored?.folder === undefined ? words.backupNoSchedule : words.backupNever
    return words.backupKept(momentText(newest.at), stored?.folder ?? '', stored?.backups.length ?? 0)
  }
  return (
    <section class="card rows">
      <h2>{words.backups}</h2>
      <div class="row">
        <Icon name="save" />
        <div class="grow">
          <h3>{words.backup}</h3>
          <p class="small soft">{stored ? state() : ''}</p>
          {stored?.problem && <Explained explanation={stored.problem} />}
          {(making.error ?? fetching.error) && <p class="err">{making.error ?? fetching.error}</p>}
          {newest && (
            <button
              class="btn low sm flush"
              type="button"
              disabled={fetching.isBusy}
              onClick={() => fetching.run(() => saveArchive('downloadBackup', { name: newest.name }, newest.name))}
            >
              {words.backupDownload}
            </button>
          )}
        </div>
        <button class="btn sm" type="button" disabled={making.isBusy || !stored} onClick={make}>
          {stored?.folder === undefined ? words.backupDownload : words.backupNow}
        </button>
      </div>
      <Restore />
      <div class="row">
        <Icon name="log" />
        <div class="grow">
          <h3>{words.report}</h3>
          <p class="small soft">{words.reportReason}</p>
          {reporting.error && <p class="err">{reporting.error}</p>}
        </div>
        <button
          class="btn sm"
          type="button"
          disabled={reporting.isBusy}
          onClick={() => reporting.run(() => saveArchive('supportReport', {}, `clova-home-support-${today()}.txt.gz`))}
        >
          {words.reportGet}
        </button>
      </div>
    </section>
  )
}

/** Takes a backup, shows what putting it back would change, and puts it back. */
function Restore() {
  const words = healthText()
  const input = useRef<HTMLInputElement>(null)
  const inspecting = useAction()
  const restoring = useAction()
  const inspected = useSignal<ResponseOf<'inspectBackup'> | undefined>(undefined)
  const outcome = useSignal<ResponseOf<'restoreBackup'> | undefined>(undefined)
  const inspect = (file: File | undefined) => {
    if (!file) return
    outcome.value = undefined
    inspected.value = undefined
    void inspecting.run(async () => {
      inspected.value = await inspectBackup(file)
    })
  }
  const restore = (id: string) =>
    restoring.run(async () => {
      outcome.value = await callOwner('restoreBackup', { id })
      inspected.value = undefined
    })
  return (
    <div>
      <div class="row">
        <Icon name="again" />
        <div class="grow">
          <h3>{words.restore}</h3>
          <p class="small soft">{inspecting.isBusy ? words.restoreLooking : words.restoreReason}</p>
          <ErrorLine text={inspecting.error} />
        </div>
        <button class="btn sm" type="button" disabled={inspecting.isBusy} onClick={() => input.current?.click()}>
          {words.restoreChoose}
        </button>
        <input
          ref={input}
          class="spoken"
          type="file"
          accept=".gz,.tgz,application/gzip"
          aria-label={words.restore}
          tabIndex={-1}
          onChange={(event) => {
            inspect(event.currentTarget.files?.[0])
            event.currentTarget.value = ''
          }}
        />
      </div>
      {inspected.value && (
        <RestorePreview
          backup={inspected.value}
          isBusy={restoring.isBusy}
          error={restoring.error}
          onRestore={restore}
          onCancel={() => {
            inspected.value = undefined
          }}
        />
      )}
      {outcome.value?.outcome === 'restored' && (
        <Note tone="good" title={words.restoreDone} isAnnounced>
          {words.restoreRestart}
        </Note>
      )}
      {outcome.value?.outcome === 'notWritten' && (
        <ExplainedNote tone="bad" title={text().common.failed} explanation={outcome.value.reason} />
      )}
    </div>
  )
}

interface RestorePreviewProps {
  readonly backup: ResponseOf<'inspectBackup'>
  readonly isBusy: boolean
  readonly error: string | undefined
  onRestore(id: string): void
  onCancel(): void
}

function RestorePreview({ backup, isBusy, error, onRestore, onCancel }: RestorePreviewProps) {
  const words = healthText()
  const changed = backup.files.filter(({ change }) => change !== 'same')
  return (
    <div class="stack tight preview" role="status">
      {changed.length > 0 && <h3>{words.restoreTitle}</h3>}
      <p class="small soft">{words.restoreMade(fullTime(backup.created))}</p>
      {changed.length === 0 && <p>{words.restoreNothing}</p>}
      {changed.length > 0 && backup.effects.length > 0 && (
        <ul class="plain">
          {backup.effects.map((effect) => (
            <li key={explained(effect)}>{explained(effect)}</li>
          ))}
        </ul>
      )}
      {changed.length > 0 && backup.warnings.length > 0 && (
        <Note tone="warn" title={words.restoreAccess}>
          {backup.warnings.map((warning) => (
            <Explained key={warning.code} explanation={warning} />
          ))}
        </Note>
      )}
      {changed.length > 0 && (
        <details>
          <summary>
            {words.restoreFiles(changed.length)}
            <Icon name="down" size="small" />
          </summary>
          <ul class="plain small">
            {changed.map(({ path, change }) => (
              <li key={path}>
                <code>{path}</code>{' '}
                <span class="tag">{change === 'new' ? words.restoreAdds : words.restoreChanges}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {backup.missing.length > 0 && (
        <Note tone="warn" title={words.restoreMissing}>
          <code>{backup.missing.join(', ')}</code>
        </Note>
      )}
      <ErrorLine text={error} />
      <div class="flow">
        {changed.length > 0 && (
          <button class="btn sm danger" type="button" disabled={isBusy} onClick={() => onRestore(backup.id)}>
            {words.restoreDo}
          </button>
        )}
        <button class="btn sm" type="button" onClick={onCancel}>
          {changed.length > 0 ? text().common.cancel : text().common.close}
        </button>
      </div>
    </div>
  )
}
