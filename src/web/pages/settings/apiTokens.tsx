import { useSignal } from '@preact/signals'
import { callOwner } from '../../api/ownerClient.ts'
import { useAction } from '../../app/action.ts'
import { useLoaded } from '../../app/loaded.ts'
import { boundTo } from '../../components/boundTo.ts'
import { Seg } from '../../components/choice.tsx'
import { Cmd } from '../../components/copy.tsx'
import { errorText } from '../../components/errorText.ts'
import { TextField } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { ErrorLine, Note } from '../../components/note.tsx'
import { ask } from '../../components/overlay.tsx'
import { text } from '../../i18n/index.ts'
import { momentText } from '../../i18n/time.ts'
import { ListHeader } from './listHeader.tsx'
import { type Reach, ReachField, reachOf, reachText } from './reachField.tsx'
import { settingsText } from './text/index.ts'

/** The tokens by which programs use the API. A new one is shown once. */
export function ApiTokens() {
  const words = settingsText().access
  const { result, again } = useLoaded((signal) => callOwner('apiTokens', {}, signal), [])
  const isAdding = useSignal(false)
  const made = useSignal<{ readonly name: string; readonly token: string } | undefined>(undefined)
  const revoking = useAction()
  const tokens = result.state === 'loaded' ? result.value.tokens : []
  const revoke = async (name: string) => {
    if (!(await ask({ title: words.revokeTitle(name), text: words.revokeReason, confirmLabel: words.revoke }))) return
    await revoking.run(async () => {
      await callOwner('revokeApiToken', { name })
      if (made.value?.name === name) made.value = undefined
      again()
    })
  }
  return (
    <section class="card rows">
      <ListHeader
        title={words.tokens}
        reason={words.tokensReason}
        addLabel={words.addToken}
        onAdd={() => {
          isAdding.value = true
        }}
      />
      {result.state === 'failed' && <Note tone="bad" title={errorText(result.error)} isAnnounced />}
      {made.value && (
        <Note tone="good" title={words.tokenMade(made.value.name)} isAnnounced>
          {words.tokenOnce}
          <Cmd>{made.value.token}</Cmd>
        </Note>
      )}
      {tokens.map((token) => (
        <div class="row wraps" key={token.name}>
          <Icon name="plug" />
          <div class="grow">
            <b>
              <bdi>{token.name}</bdi>
            </b>
            <p class="small soft">
              {token.role === 'owner' ? words.mayAll : reachText(token)} · {words.madeAt(momentText(token.createdAt))}
            </p>
          </div>
          <button
            class="btn low sm"
            type="button"
            aria-label={words.revokeNamed(token.name)}
            disabled={revoking.isBusy}
            onClick={() => void revoke(token.name)}
          >
            {words.revoke}
          </button>
        </div>
      ))}
      <ErrorLine text={revoking.error} />
      {isAdding.value && (
        <TokenForm
          onMade={(name, token) => {
            made.value = { name, token }
            isAdding.value = false
            again()
          }}
          onCancel={() => {
            isAdding.value = false
          }}
        />
      )}
    </section>
  )
}

interface TokenFormProps {
  onMade(name: string, token: string): void
  onCancel(): void
}

function TokenForm({ onMade, onCancel }: TokenFormProps) {
  const words = settingsText().access
  const name = useSignal('')
  const role = useSignal<'owner' | 'member'>('member')
  const reach = useSignal<Reach>({})
  const isTried = useSignal(false)
  const making = useAction()
  const who = name.value.trim()
  const make = (event: Event) => {
    event.preventDefault()
    isTried.value = true
    if (who === '') return
    void making.run(async () => {
      const isMember = role.value === 'member'
      const { token } = await callOwner('createApiToken', {
        name: who,
        role: role.value,
        ...(isMember && reachOf(reach.value)),
      })
      onMade(who, token)
    })
  }
  return (
    <form class="stack" onSubmit={make} noValidate>
      <h3>{words.addToken}</h3>
      <TextField
        label={words.tokenName}
        hint={words.tokenNameHint}
        error={isTried.value && who === '' ? words.nameNeeded : undefined}
        {...boundTo(name)}
        input={{ autocomplete: 'off', autocapitalize: 'none', maxLength: 100, autofocus: true }}
      />
      <Seg
        label={words.may}
        kind="modes"
        options={[
          { value: 'member', label: words.mayMove },
          { value: 'owner', label: words.mayAll },
        ]}
        value={role.value}
        onChoose={(chosen) => {
          role.value = chosen
        }}
      />
      {role.value === 'member' && <ReachField {...boundTo(reach)} />}
      <ErrorLine text={making.error} />
      <div class="flow">
        <button class="btn go" type="submit" disabled={making.isBusy}>
          {words.makeToken}
        </button>
        <button class="btn low" type="button" onClick={onCancel}>
          {text().common.cancel}
        </button>
      </div>
    </form>
  )
}
