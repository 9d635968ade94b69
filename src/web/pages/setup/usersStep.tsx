import { useSignal } from '@preact/signals'
import { callOwner } from '../../api/ownerClient.ts'
import { useAction } from '../../app/action.ts'
import { useLoaded } from '../../app/loaded.ts'
import { user } from '../../app/session.ts'
import { boundTo } from '../../components/boundTo.ts'
import { TextField } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { ErrorLine } from '../../components/note.tsx'
import { OutcomeNote, type SavingOutcome } from '../../components/outcome.tsx'
import { ask } from '../../components/overlay.tsx'
import { toast } from '../../components/toast.tsx'
import { text } from '../../i18n/index.ts'
import { momentText } from '../../i18n/time.ts'
import { StepHead } from './stepHead.tsx'
import type { StepProps } from './stepProps.ts'
import { setupText } from './text/index.ts'

/** Who may link CLOVA to this home. */
export function UsersStep({ onSaved }: StepProps) {
  const words = setupText()
  const { result, again } = useLoaded((signal) => callOwner('users', {}, signal), [])
  const users = result.state === 'loaded' ? result.value.users : []
  const name = useSignal('')
  const password = useSignal('')
  const isTried = useSignal(false)
  const changed = useSignal<string | undefined>(undefined)
  const action = useAction()
  const outcome = useSignal<SavingOutcome | undefined>(undefined)
  const minLength = user().minPasswordLength
  const who = changed.value ?? name.value.trim()
  const save = (event: Event) => {
    event.preventDefault()
    isTried.value = true
    if (who === '' || password.value.length < minLength) return
    void action.run(async () => {
      outcome.value = await callOwner('saveUser', { name: who, password: password.value })
      if (outcome.value.outcome !== 'saved') return
      toast({ message: words.userSaved(who) })
      name.value = ''
      password.value = ''
      isTried.value = false
      changed.value = undefined
      again()
      onSaved()
    })
  }
  const remove = async (whom: string) => {
    const isWanted = await ask({
      title: words.removeUserTitle(whom),
      text: words.removeUserReason,
      confirmLabel: words.removeUser,
    })
    if (!isWanted) return
    await action.run(async () => {
      outcome.value = await callOwner('removeUser', { name: whom })
      again()
      onSaved()
    })
  }
  const unlink = async (whom: string) => {
    const isWanted = await ask({
      title: words.unlinkTitle(whom),
      text: words.unlinkReason,
      confirmLabel: words.unlink,
    })
    if (!isWanted) return
    await action.run(async () => {
      const { ended } = await callOwner('revokeLinks', { name: whom })
      toast({ message: words.unlinked(ended) })
      again()
    })
  }
  return (
    <div class="stack">
      <StepHead title={words.usersTitle}>{words.usersIntro}</StepHead>
      {users.length > 0 && (
        <ul class="card rows">
          {users.map((one) => (
            <li class="row wraps" key={one.name}>
              <Icon name="user" />
              <div class="grow">
                <b>
                  <bdi>{one.name}</bdi>
                </b>
                <p class="small soft">
                  {words.links(one.linkCount)}
                  {one.lastUsed !== undefined && ` · ${words.lastUsed(momentText(Date.parse(one.lastUsed)))}`}
                </p>
              </div>
              <div class="flow">
                <button
                  class="btn sm"
                  type="button"
                  onClick={() => {
                    changed.value = one.name
                    password.value = ''
                  }}
                >
                  {words.changePassword}
                </button>
                {one.linkCount > 0 && (
                  <button
                    class="btn low sm"
                    type="button"
                    disabled={action.isBusy}
                    onClick={() => void unlink(one.name)}
                  >
                    {words.unlink}
                  </button>
                )}
                <button class="btn low sm" type="button" disabled={action.isBusy} onClick={() => void remove(one.name)}>
                  {words.removeUser}
                </button>
              </div>
            </li>
          ))}
        </ul>
      )}
      <form class="card pad stack" onSubmit={save} noValidate>
        <h2>{changed.value ?? (users.length > 0 ? words.addAnother : words.addUser)}</h2>
        <div class="cols two">
          {changed.value === undefined && (
            <TextField
              label={words.userName}
              error={isTried.value && who === '' ? words.userNameNeeded : undefined}
              {...boundTo(name)}
              input={{ autocomplete: 'off', autocapitalize: 'none', maxLength: 100 }}
            />
          )}
          <TextField
            label={words.password}
            hint={words.passwordHint}
            error={isTried.value && password.value.length < minLength ? words.passwordShort : undefined}
            {...boundTo(password)}
            input={{ type: 'password', autocomplete: 'new-password' }}
          />
        </div>
        <ErrorLine text={action.error} />
        <OutcomeNote outcome={outcome.value} />
        <div class="flow">
          <button class="btn" type="submit" disabled={action.isBusy}>
            {changed.value === undefined ? words.addUser : words.changePassword}
          </button>
          {changed.value !== undefined && (
            <button
              class="btn"
              type="button"
              onClick={() => {
                changed.value = undefined
              }}
            >
              {text().common.cancel}
            </button>
          )}
        </div>
      </form>
    </div>
  )
}
