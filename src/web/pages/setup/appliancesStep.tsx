import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { ResponseOf } from '../../../control/api.ts'
import { call } from '../../api/client.ts'
import { callOwner } from '../../api/ownerClient.ts'
import { onEvent } from '../../api/stream.ts'
import { useAction } from '../../app/action.ts'
import { useLoaded } from '../../app/loaded.ts'
import { linkTo } from '../../app/router.ts'
import { explained } from '../../components/explained.tsx'
import { Field, SelectField } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { Empty, ErrorLine } from '../../components/note.tsx'
import { OutcomeNote, type SavingOutcome } from '../../components/outcome.tsx'
import { toast } from '../../components/toast.tsx'
import { appliances } from '../../state/home.ts'
import { nameOf, namesOf } from '../../state/vocabulary.ts'
import { StepHead } from './stepHead.tsx'
import type { StepProps } from './stepProps.ts'
import { setupText } from './text/index.ts'

type Device = ResponseOf<'discovery'>['devices'][number]
/** What the user decided of a device. */
interface Decision {
  readonly isChosen: boolean
  readonly name: string
  readonly location: string
}

/** How many devices are listed before the rest is asked for. */
const shownCount = 30

const keyOf = ({ driver, key }: Device) => `${driver} ${key}`

/** Which devices CLOVA sees, and what they are called. */
export function AppliancesStep({ onSaved }: StepProps) {
  const words = setupText()
  const { result, again } = useLoaded((signal) => callOwner('discovery', {}, signal), [])
  const decisions = useSignal<ReadonlyMap<string, Decision>>(new Map())
  const saving = useAction()
  const outcome = useSignal<SavingOutcome | undefined>(undefined)
  const shown = useSignal(shownCount)
  useEffect(() => onEvent('home', again), [])
  const found = result.state === 'loaded' ? result.value.devices.filter(({ appliance }) => appliance === undefined) : []
  const devices = found.toSorted((a, b) => Number(b.type !== undefined) - Number(a.type !== undefined))
  const decisionOf = (device: Device): Decision =>
    decisions.value.get(keyOf(device)) ?? { isChosen: false, name: device.name, location: '' }
  const decide = (device: Device, more: Partial<Decision>) => {
    decisions.value = new Map(decisions.value).set(keyOf(device), { ...decisionOf(device), ...more })
  }
  const chosen = devices.filter((device) => device.type !== undefined && decisionOf(device).isChosen)
  const save = () =>
    saving.run(async () => {
      outcome.value = await callOwner('addAppliances', {
        devices: chosen.map((device) => {
          const { name, location } = decisionOf(device)
          return {
            driver: device.driver,
            key: device.key,
            ...(name.trim() !== '' && { name: name.trim() }),
            ...(location !== '' && { location }),
          }
        }),
      })
      if (outcome.value.outcome !== 'saved') return
      toast({ message: words.appliancesSaved(chosen.length) })
      decisions.value = new Map()
      again()
      onSaved()
    })
  const present = appliances.value
  return (
    <div class="stack">
      <StepHead title={words.appliancesTitle}>{words.appliancesIntro}</StepHead>
      {result.state === 'loaded' && devices.length === 0 && present.length === 0 && (
        <Empty
          icon="plug"
          title={words.appliancesNone}
          action={
            <>
              <a class="btn" href={linkTo('setup', 'connections')}>
                {words.toConnections}
              </a>
              <a class="btn" href={linkTo('remotes')}>
                {words.toRemotes}
              </a>
            </>
          }
        >
          {words.appliancesNoneReason}
        </Empty>
      )}
      {devices.length > 0 && (
        <section class="card rows" aria-labelledby="new-devices">
          <h2 id="new-devices">{words.newDevices(devices.length)}</h2>
          {devices.slice(0, shown.value).map((device) => (
            <DeviceRow
              key={keyOf(device)}
              device={device}
              decision={decisionOf(device)}
              onDecide={(more) => decide(device, more)}
            />
          ))}
          {devices.length > shown.value && (
            <div>
              <button
                class="btn low sm wide"
                type="button"
                onClick={() => {
                  shown.value += shownCount
                }}
              >
                {words.more(devices.length - shown.value)}
              </button>
            </div>
          )}
          <div class="stack tight">
            <ErrorLine text={saving.error} />
            <OutcomeNote outcome={outcome.value} />
            <div class="flow">
              <button class="btn" type="button" disabled={chosen.length === 0 || saving.isBusy} onClick={save}>
                <Icon name="plus" />
                {chosen.length === 0 ? words.chooseSome : words.saveAppliances(chosen.length)}
              </button>
            </div>
          </div>
        </section>
      )}
      {present.length > 0 && (
        <section class="card rows" aria-labelledby="present">
          <h2 id="present">{words.present(present.length)}</h2>
          {present.slice(0, shown.value).map(({ id, status }) => {
            const { name, type, location, isExposed } = status.value
            return (
              <a class="row" key={id} href={linkTo('home', id)}>
                <span class="grow">
                  <b>
                    <bdi>{name}</bdi>
                  </b>
                  <br />
                  <small class="soft">
                    {[nameOf('types', type), location && nameOf('locations', location)].filter(Boolean).join(' · ')}
                  </small>
                </span>
                <span class="small soft">{isExposed ? words.shownAppliance : words.hiddenAppliance}</span>
                <Icon name="next" size="small" class="soft" />
              </a>
            )
          })}
          {present.length > shown.value && <p class="small soft">{words.more(present.length - shown.value)}</p>}
        </section>
      )}
    </div>
  )
}

interface DeviceRowProps {
  readonly device: Device
  readonly decision: Decision
  onDecide(more: Partial<Decision>): void
}

/** How long the typing of a name must pause before it is compared with the others, in milliseconds. */
const typingPauseMs = 400

function DeviceRow({ device, decision, onDecide }: DeviceRowProps) {
  const words = setupText()
  const warning = useSignal<string | undefined>(undefined)
  const { isChosen, name, location } = decision
  useEffect(() => {
    if (!isChosen || name.trim() === '') return
    const timer = setTimeout(() => {
      call('checkName', { name: name.trim() }).then(
        ({ similar: [first], explanation }) => {
          warning.value = explanation ? explained(explanation) : first && words.soundsLike(first.name)
        },
        () => {},
      )
    }, typingPauseMs)
    return () => clearTimeout(timer)
  }, [isChosen, name])
  return (
    <div class="stack tight">
      <label class="check">
        <input
          type="checkbox"
          aria-label={words.show(device.name)}
          disabled={device.type === undefined}
          checked={isChosen}
          onChange={(event) => onDecide({ isChosen: event.currentTarget.checked })}
        />
        <span class="grow">
          <b>
            <bdi>{device.name}</bdi>
          </b>
          <br />
          <small class="soft">
            {[device.via, device.model, device.type ? nameOf('types', device.type) : words.noType]
              .filter(Boolean)
              .join(' · ')}
          </small>
        </span>
      </label>
      {isChosen && (
        <div class="cols two indented">
          <Field label={words.sayName} hint={warning.value}>
            {(ties) => (
              <input
                class="input"
                type="text"
                maxLength={100}
                {...ties}
                value={name}
                onInput={(event) => onDecide({ name: event.currentTarget.value })}
              />
            )}
          </Field>
          <SelectField
            label={words.location}
            value={location}
            options={[['', words.noLocation], ...namesOf('locations')]}
            onValue={(value) => onDecide({ location: value })}
          />
        </div>
      )}
    </div>
  )
}
