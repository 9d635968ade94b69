import * as z from 'zod'
import { commandResult } from './home.ts'
import { explanation, type OperationShape, state } from './shapes.ts'

const kinds = ['command', 'query', 'discovery', 'scene', 'linking', 'refused'] as const

/** An entry of the log of requests, as the list shows it. */
export const requestSummary = z.object({
  id: z.number().describe('counts up; a newer entry has a greater one'),
  at: z.number(),
  kind: z
    .enum(kinds)
    .describe('linking: a login or a token that failed; refused: requests that were not signed by CLOVA, bundled'),
  source: z
    .enum(['clova', 'ownKey', 'admin', 'dashboard', 'stranger'])
    .describe('who asked; ownKey: signed with a key from a file, so that it need not have been CLOVA'),
  user: z.string().optional().describe('whose link asked, or who sits at the dashboard'),
  link: z.string().optional().describe('the id of the link that asked, as in `links`'),
  action: z.string().optional(),
  appliance: z.string().optional().describe('its id'),
  name: z.string().optional().describe('what the appliance or scene was called then'),
  scene: z.string().optional(),
  outcome: z
    .enum(['confirmed', 'assumed', 'answered', 'failed'])
    .describe('assumed: sent, and nobody sees whether it did it'),
  result: z.string().optional().describe('the name of the message that answered it'),
  requested: state.optional().describe('the values that were asked for'),
  before: state.optional(),
  after: state.optional(),
  reason: explanation.optional().describe('why not, in three languages, with what mends it'),
  count: z.number().optional().describe('how many requests are bundled in it, or how many appliances were told'),
  total: z.number().optional().describe('discovery: how many appliances there are'),
  lastAt: z.number().optional().describe('when the last of the bundled ones came'),
  from: z.string().optional().describe('the network that refused requests came from, shortened'),
  ms: z.record(z.string(), z.number()).describe('the milliseconds of each step: verify, wait, read, apply, total'),
})
export type RequestSummary = z.infer<typeof requestSummary>

export const requestOperations = {
  requests: {
    method: 'POST',
    path: '/requests/search',
    role: 'owner',
    summary: 'The last 1,000 requests, the newest first: search, filter, page by page',
    request: z.object({
      text: z.string().max(200).optional().describe('in the name, the id, the action, the user or the result'),
      kind: z.array(z.enum(kinds)).optional(),
      outcome: z.array(z.enum(['confirmed', 'assumed', 'answered', 'failed'])).optional(),
      appliance: z.string().optional(),
      user: z.string().optional(),
      before: z.number().optional().describe('only entries with a smaller id: the `next` of the page before'),
      limit: z.number().int().min(1).max(200).default(50),
    }),
    response: z.object({
      entries: z.array(requestSummary),
      next: z.number().optional().describe('absent: this was the last page'),
      counts: z.object({
        all: z.number().describe('entries that are kept'),
        today: z.number().describe('requests since midnight in the time zone of the home'),
        failedToday: z.number(),
      }),
    }),
  },
  request: {
    method: 'GET',
    path: '/requests/{id}',
    role: 'owner',
    summary: 'One request with both messages; tokens and what the protocol does not know are hidden in them',
    request: z.object({ id: z.coerce.number().int() }),
    response: z.object({
      entry: requestSummary,
      request: z.unknown().optional().describe('the message that came; absent for linking and refused ones'),
      answer: z.unknown().optional(),
      isSendable: z.boolean().describe('whether `resend` can do it again'),
    }),
  },
  resend: {
    method: 'POST',
    path: '/requests/{id}/resend',
    role: 'owner',
    summary: 'Executes the same message again, as a new request',
    request: z.object({ id: z.coerce.number().int() }),
    response: commandResult,
  },
} as const satisfies Readonly<Record<string, OperationShape>>
