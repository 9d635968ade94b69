import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { ResponseOf } from '../../../control/api.ts'
import { callOwner } from '../../api/ownerClient.ts'
import { onEvent } from '../../api/stream.ts'
import { useAction } from '../../app/action.ts'
import { linkTo } from '../../app/router.ts'
import { Icon } from '../../components/icon.tsx'
import { Note } from '../../components/note.tsx'
import { PageHead } from '../../components/pageHead.tsx'
import { language } from '../../i18n/index.ts'
import { agoText, now } from '../../i18n/time.ts'
import { failedChecks } from '../../state/attention.ts'
import { Backups } from './backups.tsx'
import { Charts } from './charts.tsx'
import { Checks } from './checks.tsx'
import { Connections } from './connections.tsx'
import { ServiceLog } from './serviceLog.tsx'
import { healthText } from './text/index.ts'
import { type DiagnosisFinding, verdictOf, withFinding } from './verdict.ts'

/** Findings older than this, in milliseconds, are looked at again when the page is opened. */
const freshMs = 5 * 60_000

/** Whether the home works, in words first; then the way from outside to the devices. */
export function Page() {
  const words = healthText()
  const report = useSignal<ResponseOf<'diagnosis'> | undefined>(undefined)
  const isRunning = useSignal(false)
  const checking = useAction()
  const show = (next: ResponseOf<'diagnosis'>) => {
    report.value = next
    isRunning.value = next.isRunning
    if (!next.isRunning) failedChecks.value = next.counts.failure
  }
  const run = () =>
    checking.run(async () => {
      show(await callOwner('runDiagnosis', {}))
    })
  useEffect(() => {
    void checking.run(async () => {
      const last = await callOwner('diagnosis', {})
      show(last)
      const isFresh = last.finishedAt !== undefined && Date.now() - last.finishedAt < freshMs
      if (!last.isRunning && !isFresh) show(await callOwner('runDiagnosis', {}))
    })
    const ends = [
      onEvent('finding', ({ finding }) => {
        const shown = report.peek()
        if (shown) report.value = { ...shown, findings: [...withFinding(shown.findings, finding)] }
      }),
      onEvent('diagnosis', () => {
        void callOwner('diagnosis', {}).then(show, () => {})
      }),
    ]
    return () => {
      for (const end of ends) end()
    }
  }, [])
  const findings = report.value?.findings ?? []
  const count = (level: DiagnosisFinding['level']) => findings.filter((finding) => finding.level === level).length
  const isBusy = checking.isBusy || isRunning.value
  const finishedAt = report.value?.finishedAt
  const subtitle = isBusy
    ? words.running
    : [
        findings.length > 0 && words.counts(count('failure'), count('warning')),
        finishedAt !== undefined && words.lookedAt(agoText(Math.min(finishedAt, now.value))),
      ]
        .filter(Boolean)
        .join(' · ')
  return (
    <>
      <PageHead title={words.title} subtitle={subtitle}>
        <button class="btn sm desk" type="button" disabled={isBusy} onClick={run}>
          <Icon name={isBusy ? 'wait' : 'again'} size="small" class={isBusy ? 'turning' : undefined} />
          {words.checkAgain}
        </button>
        <button class="btn square phone" type="button" disabled={isBusy} onClick={run} aria-label={words.checkAgain}>
          <Icon name={isBusy ? 'wait' : 'again'} class={isBusy ? 'turning' : undefined} />
        </button>
      </PageHead>
      <div class="stack">
        {checking.error ? (
          <Note tone="bad" title={words.verdictNothing} isAnnounced>
            {checking.error}
          </Note>
        ) : (
          findings.length > 0 && !isBusy && <VerdictNote findings={findings} />
        )}
        <div class="cols wide-left">
          <div class="stack">
            {findings.length > 0 && <Checks findings={findings} />}
            <ServiceLog />
          </div>
          <div class="stack">
            <Connections />
            <Backups />
          </div>
        </div>
      </div>
      <Charts />
    </>
  )
}

function VerdictNote({ findings }: { readonly findings: readonly DiagnosisFinding[] }) {
  const words = healthText()
  const verdict = verdictOf(findings)
  if (verdict.kind === 'good')
    return (
      <Note tone="good" title={words.verdictGood}>
        {words.verdictGoodReason}
      </Note>
    )
  const subject = verdict.first.subject[language.value]
  if (verdict.kind === 'warning')
    return (
      <Note tone="warn" title={words.verdictWarn}>
        {words.verdictWarnReason(subject)}
      </Note>
    )
  return (
    <Note
      tone="bad"
      title={verdict.kind === 'outside' ? words.verdictOutside : words.verdictInside}
      actions={
        <a class="btn sm" href={linkTo('log')}>
          {words.voiceLog}
        </a>
      }
    >
      {words.verdictFirst(subject)}
    </Note>
  )
}
