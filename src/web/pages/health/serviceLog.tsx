import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { ResponseOf } from '../../../control/api.ts'
import { callOwner } from '../../api/ownerClient.ts'
import { useAction } from '../../app/action.ts'
import { boundTo } from '../../components/boundTo.ts'
import { Chips, SearchField } from '../../components/field.tsx'
import { Icon, type IconName } from '../../components/icon.tsx'
import { clockTimeWithSeconds, fullTime } from '../../i18n/time.ts'
import { healthText } from './text/index.ts'

type Line = ResponseOf<'serviceLog'>['lines'][number]

/** How many lines are shown at first, and how many more at a time. */
const firstCount = 8
const moreCount = 50
/** How long the typing must pause before it is searched for, in milliseconds. */
const typingPauseMs = 250

const icons: Readonly<Record<Line['level'], readonly [IconName, string]>> = {
  debug: ['off', 'soft'],
  info: ['ok', 'good'],
  warn: ['alert', 'warn'],
  error: ['fail', 'bad'],
  fatal: ['fail', 'bad'],
}

/** The gateway's own log, the newest line on top, filtered by level and words. */
export function ServiceLog() {
  const words = healthText()
  const level = useSignal<'info' | 'warn' | 'error'>('info')
  const wanted = useSignal('')
  const lines = useSignal<readonly Line[] | undefined>(undefined)
  const next = useSignal<number | undefined>(undefined)
  const loading = useAction()
  const search = async (before?: number) => {
    const answer = await callOwner('serviceLog', {
      level: level.value,
      limit: before === undefined ? firstCount : moreCount,
      ...(wanted.value.trim() !== '' && { text: wanted.value.trim() }),
      ...(before !== undefined && { before }),
    })
    lines.value = before === undefined ? answer.lines : [...(lines.value ?? []), ...answer.lines]
    next.value = answer.next
  }
  useEffect(() => {
    const timer = setTimeout(() => void loading.run(() => search()), lines.peek() === undefined ? 0 : typingPauseMs)
    return () => clearTimeout(timer)
  }, [level.value, wanted.value])
  return (
    <section class="card rows" aria-labelledby="service-log">
      <div class="stack tight">
        <h2 id="service-log">{words.serviceLog}</h2>
        <SearchField label={words.logSearch} {...boundTo(wanted)} />
        <Chips
          label={words.logLevel}
          chips={[
            ['info', words.levels.all],
            ['warn', words.levels.warn],
            ['error', words.levels.error],
          ]}
          selected={level.value}
          onSelect={(chosen) => {
            level.value = chosen
          }}
        />
      </div>
      {loading.error && <p class="err">{loading.error}</p>}
      {lines.value?.map((line) => (
        <LogLine key={line.id} line={line} />
      ))}
      {lines.value?.length === 0 && (
        <p class="small soft">
          <b>{words.logEmpty}</b> {words.logEmptyReason}
        </p>
      )}
      {next.value !== undefined && (
        <div>
          <button
            class="btn low sm wide"
            type="button"
            disabled={loading.isBusy}
            onClick={() => loading.run(() => search(next.value))}
          >
            {words.logMore}
          </button>
        </div>
      )}
    </section>
  )
}

function LogLine({ line }: { readonly line: Line }) {
  const words = healthText()
  const [icon, tone] = icons[line.level]
  const word = tone === 'bad' ? words.failure : tone === 'warn' ? words.warning : words.ok
  const details = Object.entries(line.fields)
  const head = (
    <>
      <Icon name={icon} size="small" class={tone} />
      <span class="grow">
        <span class="spoken">{word}: </span>
        {line.message}
      </span>
      <time class="soft" title={fullTime(line.at)} dateTime={new Date(line.at).toISOString()}>
        {clockTimeWithSeconds(line.at)}
      </time>
    </>
  )
  if (details.length === 0) return <div class="row small">{head}</div>
  return (
    <details class="small log-line">
      <summary class="row">{head}</summary>
      <pre>
        {details
          .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
          .join('\n')}
      </pre>
    </details>
  )
}
