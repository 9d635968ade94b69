import { useSignal } from '@preact/signals'
import type { Health, ResponseOf } from '../../../control/api.ts'
import { callOwner } from '../../api/ownerClient.ts'
import { useAction } from '../../app/action.ts'
import { boundTo } from '../../components/boundTo.ts'
import { CopyButton } from '../../components/copy.tsx'
import { ExplainedNote } from '../../components/explained.tsx'
import { PasteField } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { ErrorLine, Note } from '../../components/note.tsx'
import { OutcomeNote } from '../../components/outcome.tsx'
import { text } from '../../i18n/index.ts'
import { setupText } from './text/index.ts'

interface HubCardProps {
  /** the hub that this home is at already */
  readonly hub: Health['hub']
  /** the home has joined, and that is saved */
  onJoined(): void
}

/** Joins a hub by the line of its operator; the hub is asked first, and only then something is saved. */
export function HubCard({ hub, onJoined }: HubCardProps) {
  const words = setupText()
  const line = useSignal('')
  const isTried = useSignal(false)
  const outcome = useSignal<ResponseOf<'joinHub'> | undefined>(undefined)
  const joining = useAction()
  const isMissing = line.value.trim() === ''
  const join = (event: Event) => {
    event.preventDefault()
    isTried.value = true
    if (isMissing) return
    void joining.run(async () => {
      outcome.value = undefined
      outcome.value = await callOwner('joinHub', { line: line.value.trim() })
      if (outcome.value.outcome !== 'joined' || outcome.value.change.outcome !== 'saved') return
      // The line holds secrets, and has done its service.
      line.value = ''
      isTried.value = false
      onJoined()
    })
  }
  const ended = outcome.value
  const code = ended?.outcome === 'joined' ? ended.homeCode : hub?.homeCode
  return (
    <form class="card pad stack" onSubmit={join} noValidate>
      <h2>{words.hub}</h2>
      {hub && !ended && <Note tone={hub.connected ? 'good' : 'warn'} title={words.hubThere(hub.connected)} />}
      <PasteField
        label={words.hubLine}
        hint={words.hubLineHint}
        error={isTried.value && isMissing ? words.needed : undefined}
        {...boundTo(line)}
      />
      {ended?.outcome === 'refused' && <ExplainedNote tone="bad" title={words.hubRefused} explanation={ended.reason} />}
      {ended?.outcome === 'joined' && (
        <>
          {ended.change.outcome === 'saved' && (
            <Note tone="good" title={words.hubJoined} isAnnounced>
              {ended.publicUrl}
            </Note>
          )}
          <OutcomeNote outcome={ended.change} />
        </>
      )}
      {code !== undefined && (
        <p class="flow">
          <span class="grow">
            {words.hubCode} <b>{code}</b>
          </span>
          <CopyButton value={code} label={`${text().common.copy}: ${words.hubCode}`} />
        </p>
      )}
      <ErrorLine text={joining.error} />
      <div class="flow">
        <button class="btn" type="submit" disabled={joining.isBusy}>
          <Icon name={joining.isBusy ? 'wait' : 'globe'} class={joining.isBusy ? 'turning' : undefined} />
          {joining.isBusy ? words.hubJoining : words.hubJoin}
        </button>
      </div>
    </form>
  )
}
