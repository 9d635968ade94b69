import * as z from 'zod'
import { changeOutcome, explanation, nothing, type OperationShape, text } from './shapes.ts'

const link = z.object({
  id: z.string(),
  user: z.string(),
  since: z.string().describe('ISO 8601, as is the next'),
  lastUsed: z.string(),
  inForce: z.boolean().describe('false if the user is gone, has another password now, or it was not used for a year'),
})

const accountLinking = z.object({
  edition: z.enum(['kr', 'jp']),
  publicUrl: z
    .string()
    .optional()
    .describe('where CLOVA and the app of the user come in; absent: `server.publicUrl` is not written'),
  path: z.string().describe("the path of CLOVA's requests"),
  clientId: z.string(),
  clientSecret: z.string().optional(),
  redirectUris: z.array(z.string()),
  userCount: z.number().describe('how many users may log in'),
  inForce: z.boolean().describe('true if somebody could link now'),
  problem: z.string().optional().describe('what is wrong with the file of the links, if anything is'),
})

const formField = z.object({
  key: z.string(),
  label: z.string().describe("the console's own word"),
  value: z.string().optional().describe('what to copy there; absent: see `note`, or it is missing'),
  note: text.optional().describe('what to do where there is nothing to copy: leave it empty, choose yes'),
  isSecret: z.boolean(),
  isMissing: z.boolean(),
})

/** The steps of linking as CLOVA was seen to go through them. */
export const consoleStep = z.object({
  step: z
    .enum(['reached', 'loginPage', 'code', 'token', 'discovery', 'control', 'speaker'])
    .describe(
      'reached: the public address leads here; loginPage: opened; code: somebody logged in; token: CLOVA exchanged the code; discovery: CLOVA asked for the appliances; control: a test of the console; speaker: a first command',
    ),
  at: z.number().optional().describe('when it was last seen; absent: not yet'),
  user: z.string().optional(),
  failedAt: z.number().optional().describe('when it last failed, if that was later'),
  reason: explanation.optional().describe('why it failed'),
})
export type LinkingStep = z.infer<typeof consoleStep>

/** The longest that an access token made by hand is good: ten years, in milliseconds. */
export const maxTokenLifetimeMs = 3650 * 86_400_000

/** The name of an access token that is made by hand. */
export const accessTokenName = z.string().regex(/^\S(.{0,98}\S)?$/)

export const linkingOperations = {
  links: {
    method: 'GET',
    path: '/links',
    role: 'owner',
    summary: 'Who has linked CLOVA to this gateway',
    request: nothing,
    response: z.object({ links: z.array(link) }),
  },
  revokeLinks: {
    method: 'POST',
    path: '/links/revoke',
    role: 'owner',
    summary: 'Ends the links of a user, or the one of an id; without a name all of them',
    request: z.object({ name: z.string().optional().describe('of a user, or the id of a link') }),
    response: z.object({
      ended: z.number().describe('how many'),
      problem: z.string().optional().describe('what is wrong with the disk, if it could not be written'),
    }),
  },
  accountLinking: {
    method: 'GET',
    path: '/account-linking',
    role: 'owner',
    summary: "What is to be entered in CLOVA's developer console",
    request: nothing,
    response: accountLinking,
  },
  consoleForm: {
    method: 'GET',
    path: '/console-form',
    role: 'owner',
    summary: "The form of CLOVA's developer console, field by field from top to bottom, and how far CLOVA has come",
    request: nothing,
    response: z.object({
      fields: z.array(formField),
      redirectUris: z.array(z.string()).describe('the console must show one of these, to the character'),
      missing: z.array(explanation),
      steps: z.array(consoleStep).describe('in their order'),
    }),
  },
  checkRedirectUri: {
    method: 'POST',
    path: '/console-form/redirect-uri',
    role: 'owner',
    summary: 'Compares the redirect URL of the console to the allowed ones, to the character',
    request: z.object({ uri: z.string().max(2000) }),
    response: z.object({
      isAllowed: z.boolean(),
      nearest: z.string().optional().describe('the allowed one that is most like it'),
      differsAt: z.number().optional().describe('the first character that differs, from 0'),
      problem: explanation.optional().describe('why it can never be one, such as http:// or a #'),
    }),
  },
  allowRedirectUri: {
    method: 'POST',
    path: '/console-form/redirect-uri/allow',
    role: 'owner',
    summary: 'Adds a redirect URL of the console to those that are allowed',
    request: z.object({ uri: z.string().max(2000) }),
    response: changeOutcome,
  },
  users: {
    method: 'GET',
    path: '/users',
    role: 'owner',
    summary: 'Who may link CLOVA',
    request: nothing,
    response: z.object({
      users: z.array(
        z.object({
          name: z.string(),
          appliances: z.array(z.string()).optional().describe('which they may use; absent: all'),
          linkCount: z.number(),
          lastUsed: z.string().optional().describe('ISO 8601'),
        }),
      ),
    }),
  },
  saveUser: {
    method: 'POST',
    path: '/users',
    role: 'owner',
    summary:
      'Adds somebody who may link CLOVA, or changes their password or appliances; makes what linking needs besides',
    request: z.object({
      name: z.string().trim().min(1).max(100),
      password: z
        .string()
        .max(1000)
        .optional()
        .describe('in plain text; only its hash is stored. Needed for a new user'),
      appliances: z.array(z.string()).nullable().optional().describe('null: all'),
    }),
    response: changeOutcome,
  },
  removeUser: {
    method: 'POST',
    path: '/users/{name}/remove',
    role: 'owner',
    summary: 'Removes a user; their links end',
    request: z.object({ name: z.string() }),
    response: changeOutcome,
  },
  issueTestToken: {
    method: 'POST',
    path: '/tokens/test',
    role: 'owner',
    summary: "An access token for the console's test, good for 30 days; it is shown once",
    request: nothing,
    response: z.object({ token: z.string(), expiresAt: z.number() }),
  },
  accessTokens: {
    method: 'GET',
    path: '/tokens',
    role: 'owner',
    summary: 'The access tokens for CLOVA that were made by hand; the tokens themselves are stored nowhere',
    request: nothing,
    response: z.object({
      tokens: z.array(z.object({ name: z.string(), createdAt: z.number(), expiresAt: z.number() })),
    }),
  },
  issueAccessToken: {
    method: 'POST',
    path: '/tokens',
    role: 'owner',
    summary: 'Makes an access token for CLOVA, which is shown this once',
    request: z.object({
      name: accessTokenName,
      lifetimeMs: z.number().int().min(1).max(maxTokenLifetimeMs),
    }),
    response: z.object({ token: z.string(), expiresAt: z.number() }),
  },
  revokeAccessToken: {
    method: 'POST',
    path: '/tokens/revoke',
    role: 'owner',
    summary: 'Ends an access token that was made by hand',
    request: z.object({ name: z.string() }),
    response: nothing,
  },
} as const satisfies Readonly<Record<string, OperationShape>>
