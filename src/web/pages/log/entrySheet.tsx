import { useSignal } from '@preact/signals'
import { call } from '../../api/client.ts'
import { isLive } from '../../api/stream.ts'
import { useLoaded } from '../../app/loaded.ts'
import { closeSheet, goTo, linkTo } from '../../app/router.ts'
import { iconOf } from '../../appliances/icons.ts'
import { Cmd, CopyButton } from '../../components/copy.tsx'
import { detailOf, errorText } from '../../components/errorText.ts'
import { Icon } from '../../components/icon.tsx'
import { Disc, How } from '../../components/knowledge.tsx'
import { Change, Empty, Note } from '../../components/note.tsx'
import { Sheet } from '../../components/overlay.tsx'
import { Steps } from '../../components/steps.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { toast } from '../../components/toast.tsx'
import { language, text } from '../../i18n/index.ts'
import { clockTimeWithSeconds, exactMoment, formatMs } from '../../i18n/time.ts'
import { applianceOf } from '../../state/home.ts'
import type { LogEntry } from '../../state/log.ts'
import { changesOf, signOf, titleOf, whoOf } from './entryText.ts'

/** The steps of a request in their order; `total` is their sum and what lies between them. */
const stepOrder = ['verify', 'wait', 'read', 'apply', 'answer'] as const

/** An entry of the log: before → after, why it failed and what mends it, where the time went, and both messages. */
export function EntrySheet({ id }: { readonly id: string }) {
  const { result } = useLoaded((signal) => call('request', { id: Number(id) }, signal), [id])
  const words = text().log
  if (result.state === 'loading') return null
  if (result.state === 'failed')
    return (
      <Sheet title={words.gone} onClose={closeSheet}>
        <Empty icon="search" title={words.gone}>
          {words.goneReason} {errorText(result.error)}
        </Empty>
      </Sheet>
    )
  const { entry, request, answer, isSendable } = result.value
  const { name, what } = titleOf(entry)
  const { known, icon } = signOf(entry)
  const type = entry.appliance === undefined ? undefined : applianceOf(entry.appliance)?.status.value.type
  return (
    <Sheet
      disc={<Disc icon={type === undefined ? icon : iconOf(type)} known={known} isOn={known === 'known'} />}
      title={
        <>
          {name !== undefined && (
            <>
              <bdi>{name}</bdi> ·{' '}
            </>
          )}
          {what}
        </>
      }
      subtitle={
        <>
          {exactMoment(entry.at)} · <bdi>{whoOf(entry)}</bdi>
        </>
      }
      onClose={closeSheet}
    >
      <Outcome entry={entry} />
      <Waterfall entry={entry} />
      {request !== undefined || answer !== undefined ? (
        <Messages request={request} answer={answer} />
      ) : (
        <p class="small soft">{words.noMessages}</p>
      )}
      {isSendable && <SendAgain entry={entry} json={{ request, answer }} />}
      {entry.appliance !== undefined && applianceOf(entry.appliance) && (
        <a class="btn low" href={linkTo('home', entry.appliance)}>
          <Icon name="home" />
          {text().common.details}: <bdi>{name}</bdi>
        </a>
      )}
    </Sheet>
  )
}

function Outcome({ entry }: { readonly entry: LogEntry }) {
  const words = text().appliance
  const { before, after, requested } = changesOf(entry)
  const { known } = signOf(entry)
  const isFailed = entry.outcome === 'failed'
  const total = entry.ms.total === undefined ? '' : formatMs(entry.ms.total)
  const verdicts = {
    confirmed: words.confirmed(entry.result ?? total),
    answered: words.answered(entry.result ?? total),
    assumed: words.sentOnly(total),
    failed: words.notDone(entry.result ?? ''),
  }
  return (
    <>
      <div class="stack tight">
        {entry.kind === 'command' && (before ?? after ?? requested) !== undefined && (
          <Change
            before={before ?? text().common.unknown}
            after={after ?? requested ?? text().common.unknown}
            isAssumed={entry.outcome === 'assumed'}
            isConfirmed={!isFailed}
          />
        )}
        <div class="between">
          <How known={known}>{verdicts[entry.outcome]}</How>
          {requested !== undefined && <span class="small soft">{text().log.requested(requested)}</span>}
        </div>
      </div>
      {entry.reason && (
        <Note
          tone={entry.kind === 'refused' ? 'warn' : 'bad'}
          title={entry.reason.text[language.value]}
          actions={
            <a class="btn low sm" href={linkTo('health')}>
              {text().log.seeHealth}
            </a>
          }
        >
          {detailOf(entry.reason) && <p>{detailOf(entry.reason)}</p>}
          {entry.reason.command && <Cmd>{entry.reason.command}</Cmd>}
        </Note>
      )}
      {entry.kind === 'refused' && entry.lastAt !== undefined && (
        <p class="small soft">
          {clockTimeWithSeconds(entry.at)} – {clockTimeWithSeconds(entry.lastAt)}
        </p>
      )}
    </>
  )
}

