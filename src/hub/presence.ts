import type { Msg, NatsConnection } from '@nats-io/transport-node'
import * as z from 'zod'

/**
 * How many homes are connected. Every server of the cluster reports the connections of the account, which are homes and hubs;
 * every hub answers on `presenceSubject`, so that the hubs can be subtracted. Source: NATS documentation, «Monitoring», CONNZ.
 */

/** Each hub answers requests on this subject. */
export const presenceSubject = 'hub.presence'
/** Each server answers with the connections of the account that asks. */
export const connectionsSubject = '$SYS.REQ.ACCOUNT.PING.CONNZ'

/** How long answers are collected, and how long after the last one, in milliseconds. */
const maxWaitMs = 2000
const stallMs = 300

const connections = z.object({ data: z.object({ total: z.number().int().nonnegative() }) })

/** Answers other hubs that count the hubs. */
export function showPresence(connection: NatsConnection): void {
  connection.subscribe(presenceSubject, { callback: (error, message) => void (error ?? message.respond()) })
}

/** The number of homes that are connected to the cluster. @returns undefined if no server tells */
export async function countConnectedHomes(connection: NatsConnection): Promise<number | undefined> {
  const ask = async (subject: string, payload: string) => {
    const answers = await connection.requestMany(subject, payload, {
      strategy: 'stall',
      stall: stallMs,
      maxWait: maxWaitMs,
    })
    const all: Msg[] = []
    for await (const one of answers) all.push(one)
    return all
  }
  try {
    const [servers, hubs] = await Promise.all([
      ask(connectionsSubject, JSON.stringify({ limit: 1 })),
      ask(presenceSubject, ''),
    ])
    if (servers.length === 0) return undefined
    const total = servers.reduce((sum, answer) => sum + connections.parse(answer.json()).data.total, 0)
    return Math.max(0, total - hubs.length)
  } catch {
    // The cluster is not connected, or its version does not tell.
    return undefined
  }
}
