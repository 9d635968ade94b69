import { linkTo } from '../../app/router.ts'
import { commandsOf } from '../../appliances/commands.ts'
import { PowerChoice } from '../../appliances/controls/power.tsx'
import { iconOf } from '../../appliances/icons.ts'
import { knowledgeOf } from '../../appliances/knowledge.ts'
import { isActive, stateText } from '../../appliances/values.ts'
import { Switch } from '../../components/choice.tsx'
import { Icon } from '../../components/icon.tsx'
import { Disc, How } from '../../components/knowledge.tsx'
import { text } from '../../i18n/index.ts'
import type { ApplianceModel } from '../../state/home.ts'

/** An appliance in its room: a tap opens it, only its switch sends. */
export function Tile({ model }: { readonly model: ApplianceModel }) {
  const status = model.status.value
  const { known, words } = knowledgeOf(model)
  const isOn = known !== 'offline' && isActive(status.state)
  const line = status.online ? (stateText(status) ?? text().common.unknown) : text().appliance.offline
  return (
    <article class={isOn ? 'tile on' : 'tile'} data-known={known}>
      <Disc icon={iconOf(status.type)} />
      <TileControl model={model} />
      <a href={linkTo('home', model.id)}>
        <h3 title={status.name}>
          <bdi>{status.name}</bdi>
        </h3>
        <p>{line}</p>
        <How known={known}>{words}</How>
      </a>
    </article>
  )
}

/** The one control of a tile: a switch for what is known, Off and On for what is not, stop for what moves. */
function TileControl({ model }: { readonly model: ApplianceModel }) {
  const status = model.status.value
  const commands = commandsOf(model)
  const { actions, state, online, assumed } = status
  if (!online) return null
  const isPending = commands.isPending('power') || commands.isPending('open')
  if (isPending && actions.includes('Stop') && actions.includes('Open'))
    return (
      <button
        class="btn square sm control"
        type="button"
        aria-label={text().appliance.stopNamed(status.name)}
        onClick={() => commands.run('Stop')}
      >
        <Icon name="stop" />
      </button>
    )
  if (!actions.includes('TurnOn') || !actions.includes('TurnOff')) return null
  return (
    <div class="control">
      {assumed || typeof state.power !== 'boolean' ? (
        <PowerChoice status={status} commands={commands} kind="mini" />
      ) : (
        <Switch
          label={text().appliance.powerOf(status.name)}
          isOn={state.power}
          isDisabled={commands.isDisabled}
          onSwitch={(isOn) => commands.set(isOn ? 'TurnOn' : 'TurnOff', undefined, 'power', isOn)}
        />
      )}
    </div>
  )
}
