import * as z from 'zod'
import { changeOutcome, explanation, type OperationShape } from './shapes.ts'

export const hubOperations = {
  joinHub: {
    method: 'POST',
    path: '/hub/join',
    role: 'owner',
    summary:
      'Joins a hub by the line of its operator: connects to the hub, and saves only if the hub lets this home in',
    request: z.object({
      line: z
        .string()
        .max(30_000)
        .describe('what "clova-home hub add" printed; it holds secrets, and is never shown again'),
    }),
    response: z.discriminatedUnion('outcome', [
      z.object({
        outcome: z.literal('joined').describe('the hub lets this home in; `change` says whether that is saved'),
        publicUrl: z.string().describe('the address of the hub, which is now that of this home'),
        homeCode: z.string().describe('what users enter on the page of the hub when they link'),
        change: changeOutcome,
      }),
      z.object({
        outcome: z.literal('refused').describe('the line is wrong, or the hub cannot be reached or refuses this home'),
        reason: explanation,
      }),
    ]),
  },
} as const satisfies Readonly<Record<string, OperationShape>>
