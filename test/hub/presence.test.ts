import type { Msg, NatsConnection } from '@nats-io/transport-node'
import { connectionsSubject, countConnectedHomes, presenceSubject, showPresence } from '../../src/hub/presence.ts'

/** A connection on which servers and hubs answer with these values. */
function connectionWith(servers: readonly unknown[], hubs: readonly unknown[]) {
  const asked: unknown[] = []
  const connection = {
    async requestMany(...words: readonly unknown[]) {
      asked.push(words)
      const answers = words[0] === connectionsSubject ? servers : hubs
      return answers.map((value) => ({ json: () => value }))
    },
  }
  return { asked, connection: connection as unknown as NatsConnection }
}
const total = (value: unknown) => ({ data: { total: value } })

test.each<[string, readonly unknown[], readonly unknown[], number | undefined]>([
  ['three servers and two hubs', [total(3), total(0), total(4)], [{}, {}], 5],
  ['no hub that answers', [total(3)], [], 3],
  ['hubs alone', [total(2)], [{}, {}], 0],
  ['a hub that connects in this moment', [total(1)], [{}, {}], 0],
  ['no server that tells', [], [{}], undefined],
  ['a server that tells something else', [total(3), { error: 'no' }], [], undefined],
  ['a negative number', [total(-1)], [], undefined],
  ['half a home', [total(1.5)], [], undefined],
])('the homes are counted of %s', async (_name, servers, hubs, expected) => {
  expect(await countConnectedHomes(connectionWith(servers, hubs).connection)).toBe(expected)
})

test('servers and hubs are queried once, and their answers are awaited for two seconds at most', async () => {
  const { asked, connection } = connectionWith([total(1)], [])
  await countConnectedHomes(connection)
  const limits = { strategy: 'stall', stall: 300, maxWait: 2000 }
  expect(asked).toEqual([
    [connectionsSubject, '{"limit":1}', limits],
    [presenceSubject, '', limits],
  ])
})

test('without a connection the number is not known', async () => {
  const connection = { requestMany: () => Promise.reject(new Error('closed')) } as unknown as NatsConnection
  expect(await countConnectedHomes(connection)).toBeUndefined()
})

test('a hub answers a query of the number of hubs, but no error', () => {
  let answers = 0
  const message = { respond: () => (answers += 1) } as unknown as Msg
  const subscriptions: [string, (error: Error | null, message: Msg) => void][] = []
  showPresence({
    subscribe: (subject: string, { callback }: { callback: (error: Error | null, message: Msg) => void }) =>
      subscriptions.push([subject, callback]),
  } as unknown as NatsConnection)
  const [[subject, onMessage] = []] = subscriptions
  onMessage?.(null, message)
  onMessage?.(new Error('refused'), message)
  expect({ subject, answers }).toEqual({ subject: 'hub.presence', answers: 1 })
})
