import { useEffect } from 'preact/hooks'
import { RequestError } from '../api/client.ts'
import { EventConnection, onEvent } from '../api/stream.ts'
import { Icon } from '../components/icon.tsx'
import { Note } from '../components/note.tsx'
import { offerReconnecting } from '../components/pageHead.tsx'
import { text } from '../i18n/index.ts'
import { Login, LoginAgain } from '../pages/login.tsx'
import { followDiagnosis } from '../state/attention.ts'
import { followHome, isHomeRead, readHome } from '../state/home.ts'
import { followRequests, readLastRequests } from '../state/lastRequests.ts'
import { readVocabulary } from '../state/vocabulary.ts'
import { useLoaded } from './loaded.ts'
import { endSession, isSessionEnded, readSession, session, user } from './session.ts'
import { Shell } from './shell.tsx'

const stream = new EventConnection({
  async refresh() {
    // A gateway without a usable configuration has no home to tell of, and the page is live all the same.
    await readSession()
    const reads = [readVocabulary(), readHome(), readLastRequests(user().role === 'owner')]
    const failures = (await Promise.allSettled(reads)).flatMap((read) =>
      read.status === 'rejected' ? [read.reason] : [],
    )
    isHomeRead.value = true
    const unreachable = failures.find((error) => !(error instanceof RequestError) || error.code === 'unreachable')
    if (unreachable) throw unreachable
  },
  onUnauthorized: endSession,
})
offerReconnecting(stream)
followHome()
followRequests()
followDiagnosis()
// Whether one is in force stands in the session, and its edition has words of its own.
onEvent('configuration', () => void Promise.all([readSession(), readVocabulary()]).catch(() => {}))

/** The page: the first start, the login, or what is behind it. */
export function App() {
  const { result, again } = useLoaded(() => readSession(), [])
  const state = session.value?.state
  useEffect(() => {
    if (state === 'loggedIn' && !isSessionEnded.value) stream.connectNow()
    else stream.disconnect()
  }, [state, isSessionEnded.value])
  if (state === 'loggedIn')
    return (
      <>
        <Shell />
        {isSessionEnded.value && <LoginAgain />}
      </>
    )
  if (state === 'loggedOut') return <Login />
  if (state === 'firstStart') return <FirstStart />
  if (result.state !== 'failed') return null
  return (
    <div class="gate">
      <div class="box">
        <Note
          tone="bad"
          title={text().common.pageNotLoaded}
          actions={
            <button class="btn sm" type="button" onClick={again}>
              <Icon name="again" size="small" />
              {text().common.again}
            </button>
          }
          isAnnounced
        >
          {text().common.unreachable}
        </Note>
      </div>
    </div>
  )
}

/** Asks for the one-time code; loaded only where there is no password yet. */
function FirstStart() {
  const { result } = useLoaded(() => import('../pages/setup/firstStart.tsx'), [])
  return result.state === 'loaded' ? <result.value.FirstStart /> : null
}
