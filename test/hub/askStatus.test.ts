import { askStatus } from '../../src/hub/askHome.ts'
import { encodeResponse } from '../../src/hub/messages.ts'
import { fakeConnection } from './fakeConnection.ts'

/** What the hub takes of a home that answers the question after its state with these bytes. */
const statusOf = (body: string) => {
  const { connection } = fakeConnection(() => encodeResponse({ status: 200, headers: {}, body: Buffer.from(body) }))
  return askStatus(() => connection, 'a home', 1000)
}

test('the state of a home is taken as it is written', async () => {
  const status = { version: '0.1.0', connectedSince: 1_700_000_000_000 }
  expect(await statusOf(JSON.stringify(status))).toEqual(status)
  expect(await statusOf(JSON.stringify({ ...status, version: 'from source' }))).toBeDefined()
})

test.each([
  ['no JSON', 'nothing'],
  ['null', 'null'],
  ['JSON that is nested deep', `{"version":"1","connectedSince":1,"x":${'['.repeat(1000)}${']'.repeat(1000)}}`],
  ['a version for the terminal', JSON.stringify({ version: '\u001b]0;x\u0007', connectedSince: 1 })],
  ['a time that is none', JSON.stringify({ version: '1', connectedSince: 1e300 })],
])('a home that answers %s is told as one that cannot be reached: the others are listed', async (_what, body) => {
  expect(await statusOf(body)).toBeUndefined()
})
