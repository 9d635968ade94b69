import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { ResponseOf } from '../../../control/api.ts'
import { callOwner } from '../../api/ownerClient.ts'
import { useAction } from '../../app/action.ts'
import { useLoaded } from '../../app/loaded.ts'
import { Explained } from '../../components/explained.tsx'
import { Icon } from '../../components/icon.tsx'
import { Empty, Note } from '../../components/note.tsx'
import { AddConnection } from './addConnection.tsx'
import { CandidateCard } from './candidateCard.tsx'
import type { ScanCandidate } from './candidateFrame.tsx'
import { KnownConnections } from './knownConnections.tsx'
import { StepHead } from './stepHead.tsx'
import type { StepProps } from './stepProps.ts'
import { setupText } from './text/index.ts'

/** What calls for the user comes first, then what works, then the rest. */
const ranks: Readonly<Record<ScanCandidate['state'], number>> = {
  needsHand: 0,
  needsPassword: 1,
  locked: 2,
  works: 3,
  known: 4,
  unreachable: 5,
}

/** Brokers, bridges and blasters: found by themselves, tried at once, and saved only if they work. */
export function ConnectionsStep({ setup, onSaved }: StepProps) {
  const words = setupText()
  const scanning = useAction()
  const candidates = useSignal<readonly ScanCandidate[] | undefined>(undefined)
  const problems = useSignal<ResponseOf<'scan'>['problems']>([])
  const { result } = useLoaded((signal) => callOwner('connectionKinds', {}, signal), [])
  const kinds = result.state === 'loaded' ? result.value.kinds : []
  const scan = (host?: string) =>
    scanning.run(async () => {
      const found = await callOwner('scan', host === undefined ? {} : { host })
      const others = host === undefined ? [] : (candidates.value ?? [])
      const isNew = ({ id }: ScanCandidate) => !found.candidates.some((candidate) => candidate.id === id)
      candidates.value = [...found.candidates, ...others.filter(isNew)].toSorted(
        (a, b) => ranks[a.state] - ranks[b.state],
      )
      problems.value = found.problems
    })
  useEffect(() => {
    void scan()
  }, [])
  const shown = candidates.value
  // On a first run the bridge is waited for at once: who is asked for a press need not click before it.
  const first = shown?.find(({ state }) => state === 'needsHand')
  const startsPairing = (candidate: ScanCandidate) => !setup.isFinished && candidate === first
  const half = Math.ceil((shown?.length ?? 0) / 2)
  const card = (candidate: ScanCandidate) => (
    <CandidateCard
      key={candidate.id}
      candidate={candidate}
      kind={kinds.find(({ type }) => type === candidate.type)}
      startsPairing={startsPairing(candidate)}
      onSaved={onSaved}
      onScan={() => void scan()}
      isScanning={scanning.isBusy}
    />
  )
  return (
    <div class="stack">
      <StepHead title={shown ? words.foundTitle(shown.length) : words.searching}>
        {shown ? words.connectionsIntro : words.searchingReason}
      </StepHead>
      {scanning.error && <Note tone="bad" title={scanning.error} isAnnounced />}
      {problems.value.map((problem) => (
        <Note tone="warn" key={problem.text.en} title={<Explained explanation={problem} />} />
      ))}
      {!shown && scanning.isBusy && (
        <p class="row soft" role="status">
          <Icon name="wait" class="turning" />
          {words.searching}
        </p>
      )}
      {shown?.length === 0 && (
        <Empty icon="search" title={words.nothingFound}>
          {words.nothingFoundReason}
        </Empty>
      )}
      {shown && shown.length > 0 && (
        <div class="cols two">
          <div class="stack">{shown.slice(0, half).map(card)}</div>
          <div class="stack">{shown.slice(half).map(card)}</div>
        </div>
      )}
      <div class="flow">
        <button class="btn low" type="button" disabled={scanning.isBusy} onClick={() => void scan()}>
          <Icon name={scanning.isBusy ? 'wait' : 'again'} class={scanning.isBusy ? 'turning' : undefined} />
          {words.searchAgain}
        </button>
      </div>
      <KnownConnections
        shownElsewhere={new Set(shown?.flatMap(({ connection }) => (connection === undefined ? [] : [connection])))}
        onSaved={onSaved}
      />
      <AddConnection
        kinds={kinds}
        isScanning={scanning.isBusy}
        onScan={(host) => void scan(host)}
        onSaved={() => {
          onSaved()
          void scan()
        }}
      />
    </div>
  )
}
