import * as z from 'zod'
import { explanation, nothing, type OperationShape, problems, rejectedConfiguration, text } from './shapes.ts'

const health = z.object({
  version: z.string(),
  node: z.string().describe('the version of Node.js'),
  uptimeSeconds: z.number(),
  processId: z.number(),
  edition: z.enum(['kr', 'jp']),
  address: z.string().describe('where the public listener is, as `host:port`'),
  configurationFile: z.string().describe('the full name of the configuration'),
  applianceCount: z.number(),
  lastProxiedRequestAt: z
    .number()
    .optional()
    .describe('when a request that CLOVA signed last came through a tunnel; absent: not since the start'),
  lastDirectRequestAt: z.number().optional().describe('the same of a request that does not show by which way it came'),
  hub: z
    .object({
      homeCode: z.string().optional().describe('the code of this home, as users enter it on the page of the hub'),
      connected: z.boolean(),
      server: z.string().optional().describe("the server of the hub's cluster"),
      since: z.number().describe('since when it is connected or disconnected'),
      lastRequestAt: z.number().optional(),
      reason: explanation.optional().describe('why it is not connected; absent while it is'),
    })
    .optional()
    .describe('the connection to the hub, if the configuration has one'),
  rejectedConfiguration: rejectedConfiguration
    .optional()
    .describe('why the configuration on the disk is not in force; absent if it is. Only its owner is told'),
  problems: z
    .array(explanation)
    .describe(
      'what else is wrong with the gateway itself, for its owner; problems of connections stand under `appliances`',
    ),
})
export type Health = z.infer<typeof health>

/** How a self-test request arrived: not at all, without its signature, with a wrong signature, or as it was sent. */
const selfTestOutcome = z.enum(['nothing', 'unsigned', 'altered', 'intact'])
export type SelfTestOutcome = z.infer<typeof selfTestOutcome>

/** One observation of a check. */
export const finding = z.object({
  check: z.string().describe('the id of the check'),
  level: z.enum(['ok', 'warning', 'failure', 'skipped']).describe('skipped: something before it must be mended first'),
  subject: text.describe('what was looked at, in a word or two'),
  message: text,
  fix: text.optional().describe('what mends it, in words'),
  command: z.string().optional().describe('the command that mends it'),
})
export type CheckResult = z.infer<typeof finding>

const diagnosis = z.object({
  isRunning: z.boolean(),
  startedAt: z.number().optional().describe('absent: never since the start'),
  finishedAt: z.number().optional(),
  findings: z.array(finding).describe('in the order of the way from CLOVA to the devices, as far as they are known'),
  counts: z.object({ ok: z.number(), warning: z.number(), failure: z.number() }),
})
export type DiagnosisReport = z.infer<typeof diagnosis>

const connectionStatus = z.object({
  name: z.string(),
  type: z.string(),
  target: z.string().optional().describe('its address, without secrets'),
  isConnected: z.boolean(),
  problems,
  explanation: explanation.optional().describe('the first problem in three languages, with what mends it'),
  applianceCount: z.number(),
  offlineCount: z.number(),
  discoveredCount: z.number().optional().describe('absent: it does not discover'),
})

const backupFile = z.object({ name: z.string(), at: z.number(), bytes: z.number() })

const charts = z.object({
  stepMs: z.literal(60_000),
  columns: z.tuple([
    z.literal('at'),
    z.literal('requests'),
    z.literal('errors'),
    z.literal('memoryBytes'),
    z.literal('eventLoopDelayMs'),
    z.literal('totalMs'),
  ]),
  minutes: z
    .array(z.array(z.number()))
    .describe('one row a minute of the last day that the gateway ran; a missing minute is a gap. totalMs: the slowest'),
})