/** Where the time went. A failure is blamed on the step that took the longest. */
function Waterfall({ entry: { ms, outcome } }: { readonly entry: LogEntry }) {
  const names: Readonly<Record<string, string>> = text().log.stepNames
  const known = stepOrder.filter((step) => ms[step] !== undefined)
  if (known.length === 0) return null
  const longest = known.reduce((a, b) => ((ms[b] ?? 0) > (ms[a] ?? 0) ? b : a))
  return (
    <div class="stack tight">
      <div class="between">
        <h3>{text().log.steps}</h3>
        {ms.total !== undefined && <b>{formatMs(ms.total, 1)}</b>}
      </div>
      <Steps
        totalMs={ms.total}
        steps={known.map((step) => ({
          name: names[step] ?? step,
          ms: ms[step] ?? 0,
          isFailed: outcome === 'failed' && step === longest,
        }))}
      />
    </div>
  )
}

const json = (value: unknown) => JSON.stringify(value, null, 2)

/** Both messages, as they were kept: without secrets. */
function Messages({ request, answer }: { readonly request: unknown; readonly answer: unknown }) {
  const shown = useSignal<'request' | 'response'>('request')
  const words = text().log
  const value = shown.value === 'request' ? request : answer
  return (
    <div class="stack tight">
      <Tabs
        label={words.message}
        tabs={[
          ['request', words.request],
          ['response', words.response],
        ]}
        selected={shown.value}
        onSelect={(tab) => {
          shown.value = tab
        }}
      >
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
        <pre tabIndex={0}>{value === undefined ? '—' : json(value)}</pre>
      </Tabs>
      <p class="small soft">{words.masked}</p>
    </div>
  )
}

function SendAgain({ entry, json: messages }: { readonly entry: LogEntry; readonly json: unknown }) {
  const words = text().log
  const isBusy = useSignal(false)
  const send = async () => {
    isBusy.value = true
    const { name, what } = titleOf(entry)
    const title = [name, what].filter(Boolean).join(' · ')
    try {
      const { outcome, explanation, record, request } = await call('resend', { id: entry.id })
      const isFailed = outcome === 'failed' || record.reason !== undefined
      toast({
        message: isFailed
          ? `${text().appliance.couldNot(title)} ${explanation?.text[language.value] ?? record.reason ?? ''}`
          : outcome === 'assumed'
            ? text().appliance.sent(title)
            : text().appliance.done(title),
        isFailure: isFailed,
        ...(request !== undefined && {
          action: { label: text().appliance.showInLog, run: () => goTo(linkTo('log', String(request))) },
        }),
      })
    } catch (error) {
      toast({ message: errorText(error), isFailure: true })
    }
    isBusy.value = false
  }
  const movesSomething = entry.kind === 'command' || entry.kind === 'scene'
  return (
    <div class="stack tight">
      <div class="between">
        <button class="btn go" type="button" disabled={isBusy.value || !isLive.value} onClick={() => void send()}>
          <Icon name={isBusy.value ? 'wait' : 'send'} class={isBusy.value ? 'turning' : undefined} />
          {words.sendAgain}
        </button>
        <CopyButton value={json(messages)} label={words.copyJson} />
      </div>
      {movesSomething && <p class="small soft">{words.sendAgainNote}</p>}
    </div>
  )
}
