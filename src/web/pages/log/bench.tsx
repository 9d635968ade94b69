import { type Signal, useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { CommandResult } from '../../../control/api.ts'
import type { ActionForm } from '../../../control/operations/home.ts'
import { call } from '../../api/client.ts'
import { isLive } from '../../api/stream.ts'
import { useLoaded } from '../../app/loaded.ts'
import { linkTo } from '../../app/router.ts'
import { errorText } from '../../components/errorText.ts'
import { SelectField } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { How } from '../../components/knowledge.tsx'
import { Empty, Note } from '../../components/note.tsx'
import { language, text } from '../../i18n/index.ts'
import { formatMs } from '../../i18n/time.ts'
import { appliances } from '../../state/home.ts'
import { parseValue, ValueFields } from './benchValue.tsx'

/** How long after the last key the message is composed anew, in milliseconds. */
const composeDelayMs = 250

/** Composes any action that an appliance offers, and sends it as CLOVA would. */
export function Bench() {
  const words = text().log
  const appliance = useSignal('')
  const message = useSignal<unknown>(undefined)
  const outcome = useSignal<CommandResult | string | undefined>(undefined)
  const options = appliances.value.map(({ id, status }) => [id, status.value.name] as const)
  const id = appliance.value === '' ? (options[0]?.[0] ?? '') : appliance.value
  const { result } = useLoaded(
    async (signal) => (id === '' ? undefined : call('appliance', { appliance: id }, signal)),
    [id],
  )
  if (options.length === 0) return <Empty icon="send" title={words.benchNone} />
  return (
    <div class="cols wide-left">
      <div class="card pad stack">
        <h2>{words.benchTitle}</h2>
        <SelectField
          label={words.benchAppliance}
          value={id}
          options={options}
          onValue={(value) => {
            appliance.value = value
          }}
        />
        {result.state === 'failed' && (
          <Note tone="bad" title={text().common.failed}>
            {errorText(result.error)}
          </Note>
        )}
        {result.state === 'loaded' && result.value && (
          <ActionBench key={id} appliance={id} forms={result.value.actions} message={message} outcome={outcome} />
        )}
      </div>
      <Preview message={message.value} outcome={outcome.value} />
    </div>
  )
}

interface ActionBenchProps {
  readonly appliance: string
  readonly forms: readonly ActionForm[]
  /** what is to be sent, shown beside the form */
  readonly message: Signal<unknown>
  /** what came back, or why nothing did */
  readonly outcome: Signal<CommandResult | string | undefined>
}

function ActionBench({ appliance, forms, message, outcome }: ActionBenchProps) {
  const words = text().log
  const action = useSignal((forms.find(({ isValueNeeded }) => !isValueNeeded) ?? forms[0])?.action ?? '')
  const typed = useSignal<Readonly<Record<string, string>>>({})
  const refusal = useSignal<string | undefined>(undefined)
  const isBusy = useSignal(false)
  const form = forms.find((row) => row.action === action.value)
  const { value, problem } = form ? parseValue(form, typed.value) : { value: undefined, problem: undefined }
  const request = { appliance, action: action.value, ...(value !== undefined && { value }) }
  useEffect(() => {
    if (problem !== undefined || action.value === '') {
      // The message of the action before is not what would be sent.
      message.value = undefined
      return
    }
    const controller = new AbortController()
    const timer = setTimeout(() => {
      call('composeAction', request, controller.signal).then(
        (composed) => {
          message.value = composed.message
          refusal.value = composed.explanation?.text[language.value]
        },
        (error: unknown) => {
          if (!controller.signal.aborted) refusal.value = errorText(error)
        },
      )
    }, composeDelayMs)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [action.value, JSON.stringify(value), problem])
  if (!form) return null
  // A field that was typed into says by itself what is wrong with it.
  const missing = Object.keys(typed.value).length === 0 ? problem : undefined
  const blocked = missing ?? (isLive.value ? undefined : text().common.connectionLost)
  const send = async (event: Event) => {
    event.preventDefault()
    if (problem !== undefined || isBusy.value) return
    isBusy.value = true
    outcome.value = await call('act', request).catch((error: unknown) => errorText(error))
    isBusy.value = false
  }
  return (
    <form class="stack" onSubmit={send}>
      <SelectField
        label={words.benchAction}
        value={action.value}
        options={forms.map((row) => [row.action, `${row.label[language.value]} (${row.action})`] as const)}
        onValue={(chosen) => {
          action.value = chosen
          typed.value = {}
        }}
      />
      <ValueFields
        form={form}
        typed={typed.value}
        problem={problem}
        onTyped={(key, word) => {
          typed.value = { ...typed.value, [key]: word }
        }}
      />
      {refusal.value !== undefined && problem === undefined && <Note tone="warn" title={refusal.value} />}
      <div class="flow">
        <button
          class="btn go"
          type="submit"
          aria-describedby="bench-note"
          disabled={problem !== undefined || isBusy.value || !isLive.value}
        >
          <Icon name={isBusy.value ? 'wait' : 'send'} class={isBusy.value ? 'turning' : undefined} />
          {words.benchSend}
        </button>
        <span id="bench-note" class={blocked === undefined ? 'small soft' : 'small warn'}>
          {blocked ?? (form.kind === 'control' ? words.benchWarning : words.benchReads)}
        </span>
      </div>
    </form>
  )
}

interface PreviewProps {
  readonly message: unknown
  readonly outcome: CommandResult | string | undefined
}

/** The message as it will be sent, and the answer to the last one. */
function Preview({ message, outcome }: PreviewProps) {
  const words = text().log
  return (
    <div class="stack">
      <div class="card pad stack tight">
        <h3>{words.benchMessage}</h3>
        <Json value={message} />
      </div>
      {outcome !== undefined && (
        <div class="card pad stack tight" role="status">
          <h3>{words.benchAnswer}</h3>
          {typeof outcome === 'string' ? <Note tone="bad" title={outcome} /> : <Answer result={outcome} />}
        </div>
      )}
    </div>
  )
}

function Answer({ result: { answer, record, outcome, explanation, request } }: { readonly result: CommandResult }) {
  const words = text().appliance
  const total = formatMs(record.ms.total ?? 0)
  const isFailed = outcome === 'failed' || record.reason !== undefined
  return (
    <>
      {isFailed ? (
        <Note tone="bad" title={explanation?.text[language.value] ?? record.reason ?? text().common.failed} />
      ) : (
        <How known={outcome === 'assumed' ? 'assumed' : 'known'}>
          {outcome === 'assumed'
            ? words.sentOnly(total)
            : outcome === 'answered'
              ? words.answered(total)
              : words.confirmed(total)}
        </How>
      )}
      <Json value={answer} />
      {request !== undefined && (
        <a class="small" href={linkTo('log', String(request))}>
          {words.showInLog}
        </a>
      )}
    </>
  )
}

const Json = ({ value }: { readonly value: unknown }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
  <pre tabIndex={0}>{value === undefined ? '…' : JSON.stringify(value, null, 2)}</pre>
)
