import * as z from 'zod'

/**
 * The contract of the admin API: what the command line, the doctor and the dashboard may ask the running gateway, over the
 * Unix socket of `socketPath.ts`. A new operation is one entry of `operations` here and one handler in
 * `gateway/control/handlers.ts`. A user who may open the socket may call every operation and read secrets, so its mode is
 * 0660. Fields named `at` or `…At` are milliseconds since 1970, those named `…Ms` are durations in milliseconds.
 */

/** What is known of a device, trait by trait; a trait that is not there is not known. */
const state = z.record(z.string(), z.unknown()).describe('known traits of an appliance, such as power and brightness')

/** What this very device can do, see `home/spec.ts`. */
const spec = z.object({
  assumed: z.literal(true).optional().describe('nobody sees what the device does: its state is what it was last told'),
  traits: z.record(z.string(), z.looseObject({ can: z.array(z.string()) })),
  verbs: z.array(z.string()),
})

const problems = z.array(z.string()).describe('what its owner should know, in plain words')

const health = z.object({
  version: z.string(),
  /** the version of Node.js */
  node: z.string(),
  uptimeSeconds: z.number(),
  processId: z.number(),
  edition: z.enum(['kr', 'jp']),
  /** where the public listener is, as `host:port` */
  address: z.string(),
  /** the full name of the configuration */
  configurationFile: z.string(),
  applianceCount: z.number(),
  /** when a request that CLOVA signed last came through a tunnel; absent: not since the start */
  lastProxiedRequestAt: z.number().optional(),
  /** the same of a request that does not show by which way it came */
  lastDirectRequestAt: z.number().optional(),
  /** the connection to the hub, if the configuration has one */
  hub: z
    .object({
      connected: z.boolean(),
      /** the server of the hub's cluster */
      server: z.string().optional(),
      /** since when it is connected or disconnected */
      since: z.number(),
      lastRequestAt: z.number().optional(),
    })
    .optional(),
  /** what is wrong with the gateway itself; what is wrong with connections stands under `appliances` */
  problems,
})
export type Health = z.infer<typeof health>

const applianceStatus = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  /** the name of its connection */
  driver: z.string(),
  location: z.string().optional(),
  /** `configuration`, or how and as what it announced itself */
  from: z.string(),
  online: z.boolean(),
  /** why it is offline, in plain words, where that is known */
  offlineReason: z.string().optional(),
  /** nobody sees what it does */
  assumed: z.boolean(),
  state,
  spec,
  /** the actions that CLOVA is offered */
  actions: z.array(z.string()),
})
export type ApplianceStatus = z.infer<typeof applianceStatus>

const inventory = z.object({ appliances: z.array(applianceStatus), problems })
export type Inventory = z.infer<typeof inventory>

const discoveryEntry = z.object({
  /** the name of the connection that found it */
  driver: z.string(),
  name: z.string(),
  key: z.string(),
  /** by which convention it announced itself */
  via: z.string(),
  /** CLOVA's type, if one fits */
  type: z.string().optional(),
  model: z.string(),
  /** its traits and verbs */
  traits: z.array(z.string()),
  /** the id of the appliance that it is, if it is one */
  appliance: z.string().optional(),
  /** what of it could not be understood, and why it is no appliance though it should be */
  problems,
})
export type DiscoveryEntry = z.infer<typeof discoveryEntry>

const discoveryReport = z.object({ devices: z.array(discoveryEntry), problems })
export type DiscoveryReport = z.infer<typeof discoveryReport>

/** A message of CLOVA Home, as CLOVA would get it. */
const message = z.object({
  header: z.object({
    messageId: z.string(),
    name: z.string(),
    namespace: z.literal('ClovaHome'),
    payloadVersion: z.string(),
  }),
  payload: z.record(z.string(), z.unknown()),
})

/** What happened with one request. */
const requestRecord = z.object({
  messageId: z.string().optional(),
  action: z.string().optional(),
  appliance: z.string().optional(),
  scene: z.string().optional(),
  /** the name of the message that answered it */
  result: z.string().optional(),
  /** why not, in plain words */
  reason: z.string().optional(),
  before: state.optional(),
  after: state.optional(),
  /** the milliseconds of each step: verify, wait, read, apply, total */
  ms: z.record(z.string(), z.number()),
})

const commandResult = z.object({ answer: message, record: requestRecord })
export type CommandResult = z.infer<typeof commandResult>

