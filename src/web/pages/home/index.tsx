import { useSignal } from '@preact/signals'
import { isLive } from '../../api/stream.ts'
import { place as address, goTo, linkTo } from '../../app/router.ts'
import { user } from '../../app/session.ts'
import { boundTo } from '../../components/boundTo.ts'
import { Chips, SearchField } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { How, knowledgeIcons } from '../../components/knowledge.tsx'
import { Empty, Note } from '../../components/note.tsx'
import { isDesk } from '../../components/overlay.tsx'
import { PageHead } from '../../components/pageHead.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { Windowed } from '../../components/windowed.tsx'
import { language, text } from '../../i18n/index.ts'
import { agoText } from '../../i18n/time.ts'
import { type ApplianceModel, appliances, isHomeRead } from '../../state/home.ts'
import { lastClovaRequestAt, rejectedConfiguration } from '../../state/lastRequests.ts'
import { Attention, onlineCount } from './attention.tsx'
import { climateOf, placeName, places, roomsOf } from './rooms.ts'
import { NamesSeen } from './seen.tsx'
import { Tile } from './tile.tsx'

export { ApplianceSheet as Sheet } from './sheet.tsx'

/** The least width of a tile in the size of the text, and about how high it is, in pixels. */
const tileSize = { phoneRem: 9.5, deskRem: 11.75, heightPx: 164 }

type Tab = 'places' | 'seen'

/** The home: what is wrong on top, then the rooms; and the names by which CLOVA knows the appliances. */
export function Page() {
  const words = text().home
  const search = useSignal('')
  const isSearchOpen = useSignal(false)
  const tab: Tab = address.value.query.get('tab') === 'seen' ? 'seen' : 'places'
  const isOwner = user().role === 'owner'
  const searchField = (shownOn: string) => (
    <SearchField class={shownOn} label={words.findAppliance} {...boundTo(search)} />
  )
  const rooms = <Places search={search.value} onClear={() => (search.value = '')} />
  return (
    <>
      <PageHead title={words.title} subtitle={<Subtitle />}>
        {searchField('desk')}
        <button
          class="btn square phone"
          type="button"
          aria-label={words.findAppliance}
          aria-expanded={isSearchOpen.value}
          onClick={() => {
            isSearchOpen.value = !isSearchOpen.value
            if (!isSearchOpen.value) search.value = ''
          }}
        >
          <Icon name="search" />
        </button>
      </PageHead>
      {isSearchOpen.value && <div class="phone search-open">{searchField('')}</div>}
      {isOwner ? (
        <Tabs
          label={text().common.view}
          tabs={[
            ['places', words.byPlace],
            ['seen', words.seen],
          ]}
          selected={tab}
          onSelect={(chosen) => goTo(linkTo('home', undefined, chosen === 'seen' ? { tab: 'seen' } : {}))}
        >
          {tab === 'seen' ? <NamesSeen search={search.value} /> : rooms}
        </Tabs>
      ) : (
        rooms
      )}
    </>
  )
}

function Subtitle() {
  const words = text().home
  if (!isHomeRead.value) return <>{text().common.loading}</>
  const at = lastClovaRequestAt.value
  const last = at === undefined ? words.noRequest : words.lastRequest(agoText(at))
  return (
    <>
      {words.online(onlineCount.value, appliances.value.length)} · {last}
    </>
  )
}

function Places({ search, onClear }: { readonly search: string; onClear(): void }) {
  const words = text().home
  const chosen = useSignal('')
  if (!isHomeRead.value) return null
  if (!user().isConfigured) return <NotConfigured />
  if (appliances.value.length === 0)
    return (
      <Empty
        icon="home"
        title={words.emptyTitle}
        action={
          user().role === 'owner' && (
            <a class="btn go" href={linkTo('setup')}>
              <Icon name="plus" />
              {words.addConnection}
            </a>
          )
        }
      >
        {words.emptyReason}
      </Empty>
    )
  // The keys of the chips begin with a colon, so that "all" is none of them.
  const place =
    chosen.value.startsWith(':') && places.value.has(chosen.value.slice(1)) ? chosen.value.slice(1) : undefined
  const rooms = roomsOf(search.trim(), place)
  return (
    <>
      <div class="stack">
        {search === '' && <Attention />}
        {places.value.size > 1 && (
          <Chips
            label={words.places}
            chips={[
              ['', text().common.all, appliances.value.length] as const,
              ...[...places.value].map(([word, count]) => [`:${word}`, placeName(word), count] as const),
            ]}
            selected={place === undefined ? '' : chosen.value}
            onSelect={(key) => {
              chosen.value = key
            }}
          />
        )}
        {rooms.length === 0 && (
          <Empty
            icon="search"
            title={words.notFound(search.trim())}
            action={
              <button class="btn low" type="button" onClick={onClear}>
                {text().common.clearSearch}
              </button>
            }
          >
            {words.notFoundReason}
          </Empty>
        )}
      </div>
      <div class={isLive.value ? undefined : 'stale'}>
        {rooms.map((room) => (
          <section key={room.places.join()}>
            <div class="head">
              <h2>{room.places.map(placeName).join(' · ')}</h2>
              {room.places.length === 1 && (
                <span class="small soft">
                  <Climate room={room} />
                </span>
              )}
            </div>
            <Windowed
              items={room.models}
              keyOf={keyOf}
              render={renderTile}
              class="tiles"
              minColumnRem={isDesk.value ? tileSize.deskRem : tileSize.phoneRem}
              rowPx={tileSize.heightPx}
            />
          </section>
        ))}
      </div>
      <Legend />
    </>
  )
}

/** No configuration is in force: the home stands still, and the page leads to where that is mended. */
function NotConfigured() {
  const words = text().home
  const rejected = rejectedConfiguration.value
  return (
    <Note
      tone="bad"
      title={words.notConfigured}
      actions={
        user().role === 'owner' && (
          <>
            <a class="btn sm go" href={linkTo('settings')}>
              <Icon name="edit" size="small" />
              {words.openSettings}
            </a>
            <a class="btn low sm" href={linkTo('setup')}>
              {words.openSetup}
            </a>
          </>
        )
      }
    >
      <p>{words.notConfiguredReason}</p>
      {rejected && <p>{words.firstOf(rejected.first[language.value], rejected.count - 1)}</p>}
    </Note>
  )
}

const keyOf = ({ id }: ApplianceModel) => id
const renderTile = (model: ApplianceModel) => <Tile model={model} />

const Climate = ({ room }: { readonly room: Parameters<typeof climateOf>[0] }) => <>{climateOf(room)}</>

/** What the signs on the tiles mean. */
function Legend() {
  const words = text()
  const meanings = {
    known: words.home.legendKnown,
    assumed: words.appliance.assumed,
    unknown: words.common.unknown,
    offline: words.appliance.offline,
    pending: words.appliance.confirming,
    failed: words.common.failed,
  }
  return (
    <p class="head flow small soft signs">
      <span>{words.home.legend}:</span>
      {(Object.keys(knowledgeIcons) as (keyof typeof meanings)[]).map((known) => (
        <How key={known} known={known}>
          {meanings[known]}
        </How>
      ))}
    </p>
  )
}
