import { useSignal } from '@preact/signals'
import type { ResponseOf } from '../../../control/api.ts'
import { call } from '../../api/client.ts'
import { callOwner } from '../../api/ownerClient.ts'
import { useAction } from '../../app/action.ts'
import { useLoaded } from '../../app/loaded.ts'
import { boundTo } from '../../components/boundTo.ts'
import { Cmd } from '../../components/copy.tsx'
import { Explained, ExplainedNote } from '../../components/explained.tsx'
import { TextField } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { ErrorLine, Note } from '../../components/note.tsx'
import { OutcomeNote } from '../../components/outcome.tsx'
import { formatMs } from '../../i18n/time.ts'
import { Choices } from './choices.tsx'
import { HubCard } from './hubCard.tsx'
import { answerTo, Questions, type TypedAnswers, unanswered } from './questions.tsx'
import { StepHead } from './stepHead.tsx'
import type { StepProps } from './stepProps.ts'
import { setupText } from './text/index.ts'

type TunnelKind = ResponseOf<'tunnelKinds'>['tunnels'][number]
type SavedAddress = ResponseOf<'setAddress'>

const none = '-'
const atHub = 'hub'

/** Where CLOVA comes in, and by which tunnel; then a test that goes out and comes back. */
export function AddressStep({ setup, onSaved }: StepProps) {
  const words = setupText()
  const { result, again } = useLoaded((signal) => callOwner('tunnelKinds', {}, signal), [])
  const tunnels = result.state === 'loaded' ? result.value.tunnels : []
  const health = useLoaded((signal) => call('health', {}, signal), [])
  const address = useSignal(setup.publicUrl ?? '')
  const chosen = useSignal<string | undefined>(undefined)
  const typed = useSignal<TypedAnswers>({})
  const isTried = useSignal(false)
  const saved = useSignal<SavedAddress | undefined>(undefined)
  const saving = useAction()
  const hub = health.result.state === 'loaded' ? health.result.value.hub : undefined
  const kind = chosen.value ?? (hub ? atHub : (setup.tunnel ?? none))
  const isAtHub = kind === atHub
  const tunnel = tunnels.find((one) => one.kind === kind)
  const missing = tunnel ? unanswered(tunnel.questions, typed.value, tunnel.isConfigured) : []
  const isAddressMissing = address.value.trim() === ''
  const save = (event: Event) => {
    event.preventDefault()
    isTried.value = true
    if (isAddressMissing || missing.length > 0) return
    void saving.run(async () => {
      const typedUrl = address.value.trim()
      const answers =
        tunnel &&
        Object.fromEntries(tunnel.questions.map((question) => [question.key, answerTo(question, typed.value)]))
      saved.value = await callOwner('setAddress', {
        publicUrl: /^\w+:\/\//.test(typedUrl) ? typedUrl : `https://${typedUrl}`,
        ...(tunnel && answers && { tunnel: { kind: tunnel.kind, answers } }),
      })
      again()
      onSaved()
    })
  }
  return (
    <div class="stack">
      <StepHead title={words.addressTitle}>{words.addressIntro}</StepHead>
      <h2>{words.tunnel}</h2>
      <Choices
        label={words.tunnel}
        value={kind}
        options={[
          ...tunnels.map((one) => ({
            value: one.kind,
            title: (
              <>
                {one.kind} <TunnelState tunnel={one} />
              </>
            ),
            hint: words.tunnelHints[one.kind],
          })),
          { value: atHub, title: words.hub, hint: words.hubHint },
          {
            value: none,
            title: words.tunnelNone,
            hint: words.tunnelNoneHint(health.result.state === 'loaded' ? health.result.value.address : undefined),
          },
        ]}
        onChoose={(value) => {
          chosen.value = value
        }}
      />
      {isAtHub ? (
        <HubCard
          hub={hub}
          onJoined={() => {
            health.again()
            onSaved()
          }}
        />
      ) : (
        <form class="stack" onSubmit={save} noValidate>
          <section class="card pad">
            <TextField
              label={words.publicUrl}
              hint={words.publicUrlHint}
              error={isTried.value && isAddressMissing ? words.publicUrlNeeded : undefined}
              {...boundTo(address)}
              input={{ inputMode: 'url', autocapitalize: 'none', spellcheck: false, autocomplete: 'url' }}
            />
          </section>
          {tunnel && tunnel.questions.length > 0 && (
            <section class="card pad stack">
              <h2>{tunnel.kind}</h2>
              <Questions
                questions={tunnel.questions}
                typed={typed}
                errors={isTried.value ? Object.fromEntries(missing.map(({ key }) => [key, words.needed] as const)) : {}}
              />
            </section>
          )}
          <ErrorLine text={saving.error} />
          <OutcomeNote outcome={saved.value?.change} />
          <div class="flow">
            <button class="btn" type="submit" disabled={saving.isBusy}>
              <Icon name="save" />
              {words.saveAddress}
            </button>
          </div>
        </form>
      )}
      {!isAtHub && saved.value?.tunnel && <TunnelResult tunnel={saved.value.tunnel} kind={kind} />}
      <TryAddress isReady={setup.publicUrl !== undefined} />
    </div>
  )
}