export const healthOperations = {
  health: {
    method: 'GET',
    path: '/health',
    role: 'member',
    summary: 'The health of the gateway, and when CLOVA last sent a request',
    request: nothing,
    response: health,
  },
  diagnosis: {
    method: 'GET',
    path: '/diagnosis',
    role: 'owner',
    summary: 'The findings of the checks, the last ones or those of the run under way',
    request: nothing,
    response: diagnosis,
  },
  runDiagnosis: {
    method: 'POST',
    path: '/diagnosis/run',
    role: 'owner',
    summary: 'Runs the checks of the doctor; each finding comes as an event `finding`, the end as `diagnosis`',
    request: nothing,
    response: diagnosis,
  },
  connections: {
    method: 'GET',
    path: '/connections',
    role: 'owner',
    summary: 'Every connection: whether it is connected, its problems, and how many appliances use it',
    request: nothing,
    response: z.object({ connections: z.array(connectionStatus) }),
  },
  charts: {
    method: 'GET',
    path: '/charts',
    role: 'owner',
    summary: 'Requests, errors, memory and event-loop delay of the last day, minute by minute',
    request: nothing,
    response: charts,
  },
  serviceLog: {
    method: 'POST',
    path: '/service-log/search',
    role: 'owner',
    summary: "The last lines of the gateway's own log, the newest first, without secrets",
    request: z.object({
      level: z.enum(['debug', 'info', 'warn', 'error']).default('info').describe('the least level'),
      text: z.string().max(200).optional(),
      before: z.number().optional().describe('only lines with a smaller id'),
      limit: z.number().int().min(1).max(500).default(100),
    }),
    response: z.object({
      lines: z.array(
        z.object({
          id: z.number(),
          at: z.number(),
          level: z.enum(['debug', 'info', 'warn', 'error', 'fatal']),
          message: z.string(),
          fields: z.record(z.string(), z.unknown()).describe('everything else of the line'),
        }),
      ),
      next: z.number().optional(),
    }),
  },
  supportReport: {
    method: 'POST',
    path: '/support-report',
    role: 'owner',
    summary: 'Everything that helps to find a fault, as one compressed text, with every secret removed',
    request: nothing,
    response: 'archive',
  },
  backups: {
    method: 'GET',
    path: '/backups',
    role: 'owner',
    summary: 'The backups of the folder that the configuration names, the newest first',
    request: nothing,
    response: z.object({
      folder: z.string().optional().describe('absent: no daily backup is configured'),
      keep: z.number().optional(),
      backups: z.array(backupFile),
      problem: explanation.optional(),
    }),
  },
  makeBackup: {
    method: 'POST',
    path: '/backups/make',
    role: 'owner',
    summary: 'Makes a backup in the folder of the daily ones now',
    request: nothing,
    response: z.object({ backup: backupFile }),
  },
  backup: {
    method: 'GET',
    path: '/backup',
    role: 'owner',
    summary: 'An archive of configuration, secrets, codes, certificates, state and access tokens, made now',
    request: nothing,
    response: 'archive',
  },
  downloadBackup: {
    method: 'GET',
    path: '/backups/{name}',
    role: 'owner',
    summary: 'One of the stored backups',
    request: z.object({ name: z.string().regex(/^[\w.-]{1,200}$/) }),
    response: 'archive',
  },
  inspectBackup: {
    method: 'POST',
    path: '/backups/inspect',
    role: 'owner',
    summary: 'Reads an uploaded backup, and lists what restoring it would change; nothing is written yet',
    request: nothing,
    body: 'archive',
    response: z.object({
      id: z.string().describe('for `restoreBackup`, for ten minutes'),
      created: z.number(),
      version: z.string(),
      files: z.array(
        z.object({
          path: z.string(),
          change: z.enum(['new', 'same', 'different']),
          isOutside: z.boolean().describe('elsewhere than beside the configuration and in the state folder'),
        }),
      ),
      missing: z.array(z.string()).describe('secrets that systemd or the environment gave, and the backup has not'),
      effects: z.array(explanation).describe('what of the home would change'),
      warnings: z
        .array(explanation)
        .describe('what would change of the way into the dashboard, and how to get in again; empty: nothing'),
    }),
  },
  restoreBackup: {
    method: 'POST',
    path: '/backups/restore',
    role: 'owner',
    summary:
      'Restores an inspected backup; the present files are stored as a backup first. The gateway restarts to read its state',
    request: z.object({ id: z.string() }),
    response: z.discriminatedUnion('outcome', [
      z.object({
        outcome: z.literal('restored'),
        kept: z.string().optional().describe('the backup of what was there'),
      }),
      z.object({ outcome: z.literal('notWritten'), reason: explanation }),
    ]),
  },
  issueSelfTest: {
    method: 'POST',
    path: '/self-tests',
    role: 'owner',
    summary: 'A test request that may be sent by the public address within 30 s',
    request: nothing,
    response: z.object({ id: z.string(), secret: z.string().describe('Base64; signs the request') }),
  },
  selfTestOutcome: {
    method: 'GET',
    path: '/self-tests/{id}',
    role: 'owner',
    summary: 'What of a test request has reached the gateway so far',
    request: z.object({ id: z.string() }),
    response: z.object({ outcome: selfTestOutcome }),
  },
  flush: {
    method: 'POST',
    path: '/flush',
    role: 'owner',
    summary: 'Writes to the disk what is not written yet',
    request: nothing,
    response: z.object({ problems }),
  },
} as const satisfies Readonly<Record<string, OperationShape>>
