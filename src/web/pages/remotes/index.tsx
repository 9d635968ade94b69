import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { ResponseOf } from '../../../control/api.ts'
import { callOwner } from '../../api/ownerClient.ts'
import { useLoaded } from '../../app/loaded.ts'
import { goTo, linkTo, place } from '../../app/router.ts'
import { Chips } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { Empty, FailedNote, Note } from '../../components/note.tsx'
import { PageHead } from '../../components/pageHead.tsx'
import { Importer } from './importer.tsx'
import { NewRemote, type PlannedRemote } from './newRemote.tsx'
import { RemoteView } from './remoteView.tsx'
import { remotesText } from './text/index.ts'

type Remotes = ResponseOf<'remotes'>

/** Remotes: learnt key by key, compared, sent back, or brought in from files. */
export function Page() {
  const words = remotesText()
  const { result, again } = useLoaded((signal) => callOwner('remotes', {}, signal), [])
  const last = useRef<Remotes | undefined>(undefined)
  const planned = useSignal<PlannedRemote | undefined>(undefined)
  const isAsking = useSignal(false)
  if (result.state === 'loaded') last.current = result.value
  const remotes = last.current
  const wanted = place.value.id
  const selected = remotes?.remotes.find(({ id }) => id === wanted) ?? (planned.value ? undefined : remotes?.remotes[0])
  const blaster =
    remotes?.blasters.find(({ connection }) => connection === (planned.value ?? selected)?.connection) ??
    remotes?.blasters.find(({ canLearn }) => canLearn) ??
    remotes?.blasters[0]
  useEffect(() => {
    if (wanted !== undefined) isAsking.value = false
  }, [wanted])
  const canLearn = remotes?.blasters.some((one) => one.canLearn) ?? false
  const askNew = () => {
    isAsking.value = true
  }
  const open = (id: string) => {
    planned.value = undefined
    again()
    goTo(linkTo('remotes', id))
  }
  return (
    <>
      <PageHead
        title={words.title}
        subtitle={blaster && words.subtitle(blaster.connection, blaster.model, blaster.isConnected)}
      >
        {canLearn && (
          <>
            <button class="btn sm desk" type="button" onClick={askNew}>
              <Icon name="plus" size="small" />
              {words.newRemote}
            </button>
            <button class="btn square phone" type="button" aria-label={words.newRemote} onClick={askNew}>
              <Icon name="plus" />
            </button>
          </>
        )}
      </PageHead>
      {result.state === 'failed' && <FailedNote error={result.error} again={again} />}
      {remotes && (
        <div class="stack">
          {remotes.blasters.length === 0 && (
            <Note
              icon="blast"
              title={words.noBlaster}
              actions={
                <a class="btn sm" href={linkTo('setup', 'connections')}>
                  {words.addBlaster}
                </a>
              }
            >
              {words.noBlasterReason}
            </Note>
          )}
          {remotes.remotes.length > 1 && (
            <Chips
              label={words.remotes}
              chips={remotes.remotes.map(({ id, name }) => [id, name] as const)}
              selected={planned.value ? '' : (selected?.id ?? '')}
              onSelect={(id) => {
                planned.value = undefined
                goTo(linkTo('remotes', id))
              }}
            />
          )}
          {isAsking.value && (
            <NewRemote
              blasters={remotes.blasters}
              taken={remotes.remotes.flatMap(({ id, appliance }) => [id, appliance ?? id])}
              onStart={(remote) => {
                isAsking.value = false
                planned.value = remote
              }}
              onCancel={() => {
                isAsking.value = false
              }}
            />
          )}
          {planned.value || selected ? (
            <RemoteView
              key={planned.value?.id ?? selected?.id}
              summary={selected}
              planned={planned.value}
              blasters={remotes.blasters}
              onChanged={again}
              onStopped={() => {
                const { value } = planned
                planned.value = undefined
                if (value) open(value.id)
              }}
              importer={<Importer remotes={remotes} connection={blaster?.connection} onSaved={open} />}
            />
          ) : (
            <div class="cols with-side">
              {!isAsking.value && (
                <Empty
                  icon="remote"
                  title={words.noRemotes}
                  action={
                    canLearn && (
                      <button class="btn go" type="button" onClick={askNew}>
                        <Icon name="plus" />
                        {words.newRemote}
                      </button>
                    )
                  }
                >
                  {words.noRemotesReason}
                </Empty>
              )}
              <Importer remotes={remotes} connection={blaster?.connection} onSaved={open} />
            </div>
          )}
        </div>
      )}
    </>
  )
}
