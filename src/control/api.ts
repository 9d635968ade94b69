import * as z from 'zod'
import { type ControlErrorCode, errorStatus } from './errors.ts'
import { events } from './operations/events.ts'
import { operations } from './operations/index.ts'
import { type CallerRole, explanation, type OperationShape } from './operations/shapes.ts'

export type { DiscoveryEntry, DiscoveryReport } from './operations/configuration.ts'
export { type ControlEvent, type EventName, events, memberEvents } from './operations/events.ts'
export type { Health, SelfTestOutcome } from './operations/health.ts'
export type { ApplianceStatus, CommandResult, Inventory } from './operations/home.ts'
export { operations } from './operations/index.ts'
export type { Caller, DriverProblem, Explanation, OperationShape, RejectedConfiguration } from './operations/shapes.ts'

/**
 * The contract of the admin API: what the command line, the doctor and the dashboard may ask the running gateway, over the
 * Unix socket of `socketPath.ts` or the listener of the dashboard. A new operation is one entry in the file of its subject in
 * `operations/` and one handler in `gateway/control/`. A user who may open the socket may call every operation and read
 * secrets, so its mode is 0660; the dashboard lets a member call only operations of that role. Fields named `at` or `…At` are
 * milliseconds since 1970, those named `…Ms` are durations in milliseconds.
 */

export type OperationName = keyof typeof operations
type Operations = typeof operations
/** What an operation is asked with. */
export type RequestOf<N extends OperationName> = z.input<Operations[N]['request']>
/** The same, once it is parsed; `bytes` where the body is an archive. */
export type ParsedRequestOf<N extends OperationName> = Operations[N] extends { readonly body: 'archive' }
  ? { readonly bytes: Uint8Array }
  : z.output<Operations[N]['request']>
/** What an operation answers. */
export type ResponseOf<N extends OperationName> = Operations[N]['response'] extends z.ZodType
  ? z.output<Operations[N]['response']>
  : Uint8Array

/** Whether a role may call an operation. */
export const mayCall = (role: CallerRole, name: OperationName): boolean =>
  role === 'owner' || operations[name].role === 'member'

/** The body of every response that is no success. */
export const errorBody = z.object({
  code: z.enum(Object.keys(errorStatus) as [ControlErrorCode, ...ControlErrorCode[]]),
  message: z.string().describe('in plain English words'),
  explanation: explanation.optional().describe('the same in three languages; absent from an older version'),
})

/** Where the events and the description of this API are. */
export const eventsPath = '/events'
export const openApiPath = '/openapi.json'

const json = (schema: z.ZodType, io: 'input' | 'output') => ({
  content: { 'application/json': { schema: schemaOf(schema, io) } },
})

const archive = { content: { 'application/gzip': { schema: { type: 'string', format: 'binary' } } } }

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io })
  return rest
}

/** The names in the braces of a path. */
export const pathKeys = (path: string): readonly string[] => [...path.matchAll(/\{(\w+)\}/g)].map(([, key = '']) => key)

/**
 * This contract as OpenAPI 3.1.
 * @param version of the gateway
 * @param serverUrl where the API is
 * @param isSocket true for the Unix socket, which has operations that the dashboard has not
 */
export function openApi(version: string, serverUrl = 'http://localhost', isSocket = true): object {
  const failure = { description: 'It was not done', ...json(errorBody, 'output') }
  const shown = Object.entries(operations as Readonly<Record<string, OperationShape>>).filter(
    ([, { isSocketOnly }]) => isSocket || !isSocketOnly,
  )
  const described = shown.map(([name, operation]) => {
    const { method, path, summary, request, response, role } = operation
    const inPath = pathKeys(path)
    const body = z.object(Object.fromEntries(Object.entries(request.shape).filter(([key]) => !inPath.includes(key))))
    const hasBody = Object.keys(body.shape).length > 0
    const content = response === 'archive' ? archive : json(response, 'output')
    const entry = {
      operationId: name,
      summary,
      ...(inPath.length > 0 && {
        parameters: inPath.map((key) => ({ name: key, in: 'path', required: true, schema: { type: 'string' } })),
      }),
      'x-role': role,
      ...(operation.body === 'archive' && { requestBody: { required: true, ...archive } }),
      ...(hasBody && { requestBody: { required: true, ...json(body, 'input') } }),
      responses: { 200: { description: 'It was done', ...content }, default: failure },
    }
    return { path, method: method.toLowerCase(), entry }
  })
  const paths: Record<string, Record<string, object>> = {}
  for (const { path, method, entry } of described) paths[path] = { ...paths[path], [method]: entry }
  const eventSchemas = Object.entries(events).map(([name, schema]) => [name, schemaOf(schema, 'output')])
  return {
    openapi: '3.1.0',
    info: { title: 'clova-home admin API', version },
    servers: [{ url: serverUrl, ...(isSocket && { description: 'over the Unix socket admin.sock' }) }],
    ...(!isSocket && {
      security: [{ apiToken: [] }],
      components: { securitySchemes: { apiToken: { type: 'http', scheme: 'bearer' } } },
    }),
    paths: {
      ...paths,
      [eventsPath]: {
        get: {
          operationId: 'events',
          summary: 'Requests, changed states and read configurations as they happen (server-sent events)',
          responses: {
            200: { description: 'Events', content: { 'text/event-stream': { schema: { type: 'string' } } } },
          },
          'x-events': Object.fromEntries(eventSchemas),
        },
      },
    },
  }
}
