import { useSignal } from '@preact/signals'
import { closeSheet, linkTo } from '../../app/router.ts'
import { user } from '../../app/session.ts'
import { commandsOf } from '../../appliances/commands.ts'
import { Controls } from '../../appliances/controls/index.tsx'
import { PowerChoice } from '../../appliances/controls/power.tsx'
import { iconOf } from '../../appliances/icons.ts'
import { knowledgeOf } from '../../appliances/knowledge.ts'
import { isActive, stateText, valueText } from '../../appliances/values.ts'
import { Switch } from '../../components/choice.tsx'
import { Icon } from '../../components/icon.tsx'
import { Disc, How } from '../../components/knowledge.tsx'
import { Empty, Note } from '../../components/note.tsx'
import { Sheet } from '../../components/overlay.tsx'
import { text } from '../../i18n/index.ts'
import { agoText, momentText } from '../../i18n/time.ts'
import { type ApplianceModel, applianceOf, isHomeRead } from '../../state/home.ts'
import { nameOf } from '../../state/vocabulary.ts'
import { DescriptionForm } from './descriptionForm.tsx'
import { LastCommand } from './lastCommand.tsx'
import { OfflineReason } from './offlineReason.tsx'

/** An appliance: how it is, its controls, what was just done, and its description folded away. */
export function ApplianceSheet({ id }: { readonly id: string }) {
  const model = applianceOf(id)
  if (!isHomeRead.value) return null
  if (!model)
    return (
      <Sheet title={text().appliance.gone} onClose={closeSheet}>
        <Empty icon="search" title={text().appliance.gone}>
          {text().appliance.goneReason}
        </Empty>
      </Sheet>
    )
  const { name, type, location, online } = model.status.value
  const { known } = knowledgeOf(model)
  const isOn = known === 'known' && isActive(model.status.value.state)
  return (
    <Sheet
      disc={<Disc icon={iconOf(type)} known={known} isOn={isOn} />}
      title={<bdi>{name}</bdi>}
      subtitle={
        <>
          {[location && nameOf('locations', location), nameOf('types', type)].filter(Boolean).join(' · ')} ·{' '}
          <code>{id}</code>
        </>
      }
      onClose={closeSheet}
    >
      {online ? <Present model={model} /> : <OfflineReason model={model} />}
      <LastCommand model={model} />
      {user().role === 'owner' && (
        <>
          {online && (
            <a class="btn low" href={linkTo('log', undefined, { appliance: id })}>
              <Icon name="log" />
              {text().appliance.itsLog}
            </a>
          )}
          <DescriptionForm model={model} />
        </>
      )}
    </Sheet>
  )
}

/** The state and the controls of what can be reached. */
function Present({ model }: { readonly model: ApplianceModel }) {
  const status = model.status.value
  const isCorrecting = useSignal(false)
  const words = text().appliance
  const commands = commandsOf(model, isCorrecting.value)
  const isPowered = status.actions.includes('TurnOn') && status.actions.includes('TurnOff')
  const needsChoice = status.assumed || typeof status.state.power !== 'boolean'
  return (
    <>
      <div class="between">
        <div>
          <p class={status.assumed ? 'val guessed' : 'val'}>{stateText(status) ?? text().common.unknown}</p>
          <StateOrigin model={model} />
        </div>
        {isPowered && !needsChoice && (
          <Switch
            label={words.powerOf(status.name)}
            isOn={status.state.power === true}
            isDisabled={commands.isDisabled}
            onSwitch={(isOn) => commands.set(isOn ? 'TurnOn' : 'TurnOff', undefined, 'power', isOn)}
          />
        )}
      </div>
      {Object.keys(status.state).length === 0 && (
        <Note icon="ask" title={words.unknownTitle}>
          {words.unknownReason}
        </Note>
      )}
      {status.assumed && !isCorrecting.value && (
        <Note
          tone="guess"
          title={words.assumedTitle}
          actions={
            <button
              class="btn sm"
              type="button"
              disabled={commands.isDisabled}
              onClick={() => {
                isCorrecting.value = true
              }}
            >
              <Icon name="edit" size="small" />
              {words.correct}
            </button>
          }
        >
          {status.assumedAt === undefined ? words.assumedReason : words.assumedReasonAt(momentText(status.assumedAt))}
        </Note>
      )}
      {isCorrecting.value && (
        <Note
          tone="warn"
          icon="edit"
          title={words.correctTitle}
          isAnnounced
          actions={
            <button
              class="btn sm"
              type="button"
              onClick={() => {
                isCorrecting.value = false
              }}
            >
              <Icon name="check" size="small" />
              {words.correctDone}
            </button>
          }
        >
          {words.correctReason}
        </Note>
      )}
      {isPowered && needsChoice && (
        <div class="ctl">
          <h3>{nameOf('traits', 'power')}</h3>
          <PowerChoice status={status} commands={commands} />
        </div>
      )}
      <Controls status={status} commands={commands} />
      <Measurements model={model} />
    </>
  )
}

/** Who said how it is, and when. */
function StateOrigin({ model }: { readonly model: ApplianceModel }) {
  const { reportedAt } = model.status.value
  const { known, words } = knowledgeOf(model)
  const isReported = known === 'known' && reportedAt !== undefined
  return <How known={known}>{isReported ? text().appliance.reportedAt(agoText(reportedAt)) : words}</How>
}

/** What the device reports and nothing sets. */
function Measurements({ model }: { readonly model: ApplianceModel }) {
  const status = model.status.value
  const measured = Object.entries(status.state).flatMap(([trait, value]) => {
    const isControlled = status.spec.traits[trait]?.can.some((access) => access !== 'read') ?? false
    const words = isControlled ? undefined : valueText(trait, value, status)
    return words === undefined ? [] : [{ trait, words }]
  })
  if (measured.length === 0) return null
  return (
    <dl class="card rows" aria-label={text().appliance.measurements}>
      {measured.map(({ trait, words }) => (
        <div class="between" key={trait}>
          <dt>{nameOf('traits', trait)}</dt>
          <dd>{words}</dd>
        </div>
      ))}
    </dl>
  )
}
