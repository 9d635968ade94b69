import { callOwner } from '../../api/ownerClient.ts'
import { useAction } from '../../app/action.ts'
import { Icon } from '../../components/icon.tsx'
import { toast } from '../../components/toast.tsx'
import type { Code } from './keyLearning.ts'
import { keyName } from './keyName.ts'
import { PressPicture } from './pressPicture.tsx'
import { remotesText } from './text/index.ts'

interface KeyCardProps {
  readonly name: string
  readonly protocol: string | undefined
  readonly code: Code | undefined
  /** the blaster that sends it; absent: there is none */
  readonly connection: string | undefined
  readonly canLearn: boolean
  onLearn(): void
  onRemove(): Promise<void>
}

/** A key that is learnt already: its picture, and what can be done with it. */
export function KeyCard({ name, protocol, code, connection, canLearn, onLearn, onRemove }: KeyCardProps) {
  const words = remotesText()
  const sending = useAction()
  const removing = useAction()
  const send = () =>
    sending.run(async () => {
      if (!code || connection === undefined) return
      const { ms } = await callOwner('sendCode', { connection, code })
      toast({ message: words.sent(Math.round(ms)) })
    })
  return (
    <section class="card pad stack">
      <div>
        <h2>{words.learnt(keyName(name))}</h2>
        <p class="small soft">{[name, protocol].filter(Boolean).join(' · ')}</p>
      </div>
      {code && <PressPicture first={code} />}
      {(sending.error ?? removing.error) && (
        <p class="err" role="alert">
          <Icon name="fail" size="small" />
          <span>{sending.error ?? removing.error}</span>
        </p>
      )}
      <div class="flow">
        {code && connection !== undefined && (
          <button class="btn" type="button" disabled={sending.isBusy} onClick={send}>
            <Icon name="send" />
            {words.tryKey}
          </button>
        )}
        {canLearn && (
          <button class="btn" type="button" onClick={onLearn}>
            <Icon name="again" />
            {words.learnAgain}
          </button>
        )}
        <button class="btn low" type="button" disabled={removing.isBusy} onClick={() => removing.run(onRemove)}>
          {words.removeKey}
        </button>
      </div>
    </section>
  )
}
