import { computed, signal } from '@preact/signals'
import type { ResponseOf } from '../../../control/api.ts'
import { callOwner } from '../../api/ownerClient.ts'
import { errorText } from '../../components/errorText.ts'

type Configuration = ResponseOf<'configuration'>
type Mistake = ResponseOf<'validateConfiguration'>['problems'][number]
type Conflict = Extract<ResponseOf<'saveConfiguration'>, { outcome: 'conflict' }>

/** How long the typing must pause before the text is checked, in milliseconds. */
const typingPauseMs = 350

/**
 * The configuration as it is edited in this page. It lives as long as the page is open, so that going to another page and
 * coming back loses nothing.
 */
class ConfigurationDraft {
  /** what the gateway told last */
  readonly configuration = signal<Configuration | undefined>(undefined)
  readonly loadError = signal<string | undefined>(undefined)
  /** the file on which the draft is based, and its revision; without one nothing can be saved */
  readonly base = signal('')
  readonly revision = signal<string | undefined>(undefined)
  readonly text = signal('')
  readonly problems = signal<readonly Mistake[]>([])
  /** true from a change until the text is checked */
  readonly isChecking = signal(false)
  /** what another has saved, when saving was refused for it */
  readonly conflict = signal<Conflict | undefined>(undefined)

  readonly isEdited = computed(() => this.text.value !== this.base.value)
  readonly errors = computed(() => this.problems.value.filter(({ severity }) => severity === 'error'))
  readonly warnings = computed(() => this.problems.value.filter(({ severity }) => severity === 'warning'))
  /** true if the file has changed since the draft was begun */
  readonly isFileNewer = computed(() => {
    const current = this.configuration.value?.current
    return this.isEdited.value && current !== undefined && current.revision !== this.revision.value
  })

  private timer: ReturnType<typeof setTimeout> | undefined

  /** Reads the configuration. Edits that are not saved stay. */
  async load(): Promise<void> {
    try {
      const configuration = await callOwner('configuration', {})
      const isFirst = this.configuration.peek() === undefined
      this.configuration.value = configuration
      this.loadError.value = undefined
      const { current } = configuration
      if (!isFirst && this.isEdited.peek()) return
      this.base.value = current?.text ?? configuration.text
      this.revision.value = current?.revision
      this.text.value = this.base.value
      this.problems.value = current?.problems ?? []
    } catch (error) {
      this.loadError.value = errorText(error)
    }
  }

  /** Takes what was typed, and has it checked once the typing pauses. */
  edit(text: string): void {
    if (text === this.text.peek()) return
    this.text.value = text
    this.isChecking.value = true
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.check(), typingPauseMs)
  }

  /** Goes on with another text, based on what another has saved. */
  rebase(text: string, { text: base, revision }: Conflict): void {
    this.conflict.value = undefined
    this.base.value = base
    this.revision.value = revision
    this.edit(text)
  }

  /** Goes back to the file as it is now. */
  async discard(): Promise<void> {
    this.conflict.value = undefined
    this.text.value = this.base.value
    this.problems.value = []
    await this.load()
  }

  /** Saves the draft. What another has saved meanwhile is found in `conflict`. @throws RequestError */
  async save(): Promise<ResponseOf<'saveConfiguration'>> {
    const text = this.text.value
    const outcome = await callOwner('saveConfiguration', { text, revision: this.revision.value ?? '' })
    if (outcome.outcome === 'saved') {
      this.base.value = text
      this.revision.value = outcome.revision
      this.conflict.value = undefined
      await this.load()
    } else if (outcome.outcome === 'conflict') this.conflict.value = outcome
    else if (outcome.outcome === 'invalid') this.problems.value = outcome.problems
    return outcome
  }

  private async check(): Promise<void> {
    const text = this.text.peek()
    try {
      const { problems } = await callOwner('validateConfiguration', { text })
      // Later typing has its own check.
      if (text === this.text.peek()) this.problems.value = problems
    } catch (error) {
      this.loadError.value = errorText(error)
    }
    if (text === this.text.peek()) this.isChecking.value = false
  }
}

/** The one draft of this page. */
export const draft = new ConfigurationDraft()
