import { useSignal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import { liveness } from '../../api/stream.ts'
import { goTo, linkTo, place } from '../../app/router.ts'
import { boundTo } from '../../components/boundTo.ts'
import { errorText } from '../../components/errorText.ts'
import { Chips, SearchField } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { Empty, Note } from '../../components/note.tsx'
import { PageHead } from '../../components/pageHead.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { Windowed } from '../../components/windowed.tsx'
import { text } from '../../i18n/index.ts'
import { clockTimeWithSeconds, formatMs, fullTime } from '../../i18n/time.ts'
import { applianceOf } from '../../state/home.ts'
import { type LogEntry, LogList } from '../../state/log.ts'
import { Bench } from './bench.tsx'
import { resultOf, signOf, titleOf, whoOf } from './entryText.ts'

export { EntrySheet as Sheet } from './entrySheet.tsx'

/** How long after the last key the log is searched, in milliseconds. */
const searchDelayMs = 250

/** The filters, each with what it asks the gateway for. */
const filters = {
  all: {},
  failed: { outcome: ['failed'], kind: ['command', 'query', 'discovery', 'scene'] },
  assumed: { outcome: ['assumed'] },
  query: { kind: ['query', 'discovery'] },
  link: { kind: ['linking'] },
  refused: { kind: ['refused'] },
} as const
type Filter = keyof typeof filters
const filterNames = Object.keys(filters) as Filter[]

/** The voice log: the last 1,000 requests, and the bench that sends one by hand. */
export function Page() {
  const words = text().log
  const list = useMemo(() => new LogList(), [])
  useEffect(() => list.follow(), [list])
  const tab = place.value.query.get('tab') === 'bench' ? 'bench' : 'log'
  useEffect(() => {
    if (tab === 'bench' && !list.isRead.value) void list.read({})
  }, [tab])
  const counts = list.counts.value
  return (
    <>
      <PageHead
        title={words.title}
        subtitle={counts ? words.today(counts.today, counts.failedToday) : text().common.loading}
      />
      <Tabs
        label={text().common.view}
        tabs={[
          ['log', words.list],
          ['bench', words.bench],
        ]}
        selected={tab}
        onSelect={(chosen) => goTo(linkTo('log', undefined, chosen === 'bench' ? { tab: 'bench' } : {}))}
      >
        {tab === 'bench' ? <Bench /> : <List list={list} />}
      </Tabs>
    </>
  )
}

function List({ list }: { readonly list: LogList }) {
  const words = text().log
  const search = useSignal('')
  const filter = useSignal<Filter>('all')
  const appliance = place.value.query.get('appliance') ?? undefined
  const isLive = liveness.value.state === 'live'
  const read = () => {
    const { outcome, kind } = { outcome: undefined, kind: undefined, ...filters[filter.value] }
    return list.read({
      ...(search.value.trim() !== '' && { text: search.value.trim().slice(0, 200) }),
      ...(outcome && { outcome: [...outcome] }),
      ...(kind && { kind: [...kind] }),
      ...(appliance !== undefined && { appliance }),
    })
  }
  useEffect(() => {
    if (!isLive && list.isRead.value) return
    const timer = setTimeout(() => void read(), list.isRead.value ? searchDelayMs : 0)
    return () => clearTimeout(timer)
  }, [search.value, filter.value, appliance, isLive])
  const isNarrowed = search.value !== '' || filter.value !== 'all' || appliance !== undefined
  const clear = () => {
    search.value = ''
    filter.value = 'all'
    if (appliance !== undefined) goTo(linkTo('log'))
  }
  const entries = list.entries.value
  const error = list.error.value
  return (
    <div class="stack">
      <SearchField label={words.find} hint={words.findHint} {...boundTo(search)} />
      <Chips
        label={words.filter}
        chips={filterNames.map((key) => [key, words.filters[key]] as const)}
        selected={filter.value}
        onSelect={(key) => {
          filter.value = key
        }}
      />
      {appliance !== undefined && (
        <div class="flow">
          <span class="tag">
            <bdi>{applianceOf(appliance)?.status.value.name ?? appliance}</bdi>
          </span>
          <a class="btn low sm" href={linkTo('log')}>
            {words.showAll}
          </a>
        </div>
      )}
      {error !== undefined && (
        <Note
          tone="bad"
          title={text().common.failed}
          actions={
            <button class="btn sm" type="button" onClick={() => void read()}>
              {text().common.again}
            </button>
          }
        >
          {errorText(error)}
        </Note>
      )}
      {list.isRead.value && entries.length === 0 && list.waiting.value === 0 ? (
        <Nothing isNarrowed={isNarrowed} onClear={clear} />
      ) : (
        <div class={isLive ? 'card log' : 'card log stale'}>
          {list.waiting.value > 0 && (
            <button class="new" type="button" onClick={() => void read()}>
              <b class="good">{words.newRows(list.waiting.value)}</b>
            </button>
          )}
          <Windowed items={entries} keyOf={keyOf} render={renderRow} class="rows-of-log" rowPx={65} rowsPerChunk={20} />
          {list.next.value !== undefined && (
            <button class="new" type="button" onClick={() => void list.readMore()}>
              <b class="good">{words.older}</b>
            </button>
          )}
        </div>
      )}
      <p class="small soft">{words.kept}</p>
    </div>
  )
}

const keyOf = ({ id }: LogEntry) => String(id)
const renderRow = (entry: LogEntry) => <Row entry={entry} />

function Row({ entry }: { readonly entry: LogEntry }) {
  const { icon, tone } = signOf(entry)
  const { name, what } = titleOf(entry)
  const isCurrent = place.value.id === String(entry.id)
  return (
    <a class="row-of-log" href={linkTo('log', String(entry.id))} aria-current={isCurrent ? 'true' : undefined}>
      <Icon name={icon} class={tone} />
      <b>
        {name !== undefined && (
          <>
            <bdi>{name}</bdi> ·{' '}
          </>
        )}
        {what}
      </b>
      <time title={fullTime(entry.at)}>{clockTimeWithSeconds(entry.at)}</time>
      <small class={tone === 'bad' ? 'bad' : undefined}>
        {resultOf(entry)}
        <span class="soft">
          {' '}
          · <bdi>{whoOf(entry)}</bdi>
        </span>
      </small>
      <span class="ms">{entry.ms.total === undefined ? '—' : formatMs(entry.ms.total)}</span>
    </a>
  )
}

function Nothing({ isNarrowed, onClear }: { readonly isNarrowed: boolean; onClear(): void }) {
  const words = text().log
  return isNarrowed ? (
    <Empty
      icon="search"
      title={words.noneTitle}
      action={
        <button class="btn low" type="button" onClick={onClear}>
          {words.showAll}
        </button>
      }
    >
      {words.noneReason}
    </Empty>
  ) : (
    <Empty
      icon="voice"
      title={words.emptyTitle}
      action={
        <a class="btn go" href={linkTo('log', undefined, { tab: 'bench' })}>
          <Icon name="send" />
          {words.bench}
        </a>
      }
    >
      {words.emptyReason}
    </Empty>
  )
}
