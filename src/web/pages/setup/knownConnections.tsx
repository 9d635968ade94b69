import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { callOwner } from '../../api/ownerClient.ts'
import { onEvent } from '../../api/stream.ts'
import { useAction } from '../../app/action.ts'
import { useLoaded } from '../../app/loaded.ts'
import { Icon } from '../../components/icon.tsx'
import { How } from '../../components/knowledge.tsx'
import { ErrorLine } from '../../components/note.tsx'
import { OutcomeNote, type SavingOutcome } from '../../components/outcome.tsx'
import { toast } from '../../components/toast.tsx'
import { setupText } from './text/index.ts'

interface KnownConnectionsProps {
  /** the names of those that are shown among what was found */
  readonly shownElsewhere: ReadonlySet<string>
  onSaved(): void
}

/** The connections of the configuration that the search did not meet; one that no appliance uses can be taken out. */
export function KnownConnections({ shownElsewhere, onSaved }: KnownConnectionsProps) {
  const words = setupText()
  const { result, again } = useLoaded((signal) => callOwner('connections', {}, signal), [])
  const removing = useAction()
  const outcome = useSignal<SavingOutcome | undefined>(undefined)
  useEffect(() => onEvent('configuration', again), [])
  const all = result.state === 'loaded' ? result.value.connections : []
  const connections = all.filter(({ name }) => !shownElsewhere.has(name))
  if (connections.length === 0) return null
  const remove = (name: string) =>
    removing.run(async () => {
      outcome.value = await callOwner('removeConnection', { name })
      if (outcome.value.outcome !== 'saved') return
      toast({ message: words.removed(name) })
      again()
      onSaved()
    })
  return (
    <section class="card rows" aria-labelledby="known">
      <h2 id="known">{words.configured}</h2>
      {connections.map(({ name, type, target, isConnected, applianceCount }) => (
        <div class="row" key={name}>
          <Icon name="server" />
          <div class="grow">
            <b>
              <bdi>{name}</bdi>
            </b>
            <p class="small soft">{[type, target, words.appliancesOf(applianceCount)].filter(Boolean).join(' · ')}</p>
            <How known={isConnected ? 'known' : 'failed'}>{isConnected ? words.used : words.unreachable}</How>
          </div>
          {applianceCount === 0 && (
            <button class="btn low sm" type="button" disabled={removing.isBusy} onClick={() => remove(name)}>
              {words.remove}
            </button>
          )}
        </div>
      ))}
      {(removing.error || outcome.value) && (
        <div>
          <ErrorLine text={removing.error} />
          <OutcomeNote outcome={outcome.value} />
        </div>
      )}
    </section>
  )
}
