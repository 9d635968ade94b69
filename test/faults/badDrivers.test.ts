import { z } from 'zod'
import type { Connection, Device, Driver } from '../../src/home/device.ts'
import type { Spec } from '../../src/home/spec.ts'
import { eventually } from '../drivers/contract.ts'
import { type TestGateway, testGateway } from '../support/gateway.ts'

/** A driver that does all the things that one should not. What it does is said by its appliance. */
type Sin = 'throws' | 'rejects' | 'hangs' | 'readThrows' | 'readHangs' | 'late' | 'never made' | 'none'

const spec: Spec = { traits: { power: { can: ['read', 'set'] } }, verbs: [] }
let failures = 0
const bad: Driver<{ fails: number }, { sin: Sin }> = {
  config: z.strictObject({ fails: z.number().default(0) }),
  appliance: z.strictObject({ sin: z.string() }) as unknown as z.ZodType<{ sin: Sin }>,
  describe: () => spec,
  async connect({ fails }) {
    failures += 1
    if (failures <= fails) throw new Error('the hardware is not in the mood')
    return connection
  },
}
const hang = () => new Promise<never>(() => {})
const connection: Connection<{ sin: Sin }> = {
  ready: Promise.resolve(),
  device(_id, { sin }): Device {
    if (sin === 'never made') throw new Error('no such thing')
    return {
      spec,
      read: () => {
        if (sin === 'readThrows') throw new TypeError('read of undefined')
        if (sin === 'readHangs') return hang()
        return Promise.resolve({ online: true, state: {} })
      },
      apply(_command, signal) {
        if (sin === 'throws') throw new TypeError('apply of undefined')
        if (sin === 'rejects') return Promise.reject('not even an error')
        if (sin === 'hangs') return hang()
        // Long after everybody went home.
        if (sin === 'late')
          return new Promise((_resolve, reject) =>
            signal.addEventListener('abort', () => setTimeout(() => reject(new Error('late')), 20)),
          )
        return Promise.resolve({ power: true })
      },
    }
  },
  close: () => Promise.reject(new Error('it will not close')),
}

const appliance = (sin: Sin) =>
  `  - { id: ${sin.replace(' ', '-')}, name: ${sin}, type: LIGHT, driver: bad, sin: ${sin} }`
const sins: Sin[] = ['throws', 'rejects', 'hangs', 'readThrows', 'readHangs', 'late', 'never made', 'none']
const yaml = (fails = 0) => `
drivers:
  bad: { type: bad, fails: ${fails} }
  memory: { type: virtual }
appliances:
${sins.map(appliance).join('\n')}
  - { id: good, name: good, type: LIGHT, driver: memory, traits: { power: { value: false } } }
`

describe('a driver that misbehaves affects its own appliances alone', () => {
  let it: TestGateway
  const unhandled: unknown[] = []
  const note = (reason: unknown) => void unhandled.push(reason)
  beforeAll(() => process.on('unhandledRejection', note))
  afterAll(() => process.off('unhandledRejection', note))
  beforeEach(() => {
    failures = 0
  })
  afterEach(async () => {
    await it.close()
    expect(unhandled).toEqual([])
  })
  const open = async (fails = 0) => {
    it = await testGateway(yaml(fails), { server: ', deadline: 150ms', drivers: { bad: async () => bad } })
  }

  test.each<[Sin, string]>([
    ['throws', 'DriverInternalError'],
    ['rejects', 'DriverInternalError'],
    ['hangs', 'TargetOfflineError'],
    ['readThrows', 'DriverInternalError'],
    ['readHangs', 'TargetOfflineError'],
    ['late', 'TargetOfflineError'],
    ['never made', 'TargetOfflineError'],
    ['none', 'TurnOnConfirmation'],
  ])('that %s: %s, while another is served', async (sin, name) => {
    await open()
    const [answer, good] = await Promise.all([it.say('TurnOn', sin.replace(' ', '-')), it.say('TurnOn', 'good')])
    expect(answer.header.name).toBe(name)
    expect(good.header.name).toBe('TurnOnConfirmation')
    // And the next one for the same appliance is not held up by the first.
    expect((await it.say('TurnOn', sin.replace(' ', '-'))).header.name).toBe(name)
  })

  test('its discovery is whole', async () => {
    await open()
    const { payload } = await it.say('DiscoverAppliances', '')
    expect(payload.discoveredAppliances).toHaveLength(sins.length + 1)
  })

  test('one that cannot start is tried again, while all others serve', async () => {
    await open(1)
    expect((await it.say('TurnOn', 'none')).header.name).toBe('TargetOfflineError')
    expect((await it.say('TurnOn', 'good')).header.name).toBe('TurnOnConfirmation')
    expect(it.lines).toContainEqual(
      expect.objectContaining({ level: 'error', msg: expect.stringContaining('could not start') }),
    )
    await eventually(async () => (await it.say('HealthCheck', 'none')).payload.isReachable === true)
    expect((await it.say('TurnOn', 'none')).header.name).toBe('TurnOnConfirmation')
  })
})
