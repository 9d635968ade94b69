import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { ResponseOf } from '../../../control/api.ts'
import { callOwner } from '../../api/ownerClient.ts'
import { onEvent } from '../../api/stream.ts'
import { useAction } from '../../app/action.ts'
import { useLoaded } from '../../app/loaded.ts'
import { Icon } from '../../components/icon.tsx'
import { ErrorLine } from '../../components/note.tsx'
import { OutcomeNote, type SavingOutcome } from '../../components/outcome.tsx'
import { toast } from '../../components/toast.tsx'
import { nameOf } from '../../state/vocabulary.ts'
import { draft } from './draft.ts'
import { settingsText } from './text/index.ts'

type Device = ResponseOf<'discovery'>['devices'][number]

/** How many are shown before the rest is asked for. */
const shownCount = 5

/** What the connections found by themselves and is no appliance yet, to be added. */
export function Discovered() {
  const words = settingsText()
  const { result, again } = useLoaded(
    (signal) => callOwner('discovery', {}, signal),
    [draft.configuration.value?.inForceSince],
  )
  const areAllShown = useSignal(false)
  const adding = useAction()
  const outcome = useSignal<SavingOutcome | undefined>(undefined)
  useEffect(() => onEvent('home', again), [])
  if (result.state !== 'loaded') return null
  const found = result.value.devices.filter(({ appliance }) => appliance === undefined)
  const devices = found.toSorted((a, b) => Number(b.type !== undefined) - Number(a.type !== undefined))
  const shown = areAllShown.value ? devices : devices.slice(0, shownCount)
  const isBlocked = draft.isEdited.value
  const add = ({ driver, key, name }: Device) =>
    adding.run(async () => {
      outcome.value = await callOwner('addAppliances', { devices: [{ driver, key }] })
      if (outcome.value.outcome === 'saved') toast({ message: words.added(name) })
      await draft.load()
      again()
    })
  return (
    <section class="card rows">
      <h2>{words.discovered(devices.length)}</h2>
      {devices.length === 0 && <p class="small soft">{words.discoveredNone}</p>}
      {isBlocked && devices.length > 0 && <p class="small soft">{words.addAfterSave}</p>}
      {shown.map((device) => (
        <div class="row" key={`${device.driver} ${device.key}`}>
          <Icon name="plug" />
          <div class="grow">
            <b>
              <bdi>{device.name}</bdi>
            </b>
            <p class="small soft">
              {[device.via, device.type ? nameOf('types', device.type) : words.noFittingType].join(' · ')}
            </p>
          </div>
          {device.type && (
            <button
              class="btn sm"
              type="button"
              disabled={isBlocked || adding.isBusy}
              aria-label={words.addNamed(device.name)}
              onClick={() => add(device)}
            >
              <Icon name="plus" size="small" />
              {words.add}
            </button>
          )}
        </div>
      ))}
      {devices.length > shown.length && (
        <div>
          <button
            class="btn low sm wide"
            type="button"
            onClick={() => {
              areAllShown.value = true
            }}
          >
            {words.moreDevices(devices.length - shown.length)}
          </button>
        </div>
      )}
      {(adding.error || outcome.value) && (
        <div>
          <ErrorLine text={adding.error} />
          <OutcomeNote outcome={outcome.value} />
        </div>
      )}
    </section>
  )
}
