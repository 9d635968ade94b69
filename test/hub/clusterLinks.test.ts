import type { NatsConnection } from '@nats-io/transport-node'
import { ClusterLinks } from '../../src/hub/clusterLinks.ts'

/** A link to the server with this id. */
function linkTo(id: string | undefined, connected = true) {
  const calls: string[] = []
  const connection = { info: id === undefined ? undefined : { server_id: id } } as unknown as NatsConnection
  return {
    calls,
    start() {
      calls.push('start')
      return this as never
    },
    status: () => ({ connected, since: 0 }),
    connection: () => {
      if (!connected) throw new Error('not connected')
      return connection
    },
    close: async () => void calls.push('close'),
  }
}

test('a request goes to the server of its home, or else to the first that is connected', () => {
  const [away, unknown, first, second] = [linkTo('A', false), linkTo(undefined), linkTo('B'), linkTo('C')]
  const links = new ClusterLinks([away, unknown, first, second])
  expect(links.connection('C')).toBe(second.connection())
  expect(links.connection('B')).toBe(first.connection())
  for (const id of [undefined, 'A', 'D']) expect(links.connection(id)).toBe(unknown.connection())
})

test('without any server there is no connection', () => {
  for (const links of [new ClusterLinks([linkTo('A', false)]), new ClusterLinks([])]) {
    expect(links.isConnected()).toBe(false)
    expect(() => links.connection()).toThrow('no server of the cluster is connected')
  }
  expect(new ClusterLinks([linkTo('A', false), linkTo('B')]).isConnected()).toBe(true)
})

test('all links start and end together', async () => {
  const each = [linkTo('A'), linkTo('B', false)]
  const links = new ClusterLinks(each)
  expect(links.start()).toBe(links)
  await links.close()
  expect(each.map(({ calls }) => calls)).toEqual([
    ['start', 'close'],
    ['start', 'close'],
  ])
})
