import { warmUp } from '../../src/gateway/warmUp.ts'
import { eventually } from '../drivers/driverContract.ts'

const never = new AbortController().signal

test.each([
  ['a peer that speaks MQTT', ['hue', 'mqtt']],
  ['a virtual device where no driver of the home has a peer', ['hue']],
])('all commands are confirmed with %s, and nothing is left', async (_name, driverTypes) => {
  const sockets = openSockets()
  expect(await warmUp(driverTypes, never)).toBe(60)
  await eventually(() => openSockets() === sockets)
})

test('it ends when the gateway stops, and leaves nothing', async () => {
  const sockets = openSockets()
  const stopping = new AbortController()
  const warm = warmUp(['mqtt'], stopping.signal)
  stopping.abort(new Error('the gateway stops'))
  await expect(warm).rejects.toThrow()
  await eventually(() => openSockets() === sockets)
})

/** The connections and listeners of this process. */
const openSockets = () =>
  process.getActiveResourcesInfo().filter((name) => /^(TCP|Pipe)\w*Wrap$/.test(name) && !/^Pipe/.test(name)).length
