import * as z from 'zod'
import { finding } from './health.ts'
import { requestRecord } from './home.ts'
import { consoleStep } from './linking.ts'
import { learning } from './remotes.ts'
import { requestSummary } from './requests.ts'
import { pairing } from './setup.ts'
import { explanation, rejectedConfiguration, state } from './shapes.ts'

/** What `GET /events` tells, as server-sent events; the key is the name of the event. Each has `at`. */
export const events = {
  /** a request was answered; `source` is who asked */
  request: requestRecord.extend({
    at: z.number(),
    source: z.enum(['clova', 'ownKey', 'admin', 'dashboard']),
    entry: requestSummary.optional().describe('its entry in the log of requests'),
  }),
  /** an entry of the log of requests that is no request of CLOVA: a failed login, or bundled refusals (again when it grows) */
  incident: z.object({ at: z.number(), entry: requestSummary }),
  /** the state of an appliance has changed */
  state: z.object({
    at: z.number(),
    appliance: z.string(),
    online: z.boolean(),
    offlineReason: z.string().optional(),
    offline: explanation.optional(),
    offlineSince: z.number().optional(),
    reportedAt: z.number().optional(),
    assumedAt: z.number().optional(),
    state,
  }),
  /** appliances were added or taken away, or have other names or limits: the list is to be read anew */
  home: z.object({ at: z.number() }),
  /** the configuration was read again */
  configuration: z.object({
    at: z.number(),
    rejected: rejectedConfiguration.optional().describe('why it is not in force; absent if it is'),
  }),
  /** a check of the diagnosis under way has found something */
  finding: z.object({ at: z.number(), finding }),
  /** the diagnosis has ended */
  diagnosis: z.object({ at: z.number() }),
  pairing: z.object({ at: z.number(), pairing }),
  learning: z.object({ at: z.number(), learning }),
  /** CLOVA has gone a step of linking */
  consoleStep: z.object({ at: z.number(), step: consoleStep }),
  /** comes every 15 s: a page that has got none for longer is not connected, whatever the browser says */
  heartbeat: z.object({ at: z.number() }),
  /** this client reads too slowly and is disconnected; it has missed what followed */
  overflow: z.object({ at: z.number() }),
} as const

export type EventName = keyof typeof events
export type ControlEvent = {
  [N in EventName]: { readonly name: N; readonly data: z.output<(typeof events)[N]> }
}[EventName]

/** The events that a member gets, those of appliances only for their own. */
export const memberEvents: readonly EventName[] = ['state', 'home', 'heartbeat', 'overflow']
