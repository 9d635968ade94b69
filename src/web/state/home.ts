import { batch, computed, type Signal, signal } from '@preact/signals'
import type { ApplianceStatus, CommandResult, Explanation, Inventory } from '../../control/api.ts'
import { call } from '../api/client.ts'
import { onEvent } from '../api/stream.ts'
import { language } from '../i18n/index.ts'

/** A command that was sent from this page. */
export interface SentCommand {
  readonly action: string
  /** the trait that it moves, so that its control stays where it was put */
  readonly trait: string | undefined
  readonly value: unknown
  readonly sentAt: number
  /** absent while it is confirmed */
  readonly end?: {
    readonly at: number
    readonly outcome: NonNullable<CommandResult['outcome']>
    readonly record?: CommandResult['record']
    readonly result?: string
    readonly reason?: Explanation | undefined
    /** in plain words, where there is no explanation */
    readonly message?: string | undefined
    /** the id of its entry in the log */
    readonly entry?: number | undefined
  }
}

/** An appliance as the page knows it. Only what shows it is drawn anew when it changes. */
export interface ApplianceModel {
  readonly id: string
  readonly status: Signal<ApplianceStatus>
  /** the last command of this page */
  readonly sent: Signal<SentCommand | undefined>
}

const models = signal<ReadonlyMap<string, ApplianceModel>>(new Map())

/** Whether the list was read at least once. */
export const isHomeRead = signal(false)
/** Counts up when names, places or limits may have changed, not when states do. */
export const homeRevision = signal(0)
/** What CLOVA has not searched again for. */
export const searchAgain = signal<Inventory['searchAgain']>(undefined)

/** All appliances, by name within their place. Its members change only when appliances come, go or are renamed. */
export const appliances = computed<readonly ApplianceModel[]>(() => [...models.value.values()])

/** The appliance of an id. */
export const applianceOf = (id: string): ApplianceModel | undefined => models.value.get(id)

/** Reads all appliances anew. Those that the page knows already stay the same objects. */
export async function readHome(signal?: AbortSignal): Promise<void> {
  const inventory = await call('appliances', {}, signal)
  batch(() => {
    const before = models.peek()
    const next = new Map(
      inventory.appliances.map((status) => {
        const known = before.get(status.id)
        if (known) known.status.value = status
        return [status.id, known ?? createModel(status)] as const
      }),
    )
    const ids = [...before.keys()]
    const isSame = next.size === ids.length && [...next.keys()].every((id, index) => id === ids[index])
    if (!isSame) models.value = next
    searchAgain.value = inventory.searchAgain
    isHomeRead.value = true
    homeRevision.value += 1
  })
}

const createModel = (status: ApplianceStatus): ApplianceModel => ({
  id: status.id,
  status: signal(status),
  sent: signal<SentCommand | undefined>(undefined),
})

/** Follows the events that change appliances. */
export function followHome(): void {
  onEvent('state', ({ appliance, online, state, at: _at, ...times }) => {
    const model = models.peek().get(appliance)
    if (!model) return
    const {
      offlineReason: _reason,
      offline: _offline,
      offlineSince: _since,
      lastSeenAt,
      ...status
    } = model.status.peek()
    model.status.value = {
      ...status,
      ...(!online && lastSeenAt !== undefined && { lastSeenAt }),
      ...times,
      online,
      state: { ...state },
    }
  })
  const readAnew = () => void readHome().catch(() => {})
  onEvent('home', readAnew)
  onEvent('configuration', readAnew)
}

/**
 * Sends an action of an appliance by the way of a voice command. How it went stands in `sent` of the appliance; a failure
 * is no exception.
 */
export async function act(
  model: ApplianceModel,
  action: string,
  value?: unknown,
  trait?: string,
): Promise<SentCommand> {
  const command: SentCommand = { action, trait, value, sentAt: Date.now() }
  model.sent.value = command
  const end = await call('act', { appliance: model.id, action, ...(value !== undefined && { value }) }).then(
    ({ answer, record, outcome, explanation, request }) => ({
      at: Date.now(),
      outcome: outcome ?? (record.reason === undefined ? ('confirmed' as const) : ('failed' as const)),
      record,
      result: answer.header.name,
      reason: explanation,
      message: record.reason,
      entry: request,
    }),
    (error: Error & { explanation?: Explanation }) => ({
      at: Date.now(),
      outcome: 'failed' as const,
      reason: error.explanation,
      message: error.message,
    }),
  )
  const ended: SentCommand = { ...command, end }
  batch(() => {
    // A later command of the same appliance is what the page shows.
    if (model.sent.peek()?.sentAt === command.sentAt) model.sent.value = ended
    if (end.outcome !== 'failed' && end.record?.after) takeOver(model, end.record.after, end.outcome === 'assumed')
  })
  return ended
}

/** The state after a confirmed command; the event with the same may come a moment later. */
function takeOver(model: ApplianceModel, after: Readonly<Record<string, unknown>>, isAssumed: boolean): void {
  const status = model.status.peek()
  const time = isAssumed ? { assumedAt: Date.now() } : { reportedAt: Date.now() }
  model.status.value = { ...status, ...time, state: { ...status.state, ...after } }
}

/** Corrects what is assumed of an appliance; nothing is sent to it. @throws RequestError */
export async function correct(model: ApplianceModel, state: Readonly<Record<string, unknown>>): Promise<void> {
  const corrected = await call('assume', { appliance: model.id, state: { ...state } })
  model.status.value = { ...model.status.peek(), assumedAt: Date.now(), state: corrected.state }
}

/** Why a command failed, in the language of the page. */
export const failureText = ({ end }: SentCommand): string | undefined =>
  end?.reason?.text[language.value] ?? end?.message
