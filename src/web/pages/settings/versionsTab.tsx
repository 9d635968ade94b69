import { useSignal } from '@preact/signals'
import type { ResponseOf } from '../../../control/api.ts'
import { callOwner } from '../../api/ownerClient.ts'
import { useAction } from '../../app/action.ts'
import { useLoaded } from '../../app/loaded.ts'
import { errorText } from '../../components/errorText.ts'
import { explained } from '../../components/explained.tsx'
import { Icon } from '../../components/icon.tsx'
import { Empty, ErrorLine, Note } from '../../components/note.tsx'
import { OutcomeNote, type SavingOutcome } from '../../components/outcome.tsx'
import { toast } from '../../components/toast.tsx'
import { clockTime, fullTime, momentText } from '../../i18n/time.ts'
import { DifferenceView } from './differenceView.tsx'
import { draft } from './draft.ts'
import { settingsText } from './text/index.ts'

type Version = ResponseOf<'versions'>['versions'][number]

/** `14:02`, or a date with the time. */
const savedAt = (at: number) => {
  const moment = momentText(at)
  return moment.includes(':') ? moment : `${moment} ${clockTime(at)}`
}

/** Earlier configurations, with who saved them and what that changed; each can be compared and put back. */
export function VersionsTab() {
  const words = settingsText()
  const { result, again } = useLoaded(
    (signal) => callOwner('versions', {}, signal),
    [draft.configuration.value?.current?.revision],
  )
  const opened = useSignal<string | undefined>(undefined)
  if (result.state === 'failed') return <Note tone="bad" title={errorText(result.error)} isAnnounced />
  if (result.state === 'loading') return null
  const { versions } = result.value
  if (versions.length === 0)
    return (
      <Empty icon="clock" title={words.versionsNone}>
        {words.versionsNoneReason}
      </Empty>
    )
  return (
    <ul class="card rows">
      {versions.map((version) => {
        const isOpen = opened.value === version.id
        const time = savedAt(version.at)
        return (
          <li key={version.id}>
            <div class="row">
              <Icon name="clock" class="soft" />
              <div class="grow">
                <b title={fullTime(version.at)}>{time}</b>
                {version.isInForce && <b> · {words.versionNow}</b>}
                <p class="small soft">{describe(version)}</p>
              </div>
              <button
                class="btn sm"
                type="button"
                aria-expanded={isOpen}
                aria-label={isOpen ? words.versionClose : words.versionCompareNamed(time)}
                onClick={() => {
                  opened.value = isOpen ? undefined : version.id
                }}
              >
                {isOpen ? words.versionClose : words.versionCompare}
              </button>
            </div>
            {isOpen && (
              <VersionDetails
                id={version.id}
                onRestored={() => {
                  opened.value = undefined
                  again()
                }}
              />
            )}
          </li>
        )
      })}
    </ul>
  )
}

function describe({ by, summary, lines }: Version): string {
  const words = settingsText()
  return [
    by.user === undefined ? words.versionBy[by.kind] : `${words.versionBy[by.kind]} (${by.user})`,
    by.restoredFrom !== undefined && words.restoredFrom(savedAt(by.restoredFrom)),
    ...summary.map(explained),
    words.versionLines(lines.added, lines.removed),
  ]
    .filter(Boolean)
    .join(' · ')
}

function VersionDetails({ id, onRestored }: { readonly id: string; onRestored(): void }) {
  const words = settingsText()
  const { result } = useLoaded((signal) => callOwner('version', { id }, signal), [id])
  const restoring = useAction()
  const outcome = useSignal<SavingOutcome | undefined>(undefined)
  if (result.state === 'failed') return <Note tone="bad" title={errorText(result.error)} isAnnounced />
  if (result.state === 'loading') return <p class="small soft">{words.comparing}</p>
  const { difference, problems } = result.value
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const isSame = difference.added + difference.removed === 0
  const restore = () =>
    restoring.run(async () => {
      const ended = await callOwner('restoreVersion', { id })
      outcome.value = ended
      if (ended.outcome !== 'saved') return
      await draft.load()
      if (!ended.isApplied) return
      toast({ message: words.versionRestored })
      onRestored()
    })
  return (
    <div class="stack tight version">
      {isSame ? (
        <p class="soft">{words.versionSame}</p>
      ) : (
        <>
          <p class="small soft">
            {words.versionDiffTitle}: {words.addedAndRemoved(difference.added, difference.removed)}
          </p>
          <DifferenceView difference={difference} label={words.changedLines} />
        </>
      )}
      {errors > 0 && <Note tone="warn" title={words.versionWrong(errors)} />}
      <OutcomeNote outcome={outcome.value} />
      <ErrorLine text={restoring.error} />
      {!isSame && errors === 0 && (
        <div class="flow">
          <button class="btn sm" type="button" disabled={restoring.isBusy} onClick={restore}>
            <Icon name="again" size="small" />
            {words.versionRestore}
          </button>
        </div>
      )}
    </div>
  )
}
