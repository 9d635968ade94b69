import * as z from 'zod'
import { driverProblem, explanation, message, nothing, type OperationShape, state, text } from './shapes.ts'

/** What this very device can do, see `home/spec.ts`. */
const spec = z.object({
  assumed: z.literal(true).optional().describe('nobody sees what the device does: its state is what it was last told'),
  traits: z
    .record(z.string(), z.looseObject({ can: z.array(z.string()) }))
    .describe('its real limits: min, max, step or values; `modes`: it can be set only in one of these'),
  verbs: z.array(z.string()),
})

/** An appliance or a scene whose name sounds like another. */
const soundalike = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['appliance', 'scene']),
  likeness: z.enum(['same', 'alike']).describe('same: CLOVA cannot tell them apart; alike: it may mistake them'),
})
export type Soundalike = z.infer<typeof soundalike>

const applianceStatus = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  driver: z.string().describe('the name of its connection'),
  location: z.string().optional().describe("CLOVA's word, such as LIVING_ROOM"),
  tags: z.array(z.string()),
  from: z.string().describe('`configuration`, or how and as what it announced itself'),
  isInConfiguration: z
    .boolean()
    .describe('false: it is exposed as it announced itself, and gets an entry of its own when it is edited'),
  isExposed: z.boolean().describe('whether CLOVA sees it'),
  online: z.boolean(),
  offlineReason: z.string().optional().describe('why it is offline, in the words of its driver'),
  offline: explanation.optional().describe('the same in three languages, with what mends it'),
  offlineSince: z.number().optional().describe('absent: since before anyone watched'),
  lastSeenAt: z.number().optional().describe('when it was last online; absent while it is'),
  onlineShare: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('of the last day, as far as it was watched; absent until it was watched for ten minutes'),
  reportedAt: z.number().optional().describe('when the device last told its state by itself, where that is known'),
  assumed: z.boolean().describe('nobody sees what it does'),
  assumedAt: z.number().optional().describe('when what is assumed of it was last sent or corrected'),
  state: state.describe('what is known now'),
  lastKnown: z
    .object({ state, at: z.number() })
    .optional()
    .describe('of one that is offline: what it said last, since the start of the gateway'),
  spec,
  actions: z.array(z.string()).describe('the actions that CLOVA is offered'),
  fanLevels: z
    .array(z.object({ clova: z.number(), device: z.number() }))
    .optional()
    .describe("CLOVA's speeds 1 to 3, and the device's own for each"),
  say: z.string().optional().describe('what one may say, in the language of the edition'),
  similar: z.array(soundalike).describe('whose names sound like its own'),
})
export type ApplianceStatus = z.infer<typeof applianceStatus>

const searchAgain = z
  .object({
    since: z.number(),
    changes: z
      .array(
        z.object({
          kind: z.enum(['added', 'removed', 'renamed', 'changed']),
          id: z.string(),
          name: z.string(),
          before: z.string().optional().describe('its name before, if it was renamed'),
        }),
      )
      .max(100),
    count: z.number().describe('of all changes'),
  })
  .describe('what has changed since CLOVA last searched: the user must search again in the CLOVA app')
export type SearchAgain = z.infer<typeof searchAgain>

const inventory = z.object({
  appliances: z.array(applianceStatus),
  problems: z.array(driverProblem).describe('of all connections, for the owner'),
  searchAgain: searchAgain.optional().describe('absent: CLOVA knows all, or never searched'),
})
export type Inventory = z.infer<typeof inventory>

const field = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('number'),
      min: z.number().optional(),
      max: z.number().optional(),
      step: z.number().optional(),
      values: z.array(z.number()).optional().describe('only these'),
    }),
    z.object({ kind: z.literal('word'), values: z.array(z.string()).optional().describe('only these') }),
    z.object({ kind: z.literal('flag') }).describe('true or false'),
    z.object({ kind: z.literal('color') }).describe('{ hue: 0–360, saturation: 0–100, brightness: 0–100 }'),
    z.object({ kind: z.literal('period') }).describe('two instants of ISO 8601 with a slash between them'),
  ])
  .describe('what kind of value an action takes')

const actionForm = z.object({
  action: z.string(),
  label: text,
  kind: z.enum(['control', 'query']),
  effect: z.enum(['set', 'step', 'cycle', 'perform', 'read']),
  trait: z.string().optional().describe('what it sets, steps or reads'),
  implied: z.unknown().optional().describe('the value that its name implies: true for TurnOn'),
  value: field.optional().describe('absent: it takes none'),
  isValueNeeded: z.boolean(),
})
export type ActionForm = z.infer<typeof actionForm>

/** What happened with one request. */
export const requestRecord = z.object({
  messageId: z.string().optional(),
  action: z.string().optional(),
  appliance: z.string().optional(),
  scene: z.string().optional(),
  result: z.string().optional().describe('the name of the message that answered it'),
  reason: z.string().optional().describe('why not, in plain words'),
  before: state.optional(),
  after: state.optional(),
  ms: z.record(z.string(), z.number()).describe('the milliseconds of each step: verify, wait, read, apply, total'),
})

