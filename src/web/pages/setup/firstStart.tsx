import { useSignal } from '@preact/signals'
import { linkTo, replacePlace } from '../../app/router.ts'
import { session, startWithCode } from '../../app/session.ts'
import { boundTo } from '../../components/boundTo.ts'
import { errorText } from '../../components/errorText.ts'
import { TextField } from '../../components/field.tsx'
import { Note } from '../../components/note.tsx'
import { Mark } from '../../components/pageHead.tsx'
import { text } from '../../i18n/index.ts'
import { ClockNote } from '../login.tsx'

/** The first start: the one-time code that the installation printed, and a password for the owner. */
export function FirstStart() {
  const words = text().session
  const code = useSignal('')
  const password = useSignal('')
  const problem = useSignal<string | undefined>(undefined)
  const minLength = session.value?.minPasswordLength ?? 8
  const submit = async (event: Event) => {
    event.preventDefault()
    problem.value = password.value.length < minLength ? words.refusals.tooShort : undefined
    if (problem.value) return
    try {
      // What is asked next stands behind the login, so the address is set before it.
      replacePlace(linkTo('setup'))
      await startWithCode(code.value, password.value)
    } catch (error) {
      problem.value = errorText(error)
    }
  }
  return (
    <main class="gate">
      <form class="card box stack" onSubmit={submit}>
        <Mark />
        <div>
          <h1>{words.firstStart}</h1>
          <p class="soft">{words.firstStartIntro}</p>
        </div>
        {problem.value && <Note tone="bad" title={problem.value} isAnnounced />}
        <ClockNote />
        <TextField
          label={words.code}
          hint={
            <>
              {words.codeAgain} <code class="line">sudo clova-home dashboard</code>
            </>
          }
          {...boundTo(code)}
          input={{
            autocomplete: 'one-time-code',
            autocapitalize: 'characters',
            spellcheck: false,
            required: true,
            autofocus: true,
          }}
        />
        <TextField
          label={words.newPassword}
          hint={words.passwordHint}
          {...boundTo(password)}
          input={{ type: 'password', autocomplete: 'new-password', required: true }}
        />
        <button class="btn go wide" type="submit">
          {words.start}
        </button>
      </form>
    </main>
  )
}
