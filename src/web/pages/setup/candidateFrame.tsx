import type { ComponentChildren } from 'preact'
import type { ResponseOf } from '../../../control/api.ts'
import { Icon } from '../../components/icon.tsx'
import { Note } from '../../components/note.tsx'
import { formatMs } from '../../i18n/time.ts'
import { setupText } from './text/index.ts'

/** Something that was found on the network. */
export type ScanCandidate = ResponseOf<'scan'>['candidates'][number]

interface CardFrameProps {
  readonly title: string
  readonly description: string
  readonly isNow?: boolean
  /** what stands on the right of the title */
  readonly aside?: ComponentChildren
  readonly children?: ComponentChildren
}

/** The frame of every candidate: what it is, its model and address. */
export const CardFrame = ({ title, description, isNow, aside, children }: CardFrameProps) => (
  <section class={isNow ? 'card pad stack tight now' : 'card pad stack tight'}>
    <div class="row">
      <Icon name="server" size="large" />
      <div class="grow">
        <h2>{title}</h2>
        <p class="small soft">{description}</p>
      </div>
      {aside}
    </div>
    {children}
  </section>
)

/** What trying it gave, in words. */
export function TrialNote({ trial }: { readonly trial: NonNullable<ScanCandidate['trial']> }) {
  const words = setupText()
  const found = trial.discovered.filter(({ count }) => count > 0)
  return (
    <Note tone="good" title={words.works}>
      {formatMs(trial.ms, 0)} ·{' '}
      {found.length > 0 ? words.discovers(found.map(({ via, count }) => [via, count] as const)) : words.discoversNone}
    </Note>
  )
}
