import { useSignal } from '@preact/signals'
import type { ResponseOf } from '../../../control/api.ts'
import { callOwner } from '../../api/ownerClient.ts'
import { useAction } from '../../app/action.ts'
import { boundTo } from '../../components/boundTo.ts'
import { SelectField, TextField } from '../../components/field.tsx'
import { ErrorLine } from '../../components/note.tsx'
import { text } from '../../i18n/index.ts'
import { namesOf } from '../../state/vocabulary.ts'
import { remotesText } from './text/index.ts'

type Blaster = ResponseOf<'remotes'>['blasters'][number]

/** A remote that has no key yet: it is saved with its first one. */
export interface PlannedRemote {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly connection: string
  readonly isRadio: boolean
  readonly keys: readonly string[]
}

/** What an id may be, as the contract has it. */
export const idPattern = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/

/** An id that no remote has yet: made of the type, with a number if need be. */
export function unusedId(type: string, taken: readonly string[]): string {
  const stem = type.toLowerCase().replace(/[^a-z0-9]+/g, '-') || 'remote'
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? stem : `${stem}-${number}`
    if (!taken.includes(id)) return id
  }
}

interface NewRemoteProps {
  readonly blasters: readonly Blaster[]
  readonly taken: readonly string[]
  onStart(remote: PlannedRemote): void
  onCancel(): void
}

/** Asks what the new remote is of and how it is called, and finds the keys that such an appliance can have. */
export function NewRemote({ blasters, taken, onStart, onCancel }: NewRemoteProps) {
  const words = remotesText()
  const usable = blasters.filter(({ canLearn }) => canLearn)
  const connection = useSignal(usable[0]?.connection ?? '')
  const name = useSignal('')
  const type = useSignal('')
  const ownId = useSignal<string | undefined>(undefined)
  const isRadio = useSignal(false)
  const isTried = useSignal(false)
  const starting = useAction()
  const id = ownId.value ?? unusedId(type.value, taken)
  const hasRadio = usable.find((blaster) => blaster.connection === connection.value)?.hasRadio ?? false
  const nameError = isTried.value && name.value.trim() === '' ? words.nameNeeded : undefined
  const typeError = isTried.value && type.value === '' ? words.typeNeeded : undefined
  const idError = isTried.value && !idPattern.test(id) ? words.idWrong : undefined
  const start = (event: Event) => {
    event.preventDefault()
    isTried.value = true
    if (name.value.trim() === '' || type.value === '' || !idPattern.test(id)) return
    void starting.run(async () => {
      const { keys } = await callOwner('keyNames', { type: type.value })
      onStart({
        id,
        name: name.value.trim(),
        type: type.value,
        connection: connection.value,
        isRadio: isRadio.value && hasRadio,
        keys,
      })
    })
  }
  return (
    <form class="card pad stack now" onSubmit={start} noValidate>
      <h2>{words.newRemote}</h2>
      <div class="cols two">
        <TextField label={words.name} hint={words.nameHint} error={nameError} {...boundTo(name)} />
        <SelectField
          label={words.type}
          error={typeError}
          {...boundTo(type)}
          options={[['', words.typeChoose], ...namesOf('types')]}
        />
        <TextField
          label={words.id}
          hint={words.idHint}
          error={idError}
          value={id}
          onValue={(value) => {
            ownId.value = value
          }}
          input={{ autocapitalize: 'none', spellcheck: false }}
        />
        {usable.length > 1 && (
          <SelectField
            label={words.blaster}
            {...boundTo(connection)}
            options={usable.map(({ connection: key, model }) => [key, model ? `${key} · ${model}` : key])}
          />
        )}
      </div>
      {hasRadio && (
        <label class="check">
          <input
            type="checkbox"
            checked={isRadio.value}
            onChange={(event) => {
              isRadio.value = event.currentTarget.checked
            }}
          />
          {words.radio}
        </label>
      )}
      <ErrorLine text={starting.error} />
      <div class="flow">
        <button class="btn go" type="submit" disabled={starting.isBusy}>
          {words.start}
        </button>
        <button class="btn" type="button" onClick={onCancel}>
          {text().common.cancel}
        </button>
      </div>
    </form>
  )
}
