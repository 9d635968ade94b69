import { useSignal } from '@preact/signals'
import { call } from '../../api/client.ts'
import { isLive } from '../../api/stream.ts'
import { useLoaded } from '../../app/loaded.ts'
import { linkTo } from '../../app/router.ts'
import { user } from '../../app/session.ts'
import { stateText } from '../../appliances/values.ts'
import { Cmd } from '../../components/copy.tsx'
import { detailOf, errorText } from '../../components/errorText.ts'
import { Icon } from '../../components/icon.tsx'
import { How } from '../../components/knowledge.tsx'
import { Note } from '../../components/note.tsx'
import { toast } from '../../components/toast.tsx'
import { language, text } from '../../i18n/index.ts'
import { durationText, fullTime, now, sinceText } from '../../i18n/time.ts'
import { type ApplianceModel, readHome } from '../../state/home.ts'

/** An appliance that cannot be reached: why, since when, what mends it, and what was last known. No control. */
export function OfflineReason({ model }: { readonly model: ApplianceModel }) {
  const status = model.status.value
  const { offline, offlineReason, offlineSince, lastSeenAt, onlineShare } = status
  const words = text().appliance
  const reason = offline?.text[language.value] ?? offlineReason
  const isChecking = useSignal(false)
  const check = async () => {
    isChecking.value = true
    await readHome().catch((error: unknown) => toast({ message: errorText(error), isFailure: true }))
    isChecking.value = false
  }
  const facts = [
    [words.lastKnown, stateText(status)],
    [words.lastSeen, lastSeenAt === undefined ? undefined : fullTime(lastSeenAt)],
    [words.onlineDay, onlineShare === undefined ? undefined : `${(onlineShare * 100).toFixed(1)}%`],
  ] as const
  return (
    <>
      <div>
        <p class="val">{words.offline}</p>
        <How known="offline">
          {offlineSince === undefined
            ? words.offlineForUnknownTime
            : words.offlineFor(sinceText(offlineSince), durationText(now.value - offlineSince))}
        </How>
      </div>
      <Note icon="off" title={reason === undefined ? words.noReason : words.whyOffline(reason)}>
        {offline && detailOf(offline) && <p class="small">{detailOf(offline)}</p>}
        <Neighbours model={model} />
        {offline?.command && <Cmd>{offline.command}</Cmd>}
      </Note>
      <div class="flow">
        <button class="btn go" type="button" disabled={isChecking.value || !isLive.value} onClick={() => void check()}>
          <Icon name="again" class={isChecking.value ? 'turning' : undefined} />
          {words.checkAgain}
        </button>
        {user().role === 'owner' && (
          <a class="btn" href={linkTo('log', undefined, { appliance: model.id })}>
            <Icon name="log" />
            {words.itsLog}
          </a>
        )}
      </div>
      <dl class="card rows">
        {facts.map(
          ([label, value]) =>
            value !== undefined && (
              <div class="between" key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      <p class="small soft">{words.notSentLater}</p>
    </>
  )
}

/** Whether the others of its connection are there: then it is the device itself. */
function Neighbours({ model }: { readonly model: ApplianceModel }) {
  const { result } = useLoaded((signal) => call('appliance', { appliance: model.id }, signal), [model.id])
  if (result.state !== 'loaded') return null
  const { online, offline } = result.value.neighbours
  if (online + offline === 0) return null
  const words = text().appliance
  return <p>{online > 0 ? words.aloneOffline(online) : words.allOffline(offline)}</p>
}
