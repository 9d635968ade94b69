import { useEffect } from 'preact/hooks'
import { onEvent } from '../../api/stream.ts'
import { goTo, linkTo, place } from '../../app/router.ts'
import { Icon } from '../../components/icon.tsx'
import { Note } from '../../components/note.tsx'
import { PageHead } from '../../components/pageHead.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { text } from '../../i18n/index.ts'
import { momentText } from '../../i18n/time.ts'
import { ApiTokens } from './apiTokens.tsx'
import { CompareTab } from './compareTab.tsx'
import { draft } from './draft.ts'
import { EditTab } from './editTab.tsx'
import { Members } from './members.tsx'
import { settingsText } from './text/index.ts'
import { VersionsTab } from './versionsTab.tsx'

const tabs = ['edit', 'compare', 'versions', 'access'] as const
type Tab = (typeof tabs)[number]

const openTab = (tab: Tab) => goTo(linkTo('settings', undefined, tab === 'edit' ? {} : { tab }))

/** The configuration: its text with mistakes at their lines, what saving would change, and earlier versions; and who else uses the page. */
export function Page() {
  const words = settingsText()
  const tab = tabs.find((name) => name === place.value.query.get('tab')) ?? 'edit'
  useEffect(() => {
    void draft.load()
    const end = onEvent('configuration', () => void draft.load())
    const warn = (event: BeforeUnloadEvent) => {
      if (draft.isEdited.peek()) event.preventDefault()
    }
    addEventListener('beforeunload', warn)
    return () => {
      end()
      removeEventListener('beforeunload', warn)
    }
  }, [])
  const configuration = draft.configuration.value
  const isRejected = configuration?.current?.isInForce === false
  const since = configuration?.inForceSince
  // Without a usable configuration no text is in force, and nothing runs.
  const rejected = configuration?.text === '' ? words.stopped : words.notInUse
  return (
    <>
      <PageHead
        title={words.title}
        subtitle={isRejected ? rejected : since === undefined ? undefined : words.inUseSince(momentText(since))}
      />
      {draft.loadError.value && (
        <Note
          tone="bad"
          title={draft.loadError.value}
          isAnnounced
          actions={
            <button class="btn sm" type="button" onClick={() => void draft.load()}>
              <Icon name="again" size="small" />
              {text().common.again}
            </button>
          }
        />
      )}
      <Tabs
        label={text().common.view}
        tabs={tabs.map((name) => [name, words.tabs[name]] as const)}
        selected={tab}
        onSelect={openTab}
      >
        {tab === 'edit' ? (
          <EditTab onCompare={() => openTab('compare')} onVersions={() => openTab('versions')} />
        ) : tab === 'compare' ? (
          <CompareTab onEdit={() => openTab('edit')} />
        ) : tab === 'versions' ? (
          <VersionsTab />
        ) : (
          <div class="stack">
            <Members />
            <ApiTokens />
          </div>
        )}
      </Tabs>
    </>
  )
}
