import type { ComponentChildren } from 'preact'
import type { Explanation } from '../../control/api.ts'
import { language } from '../i18n/index.ts'
import { Cmd } from './copy.tsx'
import { detailOf } from './errorText.ts'
import { Note } from './note.tsx'

/** What the gateway explains, in the language of the page. */
export const explained = (explanation: Explanation): string => explanation.text[language.value]

/** The sentence, what the device or the system said itself, and the command that mends it. */
export const Explained = ({ explanation }: { readonly explanation: Explanation }) => (
  <div class="stack tight">
    <p>{explained(explanation)}</p>
    {detailOf(explanation) && <p class="small soft">{detailOf(explanation)}</p>}
    {explanation.command && <Cmd>{explanation.command}</Cmd>}
  </div>
)

interface ExplainedNoteProps {
  readonly tone: 'bad' | 'warn'
  readonly title: ComponentChildren
  readonly explanation: Explanation | undefined
  /** in place of an explanation that is not there */
  readonly children?: ComponentChildren
  readonly actions?: ComponentChildren
}

/** A note about something that was not done, and why. */
export const ExplainedNote = ({ tone, title, explanation, children, actions }: ExplainedNoteProps) => (
  <Note tone={tone} title={title} actions={actions} isAnnounced>
    {explanation ? <Explained explanation={explanation} /> : children}
  </Note>
)
