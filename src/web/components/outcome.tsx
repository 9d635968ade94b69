import type { ComponentChildren } from 'preact'
import type { ResponseOf } from '../../control/api.ts'
import { linkTo } from '../app/router.ts'
import { language, text } from '../i18n/index.ts'
import { ExplainedNote } from './explained.tsx'
import { Note } from './note.tsx'

/** How a change of the configuration ended. */
export type SavingOutcome = ResponseOf<'saveConfiguration'>

interface OutcomeNoteProps {
  readonly outcome: SavingOutcome | undefined
  readonly actions?: ComponentChildren
}

/** Why a change of the configuration was not saved, or is not in force; nothing where it is. */
export function OutcomeNote({ outcome, actions }: OutcomeNoteProps) {
  const words = text().saving
  if (outcome?.outcome === 'notWritten')
    return <ExplainedNote tone="bad" title={words.notSaved} explanation={outcome.reason} actions={actions} />
  if (outcome?.outcome === 'conflict')
    return (
      <Note tone="warn" title={words.changedMeanwhile} actions={actions} isAnnounced>
        {words.doAgain}
      </Note>
    )
  if (outcome?.outcome === 'invalid')
    return (
      <Note
        tone="bad"
        title={words.mistakes}
        actions={
          actions ?? (
            <a class="btn sm" href={linkTo('settings')}>
              {words.toSettings}
            </a>
          )
        }
        isAnnounced
      >
        <ul class="plain">
          {outcome.problems.slice(0, 5).map(({ file, line, message }) => (
            <li key={`${file} ${line} ${message.en}`}>
              <span class="soft">{words.place(file, line)}</span> {message[language.value]}
            </li>
          ))}
        </ul>
      </Note>
    )
  if (outcome?.outcome === 'saved' && !outcome.isApplied)
    return <ExplainedNote tone="warn" title={words.notApplied} explanation={outcome.reason} actions={actions} />
  return null
}
