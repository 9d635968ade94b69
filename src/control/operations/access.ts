import * as z from 'zod'
import { nothing, type OperationShape } from './shapes.ts'

/** Which appliances somebody sees and moves. */
const reach = {
  appliances: z.array(z.string().max(200)).max(10_000).optional().describe('their ids'),
  tags: z
    .array(z.string().max(100))
    .max(100)
    .optional()
    .describe('and every appliance with one of these tags; without both, all'),
}

/** A name of a member or of an API token, as it is typed again at a login. */
const name = z
  .string()
  .transform((text) => text.normalize('NFC').trim())
  .pipe(z.string().min(1).max(100))

export const accessOperations = {
  members: {
    method: 'GET',
    path: '/members',
    role: 'owner',
    summary: 'Who may log in to the dashboard besides the owner',
    request: nothing,
    response: z.object({ members: z.array(z.object({ name: z.string(), createdAt: z.number(), ...reach })) }),
  },
  setMember: {
    method: 'POST',
    path: '/members',
    role: 'owner',
    summary: 'Adds a member, or gives one another password or other appliances; a new password ends their sessions',
    request: z.object({
      name,
      password: z.string().max(1000).optional().describe('absent: the one before stays'),
      ...reach,
    }),
    response: nothing,
  },
  removeMember: {
    method: 'POST',
    path: '/members/remove',
    role: 'owner',
    summary: 'Removes a member, and ends their sessions',
    request: z.object({ name }),
    response: nothing,
  },
  apiTokens: {
    method: 'GET',
    path: '/api-tokens',
    role: 'owner',
    summary: 'The tokens by which programs use this API; the tokens themselves are stored nowhere',
    request: nothing,
    response: z.object({
      tokens: z.array(
        z.object({ name: z.string(), role: z.enum(['owner', 'member']), createdAt: z.number(), ...reach }),
      ),
    }),
  },
  createApiToken: {
    method: 'POST',
    path: '/api-tokens',
    role: 'owner',
    summary: 'Makes a token for a program, which is shown this once',
    request: z.object({ name, role: z.enum(['owner', 'member']).default('member'), ...reach }),
    response: z.object({ token: z.string() }),
  },
  revokeApiToken: {
    method: 'POST',
    path: '/api-tokens/revoke',
    role: 'owner',
    summary: 'Ends a token',
    request: z.object({ name }),
    response: nothing,
  },
  openDashboard: {
    method: 'POST',
    path: '/dashboard/open',
    role: 'owner',
    isSocketOnly: true,
    summary:
      'Where the dashboard is. While it has no password, the one-time code; for ten minutes the home network may reach it',
    request: z.object({
      reset: z.boolean().default(false).describe('true: the password of the owner and every session end first'),
    }),
    response: z.object({
      urls: z.array(z.string()).describe('the best one first; none: it does not listen'),
      code: z.string().optional().describe('absent: there is a password'),
      expiresAt: z.number().optional(),
      problem: z.string().optional(),
    }),
  },
} as const satisfies Readonly<Record<string, OperationShape>>
