import * as z from 'zod'

/** Who may call an operation: `owner` only, or also a `member`, who sees and moves their own appliances. */
export type CallerRole = 'owner' | 'member'

/** Who calls an operation. The admin socket is its owner's: whoever may open it is an owner without a name. */
export interface Caller {
  readonly role: CallerRole
  /** the user of the dashboard; absent on the admin socket */
  readonly user?: string
  /** the appliances that a member may see and move; absent: all */
  readonly appliances?: ReadonlySet<string>
}

/** An operation. Keys of the request that stand in braces in the path go there, all others are the JSON body. */
export interface OperationShape {
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** the least role that may call it */
  readonly role: CallerRole
  /** true: only over the Unix socket, by who has a right to this machine; no browser and no API token may call it */
  readonly isSocketOnly?: true
  readonly summary: string
  readonly request: z.ZodObject
  /** `archive`: the body is bytes of the type application/gzip, and the handler gets them as `bytes` */
  readonly body?: 'archive'
  /** of the JSON response; `archive` is bytes of the type application/gzip */
  readonly response: z.ZodType | 'archive'
}

/** The form of a request, or of an answer, that says nothing. */
export const nothing = z.object({})

/** What is known of a device, trait by trait; a trait that is not there is not known. */
export const state = z
  .record(z.string(), z.unknown())
  .describe('known traits of an appliance, such as power and brightness')

/** A text in the three languages. */
export const text = z.object({ ko: z.string(), ja: z.string(), en: z.string() })

export const problems = z.array(text).describe('what its owner should know')

/** Something that is told to the user: a stable code, what it is about, and the sentence in the three languages. */
export const explanation = z
  .object({
    code: z.string().describe('stable; a page may show something of its own for it'),
    values: z.record(z.string(), z.union([z.string(), z.number()])).describe('what the sentence is about, by name'),
    text,
    detail: text.optional().describe('what a driver says of it, or the own words of a device or the system'),
    command: z.string().optional().describe('the command that mends it, to be copied'),
  })
  .describe('a sentence for the user in Korean, Japanese and English')
export type Explanation = z.infer<typeof explanation>

/** A problem of a connection, or of an appliance behind it, as its driver tells it. */
export const driverProblem = z.object({
  connection: z.string().describe('its name under `drivers`'),
  text: text.describe('what the driver says'),
  explanation,
  remedy: z.union([z.string(), text]).optional().describe('what mends it: a command as a string, or a sentence'),
})
export type DriverProblem = z.infer<typeof driverProblem>

/** A message of CLOVA Home, as CLOVA would get it. */
export const message = z.object({
  header: z.object({
    messageId: z.string(),
    name: z.string(),
    namespace: z.literal('ClovaHome'),
    payloadVersion: z.string(),
  }),
  payload: z.record(z.string(), z.unknown()),
})

/** A difference of two texts, line by line. */
export const difference = z.object({
  added: z.number().describe('how many lines'),
  removed: z.number(),
  lines: z
    .array(
      z.object({
        kind: z.enum(['same', 'added', 'removed', 'gap']).describe('gap: unchanged lines that are left out'),
        text: z.string(),
        before: z.number().optional().describe('number of the line in the text before, from 1'),
        after: z.number().optional(),
      }),
    )
    .describe('with three unchanged lines around each change; at most 2,000'),
})

/** A mistake of the configuration at its place. Lines and columns count from 1. */
export const mistake = z.object({
  severity: z.enum(['error', 'warning']),
  file: z.string().describe('its name without the folder; another one than gateway.yaml for secrets and codes'),
  line: z.number(),
  column: z.number(),
  endColumn: z.number().optional(),
  message: text,
  fix: z
    .object({
      label: text.describe('what the button says'),
      from: z.number().describe('offset in the text, in UTF-16 code units'),
      to: z.number(),
      insert: z.string(),
    })
    .optional()
    .describe('the edit that mends it, where it is known'),
  command: z.string().optional().describe('the command that mends it, where there is one'),
})
export type ConfigMistake = z.infer<typeof mistake>

/** Why the configuration on the disk is not in force. */
export const rejectedConfiguration = z.object({
  isPreviousInForce: z.boolean().describe('false: there is no usable configuration at all, and CLOVA is not answered'),
  reason: text.describe('the mistakes, each with its file, line and column'),
  first: text.describe('the first mistake, with the name of its file and the line'),
  count: z.number().describe('how many mistakes there are'),
  command: z.string().optional().describe('the command that mends it, where there is one'),
})
export type RejectedConfiguration = z.infer<typeof rejectedConfiguration>

/** How the changing of the configuration ended. */
export const changeOutcome = z
  .discriminatedUnion('outcome', [
    z.object({
      outcome: z.literal('saved'),
      revision: z.string().describe('of the configuration as it is now'),
      isApplied: z.boolean().describe('false: saved, and not in force; `reason` says why'),
      reason: explanation.optional(),
    }),
    z.object({
      outcome: z.literal('conflict'),
      revision: z.string().describe('of the text of the other; saving with it overwrites that'),
      text: z.string().describe('what the other has saved in the meantime'),
      difference: difference.describe('from the text of the other to yours'),
      merged: z
        .string()
        .optional()
        .describe('both changes in one text; absent if they concern the same lines, or the base is not known any more'),
    }),
    z.object({ outcome: z.literal('invalid'), problems: z.array(mistake) }),
    z.object({
      outcome: z.literal('notWritten'),
      reason: explanation.describe('disk full, no right to write; with the sudo command where one helps'),
    }),
  ])
  .describe('saved, or why not; nothing was changed unless it is `saved`')
export type ChangeOutcome = z.infer<typeof changeOutcome>
