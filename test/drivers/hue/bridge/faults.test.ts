import { inspect } from 'node:util'
import { atOnce } from '../../../support/atOnce.ts'
import { testContext } from '../../../support/context.ts'
import { hueBridge } from '../../../support/hue/bridge.ts'
import { lamp } from '../../../support/hue/bridgeHome.ts'
import { hueHomes, hueOn, part, quickTimings } from '../../../support/hue/hueFixture.ts'
import { eventually } from '../../driverContract.ts'

const homes = hueHomes()
afterEach(homes.close)

const living = lamp('Living lamp', { kind: 'white', on: true, brightness: 50 })
const device = part(living, 'device').id
const one = { resources: [living] }
const named = { light: 'Living lamp' }

describe('a bridge that', () => {
  test('revokes the key is offline, and the problem names the remedy', async () => {
    const { bridge, connection, device, read, set } = await homes.open(one)
    const lamp = device(named)
    expect(await read(lamp)).toMatchObject({ online: true, state: { power: true, brightness: 50 } })
    bridge.revoke()
    await eventually(async () => !(await read(lamp)).online)
    expect(await set(lamp, { power: false })).toBe('offline')
    await eventually(() => connection.problems?.().join().includes('clova-home pair hue') === true)
    expect(JSON.stringify(connection.problems?.())).not.toContain(bridge.key)
  })

  test('is restarting is offline until it answers', async () => {
    const { bridge, connection, device, read } = await homes.open(one)
    const lamp = device(named)
    bridge.mode = 'rebooting'
    bridge.stream.end('broken')
    await eventually(async () => !(await read(lamp)).online)
    await eventually(() => connection.problems?.().join().includes('starting') === true)
    bridge.mode = 'ok'
    await eventually(async () => (await read(lamp)).online)
    expect(connection.problems?.()).toEqual([])
  })

  test('hangs delays no command past its deadline, and reads stay immediate', async () => {
    const { bridge, device, read, set } = await homes.open(one)
    const lamp = device(named)
    bridge.mode = 'hanging'
    const start = performance.now()
    expect(await set(lamp, { power: false }, 100)).toBe('offline')
    expect(performance.now() - start).toBeLessThan(2000)
    expect(await read(lamp)).toMatchObject({ state: { power: true } })
    bridge.mode = 'ok'
    expect(await set(lamp, { power: false })).toMatchObject({ power: false })
  })

  test('hangs is offline after a probe, and online again when it answers', async () => {
    const { bridge, connection, device, read, set } = await homes.open(one)
    const lamp = device(named)
    bridge.mode = 'hanging'
    expect(await set(lamp, { power: false }, 100)).toBe('offline')
    await eventually(async () => !(await read(lamp)).online)
    expect(await atOnce(set(lamp, { power: false }))).toBe('offline')
    expect(connection.problems?.().join()).toMatch(/the bridge at 127.0.0.1:\d+ does not answer within/)
    expect(String((await read(lamp)).offlineReason)).toMatch(/does not answer/)
    bridge.mode = 'ok'
    bridge.drop()
    await eventually(async () => (await read(lamp)).online)
    expect(connection.problems?.()).toEqual([])
  })

  test('is slow once, and stays online', async () => {
    const { bridge, device, read, set } = await homes.open(one)
    const lamp = device(named)
    bridge.beforePut = () => new Promise<void>((resolve) => setTimeout(resolve, 600))
    expect(await set(lamp, { power: false }, 50)).toBe('offline')
    await eventually(async () => (await read(lamp)).state.power === false)
    expect((await read(lamp)).online).toBe(true)
  })

  test.each([
    ['closes mid-answer', 'half', 'offline'],
    ['closes without an answer', 'closing', 'offline'],
    ['answers HTML', 'html', 'deviceFault'],
    ['answers invalid JSON', 'junk', 'deviceFault'],
    ['answers nothing', 'empty', 'deviceFault'],
  ] as const)('%s fails one command, and the next is done', async (_what, mode, reason) => {
    const { bridge, device, set } = await homes.open(one)
    const lamp = device(named)
    bridge.mode = mode
    expect(await set(lamp, { power: false })).toBe(reason)
    bridge.mode = 'ok'
    expect(await set(lamp, { brightness: 20 })).toMatchObject({ power: true, brightness: 20 })
  })

  test.each(['half', 'closing', 'html', 'junk', 'empty', 'hanging', 'limiting'] as const)(
    'is %s at the first read is read again',
    async (mode) => {
      const bridge = await hueBridge(one)
      bridge.mode = mode
      const connection = hueOn(bridge, {}, { timings: { ...quickTimings, connectTimeoutMs: 200 } })
      try {
        await connection.ready
        expect(connection.discovery?.devices()).toEqual([])
        expect(connection.problems?.()).toHaveLength(1)
        bridge.mode = 'ok'
        // What was read is there before the stream of events, whose beginning ends the problem.
        await eventually(() => connection.discovery?.devices().length === 1 && connection.problems?.().length === 0)
      } finally {
        await connection.close()
        await bridge.close()
      }
    },
  )

  test('answers 429 once, and gets the command again', async () => {
    const { bridge, device, set } = await homes.open(one)
    bridge.mode = 'limiting'
    bridge.times = 1
    expect(await set(device(named), { brightness: 30 })).toMatchObject({ brightness: 30 })
    expect(bridge.puts('light')).toHaveLength(2)
  })

  test('answers 429 repeatedly is busy', async () => {
    const { bridge, device, set } = await homes.open(one)
    bridge.mode = 'limiting'
    expect(await set(device(named), { brightness: 30 })).toBe('busy')
    expect(bridge.puts('light').length).toBeLessThan(5)
  })

  test('removes a lamp during a command reports it offline', async () => {
    const { bridge, device: of, read, set } = await homes.open(one)
    const lamp = of(named)
    bridge.beforePut = () => bridge.remove(device)
    expect(await set(lamp, { power: false })).toBe('offline')
    expect(await read(lamp)).toMatchObject({ online: false, state: {} })
  })

  test('does not reach a lamp reports it offline, whether it knew before or not', async () => {
    const { bridge, device: of, read, set } = await homes.open(one)
    const lamp = of(named)
    bridge.cut(device, 'untold')
    expect(await set(lamp, { power: false })).toBe('offline')
    bridge.cut(device, 'told')
    await eventually(async () => !(await read(lamp)).online)
    const before = bridge.requests.length
    expect(await set(lamp, { power: false })).toBe('offline')
    expect(bridge.requests).toHaveLength(before)
    bridge.restore(device)
    await eventually(async () => (await read(lamp)).online)
    expect(await set(lamp, { power: false })).toMatchObject({ power: false })
  })

  test('accepts a command and does nothing causes a failed command', async () => {
    const { bridge, device: of, set } = await homes.open(one)
    bridge.cut(device, 'deaf')
    expect(await set(of(named), { power: false })).toMatchObject({ power: true })
  })

  test('is switched off is offline at once; another bridge at its port is refused', async () => {
    const { bridge, connection, device, read, set } = await homes.open(one)
    const lamp = device(named)
    const { port } = bridge
    await bridge.close()
    await eventually(async () => !(await read(lamp)).online)
    expect(await atOnce(set(lamp, { power: false }))).toBe('offline')
    await eventually(() => connection.problems?.().join().includes('cannot be reached') === true)
    // Another process, which is another bridge: the port is the same, the certificate is not.
    const other = await hueBridge({ ...one, port })
    await eventually(() => connection.problems?.().join().includes('not who was paired with') === true)
    expect(other.requests).toEqual([])
    await other.close()
  })
})

test('the application key is never logged', async () => {
  const lines: string[] = []
  const write = (fields: object, message: string) => void lines.push(`${inspect(fields, { depth: 9 })} ${message}`)
  const log = { debug: write, info: write, warn: write, error: write }
  const { bridge, connection, device, set } = await homes.open(one, {}, { context: testContext({ log }) })
  const lamp = device(named)
  for (const mode of ['half', 'html', 'rebooting'] as const) {
    bridge.mode = mode
    await set(lamp, { power: false }, 200)
    bridge.stream.end('broken')
    await eventually(() => (connection.problems?.() ?? []).length > 0)
    bridge.mode = 'ok'
    await eventually(() => connection.problems?.().length === 0)
  }
  expect(lines.length).toBeGreaterThan(3)
  expect(lines.join()).not.toContain(bridge.key)
})

test('a connection that is closed while the bridge hangs is closed at once', async () => {
  const bridge = await hueBridge(one)
  bridge.mode = 'hanging'
  const connection = hueOn(bridge, {}, { timings: { ...quickTimings, connectTimeoutMs: 60_000 } })
  await bridge.stream.listened()
  const start = performance.now()
  await connection.close()
  expect(performance.now() - start).toBeLessThan(2000)
  await bridge.close()
})
