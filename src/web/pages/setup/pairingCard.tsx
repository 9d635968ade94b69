import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { ResponseOf } from '../../../control/api.ts'
import { callOwner } from '../../api/ownerClient.ts'
import { onEvent } from '../../api/stream.ts'
import { useAction } from '../../app/action.ts'
import { Explained } from '../../components/explained.tsx'
import { ErrorLine, Note } from '../../components/note.tsx'
import { OutcomeNote } from '../../components/outcome.tsx'
import { Ring } from '../../components/ring.tsx'
import { language } from '../../i18n/index.ts'
import { CardFrame, type ScanCandidate } from './candidateFrame.tsx'
import { setupText } from './text/index.ts'

type Pairing = ResponseOf<'startPairing'>

/** How long a bridge waits for its button, in seconds; the ring is full then. */
const pairingSeconds = 30
const bridgeOutline =
  'M38 28h28a10 10 0 0 1 10 10v28a10 10 0 0 1 -10 10h-28a10 10 0 0 1 -10 -10v-28a10 10 0 0 1 10 -10zM39 52a13 13 0 1 0 26 0a13 13 0 1 0 -26 0'

interface PairingCardProps {
  readonly candidate: ScanCandidate
  readonly title: string
  readonly startsPairing: boolean
  onSaved(): void
}

/** A bridge whose button must be pressed: a countdown, which goes on by itself once it is pressed. */
export function PairingCard({ candidate, title, startsPairing, onSaved }: PairingCardProps) {
  const words = setupText()
  const pairing = useSignal<Pairing | undefined>(undefined)
  const starting = useAction()
  const id = useRef<string | undefined>(undefined)
  const show = (next: Pairing) => {
    pairing.value = next
    if (next.state === 'paired') onSaved()
  }
  const start = (allowPlainHttp = false) =>
    starting.run(async () => {
      const { host } = candidate.keys
      const started = await callOwner('startPairing', {
        type: candidate.type,
        allowPlainHttp,
        ...(typeof host === 'string' && { host }),
      })
      id.current = started.id
      show(started)
    })
  useEffect(() => {
    const end = onEvent('pairing', ({ pairing: changed }) => {
      if (changed.id === id.current) show(changed)
    })
    if (startsPairing) void start()
    return () => {
      end()
      if (pairing.peek()?.state === 'waiting' && id.current !== undefined)
        void callOwner('cancelPairing', { id: id.current }).catch(() => {})
    }
  }, [])
  const now = pairing.value
  const cancel = () => {
    if (now) void starting.run(async () => show(await callOwner('cancelPairing', { id: now.id })))
  }
  const isWaiting = now?.state === 'waiting'
  return (
    <CardFrame title={title} description={candidate.description[language.value]} isNow={isWaiting}>
      {isWaiting && (
        <>
          <div class="row" aria-live="polite">
            <Ring
              secondsLeft={now.secondsLeft}
              totalSeconds={pairingSeconds}
              outline={bridgeOutline}
              button={[52, 52, 8]}
            />
            <div class="stack tight grow">
              <h3>{words.pairTitle}</h3>
              <p class="soft" aria-hidden="true">
                {words.pairLeft(now.secondsLeft).map((part, i) => (i === 0 ? <b key={part}>{part}</b> : part))}
              </p>
            </div>
          </div>
          <div class="flow">
            <button class="btn low" type="button" onClick={cancel}>
              {words.pairStop}
            </button>
          </div>
        </>
      )}
      {now?.state === 'paired' && (
        <Note tone="good" title={words.paired} isAnnounced>
          {now.connection}
        </Note>
      )}
      {now?.state === 'failed' && (
        <Note tone="warn" title={words.pairFailed} isAnnounced>
          {now.reason && <Explained explanation={now.reason} />}
        </Note>
      )}
      <OutcomeNote outcome={now?.change} />
      <ErrorLine text={starting.error} />
      {(!now || now.state === 'failed' || now.state === 'cancelled') && (
        <div class="flow">
          <button class="btn" type="button" disabled={starting.isBusy} onClick={() => void start()}>
            {now?.state === 'failed' ? words.pairAgain : words.pair}
          </button>
          {now?.reason?.code === 'plainHttpOnly' && (
            <button class="btn low" type="button" onClick={() => void start(true)}>
              {words.allowPlain}
            </button>
          )}
        </div>
      )}
    </CardFrame>
  )
}
