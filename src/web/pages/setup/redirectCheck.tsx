import { useSignal } from '@preact/signals'
import type { ResponseOf } from '../../../control/api.ts'
import { callOwner } from '../../api/ownerClient.ts'
import { useAction } from '../../app/action.ts'
import { boundTo } from '../../components/boundTo.ts'
import { Explained } from '../../components/explained.tsx'
import { TextField } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { ErrorLine, Note } from '../../components/note.tsx'
import { OutcomeNote, type SavingOutcome } from '../../components/outcome.tsx'
import { toast } from '../../components/toast.tsx'
import { setupText } from './text/index.ts'

type Check = ResponseOf<'checkRedirectUri'>

/** How much of an address is shown before the character that differs. */
const contextLength = 24

/** The address from a little before the difference on, with what differs marked. */
const Differing = ({ address, at }: { readonly address: string; readonly at: number }) => (
  <code>
    {at > contextLength && '…'}
    {address.slice(Math.max(0, at - contextLength), at)}
    <b class="warn">{address.slice(at) || '∅'}</b>
  </code>
)

/** Compares the redirect URL that the console shows with those that are allowed, to the character. */
export function RedirectCheck({ onAllowed }: { onAllowed(): void }) {
  const words = setupText()
  const pasted = useSignal('')
  const checked = useSignal<{ readonly uri: string; readonly check: Check } | undefined>(undefined)
  const outcome = useSignal<SavingOutcome | undefined>(undefined)
  const action = useAction()
  const check = (event: Event) => {
    event.preventDefault()
    const uri = pasted.value.trim()
    if (uri === '') return
    void action.run(async () => {
      outcome.value = undefined
      checked.value = { uri, check: await callOwner('checkRedirectUri', { uri }) }
    })
  }
  const allow = (uri: string) =>
    action.run(async () => {
      outcome.value = await callOwner('allowRedirectUri', { uri })
      if (outcome.value.outcome !== 'saved') return
      toast({ message: words.redirectAllowed })
      checked.value = { uri, check: await callOwner('checkRedirectUri', { uri }) }
      onAllowed()
    })
  return (
    <form class="card pad stack" onSubmit={check} noValidate>
      <TextField
        label={words.redirectLabel}
        {...boundTo(pasted)}
        input={{
          class: 'input mono',
          inputMode: 'url',
          autocapitalize: 'none',
          spellcheck: false,
          autocomplete: 'off',
        }}
      />
      <div class="flow">
        <button class="btn sm" type="submit" disabled={action.isBusy || pasted.value.trim() === ''}>
          {words.redirectCheck}
        </button>
      </div>
      <ErrorLine text={action.error} />
      <OutcomeNote outcome={outcome.value} />
      {checked.value && <CheckResultNote {...checked.value} isBusy={action.isBusy} onAllow={allow} />}
    </form>
  )
}

interface CheckResultNoteProps {
  readonly uri: string
  readonly check: Check
  readonly isBusy: boolean
  onAllow(uri: string): void
}

function CheckResultNote({ uri, check, isBusy, onAllow }: CheckResultNoteProps) {
  const words = setupText()
  const { isAllowed, nearest, differsAt = 0, problem } = check
  if (isAllowed) return <Note tone="good" title={words.redirectOk} isAnnounced />
  if (problem)
    return (
      <Note tone="bad" title={words.redirectNever} isAnnounced>
        <Explained explanation={problem} />
      </Note>
    )
  const isLast = nearest !== undefined && Math.max(nearest.length, uri.length) - differsAt <= 1
  const title =
    nearest === undefined ? words.redirectUnknown : isLast ? words.redirectLast : words.redirectDiffers(differsAt + 1)
  return (
    <Note
      tone="warn"
      title={title}
      isAnnounced
      actions={
        <button class="btn sm" type="button" disabled={isBusy} onClick={() => onAllow(uri)}>
          <Icon name="plus" size="small" />
          {words.redirectAllow}
        </button>
      }
    >
      {nearest !== undefined && (
        <p>
          {words.redirectConsole}: <Differing address={uri} at={differsAt} />
          <br />
          {words.redirectHere}: <Differing address={nearest} at={differsAt} />
        </p>
      )}
    </Note>
  )
}
