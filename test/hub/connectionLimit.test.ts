import { limitConnections } from '../../src/hub/connectionLimit.ts'
import { silent } from '../support/log.ts'
import { fakeConnection, type Reply } from './fakeConnection.ts'

const kicked: Reply = { data: Buffer.from('{}') }
const noResponders: Reply = { headers: { code: 503, get: () => '' } }

/** The events of a cluster for the account A, and what the hub makes of them. */
function watched(reply: Reply = kicked) {
  const logged: unknown[] = []
  const { connection, sent, deliver } = fakeConnection(() => reply)
  limitConnections(connection, 'A', { ...silent, warn: (fields, message) => void logged.push([fields, message]) })
  const tell =
    (kind: string) =>
    (id: number, user = 'kim', fields: object = {}) =>
      deliver(`$SYS.ACCOUNT.A.${kind}`, {
        server: { id: `N${id % 3}` },
        client: { id, user, name_tag: user, ...fields },
      })
  const closed = () => sent.map(({ subject, data }) => [subject, JSON.parse(String(data)).cid])
  return { connect: tell('CONNECT'), disconnect: tell('DISCONNECT'), deliver, closed, logged }
}
const logIsWritten = () => new Promise((resolve) => setImmediate(resolve))

test('a home that opens a fifth connection loses its oldest one, which is logged once', async () => {
  const { connect, closed, logged } = watched()
  for (let id = 1; id <= 4; id += 1) connect(id)
  connect(5, 'lee')
  expect(closed()).toEqual([])
  connect(6)
  connect(7)
  expect(closed()).toEqual([
    ['$SYS.REQ.SERVER.N1.KICK', 1],
    ['$SYS.REQ.SERVER.N2.KICK', 2],
  ])
  await logIsWritten()
  expect(logged).toEqual([[{ home: 'kim' }, expect.stringMatching(/^a home has more than 4 connections.*is closed$/)]])
})

test('a connection that has ended does not count; one of the same number at another server does', () => {
  const { connect, disconnect, deliver, closed } = watched()
  for (let id = 1; id <= 4; id += 1) connect(id)
  disconnect(2)
  disconnect(9)
  deliver('$SYS.ACCOUNT.A.DISCONNECT', { server: { id: 'another' }, client: { id: 3, user: 'kim' } })
  disconnect(1, 'lee')
  for (let id = 21; id <= 24; id += 1) connect(id, 'lee')
  connect(5)
  expect(closed()).toEqual([])
  connect(6)
  expect(closed()).toEqual([['$SYS.REQ.SERVER.N1.KICK', 1]])
  connect(7)
  expect(closed().at(-1)).toEqual(['$SYS.REQ.SERVER.N0.KICK', 3])
  for (let id = 3; id <= 7; id += 1) disconnect(id)
  for (let id = 11; id <= 14; id += 1) connect(id)
  expect(closed()).toHaveLength(2)
})

test('hubs, which are connected to every server, are not limited', () => {
  const { connect, closed } = watched()
  for (let id = 1; id <= 30; id += 1) connect(id, 'hub', { tags: ['hub'] })
  expect(closed()).toEqual([])
})

test('a nats-server that cannot close connections is reported to the operator', async () => {
  const { connect, logged } = watched(noResponders)
  for (let id = 1; id <= 5; id += 1) connect(id)
  await logIsWritten()
  expect(logged).toEqual([[{ home: 'kim' }, expect.stringContaining('nats-server can close them since version 2.10')]])
})

test('a home without a name tag is logged without a name', async () => {
  const { connect, logged } = watched()
  for (let id = 1; id <= 5; id += 1) connect(id, 'kim', { name_tag: undefined })
  await logIsWritten()
  expect(logged).toEqual([[{ home: '' }, expect.any(String)]])
})

test('an event in another form is ignored', () => {
  const { connect, deliver, closed } = watched()
  for (const event of [undefined, null, {}, { server: {}, client: {} }]) deliver('$SYS.ACCOUNT.A.CONNECT', event)
  for (let id = 1; id <= 5; id += 1) connect(id)
  expect(closed()).toHaveLength(1)
})
