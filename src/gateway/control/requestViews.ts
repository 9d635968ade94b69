import * as z from 'zod'
import { type ActionName, actions } from '../../clova/actions/index.ts'
import type { RequestRecord } from '../../clova/handler.ts'
import type { CommandResult } from '../../control/api.ts'
import { type ExplanationCode, explain } from '../../control/explanations/index.ts'
import { explainFailure, type FailureCode } from '../../control/explanations/reasons.ts'
import type { RequestSummary } from '../../control/operations/requests.ts'
import { parseBoundedJson } from '../../util/boundedJson.ts'
import { isObject } from '../../util/parse.ts'
import type { RequestEntry } from '../history/requestEntry.ts'

/** The record of a request in the form of the admin API, without the error object. */
export const toRecord = ({
  err: _thrown,
  trace: _trace,
  before,
  after,
  ms,
  ...rest
}: RequestRecord): CommandResult['record'] => ({
  ...rest,
  ...(before && { before: { ...before } }),
  ...(after && { after: { ...after } }),
  ms: Object.fromEntries(Object.entries(ms).filter(([, duration]) => duration !== undefined)),
})

/** The codes of failures of linking and of refused requests; all others are failures of a request. */
const otherCodes: readonly string[] = [
  ...['wrongLogin', 'tooManyLogins', 'wrongRedirect', 'wrongClient', 'badLinkingRequest', 'codeRefused', 'strangers'],
]

/** An entry of the log as the list shows it: without its messages, and with its reason in three languages. */
export function toSummary({
  request: _request,
  answer: _answer,
  code,
  values,
  detail,
  ...entry
}: RequestEntry): RequestSummary {
  if (code === undefined) return entry
  const reason = otherCodes.includes(code)
    ? explain(code as ExplanationCode, values, { detail })
    : explainFailure(code as FailureCode, detail, values)
  return { ...entry, reason }
}

/** What stands in place of what is not shown. */
const hidden = '[hidden]'

/** The keys of messages that the protocol knows; the values under all others are hidden, since anybody could put anything there. */
const envelopeKeys = [
  'header',
  'messageId',
  'name',
  'namespace',
  'payloadVersion',
  'payload',
  'appliance',
  'applianceId',
]

let knownKeys: ReadonlySet<string> | undefined

/** Made when a message is shown for the first time. */
function protocolKeys(): ReadonlySet<string> {
  knownKeys ??= new Set([
    ...envelopeKeys,
    ...(Object.keys(actions) as ActionName[]).flatMap((action) => keysOf(actions[action].request)),
  ])
  return knownKeys
}

function keysOf(schema: z.ZodType): readonly string[] {
  const description: unknown = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  const found: string[] = []
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) walk(item)
    if (!isObject(value)) return
    if (isObject(value.properties)) found.push(...Object.keys(value.properties))
    for (const inner of Object.values(value)) walk(inner)
  }
  walk(description)
  return found
}

/** A request as a page may show it: the access token, and all that the protocol does not know, are hidden. */
export function maskedRequest(text: string): unknown {
  const known = protocolKeys()
  const mask = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(mask)
    if (!isObject(value)) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        known.has(key) && key !== 'accessToken' ? mask(inner) : hidden,
      ]),
    )
  }
  return mask(parsed(text))
}

/** An answer is of our own making; it holds no secret. */
export const shownAnswer = (text: string): unknown => parsed(text)

function parsed(text: string): unknown {
  try {
    return parseBoundedJson(text)
  } catch {
    return undefined
  }
}