const link = z.object({
  id: z.string(),
  user: z.string(),
  /** ISO 8601, as is the next */
  since: z.string(),
  lastUsed: z.string(),
  /** false if the user is gone, has another password now, or it was not used for a year */
  inForce: z.boolean(),
})

const accountLinking = z.object({
  edition: z.enum(['kr', 'jp']),
  /** where CLOVA and the app of the user come in; absent: `server.publicUrl` is not written */
  publicUrl: z.string().optional(),
  /** the path of CLOVA's requests */
  path: z.string(),
  clientId: z.string(),
  clientSecret: z.string().optional(),
  redirectUris: z.array(z.string()),
  /** how many users may log in */
  userCount: z.number(),
  /** true if somebody could link now */
  inForce: z.boolean(),
  /** what is wrong with the file of the links, if anything is */
  problem: z.string().optional(),
})

/** How a self-test request arrived: not at all, without its signature, with a wrong signature, or as it was sent. */
const selfTestOutcome = z.enum(['nothing', 'unsigned', 'altered', 'intact'])
export type SelfTestOutcome = z.infer<typeof selfTestOutcome>

/** An operation. Keys of the request that stand in braces in the path go there, all others are the JSON body. */
interface OperationShape {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly summary: string
  readonly request: z.ZodObject
  /** of the JSON response; `archive` is bytes of the type application/gzip */
  readonly response: z.ZodType | 'archive'
}

const nothing = z.object({})

export const operations = {
  health: {
    method: 'GET',
    path: '/health',
    summary: 'How the gateway is, and when CLOVA last came',
    request: nothing,
    response: health,
  },
  appliances: {
    method: 'GET',
    path: '/appliances',
    summary: 'Every appliance: its state, what it can do, where it comes from, why it is offline',
    request: nothing,
    response: inventory,
  },
  discovery: {
    method: 'GET',
    path: '/discovery',
    summary: 'What the connections found by themselves',
    request: nothing,
    response: discoveryReport,
  },
  command: {
    method: 'POST',
    path: '/commands',
    summary: 'Does what a message of CLOVA asks for, by the way that its own messages take, without an access token',
    request: z.object({
      action: z.string().min(1).max(93).describe('without its ending Request, such as TurnOn'),
      payload: z.record(z.string(), z.unknown()).describe('as in the message of CLOVA, without accessToken'),
    }),
    response: commandResult,
  },
  assume: {
    method: 'POST',
    path: '/appliances/{appliance}/assumed-state',
    summary: 'Corrects what is assumed of an appliance whose state nobody sees; sends nothing to it',
    request: z.object({
      appliance: z.string(),
      state: z.record(z.string(), z.unknown()).default({}).describe('a boolean trait may be written on and off'),
      unknown: z.array(z.string()).default([]).describe('traits that are not known any more'),
    }),
    response: z.object({ state }),
  },
  links: {
    method: 'GET',
    path: '/links',
    summary: 'Who has linked CLOVA to this gateway',
    request: nothing,
    response: z.object({ links: z.array(link) }),
  },
  revokeLinks: {
    method: 'POST',
    path: '/links/revoke',
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
    summary: "What is to be entered in CLOVA's developer console",
    request: nothing,
    response: accountLinking,
  },
  reloadTokens: {
    method: 'POST',
    path: '/tokens/reload',
    summary: 'Reads the access tokens that were made by hand again',
    request: nothing,
    response: nothing,
  },
  configuration: {
    method: 'GET',
    path: '/configuration',
    summary: 'The configuration that is in force, as it was written',
    request: nothing,
    response: z.object({
      file: z.string(),
      text: z.string(),
      rejected: z.string().optional().describe('why the file as it stands now is not in force'),
    }),
  },
  reloadConfiguration: {
    method: 'POST',
    path: '/configuration/reload',
    summary: 'Reads the configuration now; one with mistakes is told, and the one before stays in force',
    request: nothing,
    response: z.object({ problem: z.string().optional().describe('why it is not in force, line by line') }),
  },
  issueSelfTest: {
    method: 'POST',
    path: '/self-tests',
    summary: 'A test request that may be sent by the public address within 30 s',
    request: nothing,
    response: z.object({ id: z.string(), secret: z.string().describe('Base64; signs the request') }),
  },
  selfTestOutcome: {
    method: 'GET',
    path: '/self-tests/{id}',
    summary: 'What of a test request has reached the gateway so far',
    request: z.object({ id: z.string() }),
    response: z.object({ outcome: selfTestOutcome }),
  },
  flush: {
    method: 'POST',
    path: '/flush',
    summary: 'Writes to the disk what is not written yet',
    request: nothing,
    response: z.object({ problems }),
  },
  backup: {
    method: 'GET',
    path: '/backup',
    summary: 'An archive of configuration, secrets, codes, certificates, state and access tokens',
    request: nothing,
    response: 'archive',
  },
} as const satisfies Readonly<Record<string, OperationShape>>

