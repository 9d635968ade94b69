import { BridgeRateLimiter } from '../../../../drivers/hue/bridge/rateLimiter.ts'
import { createDeadline } from '../../../../src/home/deadline.ts'
import { group, lamp } from '../../../support/hue/bridgeHome.ts'
import { hueHomes, reasonOf } from '../../../support/hue/hueFixture.ts'
import { eventually } from '../../driverContract.ts'

const homes = hueHomes()
afterEach(homes.close)

test('two hundred lamps at once: the rate is kept, and commands that would wait too long are refused at once', async () => {
  const names = Array.from({ length: 200 }, (_, i) => `Lamp ${i}`)
  const resources = names.map((name) => lamp(name, { kind: 'white' }))
  const { bridge, device, set } = await homes.open({ resources, limit: { light: 10, grouped_light: 1 } })
  const lamps = names.map((name) => device({ light: name }))
  const inOrder: unknown[] = []
  const results = await Promise.all(
    lamps.map(async (one) => {
      // Not the time of a request: on a machine that is busy itself a turn may last longer than the bridge needs.
      const result = await set(one, { power: true }, 60_000)
      const outcome = typeof result === 'string' ? result : result.power
      inOrder.push(outcome)
      return outcome
    }),
  )
  const done = results.filter((result) => result === true).length
  expect(done).toBeGreaterThanOrEqual(30)
  // In the order in which they were asked.
  expect(results).toEqual([...Array(done).fill(true), ...Array(200 - done).fill('busy')])
  expect(inOrder.lastIndexOf('busy')).toBeLessThan(inOrder.lastIndexOf(true))
  expect(bridge.rate('light')).toBeLessThanOrEqual(10)
  expect(bridge.puts('light')).toHaveLength(done)
})

test('group commands go out once a second and do not delay lamp commands', async () => {
  const one = lamp('Lamp', { on: true })
  const others = ['B', 'C'].map((name) => lamp(name, { on: true }))
  const resources = [one, ...others, group('Room', [one, ...others])]
  const { bridge, device, set } = await homes.open({ resources, limit: { light: 10, grouped_light: 1 } })
  const [room, light] = [device({ room: 'Room' }), device({ light: 'Lamp' })]
  const rooms = [20, 30, 40].map((brightness) => set(room, { brightness }))
  expect(await set(light, { power: false })).toMatchObject({ power: false })
  expect(bridge.puts('grouped_light').length).toBeLessThanOrEqual(1)
  expect(await Promise.all(rooms)).toHaveLength(3)
  expect(bridge.rate('grouped_light')).toBe(1)
})

test('sixty lamps are read within two seconds of processor time', async () => {
  const resources = Array.from({ length: 60 }, (_, i) => lamp(`Lamp ${i}`))
  const start = process.cpuUsage()
  const { connection } = await homes.open({ resources })
  await eventually(() => connection.discovery?.devices().filter(({ via }) => via === 'hue light').length === 60)
  expect(process.cpuUsage(start).user).toBeLessThan(2_000_000)
})

describe('the rate limiter', () => {
  const rate = { maxCommands: 2, intervalMs: 50, concurrency: 2, maxWaitMs: 100 }
  const limits: ReturnType<typeof createDeadline>[] = []
  const signal = (ms = 5000) => {
    const limit = createDeadline(ms)
    limits.push(limit)
    return limit.signal
  }
  afterEach(() => {
    for (const limit of limits.splice(0)) limit.end()
  })

  test('runs commands in order, within the rate, and refuses those that would wait too long', async () => {
    const limiter = new BridgeRateLimiter(rate)
    const times: number[] = []
    const start = performance.now()
    const all = await Promise.allSettled(
      Array.from({ length: 12 }, (_, i) =>
        limiter.run(async () => {
          times.push(performance.now() - start)
          return i
        }, signal()),
      ),
    )
    expect(all.slice(0, 6).map((one) => one.status === 'fulfilled' && one.value)).toEqual([0, 1, 2, 3, 4, 5])
    expect(all.slice(6).map((one) => one.status === 'rejected' && reasonOf(one.reason))).toEqual(Array(6).fill('busy'))
    for (const [i, time] of times.entries()) expect(time - (times[i - 2] ?? time - 50)).toBeGreaterThanOrEqual(49)
    limiter.close()
  })

  test('an aborted command gives its turn to the next', async () => {
    const limiter = new BridgeRateLimiter({ ...rate, maxCommands: 1, concurrency: 1 })
    const done: number[] = []
    const task = (i: number) => async () => void done.push(i)
    const outcomes = await Promise.allSettled([
      limiter.run(task(1), signal()),
      limiter.run(task(2), signal(5)),
      limiter.run(task(3), signal()),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(done).toEqual([1, 3])
    limiter.close()
    await expect(limiter.run(task(4), signal())).rejects.toThrow('closed')
  })

  test('a pause that is longer than the longest wait refuses all commands', async () => {
    const limiter = new BridgeRateLimiter(rate)
    limiter.pause(200)
    await expect(limiter.run(async () => 1, signal())).rejects.toThrow('wait for the bridge')
    limiter.close()
  })
})
