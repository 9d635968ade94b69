import { useSignal } from '@preact/signals'
import type { ResponseOf } from '../../../control/api.ts'
import { callOwner } from '../../api/ownerClient.ts'
import { useAction } from '../../app/action.ts'
import { useLoaded } from '../../app/loaded.ts'
import { user } from '../../app/session.ts'
import { boundTo } from '../../components/boundTo.ts'
import { errorText } from '../../components/errorText.ts'
import { TextField } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { ErrorLine, Note } from '../../components/note.tsx'
import { ask } from '../../components/overlay.tsx'
import { toast } from '../../components/toast.tsx'
import { text } from '../../i18n/index.ts'
import { ListHeader } from './listHeader.tsx'
import { type Reach, ReachField, reachOf, reachText } from './reachField.tsx'
import { settingsText } from './text/index.ts'

type Member = ResponseOf<'members'>['members'][number]

/** Those who may log in besides the owner, and which appliances each of them sees and moves. */
export function Members() {
  const words = settingsText().access
  const { result, again } = useLoaded((signal) => callOwner('members', {}, signal), [])
  const edited = useSignal<Member | 'new' | undefined>(undefined)
  const removing = useAction()
  const members = result.state === 'loaded' ? result.value.members : []
  const remove = async (name: string) => {
    if (!(await ask({ title: words.removeTitle(name), text: words.removeReason, confirmLabel: words.remove }))) return
    await removing.run(async () => {
      await callOwner('removeMember', { name })
      edited.value = undefined
      again()
    })
  }
  const close = () => {
    edited.value = undefined
  }
  return (
    <section class="card rows">
      <ListHeader
        title={words.members}
        reason={words.membersReason}
        addLabel={words.addMember}
        onAdd={() => {
          edited.value = 'new'
        }}
      />
      {result.state === 'failed' && <Note tone="bad" title={errorText(result.error)} isAnnounced />}
      {members.map((member) => (
        <div class="row wraps" key={member.name}>
          <Icon name="user" />
          <div class="grow">
            <b>
              <bdi>{member.name}</bdi>
            </b>
            <p class="small soft">{reachText(member)}</p>
          </div>
          <div class="flow">
            <button
              class="btn sm"
              type="button"
              aria-label={words.changeNamed(member.name)}
              onClick={() => {
                edited.value = member
              }}
            >
              {words.change}
            </button>
            <button
              class="btn low sm"
              type="button"
              aria-label={words.removeNamed(member.name)}
              disabled={removing.isBusy}
              onClick={() => void remove(member.name)}
            >
              {words.remove}
            </button>
          </div>
        </div>
      ))}
      <ErrorLine text={removing.error} />
      {edited.value && (
        <MemberForm
          key={edited.value === 'new' ? '' : edited.value.name}
          member={edited.value === 'new' ? undefined : edited.value}
          onSaved={() => {
            close()
            again()
          }}
          onCancel={close}
        />
      )}
    </section>
  )
}

interface MemberFormProps {
  /** absent: a new one */
  readonly member: Member | undefined
  onSaved(): void
  onCancel(): void
}

function MemberForm({ member, onSaved, onCancel }: MemberFormProps) {
  const words = settingsText().access
  const name = useSignal(member?.name ?? '')
  const password = useSignal('')
  const reach = useSignal<Reach>(member ? reachOf(member) : {})
  const isTried = useSignal(false)
  const saving = useAction()
  const isShort = password.value.length < user().minPasswordLength && !(member && password.value === '')
  const who = name.value.trim()
  const save = (event: Event) => {
    event.preventDefault()
    isTried.value = true
    if (who === '' || isShort) return
    void saving.run(async () => {
      await callOwner('setMember', {
        name: who,
        ...(password.value !== '' && { password: password.value }),
        ...reachOf(reach.value),
      })
      toast({ message: words.memberSaved(who) })
      onSaved()
    })
  }
  return (
    <form class="stack" onSubmit={save} noValidate>
      <h3>{member ? <bdi>{member.name}</bdi> : words.addMember}</h3>
      {!member && (
        <TextField
          label={words.memberName}
          error={isTried.value && who === '' ? words.nameNeeded : undefined}
          {...boundTo(name)}
          input={{ autocomplete: 'off', autocapitalize: 'none', maxLength: 100, autofocus: true }}
        />
      )}
      <TextField
        label={member ? words.otherPassword : text().session.password}
        hint={member ? words.otherPasswordHint : text().session.passwordHint}
        error={isTried.value && isShort ? text().session.refusals.tooShort : undefined}
        {...boundTo(password)}
        input={{ type: 'password', autocomplete: 'new-password', maxLength: 1000 }}
      />
      <ReachField {...boundTo(reach)} />
      <ErrorLine text={saving.error} />
      <div class="flow">
        <button class="btn go" type="submit" disabled={saving.isBusy}>
          <Icon name="save" />
          {text().common.save}
        </button>
        <button class="btn low" type="button" onClick={onCancel}>
          {text().common.cancel}
        </button>
      </div>
    </form>
  )
}
