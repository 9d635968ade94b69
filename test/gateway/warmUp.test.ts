import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { warmUp } from '../../src/gateway/warmUp.ts'

const never = new AbortController().signal
const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('clova-home-warm-up-'))

test.each([
  ['a peer that speaks MQTT', ['hue', 'mqtt']],
  ['a virtual device where no driver of the home has a peer', ['hue']],
])('all commands are confirmed with %s, and nothing is left', async (_name, driverTypes) => {
  const [before, sockets] = [folders(), openSockets()]
  expect(await warmUp(driverTypes, never)).toBe(60)
  expect(folders()).toEqual(before)
  expect(openSockets()).toBe(sockets)
})

test('it ends when the gateway stops, and leaves nothing', async () => {
  const [before, sockets] = [folders(), openSockets()]
  const stopping = new AbortController()
  const warm = warmUp(['mqtt'], stopping.signal)
  stopping.abort(new Error('the gateway stops'))
  await expect(warm).rejects.toThrow()
  expect(folders()).toEqual(before)
  expect(openSockets()).toBe(sockets)
})

/** The connections and listeners of this process. */
const openSockets = () =>
  process.getActiveResourcesInfo().filter((name) => /^(TCP|Pipe)\w*Wrap$/.test(name) && !/^Pipe/.test(name)).length
