import { useSignal } from '@preact/signals'
import type { Language } from '../../util/translate.ts'
import { closeSheet } from '../app/router.ts'
import { changePassword, logOut, session, user } from '../app/session.ts'
import { chooseTheme, theme, themes } from '../app/theme.ts'
import { boundTo } from '../components/boundTo.ts'
import { Seg } from '../components/choice.tsx'
import { errorText } from '../components/errorText.ts'
import { TextField } from '../components/field.tsx'
import { Icon } from '../components/icon.tsx'
import { Disc } from '../components/knowledge.tsx'
import { Note } from '../components/note.tsx'
import { Sheet } from '../components/overlay.tsx'
import { toast } from '../components/toast.tsx'
import { language, languages, loadLanguage, text } from '../i18n/index.ts'

/** The account beside the page: language, theme, version, password, log out. */
export function AccountSheet() {
  const { name, role, version } = user()
  const words = text().session
  const common = text().common
  const isChanging = useSignal(false)
  return (
    <Sheet
      disc={<Disc icon="user" />}
      title={<bdi>{name}</bdi>}
      subtitle={`${role === 'owner' ? common.owner : common.member} · ${words.thisBrowser}`}
      onClose={closeSheet}
    >
      <div class="ctl">
        <h3>{words.language}</h3>
        <Seg
          label={words.language}
          kind="modes"
          options={Object.entries(languages).map(([value, label]) => ({ value: value as Language, label }))}
          value={language.value}
          onChoose={(chosen) => void loadLanguage(chosen)}
        />
      </div>
      <div class="ctl">
        <h3>{words.theme}</h3>
        <Seg
          label={words.theme}
          kind="modes"
          options={themes.map((value) => ({ value, label: words.themes[value] }))}
          value={theme.value}
          onChoose={chooseTheme}
        />
      </div>
      <dl class="card rows">
        <div class="between">
          <dt>{words.version}</dt>
          <dd>{version}</dd>
        </div>
        <div class="between">
          <dt>{words.address}</dt>
          <dd class="mono">{location.host}</dd>
        </div>
      </dl>
      {isChanging.value ? (
        <PasswordForm
          onDone={() => {
            isChanging.value = false
          }}
        />
      ) : (
        <div class="flow">
          <button
            class="btn"
            type="button"
            onClick={() => {
              isChanging.value = true
            }}
          >
            {words.changePassword}
          </button>
          <button class="btn" type="button" onClick={() => void logOut().catch(sayFailure)}>
            {words.logout}
          </button>
        </div>
      )}
    </Sheet>
  )
}

const sayFailure = (error: unknown) => toast({ message: errorText(error), isFailure: true })

/** Changes the password of who is logged in. */
function PasswordForm({ onDone }: { onDone(): void }) {
  const words = text().session
  const current = useSignal('')
  const next = useSignal('')
  const problem = useSignal<string | undefined>(undefined)
  const minLength = session.value?.minPasswordLength ?? 8
  const submit = async (event: Event) => {
    event.preventDefault()
    problem.value = next.value.length < minLength ? words.refusals.tooShort : undefined
    if (problem.value) return
    try {
      await changePassword(current.value, next.value)
      toast({ message: words.passwordChanged })
      onDone()
    } catch (error) {
      problem.value = errorText(error)
    }
  }
  return (
    <form class="stack" onSubmit={submit}>
      <TextField
        label={words.currentPassword}
        {...boundTo(current)}
        input={{ type: 'password', autocomplete: 'current-password', required: true, autofocus: true }}
      />
      <TextField
        label={words.newPassword}
        hint={words.passwordHint}
        {...boundTo(next)}
        input={{ type: 'password', autocomplete: 'new-password', required: true }}
      />
      {problem.value && (
        <Note tone="bad" title={text().appliance.notSaved} isAnnounced>
          {problem.value}
        </Note>
      )}
      <div class="flow">
        <button class="btn go" type="submit">
          <Icon name="save" />
          {words.changePassword}
        </button>
        <button class="btn low" type="button" onClick={onDone}>
          {text().common.cancel}
        </button>
      </div>
    </form>
  )
}
