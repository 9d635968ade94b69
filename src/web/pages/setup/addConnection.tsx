import { useSignal } from '@preact/signals'
import type { ResponseOf } from '../../../control/api.ts'
import { useAction } from '../../app/action.ts'
import { boundTo } from '../../components/boundTo.ts'
import { explained } from '../../components/explained.tsx'
import { SelectField, TextField } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { ErrorLine } from '../../components/note.tsx'
import { OutcomeNote } from '../../components/outcome.tsx'
import { toast } from '../../components/toast.tsx'
import { language } from '../../i18n/index.ts'
import { type ConnectingOutcome, tryAndSave } from './connecting.ts'
import { keysOf, Questions, type TypedAnswers, unanswered } from './questions.tsx'
import { setupText } from './text/index.ts'

interface AddConnectionProps {
  readonly kinds: ResponseOf<'connectionKinds'>['kinds']
  readonly isScanning: boolean
  onScan(host: string): void
  onSaved(): void
}

/** For what is not found by itself: looked for at an address, or written by hand. It is tried before it is saved, too. */
export function AddConnection({ kinds, isScanning, onScan, onSaved }: AddConnectionProps) {
  const words = setupText()
  const host = useSignal('')
  const type = useSignal('')
  const name = useSignal('')
  const typed = useSignal<TypedAnswers>({})
  const isTried = useSignal(false)
  const connecting = useAction()
  const outcome = useSignal<ConnectingOutcome | undefined>(undefined)
  const offeredKinds = kinds.filter(({ questions }) => questions.length > 0)
  const kind = offeredKinds.find((one) => one.type === type.value) ?? offeredKinds[0]
  const missing = kind ? unanswered(kind.questions, typed.value) : []
  const connect = (event: Event) => {
    event.preventDefault()
    isTried.value = true
    if (!kind || missing.length > 0) return
    void connecting.run(async () => {
      const own = name.value.trim()
      outcome.value = await tryAndSave({
        type: kind.type,
        keys: keysOf(kind.questions, typed.value),
        ...(own !== '' && { name: own }),
      })
      if (outcome.value.kind !== 'ended' || outcome.value.saved.change.outcome !== 'saved') return
      toast({ message: words.savedNow })
      typed.value = {}
      name.value = ''
      isTried.value = false
      onSaved()
    })
  }
  const failure = outcome.value?.kind === 'failed' ? outcome.value.trial : undefined
  const problem =
    connecting.error ??
    (failure && [failure.reason ? explained(failure.reason) : words.unreachable, words.nothingSaved].join(' '))
  return (
    <details class="card pad">
      <summary>
        <Icon name="plus" />
        {words.addByAddress}
        <Icon name="down" size="small" />
      </summary>
      <div class="stack">
        <form
          class="stack tight"
          onSubmit={(event) => {
            event.preventDefault()
            if (host.value.trim() !== '') onScan(host.value.trim())
          }}
        >
          <TextField
            label={`${words.addByAddressReason}: ${words.host}`}
            hint={words.hostHint}
            {...boundTo(host)}
            input={{ autocapitalize: 'none', spellcheck: false, inputMode: 'url' }}
          />
          <div class="flow">
            <button class="btn" type="submit" disabled={isScanning}>
              <Icon name={isScanning ? 'wait' : 'search'} class={isScanning ? 'turning' : undefined} />
              {words.search}
            </button>
          </div>
        </form>
        {kind && (
          <form class="stack" onSubmit={connect} noValidate>
            <div class="cols two">
              <SelectField
                label={words.kind}
                value={kind.type}
                options={offeredKinds.map((one) => [one.type, one.kind[language.value]])}
                onValue={(value) => {
                  type.value = value
                  typed.value = {}
                }}
              />
              <TextField
                label={words.connectionName}
                hint={words.connectionNameHint}
                {...boundTo(name)}
                input={{ autocapitalize: 'none', spellcheck: false }}
              />
            </div>
            <Questions
              questions={kind.questions}
              typed={typed}
              errors={isTried.value ? Object.fromEntries(missing.map(({ key }) => [key, words.needed] as const)) : {}}
            />
            <ErrorLine text={problem} />
            <OutcomeNote outcome={outcome.value?.kind === 'ended' ? outcome.value.saved.change : undefined} />
            <div class="flow">
              <button class="btn" type="submit" disabled={connecting.isBusy}>
                <Icon name={connecting.isBusy ? 'wait' : 'check'} class={connecting.isBusy ? 'turning' : undefined} />
                {words.tryAndSave}
              </button>
            </div>
          </form>
        )}
      </div>
    </details>
  )
}
