import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { EventConnection } from '../api/stream.ts'
import { isLive, liveness } from '../api/stream.ts'
import { linkToAccount } from '../app/router.ts'
import { isOutdated } from '../app/session.ts'
import { text } from '../i18n/index.ts'
import { clockTime } from '../i18n/time.ts'
import { Icon } from './icon.tsx'
import { Note } from './note.tsx'

/** The sign of the app. */
export const Mark = () => (
  <span class="mark">
    <svg class="icon large" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M4 11l8-7 8 7M6 9.5V20h12V9.5M9.5 14.5v1.5M12 12.5v5M14.5 14v2.5" />
    </svg>
  </span>
)

interface PageHeadProps {
  readonly title: ComponentChildren
  readonly subtitle?: ComponentChildren
  /** what stands on its right */
  readonly children?: ComponentChildren
}

/** The head of a page: title, a line below it, and on a phone the way to the account. It also says when it is not live. */
export const PageHead = ({ title, subtitle, children }: PageHeadProps) => (
  <>
    <header class="top">
      <div>
        <h1>{title}</h1>
        {subtitle && <p class="soft">{subtitle}</p>}
      </div>
      {children}
      <a class="btn square phone" href={linkToAccount()} aria-label={text().common.account}>
        <Icon name="user" />
      </a>
    </header>
    {liveness.value.state === 'lost' && <LostNote />}
    {isOutdated.value && (
      <div class="lost">
        <OutdatedNote />
      </div>
    )}
  </>
)

/** Says that the gateway has another version than the page. */
function OutdatedNote() {
  const words = text().common
  return (
    <Note
      icon="again"
      title={words.updated}
      isAnnounced
      actions={
        <button class="btn sm" type="button" onClick={() => location.reload()}>
          {words.reload}
        </button>
      }
    >
      {words.updatedReason}
    </Note>
  )
}

/** Says that a part of the page could not be loaded: an update took its file away, or the gateway is away. */
export function PartNote({ again }: { again(): void }) {
  const words = text().common
  if (isLive.value) return <OutdatedNote />
  return (
    <Note
      tone="bad"
      title={words.pageNotLoaded}
      isAnnounced
      actions={
        <button class="btn sm" type="button" onClick={again}>
          <Icon name="again" size="small" />
          {words.again}
        </button>
      }
    >
      {words.unreachable}
    </Note>
  )
}

let connection: Pick<EventConnection, 'connectNow'> | undefined

/** Tells the page which connection its button "connect now" is about. */
export function offerReconnecting(stream: Pick<EventConnection, 'connectNow'>): void {
  connection = stream
}

/** Says that the page is not live, since when, and when it tries again. */
export function LostNote() {
  const current = liveness.value
  const [present, setPresent] = useState(Date.now())
  useEffect(() => {
    const timer = setInterval(() => setPresent(Date.now()), 500)
    return () => clearInterval(timer)
  }, [])
  if (current.state !== 'lost') return null
  const words = text().common
  const secondsLeft = Math.ceil((current.retryAt - present) / 1000)
  return (
    <div class="lost">
      <Note
        tone="warn"
        icon="off"
        isAnnounced
        title={words.connectionLost}
        actions={
          <button class="btn sm" type="button" onClick={() => connection?.connectNow()}>
            <Icon name="again" size="small" />
            {words.connectNow}
          </button>
        }
      >
        {words.asOf(clockTime(current.asOf))}{' '}
        <span aria-hidden="true">{secondsLeft > 0 ? words.retryIn(secondsLeft) : words.reconnecting}</span>
      </Note>
    </div>
  )
}
