import { useSignal } from '@preact/signals'
import type { RequestOf } from '../../../control/api.ts'
import { callOwner } from '../../api/ownerClient.ts'
import { useAction } from '../../app/action.ts'
import { user } from '../../app/session.ts'
import { SelectField } from '../../components/field.tsx'
import { ErrorLine } from '../../components/note.tsx'
import { OutcomeNote, type SavingOutcome } from '../../components/outcome.tsx'
import { toast } from '../../components/toast.tsx'
import { Choices } from './choices.tsx'
import { StepHead } from './stepHead.tsx'
import type { StepProps } from './stepProps.ts'
import { setupText } from './text/index.ts'

const editions = ['kr', 'jp'] as const
const languages = ['ko', 'ja', 'en'] as const

/** Whose CLOVA it is, and what the speaker answers in. */
export function EditionStep({ setup, onSaved }: StepProps) {
  const words = setupText()
  const saving = useAction()
  const outcome = useSignal<SavingOutcome | undefined>(undefined)
  // Before there is a configuration nothing is chosen yet.
  const edition = user().isConfigured || setup.steps[0]?.state === 'done' ? setup.edition : undefined
  const save = (answer: RequestOf<'setEdition'>) =>
    saving.run(async () => {
      outcome.value = await callOwner('setEdition', answer)
      if (outcome.value.outcome === 'saved') toast({ message: words.savedNow })
      onSaved()
    })
  return (
    <div class="stack">
      <StepHead title={words.editionTitle}>{words.editionIntro}</StepHead>
      <Choices
        label={words.editionTitle}
        value={edition}
        isDisabled={saving.isBusy}
        options={editions.map((value) => ({
          value,
          title: words.editions[value],
          hint: words.editionHints[value],
        }))}
        onChoose={(chosen) => save({ edition: chosen })}
      />
      {edition && (
        <section class="card pad">
          <SelectField
            label={words.spoken}
            value={setup.language ?? (edition === 'jp' ? 'ja' : 'ko')}
            isDisabled={saving.isBusy}
            options={languages.map((value) => [value, words.languages[value]])}
            onValue={(value) => {
              const language = languages.find((one) => one === value)
              if (language) void save({ edition, language })
            }}
          />
        </section>
      )}
      <ErrorLine text={saving.error} />
      <OutcomeNote outcome={outcome.value} />
    </div>
  )
}
