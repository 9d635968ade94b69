import { setImmediate as nextTurn } from 'node:timers/promises'
import { z } from 'zod'
import type { Device } from '../../src/home/device.ts'
import type { Connection, Driver, DriverContext } from '../../src/home/driver.ts'
import type { Spec } from '../../src/home/spec.ts'
import { eventually } from '../drivers/driverContract.ts'
import { collectGarbage } from '../support/garbage.ts'
import { type TestGateway, testGateway } from '../support/gateway.ts'

/** A driver with every possible fault. The options of its appliance choose the fault. */
type Sin =
  | 'throws'
  | 'rejects'
  | 'hangs'
  | 'readThrows'
  | 'readHangs'
  | 'late'
  | 'never made'
  | 'floods'
  | 'leaks'
  | 'none'

/** What a flooding device reports for each command: turns of the event loop, lines and states in each. */
const flood = { turns: 100, each: 100 }
/** How many listeners one that leaks leaves behind for each command. */
const leaked = 200
/** the signals that it left them at, as far as somebody still holds them */
let signals: WeakRef<object>[] = []
let driverContext: DriverContext | undefined

const spec: Spec = { traits: { power: { can: ['read', 'set'] } }, verbs: [] }
let failures = 0
const bad: Driver<{ fails: number }, { sin: Sin }> = {
  config: z.strictObject({ fails: z.number().default(0) }),
  appliance: z.strictObject({ sin: z.string() }) as unknown as z.ZodType<{ sin: Sin }>,
  describe: () => spec,
  async connect({ fails }, context) {
    driverContext = context
    failures += 1
    if (failures <= fails) throw new Error('the hardware is not in the mood')
    return connection
  },
}
const hang = () => new Promise<never>(() => {})
const connection: Connection<{ sin: Sin }> = {
  ready: Promise.resolve(),
  device(id, { sin }): Device {
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
        if (sin === 'floods') void pour(id)
        if (sin === 'leaks') {
          signals.push(new WeakRef(signal))
          for (let i = 0; i < leaked; i += 1) signal.addEventListener('abort', () => void signal.aborted)
        }
        return Promise.resolve({ power: true })
      },
    }
  },
  close: () => Promise.reject(new Error('it will not close')),
}

async function pour(id: string): Promise<void> {
  for (let turn = 0; turn < flood.turns; turn += 1) {
    for (let i = 0; i < flood.each; i += 1) {
      driverContext?.log.warn({ id, i }, 'flood')
      driverContext?.memory(id).merge({ brightness: i })
    }
    await nextTurn()
  }
}

const appliance = (sin: Sin) =>
  `  - { id: ${sin.replace(' ', '-')}, name: ${sin}, type: LIGHT, driver: bad, sin: ${sin} }`
const sins: Sin[] = [
  'throws',
  'rejects',
  'hangs',
  'readThrows',
  'readHangs',
  'late',
  'never made',
  'floods',
  'leaks',
  'none',
]
const yaml = (fails = 0) => `
drivers:
  bad: { type: bad, fails: ${fails} }
  memory: { type: virtual }
appliances:
${sins.map(appliance).join('\n')}
  - { id: good, name: good, type: LIGHT, driver: memory, pace: { commands: 1000, within: 1s }, traits: { power: { value: false } } }
`

describe('a driver that misbehaves affects its own appliances alone', () => {
  let it: TestGateway
  const unhandled: unknown[] = []
  const note = (reason: unknown) => void unhandled.push(reason)
  // Such as that of too many listeners.
  const warnings: Error[] = []
  const warn = (warning: Error) => void (warning.name !== 'ExperimentalWarning' && warnings.push(warning))
  beforeAll(() => process.on('unhandledRejection', note).on('warning', warn))
  afterAll(() => process.off('unhandledRejection', note).off('warning', warn))
  beforeEach(() => {
    failures = 0
    signals = []
  })
  afterEach(async () => {
    await it.close()
    expect(unhandled).toEqual([])
    expect(warnings).toEqual([])
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
    ['leaks', 'TurnOnConfirmation'],
    ['never made', 'TargetOfflineError'],
    ['none', 'TurnOnConfirmation'],
  ])('that %s: %s, while other appliances are served', async (sin, name) => {
    await open()
    const [answer, good] = await Promise.all([it.say('TurnOn', sin.replace(' ', '-')), it.say('TurnOn', 'good')])
    expect(answer.header.name).toBe(name)
    expect(good.header.name).toBe('TurnOnConfirmation')
    // And the next one for the same appliance is not held up by the first.
    expect((await it.say('TurnOn', sin.replace(' ', '-'))).header.name).toBe(name)
  })

  test('that floods: requests for other appliances are answered meanwhile, and logged', async () => {
    await open()
    expect((await it.say('TurnOn', 'floods')).header.name).toBe('TurnOnConfirmation')
    const poured = () => it.lines.filter(({ msg }) => msg === 'flood').length
    const all = flood.turns * flood.each
    let answered = 0
    for (; poured() < all; answered += 1)
      expect((await it.say(answered % 2 ? 'TurnOff' : 'TurnOn', 'good')).header.name).toMatch(/Confirmation$/)
    expect(answered).toBeGreaterThan(0)
    await eventually(async () => it.lines.filter(({ appliance }) => appliance === 'good').length === answered)
    expect((await it.say('TurnOn', 'floods')).header.name).toBe('TurnOnConfirmation')
  })

  test('that leaks listeners: they are removed with their request', async () => {
    await open()
    for (let i = 0; i < 15; i += 1) {
      const [leaky, good] = await Promise.all([it.say('TurnOn', 'leaks'), it.say('TurnOn', 'good')])
      expect([leaky.header.name, good.header.name]).toEqual(['TurnOnConfirmation', 'TurnOnConfirmation'])
    }
    expect(signals).toHaveLength(15)
    await eventually(async () => {
      collectGarbage()
      return signals.every((signal) => signal.deref() === undefined)
    })
  })

  test('the discovery lists the appliances of all drivers', async () => {
    await open()
    const { payload } = await it.say('DiscoverAppliances', '')
    expect(payload.discoveredAppliances).toHaveLength(sins.length + 1)
  })

  test('a driver that cannot start is tried again, while all others work', async () => {
    await open(2)
    expect((await it.say('TurnOn', 'none')).header.name).toBe('TargetOfflineError')
    expect((await it.say('TurnOn', 'good')).header.name).toBe('TurnOnConfirmation')
    expect(it.lines).toContainEqual(
      expect.objectContaining({ level: 'error', msg: expect.stringContaining('could not start') }),
    )
    await eventually(async () => {
      const { appliances } = await it.control.call('appliances', {})
      return appliances.find(({ id }) => id === 'none')?.online === true
    })
    expect((await it.say('TurnOn', 'none')).header.name).toBe('TurnOnConfirmation')
  })
})
