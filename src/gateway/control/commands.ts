import { randomUUID } from 'node:crypto'
import { createAnswer, type Envelope } from '../../clova/envelope.ts'
import { type ClovaHandler, createRecord, type RequestRecord } from '../../clova/handler.ts'
import type { Caller, CommandResult } from '../../control/api.ts'
import { controlError } from '../../control/errors.ts'
import { explain } from '../../control/explanations/index.ts'
import { elapsedMs } from '../../home/appliance.ts'
import { createDeadline } from '../../home/deadline.ts'
import type { RequestEntry, RequestSource } from '../history/requestEntry.ts'
import type { MessagePair } from '../history/requestLog.ts'
import type { GatewaySettings } from '../settings.ts'
import { toRecord, toSummary } from './requestViews.ts'

interface CommandDependencies {
  /** the handler of CLOVA's messages without the check of the access token */
  readonly handler: ClovaHandler
  settings(): Pick<GatewaySettings, 'server'>
  /** notes the request in the log */
  onAnswered(source: RequestSource, record: RequestRecord, messages: MessagePair, user?: string): RequestEntry
}

/** Does what messages of CLOVA ask for, by the way that its own messages take, with the same deadline. */
export class CommandRunner {
  readonly #dependencies: CommandDependencies

  constructor(dependencies: CommandDependencies) {
    this.#dependencies = dependencies
  }

  /**
   * @param action without its ending `Request`
   * @param payload without an access token
   * @throws controlError `forbidden` if a member asks for an appliance that is not theirs
   */
  async run(
    action: string,
    payload: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
    { user, appliances }: Caller,
  ): Promise<CommandResult> {
    const { handler, settings, onAnswered } = this.#dependencies
    if (appliances && !appliances.has(applianceOf(payload)))
      throw controlError('forbidden', explain('notYourAppliance'))
    const start = performance.now()
    const request = this.#envelope(action, payload)
    const record = createRecord()
    const limit = createDeadline(settings().server.deadline, signal)
    try {
      const answer = await handler.handle(request, limit.signal, record)
      record.ms.total = elapsedMs(start)
      const messages = { request: JSON.stringify(request), answer: JSON.stringify(answer) }
      const entry = onAnswered(user === undefined ? 'admin' : 'dashboard', record, messages, user)
      const { outcome, reason } = toSummary(entry)
      return {
        answer: { ...answer, payload: { ...answer.payload } },
        record: toRecord(record),
        outcome,
        ...(reason && { explanation: reason }),
        request: entry.id,
      }
    } finally {
      limit.end()
    }
  }

  /** The message that `run` would handle. */
  messageOf(action: string, payload: Readonly<Record<string, unknown>>): CommandResult['answer'] {
    const message = createAnswer(this.#envelope(action, payload), `${action}Request`, payload)
    return { ...message, payload: { ...message.payload } }
  }

  #envelope(action: string, payload: Readonly<Record<string, unknown>>): Envelope {
    const header = { messageId: randomUUID(), name: `${action}Request`, namespace: 'ClovaHome' } as const
    return { header, payload }
  }
}

/** The id of the appliance that a payload is about; empty if it names none. */
function applianceOf({ appliance }: Readonly<Record<string, unknown>>): string {
  const id: unknown = typeof appliance === 'object' && appliance ? Reflect.get(appliance, 'applianceId') : undefined
  return typeof id === 'string' ? id : ''
}
