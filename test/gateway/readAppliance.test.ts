import * as z from 'zod'
import type { Driver, DriverContext } from '../../src/home/driver.ts'
import { type TestGateway, testGateway } from '../support/gateway.ts'

/** Devices that look at another when they are read: what they see is their own temperature, and one degree more. */
const looking: Driver<object, { at?: string | undefined }> = {
  config: z.strictObject({}),
  appliance: z.strictObject({ at: z.string().optional() }),
  describe: () => ({ traits: { currentTemperature: { can: ['read'], min: 0, max: 100, step: 1 } }, verbs: [] }),
  async connect(_config: object, { readAppliance: look }: DriverContext) {
    return {
      ready: Promise.resolve(),
      device: (_id, { at }) => ({
        spec: { traits: { currentTemperature: { can: ['read'], min: 0, max: 100, step: 1 } }, verbs: [] },
        async read({ signal }) {
          await new Promise((resolve) => setImmediate(resolve))
          if (at === undefined) return { online: true, state: { currentTemperature: 20 } }
          const seen = await look(at, signal)
          const { currentTemperature } = seen?.state ?? {}
          return {
            online: true,
            state: currentTemperature === undefined ? {} : { currentTemperature: currentTemperature + 1 },
          }
        },
        apply: async () => ({}),
      }),
      close: async () => {},
    }
  },
}

describe('appliances that use readings of other appliances', () => {
  let it: TestGateway
  afterEach(() => it.close())
  const open = async (entries: Readonly<Record<string, string | undefined>>) => {
    const lines = Object.entries(entries).map(
      ([id, at]) => `  - { id: ${id}, name: ${id}, type: AIRSENSOR, driver: eyes${at ? `, at: ${at}` : ''} }`,
    )
    it = await testGateway(`drivers: { eyes: { type: looking } }\nappliances:\n${lines.join('\n')}`, {
      drivers: { looking: async () => looking },
    })
    return async (id: string) => (await it.say('GetCurrentTemperature', id)).payload.currentTemperature
  }

  test('read one another, also several the same one at once', async () => {
    const temperature = await open({ sensor: undefined, a: 'sensor', b: 'sensor', c: 'a' })
    expect(await Promise.all(['a', 'b', 'c', 'a'].map(temperature))).toEqual([
      { value: 21 },
      { value: 21 },
      { value: 22 },
      { value: 21 },
    ])
  })

  test('in a reference cycle have no value, and the read ends', async () => {
    const temperature = await open({ a: 'b', b: 'a', self: 'self' })
    expect(await Promise.all(['a', 'b', 'self'].map(temperature))).toEqual([undefined, undefined, undefined])
  })
})
