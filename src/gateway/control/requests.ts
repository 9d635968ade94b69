import type { ParsedRequestOf, ResponseOf } from '../../control/api.ts'
import { controlError } from '../../control/errors.ts'
import { explain } from '../../control/explanations/index.ts'
import type { ControlHandlers } from '../../http/admin/router.ts'
import { parseBoundedJson } from '../../util/boundedJson.ts'
import { isObject } from '../../util/parse.ts'
import { inAllLanguages } from '../../util/translate.ts'
import type { RequestEntry } from '../history/requestEntry.ts'
import type { RequestLog } from '../history/requestLog.ts'
import type { CommandRunner } from './commands.ts'
import { maskedRequest, shownAnswer, toSummary } from './requestViews.ts'

type RequestHandlers = Pick<ControlHandlers, 'requests' | 'request' | 'resend'>

interface RequestDependencies {
  readonly requests: RequestLog
  readonly commands: CommandRunner
  settings(): { readonly timeZone: string }
}

/** The operations on the log of requests. */
export function createRequestHandlers({ requests, commands, settings }: RequestDependencies): RequestHandlers {
  return {
    requests: (request) => ({ ...search(requests, request), counts: countsOf(requests, settings().timeZone) }),
    request({ id }) {
      const entry = entryWith(id)
      return {
        entry: toSummary(entry),
        ...(entry.request !== undefined && { request: maskedRequest(entry.request) }),
        ...(entry.answer !== undefined && { answer: shownAnswer(entry.answer) }),
        isSendable: messageToSend(entry) !== undefined,
      }
    },
    resend({ id }, signal, caller) {
      const found = messageToSend(entryWith(id))
      if (!found) throw controlError('conflict', explain('notResendable'))
      return commands.run(found.action, found.payload, signal, caller)
    },
  }

  function entryWith(id: number): RequestEntry {
    const entry = requests.find(id)
    if (!entry) throw controlError('notFound', explain('requestGone'))
    return entry
  }
}

function search(
  requests: RequestLog,
  { text = '', kind, outcome, appliance, user, before, limit }: ParsedRequestOf<'requests'>,
): Pick<ResponseOf<'requests'>, 'entries' | 'next'> {
  const wanted = text.normalize('NFC').toLowerCase()
  const entries: RequestEntry[] = []
  for (const entry of requests.newestFirst()) {
    if (before !== undefined && entry.id >= before) continue
    if (kind && !kind.includes(entry.kind)) continue
    if (outcome && !outcome.includes(entry.outcome)) continue
    if (appliance !== undefined && entry.appliance !== appliance) continue
    if (user !== undefined && entry.user !== user) continue
    if (wanted !== '' && !wordsOf(entry).includes(wanted)) continue
    // One more than the page shows that there is a next one.
    if (entries.length === limit) return { entries: entries.map(toSummary), next: entries.at(-1)?.id }
    entries.push(entry)
  }
  return { entries: entries.map(toSummary) }
}

function wordsOf({ name, appliance, scene, action, user, result, code, detail = '' }: RequestEntry): string {
  const { ko, ja, en } = inAllLanguages(detail)
  return [name, appliance, scene, action, user, result, code, ko, ja, en].join(' ').normalize('NFC').toLowerCase()
}

function countsOf(requests: RequestLog, timeZone: string): ResponseOf<'requests'>['counts'] {
  const dayOf = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
  const today = dayOf.format(Date.now())
  let [count, failed] = [0, 0]
  for (const { at, kind, outcome } of requests.newestFirst()) {
    if (dayOf.format(at) !== today) break
    if (kind === 'refused' || kind === 'linking') continue
    count += 1
    if (outcome === 'failed') failed += 1
  }
  return { all: requests.size, today: count, failedToday: failed }
}

/** The action and payload of a kept message, without its access token. */
function messageToSend({
  kind,
  request,
}: RequestEntry): { readonly action: string; readonly payload: Readonly<Record<string, unknown>> } | undefined {
  if (request === undefined || kind === 'linking' || kind === 'refused') return undefined
  try {
    const message = parseBoundedJson(request)
    if (!isObject(message) || !isObject(message.header) || !isObject(message.payload)) return undefined
    const { accessToken: _token, ...payload } = message.payload
    const action = /^(.{1,93})Request$/.exec(String(message.header.name))?.[1]
    return action === undefined ? undefined : { action, payload }
  } catch {
    return undefined
  }
}
