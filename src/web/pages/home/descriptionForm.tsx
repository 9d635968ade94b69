import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { ResponseOf } from '../../../control/api.ts'
import { call } from '../../api/client.ts'
import { isLive } from '../../api/stream.ts'
import { linkTo, place } from '../../app/router.ts'
import { boundTo } from '../../components/boundTo.ts'
import { Switch } from '../../components/choice.tsx'
import { SelectField, TextField } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { Note } from '../../components/note.tsx'
import { language, text } from '../../i18n/index.ts'
import type { ApplianceModel } from '../../state/home.ts'
import { nameOf, wordsOf } from '../../state/vocabulary.ts'
import { saveDescription } from './describe.ts'

/** How long after the last key a name is compared with the others, in milliseconds. */
const checkDelayMs = 400

/** Name, type, place, tags and exposure of an appliance; saved into the configuration, whose remarks stay. */
export function DescriptionForm({ model }: { readonly model: ApplianceModel }) {
  const status = model.status.value
  const words = text().appliance
  const name = useSignal(status.name)
  const type = useSignal(status.type)
  const location = useSignal(status.location ?? '')
  const tags = useSignal(status.tags.join(', '))
  const isExposed = useSignal(status.isExposed)
  const isBusy = useSignal(false)
  const isNameMissing = name.value.trim() === ''
  const check = useNameCheck(name.value, status.name, model.id)
  const save = async (event: Event) => {
    event.preventDefault()
    if (isNameMissing || isBusy.value) return
    isBusy.value = true
    const listed = tags.value
      .split(',')
      .map((tag) => tag.trim())
      .filter(Boolean)
    await saveDescription(model, {
      ...(name.value.trim() !== status.name && { name: name.value.trim() }),
      ...(type.value !== status.type && { type: type.value }),
      ...(location.value !== (status.location ?? '') && { location: location.value === '' ? null : location.value }),
      ...(listed.join() !== status.tags.join() && { tags: listed }),
      ...(isExposed.value !== status.isExposed && { isExposed: isExposed.value }),
    })
    isBusy.value = false
  }
  return (
    <details open={place.value.query.has('edit')}>
      <summary>
        <Icon name="edit" />
        {words.edit}
        <Icon name="down" />
      </summary>
      <form class="stack" onSubmit={save}>
        <TextField
          label={words.callName}
          {...boundTo(name)}
          error={isNameMissing ? words.nameNeeded : undefined}
          input={{ maxLength: 100, autocomplete: 'off' }}
        />
        {check && (check.similar.length > 0 || check.explanation) && (
          <Note
            tone="warn"
            title={
              check.explanation?.text[language.value] ??
              text().home.soundAlike(name.value, check.similar[0]?.name ?? '')
            }
          >
            {!check.explanation && text().home.soundAlikeReason}
          </Note>
        )}
        <div class="cols two">
          <SelectField
            label={words.type}
            {...boundTo(type)}
            options={withPresent(wordsOf('types'), status.type, nameOf('types', status.type))}
          />
          <SelectField
            label={words.place}
            value={location.value}
            options={[
              ['', words.noPlace],
              ...withPresent(wordsOf('locations'), status.location ?? '', status.location ?? ''),
            ]}
            onValue={(value) => {
              location.value = value
            }}
          />
        </div>
        <TextField label={words.tags} hint={words.tagsHint} {...boundTo(tags)} input={{ autocomplete: 'off' }} />
        <div class="between">
          <h3>{text().home.showToClova}</h3>
          <Switch
            label={text().home.showToClova}
            isOn={isExposed.value}
            onSwitch={(isChecked) => {
              isExposed.value = isChecked
            }}
          />
        </div>
        <div class="flow">
          <button class="btn go" type="submit" disabled={isBusy.value || isNameMissing || !isLive.value}>
            <Icon name="save" />
            {words.saveToFile}
          </button>
          <a class="btn low" href={linkTo('settings', undefined, { appliance: model.id })}>
            {words.inYaml}
          </a>
        </div>
      </form>
    </details>
  )
}

/** The options with the present value among them, even if the edition has no such word. */
const withPresent = (options: readonly (readonly [string, string])[], value: string, label: string) =>
  value === '' || options.some(([word]) => word === value) ? options : [...options, [value, label] as const]

/** Asks whether a name that is being typed sounds like another; a moment after the last key. */
function useNameCheck(name: string, before: string, id: string): ResponseOf<'checkName'> | undefined {
  const result = useSignal<ResponseOf<'checkName'> | undefined>(undefined)
  useEffect(() => {
    result.value = undefined
    if (name.trim() === '' || name === before) return
    const controller = new AbortController()
    const timer = setTimeout(() => {
      call('checkName', { name, except: id }, controller.signal).then(
        (answer) => {
          result.value = answer
        },
        // The check helps; saving does without it.
        () => {},
      )
    }, checkDelayMs)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [name])
  return result.value
}
