import { useEffect, useRef } from 'preact/hooks'
import { Guard } from '../components/guard.tsx'
import { Icon } from '../components/icon.tsx'
import { Empty } from '../components/note.tsx'
import { AskOutlet, isDesk } from '../components/overlay.tsx'
import { Mark, PartNote } from '../components/pageHead.tsx'
import { ToastOutlet } from '../components/toast.tsx'
import { text } from '../i18n/index.ts'
import { AccountSheet } from '../pages/me.tsx'
import { failedChecks } from '../state/attention.ts'
import { useLoaded } from './loaded.ts'
import { linkTo, linkToAccount, place } from './router.ts'
import { routes } from './routes.ts'
import { user } from './session.ts'

/** The frame of every page behind the login: menu, page, sheet, toasts. */
export function Shell() {
  const { page, id, isAccountOpen } = place.value
  const route = routes.find((row) => row.page === page)
  const { result, again } = useLoaded(async () => route?.load(), [route])
  const main = useRef<HTMLElement>(null)
  const isAllowed = !route?.isForOwner || user().role === 'owner'
  useEffect(() => {
    document.title = route ? `${route.label(text())} · ${text().common.appName}` : text().common.appName
    if (document.activeElement?.closest('.nav')) main.current?.focus({ preventScroll: true })
    scrollTo(0, 0)
  }, [page])
  const loaded = result.state === 'loaded' ? result.value : undefined
  const SheetOfPage = id !== undefined && isAllowed ? loaded?.Sheet : undefined
  const isOpen = isAccountOpen || SheetOfPage !== undefined
  // A page that is not in the menu leads through its steps by itself.
  const hasMenu = route?.isInMenu !== false
  // On a phone the sheet is modal: nothing behind it can be reached.
  const isModal = isOpen && !isDesk.value
  return (
    <>
      <button class="skip" type="button" onClick={() => main.current?.focus()}>
        {text().common.skip}
      </button>
      <div class={!hasMenu ? 'wiz' : isOpen ? 'app open' : 'app'}>
        {hasMenu && <Menu current={page} isInert={isModal} />}
        <main ref={main} id="main" tabIndex={-1} inert={isModal}>
          <Guard key={page}>
            {!route ? (
              <Missing />
            ) : !isAllowed ? (
              <OwnersOnly />
            ) : loaded ? (
              <loaded.Page />
            ) : result.state === 'failed' ? (
              <div class="head">
                <PartNote again={again} />
              </div>
            ) : null}
          </Guard>
        </main>
        {isAccountOpen ? (
          <AccountSheet />
        ) : SheetOfPage && id !== undefined ? (
          <Guard key={id}>
            <SheetOfPage id={id} key={id} />
          </Guard>
        ) : null}
      </div>
      <ToastOutlet />
      <AskOutlet />
    </>
  )
}

const Missing = () => (
  <div class="head">
    <Empty
      icon="search"
      title={text().common.unknownPage}
      action={
        <a class="btn go" href={linkTo('home')}>
          {text().common.toHome}
        </a>
      }
    >
      {text().common.unknownPageReason}
    </Empty>
  </div>
)

const OwnersOnly = () => (
  <div class="head">
    <Empty
      icon="lock"
      title={text().common.ownerOnly}
      action={
        <a class="btn go" href={linkTo('home')}>
          <Icon name="home" />
          {text().common.toHome}
        </a>
      }
    >
      {text().common.ownerOnlyReason}
    </Empty>
  </div>
)

function Menu({ current, isInert }: { readonly current: string; readonly isInert: boolean }) {
  const { name, role, version } = user()
  const words = text().common
  const pages = routes.filter((route) => route.isInMenu !== false && (!route.isForOwner || role === 'owner'))
  return (
    <nav class="nav" aria-label={words.mainMenu} inert={isInert}>
      <a class="brand" href={linkTo('home')}>
        <Mark />
        <span>{words.appName}</span>
      </a>
      <ul>
        {pages.map(({ page, icon, label }) => (
          <li key={page}>
            <a href={linkTo(page)} aria-current={page === current ? 'page' : undefined}>
              <Icon name={icon} />
              <span>{label(text())}</span>
              {page === 'health' && failedChecks.value > 0 && <b class="count">{failedChecks.value}</b>}
            </a>
          </li>
        ))}
      </ul>
      <a class="me" href={linkToAccount()}>
        <Icon name="user" />
        <span>
          <bdi>{name}</bdi>
          <br />
          <small class="soft">
            {role === 'owner' ? words.owner : words.member} · {version}
          </small>
        </span>
      </a>
    </nav>
  )
}
