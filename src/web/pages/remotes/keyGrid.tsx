import { useSignal } from '@preact/signals'
import { boundTo } from '../../components/boundTo.ts'
import { TextField } from '../../components/field.tsx'
import { Icon, type IconName } from '../../components/icon.tsx'
import { keyName } from './keyName.ts'
import { remotesText } from './text/index.ts'

/** How a key is: learnt, being learnt, not learnt yet, or skipped for now. */
export type KeyState = 'learnt' | 'now' | 'missing' | 'skipped'

const icons: Readonly<Record<KeyState, readonly [IconName, string]>> = {
  learnt: ['ok', 'good'],
  now: ['blast', ''],
  missing: ['plus', 'soft'],
  skipped: ['off', 'soft'],
}

interface KeyGridProps {
  readonly title: string
  readonly keys: readonly { readonly name: string; readonly state: KeyState }[]
  readonly isDisabled: boolean
  onChoose(key: string): void
  onAdd(key: string): void
}

/** The keys of a remote, each by its state; choosing one learns it, or shows it. */
export function KeyGrid({ title, keys, isDisabled, onChoose, onAdd }: KeyGridProps) {
  const words = remotesText()
  const learnt = keys.filter(({ state }) => state === 'learnt').length
  return (
    <section class="card pad stack">
      <div class="between">
        <h2>
          <bdi>{title}</bdi>
        </h2>
        <span class="small soft">{words.learntCount(learnt)}</span>
      </div>
      <div class="keys">
        {keys.map(({ name, state }) => {
          const [icon, tone] = icons[state]
          return (
            <button
              class="key"
              type="button"
              key={name}
              data-state={state}
              disabled={isDisabled}
              title={name}
              onClick={() => onChoose(name)}
            >
              <Icon name={icon} size="small" class={tone} />
              <span>{keyName(name)}</span>
              <span class="soft">{words.keyStates[state]}</span>
            </button>
          )
        })}
      </div>
      <OtherKey isDisabled={isDisabled} onAdd={onAdd} />
    </section>
  )
}

function OtherKey({ isDisabled, onAdd }: Pick<KeyGridProps, 'isDisabled' | 'onAdd'>) {
  const words = remotesText()
  const name = useSignal('')
  return (
    <details>
      <summary>
        {words.otherKey}
        <Icon name="down" size="small" />
      </summary>
      <form
        class="stack tight"
        onSubmit={(event) => {
          event.preventDefault()
          const key = name.value.trim()
          if (key === '') return
          name.value = ''
          onAdd(key)
        }}
      >
        <TextField
          label={words.otherKeyName}
          hint={words.otherKeyHint}
          {...boundTo(name)}
          input={{ autocapitalize: 'none', spellcheck: false }}
        />
        <div class="flow">
          <button class="btn sm" type="submit" disabled={isDisabled}>
            {words.add}
          </button>
        </div>
      </form>
    </details>
  )
}