export const commandResult = z.object({
  answer: message,
  record: requestRecord,
  outcome: z
    .enum(['confirmed', 'assumed', 'answered', 'failed'])
    .optional()
    .describe('assumed: it was sent, and nobody sees whether it did it'),
  explanation: explanation.optional().describe('why it failed, in three languages'),
  request: z.number().optional().describe('the id of its entry in the log of requests'),
})
export type CommandResult = z.infer<typeof commandResult>

const actionRequest = z.object({
  appliance: z.string(),
  action: z.string().min(1).max(93),
  value: z.unknown().optional().describe('as a scene writes it: a number, a word, true, or an object for a colour'),
})

const sceneStatus = z.object({
  id: z.string(),
  name: z.string(),
  actions: z.array(z.object({ appliance: z.string(), do: z.string(), value: z.unknown().optional() })),
  say: z.string().optional(),
  similar: z.array(soundalike),
})

const label = z.object({ name: z.string().describe("CLOVA's word"), text })

export const homeOperations = {
  appliances: {
    method: 'GET',
    path: '/appliances',
    role: 'member',
    summary: 'Every appliance: its state, what it can do, where it comes from, why and since when it is offline',
    request: nothing,
    response: inventory,
  },
  appliance: {
    method: 'GET',
    path: '/appliances/{appliance}',
    role: 'member',
    summary:
      'One appliance with every action that it offers, when it was offline, and where it stands in the configuration',
    request: z.object({ appliance: z.string() }),
    response: z.object({
      appliance: applianceStatus,
      actions: z.array(actionForm),
      changes: z
        .array(z.object({ at: z.number(), online: z.boolean(), reason: z.string().optional() }))
        .describe('when it went offline and came back, the newest first; at most 20'),
      neighbours: z
        .object({ online: z.number(), offline: z.number() })
        .describe('the other appliances of its connection: whether it is alone in being offline'),
      position: z.object({ line: z.number(), column: z.number() }).optional().describe('in the configuration'),
    }),
  },
  scenes: {
    method: 'GET',
    path: '/scenes',
    role: 'member',
    summary: 'Every scene and its actions',
    request: nothing,
    response: z.object({ scenes: z.array(sceneStatus) }),
  },
  runScene: {
    method: 'POST',
    path: '/scenes/{scene}/run',
    role: 'member',
    summary: 'Runs a scene as a request of CLOVA does',
    request: z.object({ scene: z.string() }),
    response: commandResult,
  },
  checkName: {
    method: 'POST',
    path: '/names/check',
    role: 'owner',
    summary: 'Whether a name that is to be given sounds like another, and whether it can be said at all',
    request: z.object({
      name: z.string().max(500),
      except: z.string().optional().describe('the appliance or scene that is to bear it'),
    }),
    response: z.object({ similar: z.array(soundalike), explanation: explanation.optional() }),
  },
  command: {
    method: 'POST',
    path: '/commands',
    role: 'owner',
    summary: 'Executes a message of CLOVA by the same steps as a request of CLOVA, without an access token',
    request: z.object({
      action: z.string().min(1).max(93).describe('without its ending Request, such as TurnOn'),
      payload: z.record(z.string(), z.unknown()).describe('as in the message of CLOVA, without accessToken'),
    }),
    response: commandResult,
  },
  act: {
    method: 'POST',
    path: '/appliances/{appliance}/actions',
    role: 'member',
    summary: 'Executes an action of an appliance with a value; the message is composed and handled like one of CLOVA',
    request: actionRequest,
    response: commandResult,
  },
  composeAction: {
    method: 'POST',
    path: '/appliances/{appliance}/actions/compose',
    role: 'member',
    summary: 'The message that `act` would handle; nothing is sent',
    request: actionRequest,
    response: z.object({ message, explanation: explanation.optional().describe('why it would be refused') }),
  },
  assume: {
    method: 'POST',
    path: '/appliances/{appliance}/assumed-state',
    role: 'member',
    summary: 'Corrects the assumed state of an appliance that does not report its state; sends nothing to it',
    request: z.object({
      appliance: z.string(),
      state: z.record(z.string(), z.unknown()).default({}).describe('a boolean trait may be written on and off'),
      unknown: z.array(z.string()).default([]).describe('traits that are not known any more'),
    }),
    response: z.object({ state }),
  },
  confirmSearch: {
    method: 'POST',
    path: '/search-again/done',
    role: 'owner',
    summary: 'Ticks off the reminder to search again in the CLOVA app; a search by CLOVA itself does so, too',
    request: nothing,
    response: nothing,
  },
  vocabulary: {
    method: 'GET',
    path: '/vocabulary',
    role: 'member',
    summary:
      'The appliance types, locations, actions, traits and modes of the edition, with their names in three languages',
    request: nothing,
    response: z.object({
      edition: z.enum(['kr', 'jp']),
      types: z.array(label),
      locations: z.array(label),
      actions: z.array(label),
      traits: z.array(label.extend({ unit: z.string().optional() })),
      modes: z.array(label),
    }),
  },
} as const satisfies Readonly<Record<string, OperationShape>>
