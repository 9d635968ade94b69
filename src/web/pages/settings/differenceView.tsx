import type { ResponseOf } from '../../../control/api.ts'
import { settingsText } from './text/index.ts'

type Difference = ResponseOf<'compareConfiguration'>['difference']

interface DifferenceViewProps {
  readonly difference: Difference
  readonly label: string
}

/** The lines that differ, with their numbers; what was added or taken away is marked by sign, word and colour. */
export function DifferenceView({ difference, label }: DifferenceViewProps) {
  const words = settingsText()
  const marks = {
    same: { sign: ' ', word: '' },
    added: { sign: '+', word: words.lineAdded },
    removed: { sign: '−', word: words.lineRemoved },
    gap: { sign: '', word: words.linesLeftOut },
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: long lines are scrolled by the keyboard
    <ol class="difference" tabIndex={0} aria-label={label}>
      {difference.lines.map(({ kind, text, before, after }, index) => (
        <li key={index} class={kind} data-number={kind === 'removed' ? before : after}>
          <i aria-hidden="true">{marks[kind].sign}</i>
          {marks[kind].word && <span class="spoken">{marks[kind].word}: </span>}
          <code>{kind === 'gap' ? '⋯' : text}</code>
        </li>
      ))}
    </ol>
  )
}

/** How many lines are added and removed, and the lines. */
export const DifferenceCard = ({
  difference,
  keptComments,
  title,
}: {
  readonly difference: Difference
  readonly keptComments?: number
  readonly title?: string
}) => {
  const words = settingsText()
  return (
    <section class="card rows">
      <div class="between">
        <h2>{title ?? words.addedAndRemoved(difference.added, difference.removed)}</h2>
        {keptComments !== undefined && keptComments > 0 && <span class="tag">{words.keptComments(keptComments)}</span>}
      </div>
      {difference.lines.length > 0 && <DifferenceView difference={difference} label={words.changedLines} />}
    </section>
  )
}
