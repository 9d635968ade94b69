import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { clockDifferenceMs, LoginError, logIn, session } from '../app/session.ts'
import { Cmd } from '../components/copy.tsx'
import { errorText } from '../components/errorText.ts'
import { TextField } from '../components/field.tsx'
import { Note } from '../components/note.tsx'
import { Mark } from '../components/pageHead.tsx'
import { text } from '../i18n/index.ts'
import { durationText, fullTime } from '../i18n/time.ts'

/** A clock that differs by less, in milliseconds, ends no session early. */
const maxClockDifferenceMs = 2 * 60_000

/** Counts the seconds down to a moment. */
function useSecondsUntil(moment: number): number {
  const present = useSignal(Date.now())
  useEffect(() => {
    present.value = Date.now()
    if (moment <= Date.now()) return
    const timer = setInterval(() => {
      present.value = Date.now()
    }, 500)
    return () => clearInterval(timer)
  }, [moment])
  return Math.max(0, Math.ceil((moment - present.value) / 1000))
}

/** The state of a form that logs in: what was typed, why it was refused, and until when it is locked. */
function useLogin(nameAtFirst: string) {
  const name = useSignal(nameAtFirst)
  const password = useSignal('')
  const error = useSignal<LoginError | undefined>(undefined)
  const isBusy = useSignal(false)
  const lockedUntil = useSignal(0)
  const secondsLeft = useSecondsUntil(lockedUntil.value)
  return {
    name,
    password,
    error: error.value?.code === 'locked' && secondsLeft === 0 ? undefined : error.value,
    isBusy: isBusy.value,
    secondsLeft,
    async submit(event: Event) {
      event.preventDefault()
      if (isBusy.value || secondsLeft > 0) return
      isBusy.value = true
      try {
        await logIn(name.value.trim(), password.value)
      } catch (refusal) {
        if (!(refusal instanceof LoginError)) throw refusal
        error.value = refusal
        if (refusal.retryAfterMs !== undefined) lockedUntil.value = Date.now() + refusal.retryAfterMs
        password.value = ''
      } finally {
        isBusy.value = false
      }
    },
  }
}

/** The login of a browser that has no session. */
export function Login() {
  const login = useLogin('')
  const words = text().session
  const needsName = session.value?.state === 'loggedOut' && session.value.needsName
  const isLocked = login.secondsLeft > 0
  return (
    <main class="gate">
      <form class="card box stack" onSubmit={login.submit}>
        <Mark />
        <div>
          <h1>{text().common.appName}</h1>
          <p class="soft">{isLocked ? words.cannotLogIn : words.intro}</p>
        </div>
        <Refusal login={login} />
        <ClockNote />
        {needsName && (
          <TextField
            label={words.name}
            value={login.name.value}
            onValue={(value) => {
              login.name.value = value
            }}
            input={{ autocomplete: 'username', autocapitalize: 'none', spellcheck: false, required: true }}
          />
        )}
        <PasswordField login={login} label={words.password} />
        <Submit login={login}>{words.login}</Submit>
        <p class="small soft">
          {words.forgot} <code class="line">sudo clova-home dashboard reset</code>
        </p>
      </form>
    </main>
  )
}

/** The login over a page whose session has ended: the page behind it stays as it is. */
export function LoginAgain() {
  const name = session.value?.state === 'loggedIn' ? session.value.name : ''
  const login = useLogin(name)
  const words = text().session
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog class="ask" ref={dialog} aria-labelledby="login-again" onCancel={(event) => event.preventDefault()}>
      <form class="stack" onSubmit={login.submit}>
        <h2 id="login-again">{words.ended}</h2>
        <p class="small soft">{words.endedReason}</p>
        <Refusal login={login} />
        <ClockNote />
        <PasswordField
          login={login}
          label={
            <>
              <bdi>{name}</bdi> · {words.password}
            </>
          }
        />
        <Submit login={login}>{words.continue}</Submit>
      </form>
    </dialog>
  )
}

type LoginForm = ReturnType<typeof useLogin>

const PasswordField = ({ login, label }: { readonly login: LoginForm; readonly label: ComponentChildren }) => (
  <TextField
    label={label}
    value={login.password.value}
    onValue={(value) => {
      login.password.value = value
    }}
    input={{ type: 'password', autocomplete: 'current-password', required: true, autofocus: true }}
  />
)

const Submit = ({ login, children }: { readonly login: LoginForm; readonly children: ComponentChildren }) => (
  <button class="btn go wide" type="submit" disabled={login.secondsLeft > 0 || login.isBusy}>
    {login.secondsLeft > 0
      ? text().session.loginIn(login.secondsLeft)
      : login.isBusy
        ? text().session.loggingIn
        : children}
  </button>
)

/** Why the login was refused: how many tries are left, or until when it is locked. */
function Refusal({ login }: { readonly login: LoginForm }) {
  const words = text().session
  const { error, secondsLeft } = login
  if (!error) return null
  if (error.code === 'locked')
    return (
      <Note tone="warn" icon="clock" title={errorText(error)} isAnnounced>
        {words.lockedUntil(secondsLeft)}
      </Note>
    )
  return (
    <Note tone="bad" title={errorText(error)} isAnnounced>
      {error.attemptsLeft !== undefined && words.triesLeft(error.attemptsLeft)}
    </Note>
  )
}

/** Says so when the clock of the gateway is wrong: a session could end at once. */
export function ClockNote() {
  const difference = clockDifferenceMs.value
  if (Math.abs(difference) < maxClockDifferenceMs) return null
  const words = text().session
  return (
    <Note
      icon="clock"
      title={words.clock(durationText(Math.abs(difference)), difference < 0)}
      actions={<Cmd>sudo timedatectl set-ntp true</Cmd>}
    >
      {words.clockReason(fullTime(Date.now() + difference))}
    </Note>
  )
}
