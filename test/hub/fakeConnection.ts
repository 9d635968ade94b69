import type { Msg, MsgHdrs, NatsConnection } from '@nats-io/transport-node'

/** A message to a home. */
export type Sent = { readonly subject: string; readonly data: Uint8Array; readonly headers?: MsgHdrs }

/** What comes back. */
export type Reply = { readonly data?: Uint8Array; readonly headers?: Pick<MsgHdrs, 'code' | 'get'> }

export interface FakeConnection {
  readonly connection: NatsConnection
  /** all that was sent, in order */
  readonly sent: readonly Sent[]
  /** what the receivers of messages threw */
  readonly thrown: readonly unknown[]
  /** Tells every subscription of an error. */
  fail(error: Error): void
  /** Delivers JSON to whoever subscribed to a subject. */
  deliver(subject: string, value: unknown): void
  /** Ends the connection as a server does that dies. */
  end(): void
}

/**
 * A connection to a cluster without one. @param answer gives the reply to a message; undefined: nobody replies
 * @param serverId the server to which it is
 */
export function fakeConnection(
  answer: (sent: Sent) => Reply | undefined | Promise<Reply | undefined>,
  serverId?: string,
): FakeConnection {
  const subscriptions: { readonly prefix: string; readonly callback: (error: Error | null, message: Msg) => void }[] =
    []
  const sent: Sent[] = []
  const thrown: unknown[] = []
  let end = () => {}
  const closed = new Promise<void>((resolve) => {
    end = resolve
  })
  const connection = {
    info: { server_id: serverId },
    closed: () => closed,
    subscribe(subject: string, { callback }: { callback: (error: Error | null, message: Msg) => void }) {
      subscriptions.push({ prefix: subject.replace(/\*$/, ''), callback })
    },
    publish(subject: string, data: Uint8Array, { headers, reply = '' }: { headers?: MsgHdrs; reply?: string } = {}) {
      const message = { subject, data, ...(headers && { headers }) }
      sent.push(message)
      void (async () => {
        const given = await answer(message)
        if (!given) return
        for (const { prefix, callback } of subscriptions)
          if (reply.startsWith(prefix))
            callback(null, { subject: reply, data: new Uint8Array(0), ...given } as unknown as Msg)
      })().catch((error) => thrown.push(error))
    },
  }
  const deliver = (subject: string, value: unknown) => {
    for (const { prefix, callback } of subscriptions)
      if (subject === prefix) callback(null, { subject, string: () => JSON.stringify(value) } as unknown as Msg)
  }
  const fail = (error: Error) => {
    for (const { callback } of subscriptions) callback(error, undefined as unknown as Msg)
  }
  return { connection: connection as unknown as NatsConnection, sent, thrown, fail, deliver, end: () => end() }
}
