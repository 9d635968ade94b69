import { linkTo } from '../../app/router.ts'
import { user } from '../../app/session.ts'
import { commandsOf } from '../../appliances/commands.ts'
import { undoOf } from '../../appliances/undo.ts'
import { changeText } from '../../appliances/values.ts'
import { Cmd } from '../../components/copy.tsx'
import { detailOf } from '../../components/errorText.ts'
import { How } from '../../components/knowledge.tsx'
import { Change, Note } from '../../components/note.tsx'
import { text } from '../../i18n/index.ts'
import { formatMs } from '../../i18n/time.ts'
import { type ApplianceModel, failureText, type SentCommand } from '../../state/home.ts'
import { nameOf } from '../../state/vocabulary.ts'

/** What was just done to an appliance from this page: before → after, or why not. */
export function LastCommand({ model }: { readonly model: ApplianceModel }) {
  const sent = model.sent.value
  const words = text().appliance
  if (!sent?.end) return null
  const status = model.status.value
  const { outcome, record, result = '', entry } = sent.end
  const isAssumed = outcome === 'assumed'
  const isFailed = outcome === 'failed'
  const total = formatMs(record?.ms.total ?? sent.end.at - sent.sentAt)
  const { before, after } = changeText(
    {
      ...(record?.before && { before: record.before }),
      ...(record?.after && { after: record.after }),
      ...requestedOf(sent),
    },
    status,
  )
  const unknown = text().common.unknown
  return (
    <div class="card pad stack tight">
      <div class="between">
        <h3>
          {words.lastAction} · {nameOf('actions', sent.action)}
        </h3>
        {entry !== undefined && user().role === 'owner' && (
          <a class="small" href={linkTo('log', String(entry))}>
            {words.showInLog}
          </a>
        )}
      </div>
      {(before ?? after) !== undefined && (
        <Change before={before ?? unknown} after={after ?? unknown} isAssumed={isAssumed} isConfirmed={!isFailed} />
      )}
      {isFailed && (
        <Note tone="bad" title={failureText(sent) ?? text().common.failed}>
          {sent.end.reason && detailOf(sent.end.reason) && <p class="small">{detailOf(sent.end.reason)}</p>}
          {sent.end.reason?.command && <Cmd>{sent.end.reason.command}</Cmd>}
        </Note>
      )}
      <div class="between">
        <How known={isFailed ? 'failed' : isAssumed ? 'assumed' : 'known'}>
          {isFailed
            ? words.notDone(result)
            : isAssumed
              ? words.sentOnly(total)
              : outcome === 'answered'
                ? words.answered(total)
                : words.confirmed(total)}
        </How>
        {!isFailed && <Undo model={model} sent={sent} />}
      </div>
    </div>
  )
}

const requestedOf = ({ trait, end }: SentCommand) =>
  trait === undefined || end?.record?.after?.[trait] === undefined
    ? {}
    : { requested: { [trait]: end.record.after[trait] } }

/** Brings back the value before, where it is known. */
function Undo({ model, sent }: { readonly model: ApplianceModel; readonly sent: SentCommand }) {
  const undo = undoOf(sent)
  const commands = commandsOf(model)
  if (!undo) return null
  const { action, value, trait, stateValue } = undo
  return (
    <button
      class="btn low sm"
      type="button"
      disabled={commands.isDisabled}
      onClick={() => commands.set(action, value, trait, stateValue)}
    >
      {text().common.undo}
    </button>
  )
}
