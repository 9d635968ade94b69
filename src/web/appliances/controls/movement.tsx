import { Icon, type IconName } from '../../components/icon.tsx'
import { text } from '../../i18n/index.ts'
import { nameOf } from '../../state/vocabulary.ts'
import { type ControlProps, offers, TraitChoice } from './common.tsx'

/** Open, stop and close, or raise, stop and lower. While it moves, stop is the primary one. */
export function Movement({ status, commands }: ControlProps) {
  const words = text().appliance
  const isMoving = commands.isPending('open')
  const buttons: readonly (readonly [action: string, icon: IconName, label: string, run: () => void])[] = [
    ['Open', 'open', words.open, () => commands.set('Open', undefined, 'open', true)],
    ['Raise', 'plus', nameOf('actions', 'Raise'), () => commands.run('Raise')],
    ['Stop', 'stop', words.stop, () => commands.run('Stop')],
    ['Lower', 'minus', nameOf('actions', 'Lower'), () => commands.run('Lower')],
    ['Close', 'close', words.close, () => commands.set('Close', undefined, 'open', false)],
  ]
  const there = buttons.filter(
    ([action]) => offers(status, action) && (!commands.isCorrecting || /Open|Close/.test(action)),
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
            disabled={commands.isDisabled}
            onClick={run}
          >
            <Icon name={icon} />
            {label}
          </button>
        ))}
      </div>
      {offers(status, 'Open') && !commands.isCorrecting && <p class="small soft">{words.curtainNote}</p>}
    </div>
  )
}

export function Lock(props: ControlProps) {
  const { status, commands } = props
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
      onChoose={(isLocked) => commands.set('SetLockState', isLocked ? 'LOCKED' : 'UNLOCKED', 'locked', isLocked)}
    />
  )
}

/** Actions that set nothing: charge, call the elevator, toggle the power of what can do no more. */
export function SingleActions({ status, commands }: ControlProps) {
  if (commands.isCorrecting) return null
  const single = ['Charge', 'CallElevator', ...(offers(status, 'TurnOn') ? [] : ['ChangePower'])]
  const there = single.filter((action) => offers(status, action))
  if (there.length === 0) return null
  return (
    <div class="flow">
      {there.map((action) => (
        <button
          class="btn"
          type="button"
          key={action}
          disabled={commands.isDisabled}
          onClick={() => commands.run(action)}
        >
          <Icon name={action === 'ChangePower' ? 'power' : 'right'} />
          {nameOf('actions', action)}
        </button>
      ))}
    </div>
  )
}