function TunnelState({ tunnel }: { readonly tunnel: TunnelKind }) {
  const words = setupText()
  if (!tunnel.isConfigured) return null
  const word =
    tunnel.isRunning === undefined
      ? words.tunnelConfigured
      : tunnel.isRunning
        ? words.tunnelRunning
        : words.tunnelStopped
  return <span class="tag">{word}</span>
}

/** What is left to do for the tunnel, with the commands to copy. */
function TunnelResult({
  tunnel,
  kind,
}: {
  readonly tunnel: NonNullable<SavedAddress['tunnel']>
  readonly kind: string
}) {
  const words = setupText()
  const { file, isWritten, missing, install, commands, reason } = tunnel
  return (
    <section class="card pad stack" role="status">
      {isWritten ? (
        <Note
          tone="good"
          title={words.tunnelWritten(file).map((part, i) => (i === 1 ? <code key={part}>{part}</code> : part))}
        />
      ) : (
        <Note tone="warn" title={words.tunnelNotWritten}>
          {reason ? <Explained explanation={reason} /> : <code>{file}</code>}
        </Note>
      )}
      {install !== undefined && (
        <div class="stack tight">
          <h3>{words.tunnelInstall(kind)}</h3>
          <Cmd>{install}</Cmd>
        </div>
      )}
      {missing.length > 0 && (
        <div class="stack tight">
          <h3>{words.tunnelMissing}</h3>
          <ul class="plain">
            {missing.map((path) => (
              <li key={path}>
                <code>{path}</code>
              </li>
            ))}
          </ul>
        </div>
      )}
      {commands.length > 0 && (
        <div class="stack tight">
          <h3>{words.tunnelCommands}</h3>
          {commands.map((command) => (
            <Cmd key={command}>{command}</Cmd>
          ))}
        </div>
      )}
    </section>
  )
}

/** A signed test to the public address, which must come back here. */
export function TryAddress({ isReady }: { readonly isReady: boolean }) {
  const words = setupText()
  const trying = useAction()
  const outcome = useSignal<ResponseOf<'tryAddress'> | undefined>(undefined)
  const run = () =>
    trying.run(async () => {
      outcome.value = undefined
      outcome.value = await callOwner('tryAddress', {})
    })
  return (
    <section class="card pad stack tight">
      <div class="flow">
        <button class="btn" type="button" disabled={!isReady || trying.isBusy} onClick={run}>
          <Icon name={trying.isBusy ? 'wait' : 'globe'} class={trying.isBusy ? 'turning' : undefined} />
          {trying.isBusy ? words.trying : words.tryAddress}
        </button>
        {!isReady && <span class="small soft">{words.addressFirst}</span>}
      </div>
      <ErrorLine text={trying.error} />
      {outcome.value?.isReached && (
        <Note tone="good" title={words.reached} isAnnounced>
          {outcome.value.ms !== undefined && words.reachedIn(formatMs(outcome.value.ms))}
        </Note>
      )}
      {outcome.value && !outcome.value.isReached && (
        <ExplainedNote tone="warn" title={words.notReached} explanation={outcome.value.reason} />
      )}
    </section>
  )
}
