import { Icon, type IconName } from '../../components/icon.tsx'
import { text } from '../../i18n/index.ts'
import { nameOf } from '../../state/vocabulary.ts'
import { type ControlProps, offers, TraitChoice } from './common.tsx'

/** Open, stop and close, or raise, stop and lower. While it moves, stop is the primary one. */
export function Movement({ status, deeds }: ControlProps) {
  const words = text().appliance
  const isMoving = deeds.isPending('open')
  const buttons: readonly (readonly [action: string, icon: IconName, label: string, run: () => void])[] = [
    ['Open', 'open', words.open, () => deeds.set('Open', undefined, 'open', true)],
    ['Raise', 'plus', nameOf('actions', 'Raise'), () => deeds.run('Raise')],
    ['Stop', 'stop', words.stop, () => deeds.run('Stop')],
    ['Lower', 'minus', nameOf('actions', 'Lower'), () => deeds.run('Lower')],
    ['Close', 'close', words.close, () => deeds.set('Close', undefined, 'open', false)],
  ]
  const there = buttons.filter(
    ([action]) => offers(status, action) && (!deeds.isCorrecting || /Open|Close/.test(action)),
  )
  if (there.length === 0) return null
  return (
    <div class="stack tight">
      <div class="three">
        {there.map(([action, icon, label, run]) => (
          <button
            class={action === 'Stop' && isMoving ? 'btn go' : 'btn'}
            type="button"
            key={action}
            disabled={deeds.isDisabled}
            onClick={run}
          >
            <Icon name={icon} />
            {label}
          </button>
        ))}
      </div>
      {offers(status, 'Open') && !deeds.isCorrecting && <p class="small soft">{words.curtainNote}</p>}
    </div>
  )
}

export function Lock(props: ControlProps) {
  const { status, deeds } = props
  if (!offers(status, 'SetLockState')) return null
  const words = text().appliance
  const { locked } = status.state
  return (
    <TraitChoice
      {...props}
      trait="locked"
      kind="modes"
      options={[
        { value: true, label: words.lock, icon: 'lock' },
        { value: false, label: words.unlock, icon: 'open' },
      ]}
      value={typeof locked === 'boolean' ? locked : undefined}
      onChoose={(isLocked) => deeds.set('SetLockState', isLocked ? 'LOCKED' : 'UNLOCKED', 'locked', isLocked)}
    />
  )
}

/** Actions that set nothing: charge, call the elevator, toggle the power of what can do no more. */
export function SingleDeeds({ status, deeds }: ControlProps) {
  if (deeds.isCorrecting) return null
  const single = ['Charge', 'CallElevator', ...(offers(status, 'TurnOn') ? [] : ['ChangePower'])]
  const there = single.filter((action) => offers(status, action))
  if (there.length === 0) return null
  return (
    <div class="flow">
      {there.map((action) => (
        <button class="btn" type="button" key={action} disabled={deeds.isDisabled} onClick={() => deeds.run(action)}>
          <Icon name={action === 'ChangePower' ? 'power' : 'right'} />
          {nameOf('actions', action)}
        </button>
      ))}
    </div>
  )
}
