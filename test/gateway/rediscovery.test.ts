import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { jest } from '@jest/globals'
import * as z from 'zod'
import { parseConfig } from '../../src/config/load.ts'
import { loadContext } from '../../src/gateway/environment.ts'
import { HomeRuntime } from '../../src/gateway/homeRuntime.ts'
import type { DiscoveredDevice } from '../../src/home/discovery.ts'
import type { Driver } from '../../src/home/driver.ts'
import { makeFolder, removeFolder } from '../support/folder.ts'
import { silent } from '../support/log.ts'

const spec = { traits: { power: { can: ['read', 'set'] } }, verbs: [] } as const
const announced = (i: number): DiscoveredDevice<object> => ({
  ...{ key: `lamp${i}`, name: `lamp ${i}`, type: 'LIGHT', deviceInfo: {}, via: 'test', exposed: true },
  ...{ spec, options: {}, problems: [] },
})
const ids = (count: number) => Array.from({ length: count }, (_, i) => `lamp${i}`)

/** A driver whose devices the tests choose, and the devices that it made and were closed. */
let devices: readonly DiscoveredDevice<object>[]
let report: () => void
let open: string[]
/** what each connection was given as its home */
let homes: unknown[]
const driver: Driver<object, object> = {
  config: z.strictObject({}),
  appliance: z.strictObject({}),
  describe: () => spec,
  async connect(_config, { home }) {
    homes.push(home)
    return {
      ready: Promise.resolve(),
      discovery: {
        devices: () => devices,
        isComplete: true,
        onChange(listener) {
          report = listener
          return () => {}
        },
      },
      device(id) {
        open.push(id)
        return {
          spec,
          read: async () => ({ online: true, state: {} }),
          apply: async () => ({}),
          close() {
            open.splice(open.indexOf(id), 1)
          },
        }
      },
      close: async () => {},
    }
  },
}

const config = async (folder: string, appliances: string, connections = 'a: { type: test }') => {
  const { config } = await parseConfig(
    join(folder, 'gateway.yaml'),
    `signature: { publicKey: none.pem }\nstate: state\ndrivers: { ${connections} }\nappliances: ${appliances}\n`,
    { ...loadContext, env: {}, drivers: { test: async () => driver } },
  )
  if (!config) throw new Error('the configuration is wrong')
  return config
}

describe('many devices that announce themselves', () => {
  let folder: string
  let runtime: HomeRuntime
  const present = () => [...runtime.home().appliances.keys()]
  beforeEach(async () => {
    folder = makeFolder()
    devices = []
    open = []
    homes = []
    runtime = new HomeRuntime(await config(folder, '[]'), silent, { readOnly: true })
    await runtime.ready()
    await nextTurn()
    // With each look at the clock two milliseconds have passed: a slice ends after two devices.
    let nowMs = performance.now()
    jest.spyOn(performance, 'now').mockImplementation(() => (nowMs += 2))
  })
  afterEach(async () => {
    jest.restoreAllMocks()
    await runtime.close()
    removeFolder(folder)
  })

  test('become appliances in slices, between which the event loop does other work', async () => {
    devices = ids(40).map((_, i) => announced(i))
    report()
    let turns = 0
    while (present().length === 0) {
      await nextTurn()
      turns += 1
    }
    expect(present()).toEqual(ids(40))
    expect(turns).toBeGreaterThan(10)
  })

  test('leave the home unchanged until all are done, and their last announcement counts', async () => {
    devices = ids(10).map((_, i) => announced(i))
    report()
    await nextTurn()
    expect(present()).toEqual([])
    devices = ids(3).map((_, i) => announced(i))
    report()
    await runtime.ready()
    expect(present()).toEqual(ids(3))
    await nextTurn()
    expect(open.sort()).toEqual(ids(3))
  })

  test('are discarded when the configuration changes, with everything that was created for them', async () => {
    devices = ids(20).map((_, i) => announced(i))
    report()
    for (let i = 0; i < 13; i += 1) await nextTurn()
    expect(present()).toEqual([])
    expect(open.length).toBeGreaterThan(0)
    runtime.applyConfig(await config(folder, '[{ id: lamp0, name: mine, type: LIGHT, driver: a }]'))
    expect(present()).toEqual(ids(20))
    expect(runtime.home().appliances.get('lamp0')?.name).toBe('mine')
    for (let i = 0; i < 5; i += 1) await nextTurn()
    expect(present()).toEqual(ids(20))
    expect(open.sort()).toEqual(ids(20).sort())
  })

  test('do not delay the closing of the home', async () => {
    devices = ids(1000).map((_, i) => announced(i))
    report()
    await nextTurn()
    await runtime.close()
    expect(present()).toEqual([])
    expect(open).toEqual([])
  })

  test('a connection that is added later belongs to the same home', async () => {
    runtime.applyConfig(await config(folder, '[]', 'a: { type: test }, b: { type: test }'))
    await runtime.ready()
    expect(homes).toHaveLength(2)
    expect(homes[1]).toBe(homes[0])
  })
})
