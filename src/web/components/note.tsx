import type { ComponentChildren } from 'preact'
import { text } from '../i18n/index.ts'
import { errorText } from './errorText.ts'
import { Icon, type IconName } from './icon.tsx'

/** `bad` stops the user, `warn` wants something, `good` confirms, `guess` is assumed; without a tone it informs. */
type Tone = 'bad' | 'warn' | 'good' | 'guess'

const toneIcons: Readonly<Record<Tone, IconName>> = { bad: 'fail', warn: 'alert', good: 'ok', guess: 'guess' }

interface NoteProps {
  readonly tone?: Tone
  readonly icon?: IconName
  readonly title: ComponentChildren
  /** the reason, and what mends it */
  readonly children?: ComponentChildren
  /** buttons and links */
  readonly actions?: ComponentChildren
  /** read aloud as soon as it appears */
  readonly isAnnounced?: boolean
}

/** A message that stays: icon, sentence, reason, action. At most one `bad` note stands on a page. */
export const Note = ({ tone, icon, title, children, actions, isAnnounced }: NoteProps) => (
  <div class={`note ${tone ?? ''}`} role={isAnnounced ? (tone === 'bad' ? 'alert' : 'status') : undefined}>
    <Icon name={icon ?? (tone ? toneIcons[tone] : 'health')} />
    <strong>{title}</strong>
    {children && <div>{children}</div>}
    {actions && <div class="flow">{actions}</div>}
  </div>
)

/** What failed, in a line of its own that is read aloud; nothing without a text. */
export const ErrorLine = ({ text: problem }: { readonly text: string | undefined }) =>
  problem ? (
    <p class="err" role="alert">
      <Icon name="fail" size="small" />
      <span>{problem}</span>
    </p>
  ) : null

/** What could not be read, and a button that reads it again. */
export const FailedNote = ({ error, again }: { readonly error: unknown; again(): void }) => (
  <Note
    tone="bad"
    title={errorText(error)}
    isAnnounced
    actions={
      <button class="btn sm" type="button" onClick={again}>
        {text().common.again}
      </button>
    }
  />
)

interface EmptyProps {
  readonly icon: IconName
  readonly title: ComponentChildren
  readonly children?: ComponentChildren
  readonly action?: ComponentChildren
}

/** A place with nothing in it: what, why, and one thing to do. */
export const Empty = ({ icon, title, children, action }: EmptyProps) => (
  <div class="card empty">
    <span class="disc">
      <Icon name={icon} size="large" />
    </span>
    <h3>{title}</h3>
    {children && <p class="soft small">{children}</p>}
    {action && <div class="flow">{action}</div>}
  </div>
)

interface ChangeProps {
  readonly before: ComponentChildren
  readonly after: ComponentChildren
  /** nobody can see it, so both are what was sent */
  readonly isAssumed?: boolean
  /** false: what was asked for was not seen to happen */
  readonly isConfirmed?: boolean
}

/** Before → after. What is not confirmed has a dashed frame and says so. */
export function Change({ before, after, isAssumed = false, isConfirmed = true }: ChangeProps) {
  const words = text().appliance
  const label = (name: string) => (isAssumed ? words.assumedValue(name) : name)
  const guessed = isAssumed ? 'guessed' : undefined
  return (
    <dl class="change">
      <div>
        <dt>{label(words.before)}</dt>
        <dd class={guessed}>{before}</dd>
      </div>
      <div class="bare" aria-hidden="true">
        <Icon name="right" class="soft" />
      </div>
      <div class={isAssumed || !isConfirmed ? 'after unsure' : 'after'}>
        <dt>{label(words.after)}</dt>
        <dd class={guessed}>{isConfirmed ? after : words.notConfirmed}</dd>
      </div>
    </dl>
  )
}