export type OperationName = keyof typeof operations
type Operations = typeof operations
/** What an operation is asked with. */
export type RequestOf<N extends OperationName> = z.input<Operations[N]['request']>
/** The same, once it is parsed. */
export type ParsedRequestOf<N extends OperationName> = z.output<Operations[N]['request']>
/** What an operation answers. */
export type ResponseOf<N extends OperationName> = Operations[N]['response'] extends z.ZodType
  ? z.output<Operations[N]['response']>
  : Uint8Array

/** What goes wrong: the status of the response, and the code in its body. */
export const errorStatus = { badRequest: 400, notFound: 404, conflict: 409, busy: 503, internal: 500 } as const
export type ControlErrorCode = keyof typeof errorStatus

/** The body of every response that is no success. */
export const errorBody = z.object({
  code: z.enum(Object.keys(errorStatus) as [ControlErrorCode, ...ControlErrorCode[]]),
  message: z.string().describe('in plain words'),
})

/** What `GET /events` tells, as server-sent events; the key is the name of the event. */
export const events = {
  /** a request was answered; `source` is who asked */
  request: requestRecord.extend({ at: z.number(), source: z.enum(['clova', 'admin']) }),
  /** the state of an appliance has changed */
  state: z.object({
    at: z.number(),
    appliance: z.string(),
    online: z.boolean(),
    offlineReason: z.string().optional(),
    state,
  }),
  /** the configuration was read again; with a problem the one before stays in force */
  configuration: z.object({ at: z.number(), problem: z.string().optional() }),
  /** this client reads too slowly and is disconnected; it has missed what followed */
  overflow: z.object({ at: z.number() }),
} as const

export type EventName = keyof typeof events
export type ControlEvent = {
  [N in EventName]: { readonly name: N; readonly data: z.output<(typeof events)[N]> }
}[EventName]

/** Where the events and the description of this API are. */
export const eventsPath = '/events'
export const openApiPath = '/openapi.json'

const json = (schema: z.ZodType, io: 'input' | 'output') => ({
  content: { 'application/json': { schema: schemaOf(schema, io) } },
})

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io })
  return rest
}

/** The names in the braces of a path. */
export const pathKeys = (path: string): readonly string[] => [...path.matchAll(/\{(\w+)\}/g)].map(([, key = '']) => key)

/** This contract as OpenAPI 3.1. @param version of the gateway */
export function openApi(version: string): object {
  const failure = { description: 'It was not done', ...json(errorBody, 'output') }
  const described = Object.entries(operations as Readonly<Record<string, OperationShape>>).map(([name, operation]) => {
    const { method, path, summary, request, response } = operation
    const inPath = pathKeys(path)
    const body = z.object(Object.fromEntries(Object.entries(request.shape).filter(([key]) => !inPath.includes(key))))
    const hasBody = Object.keys(body.shape).length > 0
    const content =
      response === 'archive'
        ? { content: { 'application/gzip': { schema: { type: 'string', format: 'binary' } } } }
        : json(response, 'output')
    const entry = {
      operationId: name,
      summary,
      ...(inPath.length > 0 && {
        parameters: inPath.map((key) => ({ name: key, in: 'path', required: true, schema: { type: 'string' } })),
      }),
      ...(hasBody && { requestBody: { required: true, ...json(body, 'input') } }),
      responses: { 200: { description: 'It was done', ...content }, default: failure },
    }
    return { path, method: method.toLowerCase(), entry }
  })
  const paths: Record<string, Record<string, object>> = {}
  for (const { path, method, entry } of described) paths[path] = { ...paths[path], [method]: entry }
  const told = Object.entries(events).map(([name, schema]) => [name, schemaOf(schema, 'output')])
  return {
    openapi: '3.1.0',
    info: { title: 'clova-home admin API', version },
    servers: [{ url: 'http://localhost', description: 'over the Unix socket admin.sock' }],
    paths: {
      ...paths,
      [eventsPath]: {
        get: {
          operationId: 'events',
          summary: 'Requests, changed states and read configurations as they happen (server-sent events)',
          responses: {
            200: { description: 'Events', content: { 'text/event-stream': { schema: { type: 'string' } } } },
          },
          'x-events': Object.fromEntries(told),
        },
      },
    },
  }
}
