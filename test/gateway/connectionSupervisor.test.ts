import * as z from 'zod'
import type { Driver } from '../../src/home/driver.ts'
import type { Spec } from '../../src/home/spec.ts'
import { eventually } from '../drivers/driverContract.ts'
import { type TestGateway, testGateway } from '../support/gateway.ts'

const spec: Spec = { traits: { power: { can: ['read', 'set'] } }, verbs: [] }

describe('a driver that cannot start', () => {
  let it: TestGateway
  let fault: Error | undefined
  const driver: Driver = {
    config: z.strictObject({}),
    appliance: z.strictObject({}),
    describe: () => spec,
    async connect() {
      if (fault) throw fault
      const device = { spec, read: async () => ({ online: true, state: { power: true } }), apply: async () => ({}) }
      return { ready: Promise.resolve(), device: () => device, close: async () => {} }
    },
  }
  beforeEach(async () => {
    fault = new Error('ca.pem cannot be read (ENOENT)')
    it = await testGateway(
      'drivers: { broker: { type: faulty } }\nappliances: [{ id: lamp, name: 조명, type: LIGHT, driver: broker }]\n',
      { drivers: { faulty: async () => driver } },
    )
    await it.gateway.runtime.ready()
  })
  afterEach(() => it.close())

  test('has its reason in the list of appliances, among the problems and in the log of a request', async () => {
    const { appliances, problems } = await it.control.call('appliances', {})
    expect(appliances[0]).toMatchObject({
      online: false,
      offlineReason: 'broker could not start: ca.pem cannot be read (ENOENT)',
    })
    expect(problems).toMatchObject([
      {
        connection: 'broker',
        text: { en: 'it could not start: ca.pem cannot be read (ENOENT)' },
        explanation: { code: 'driverFailed' },
      },
    ])
    expect((await it.say('TurnOn', 'lamp')).header.name).toBe('TargetOfflineError')
    await eventually(() => it.lines.some(({ reason }) => String(reason).includes('ca.pem cannot be read')))
    const { entries } = await it.control.call('requests', {})
    expect(entries[0]?.reason).toMatchObject({ code: 'driverFailed', text: { ko: '연결이 시작하지 못했습니다' } })
  })

  test('has no reason any more after it has started', async () => {
    fault = undefined
    await eventually(async () => (await it.control.call('appliances', {})).appliances[0]?.online === true)
    const { appliances, problems } = await it.control.call('appliances', {})
    expect(appliances[0]?.offlineReason).toBeUndefined()
    expect(problems).toEqual([])
  })
})

test('a connection expects a command when a request is signed by CLOVA, and after none that is not', async () => {
  const calls: string[] = []
  const driver: Driver = {
    config: z.strictObject({}),
    appliance: z.strictObject({}),
    describe: () => spec,
    async connect() {
      const device = {
        spec,
        async read() {
          calls.push('read')
          return { online: true, state: { power: true } }
        },
        apply: async () => ({}),
      }
      const expectCommand = () => void calls.push('expected')
      return { ready: Promise.resolve(), expectCommand, device: () => device, close: async () => {} }
    },
  }
  const it = await testGateway(
    'drivers: { broker: { type: expecting } }\nappliances: [{ id: lamp, name: 조명, type: LIGHT, driver: broker }]\n',
    { drivers: { expecting: async () => driver } },
  )
  try {
    await it.gateway.runtime.ready()
    const url = `http://${it.gateway.address()}/clova`
    const unsigned = await fetch(url, { method: 'POST', headers: { SignatureCEK: 'AAAA' }, body: '{}' })
    expect([unsigned.status, calls]).toEqual([401, []])
    await it.say('TurnOn', 'lamp')
    expect(calls.slice(0, 2)).toEqual(['expected', 'read'])
  } finally {
    await it.close()
  }
})
