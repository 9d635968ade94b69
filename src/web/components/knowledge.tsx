import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from './icon.tsx'

/**
 * How a value is known: the device reported it, it is only what was last sent, nobody knows it, the device is away,
 * a command is being confirmed, or the last command failed. Each has a shape of its own; words and a time stand beside it.
 */
export type Knowledge = 'known' | 'assumed' | 'unknown' | 'offline' | 'pending' | 'failed'

export const knowledgeIcons: Readonly<Record<Knowledge, IconName>> = {
  known: 'ok',
  assumed: 'guess',
  unknown: 'ask',
  offline: 'off',
  pending: 'wait',
  failed: 'fail',
}

/** The line that says how a value is known. */
export const How = ({ known, children }: { readonly known: Knowledge; readonly children: ComponentChildren }) => (
  <span class="how" data-known={known}>
    <Icon name={knowledgeIcons[known]} size="small" />
    <span>{children}</span>
  </span>
)

interface DiscProps {
  readonly icon: IconName
  readonly known?: Knowledge | undefined
  readonly isOn?: boolean
}

/** The round picture of an appliance; its frame repeats how the state is known. */
export const Disc = ({ icon, known, isOn }: DiscProps) => (
  <span class={isOn ? 'disc on' : 'disc'} data-known={known}>
    <Icon name={icon} />
  </span>
)
