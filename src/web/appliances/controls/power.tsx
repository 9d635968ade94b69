import { Seg } from '../../components/choice.tsx'
import type { IconName } from '../../components/icon.tsx'
import { text } from '../../i18n/index.ts'
import type { ControlProps } from './common.tsx'

/** Off and On, both of them: for what is assumed or unknown, where a switch would guess. */
export function PowerChoice({ status, commands, kind }: ControlProps & { readonly kind?: 'mini' }) {
  const words = text().appliance
  const { power } = status.state
  const icon: IconName | undefined = kind === 'mini' ? undefined : 'power'
  return (
    <Seg
      label={words.powerOf(status.name)}
      kind={kind}
      options={[
        { value: false, label: words.turnOff, icon },
        { value: true, label: words.turnOn, icon },
      ]}
      value={typeof power === 'boolean' ? power : undefined}
      isAssumed={status.assumed}
      isDisabled={commands.isDisabled}
      onChoose={(value) => commands.set(value ? 'TurnOn' : 'TurnOff', undefined, 'power', value)}
    />
  )
}
