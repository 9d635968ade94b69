import { setImmediate as nextTurn } from 'node:timers/promises'
import { jest } from '@jest/globals'
import type { Bridge } from '../../../../drivers/hue/bridge/bridge.ts'
import { maxResources, ResourceMap } from '../../../../drivers/hue/bridge/resources.ts'
import { hueConfigSchema } from '../../../../drivers/hue/config.ts'
import { connection } from '../../../../drivers/hue/index.ts'
import { createDiscovery } from '../../../../drivers/hue/naming/discovery.ts'
import { createRegistry } from '../../../../drivers/hue/naming/registry.ts'
import { stableIdStore } from '../../../../drivers/hue/naming/stableIdStore.ts'
import { NameWarnings } from '../../../../drivers/hue/naming/warnings.ts'
import { remedy } from '../../../../drivers/hue/remedy.ts'
import type { State } from '../../../../src/home/traits.ts'
import { runSteps } from '../../../../src/util/slices.ts'
import { testContext } from '../../../support/context.ts'
import { lamp } from '../../../support/hue/bridgeHome.ts'
import { silent } from '../../../support/log.ts'

const config = hueConfigSchema.parse({ host: '127.0.0.1', applicationKey: 'key', fingerprint: 'ab'.repeat(32) })

afterEach(() => void jest.useRealTimers())

function withLamps(count: number, nameOf = (i: number) => `lamp ${i}`): ResourceMap {
  const resources = new ResourceMap()
  const lamps = Array.from({ length: count }, (_, i) =>
    lamp(`lamp ${i}`).map((one) => ({ ...one, metadata: { name: nameOf(i) } })),
  )
  runSteps(resources.replace(lamps.flat()))
  return resources
}

test('the names of the resources of a large bridge are resolved in a time linear in their number', async () => {
  const resources = withLamps(200)
  const bridge = { resources, onChange: () => () => {} } as unknown as Bridge
  const registry = createRegistry(bridge, stableIdStore(testContext().memory, 'hue', false, undefined), silent)
  await registry.settled()
  // Each look at the name of a thing counts.
  let looks = 0
  for (const thing of registry.all()) {
    const { name } = thing
    Object.defineProperty(thing, 'name', {
      get() {
        looks += 1
        return name
      },
    })
  }
  const discovery = createDiscovery({ expose: 'all' }, registry, silent)
  await discovery.settled()
  const devices = discovery.devices()
  expect(devices).toHaveLength(200)
  expect(looks).toBeLessThan(20 * devices.length)
  expect(devices[7]?.refs).toContainEqual(expect.stringContaining('lamp 7'))
})

test('thousands of appliances that refer to a bridge cost no more each than a few do', async () => {
  const resources = withLamps(150)
  const bridge = { resources, onChange: () => () => {} } as unknown as Bridge
  let savedLines = 0
  const memory = {
    get: () => ({}),
    merge(patch: State) {
      savedLines += patch.readings?.length ?? 0
      return patch
    },
  }
  const registry = createRegistry(
    bridge,
    stableIdStore(() => memory, 'hue', false, undefined),
    silent,
  )
  await registry.settled()
  for (const { name } of registry.all()) registry.addReference('light', name)
  const discovery = createDiscovery({ expose: 'all' }, registry, silent)
  await discovery.settled()
  await nextTurn()
  registry.close()
  // Once what the bridge has, and at most twice with the names.
  expect(savedLines).toBeGreaterThanOrEqual(300)
  expect(savedLines).toBeLessThanOrEqual(750)
  // For each appliance its names, and once those of the user.
  let lookUps = 0
  const counted = {
    ...registry,
    resolve(...name: Parameters<typeof registry.resolve>) {
      lookUps += 1
      return registry.resolve(...name)
    },
  }
  const again = createDiscovery({ expose: 'all' }, counted, silent)
  await again.settled()
  expect(again.devices()[7]?.refs).toContain('light:lamp 7')
  expect(lookUps).toBeLessThan(20 * 150)
})

test('resources with the same name are not searched again for each appliance', async () => {
  const resources = withLamps(150, () => 'same')
  const bridge = { resources, onChange: () => () => {} } as unknown as Bridge
  const registry = createRegistry(bridge, stableIdStore(testContext().memory, 'hue', false, undefined), silent)
  await registry.settled()
  let looks = 0
  for (const appliance of registry.all())
    Object.defineProperty(appliance, 'kind', {
      get() {
        looks += 1
        return 'light'
      },
    })
  const discovery = createDiscovery({ expose: 'all' }, registry, silent)
  await discovery.settled()
  expect(discovery.devices()).toHaveLength(150)
  expect(looks).toBeLessThan(40 * 150)
})

test('a large bridge is processed in slices, between which commands are answered', async () => {
  const known = withLamps(600)
  let looks = 0
  const resources = {
    all: () => known.all(),
    get(id: string) {
      looks += 1
      return known.get(id)
    },
  }
  const bridge = { resources, onChange: () => () => {} } as unknown as Bridge
  // With each look at the clock two milliseconds have passed.
  let nowMs = performance.now()
  jest.spyOn(performance, 'now').mockImplementation(() => (nowMs += 2))
  const looksPerTurn: number[] = []
  try {
    const registry = createRegistry(bridge, stableIdStore(testContext().memory, 'hue', false, undefined), silent)
    const discovery = createDiscovery({ expose: 'all' }, registry, silent)
    let isOver = false
    const settled = discovery.settled().then(() => {
      isOver = true
    })
    while (!isOver) {
      looksPerTurn.push(looks)
      looks = 0
      await nextTurn()
    }
    await settled
    expect(discovery.devices()).toHaveLength(600)
  } finally {
    jest.restoreAllMocks()
  }
  expect(Math.max(...looksPerTurn)).toBeGreaterThan(0)
  expect(Math.max(...looksPerTurn)).toBeLessThan(300)
})

test('resources beyond the limit are reported as a problem with its remedy, and once in the log', async () => {
  const listeners = new Set<(changed: 'all', by: 'answer') => void>()
  const resources = new ResourceMap()
  const bridge = {
    ...{ ready: Promise.resolve(), state: 'streaming', resources, problem: () => undefined, close: async () => {} },
    onChange(listener: (changed: 'all', by: 'answer') => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  } as unknown as Bridge
  const warn = jest.fn()
  const hue = connection(bridge, config, testContext({ log: { ...silent, warn } }))
  expect(hue.problems?.()).toEqual([])
  runSteps(resources.replace(Array<object>(maxResources + 3).fill({})))
  for (const listener of [...listeners, ...listeners]) listener('all', 'answer')
  const [problem = ''] = hue.problems?.() ?? []
  expect(String(problem)).toBe(
    'the bridge has 3 resources besides the 10000 that are taken; what belongs to them is missing here',
  )
  expect(String(remedy(problem, config))).toMatch(/remove scenes/)
  expect(warn.mock.calls).toEqual([[{}, String(problem)]])
  await hue.close()
})

test('names of a bridge are shown without control characters, and are found as they were written', async () => {
  const resources = new ResourceMap()
  const raw = '거실  \u001b[2Jlamp\u202E\n'
  const [device, light] = lamp(raw)
  const product_data = {
    manufacturer_name: 'a\u0007b',
    model_id: '\u202Ec',
    product_name: 'd\u009be',
    software_version: '\r1',
  }
  runSteps(resources.replace([{ ...device, product_data }, light]))
  const bridge = { resources, onChange: () => () => {} } as unknown as Bridge
  const registry = createRegistry(bridge, stableIdStore(testContext().memory, 'hue', false, undefined), silent)
  const [thing] = registry.all()
  expect(thing).toMatchObject({
    name: '거실 [2Jlamp',
    deviceInfo: { manufacturer: 'a b', model: 'd e (c)', version: '1' },
  })
  for (const name of [raw, raw.normalize('NFD'), '거실 [2Jlamp']) expect(registry.resolve('light', name)).toBe(thing)
})

test('an oversized resource is left out and reported, and any number of them does not fill the memory', () => {
  const resources = new ResourceMap()
  const [device, light] = lamp('lamp')
  runSteps(resources.replace([device, light, { ...light, id: 'large', padding: 'x'.repeat(300_000) }]))
  expect([resources.size, resources.leftOut]).toEqual([2, 1])
  const padding = 'x'.repeat(250_000)
  for (let i = 0; i < 300; i += 1) resources.merge({ id: `${i}`, type: 'light', padding }, true)
  expect(resources.size).toBeGreaterThan(200)
  expect(resources.size).toBeLessThan(280)
})

test('warnings about thousands of names are found in slices, and listed when all of them are', async () => {
  const resources = withLamps(1)
  const bridge = { resources, onChange: () => () => {} } as unknown as Bridge
  const registry = createRegistry(bridge, stableIdStore(testContext().memory, 'hue', false, undefined), silent)
  await registry.settled()
  let looks = 0
  const references = Array.from({ length: 600 }, (_, i) => ({
    kind: 'light' as const,
    name: `none ${i}`,
    appliance() {
      looks += 1
      return undefined
    },
    end() {},
  }))
  // With each look at the clock two milliseconds have passed.
  let nowMs = performance.now()
  jest.spyOn(performance, 'now').mockImplementation(() => (nowMs += 2))
  const looksPerTurn: number[] = []
  try {
    const warnings = new NameWarnings(registry, references, [], silent)
    for (let found = 0; found === 0; await nextTurn()) {
      found = warnings.all().length
      looksPerTurn.push(looks)
      looks = 0
    }
    expect(warnings.all()).toHaveLength(600)
    expect(warnings.all()).toBe(warnings.all())
    expect(looks).toBe(0)
  } finally {
    jest.restoreAllMocks()
  }
  expect(Math.max(...looksPerTurn)).toBeLessThan(300)
})

test('changes that come in one turn are reported to the home once, and later ones again', async () => {
  const listeners = new Set<(changed: ReadonlySet<string>, by: 'event') => void>()
  const bridge = {
    ...{ ready: Promise.resolve(), state: 'streaming', resources: withLamps(1), problem: () => undefined },
    onChange(listener: (changed: ReadonlySet<string>, by: 'event') => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: async () => {},
  } as unknown as Bridge
  const reportChange = jest.fn()
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'performance'] })
  const hue = connection(bridge, config, testContext({ reportChange }))
  for (let i = 0; i < 100; i += 1) for (const listener of [...listeners]) listener(new Set(), 'event')
  await nextTurn()
  expect(reportChange).toHaveBeenCalledTimes(1)
  // Further ones wait for the end of the pause.
  for (const listener of [...listeners]) listener(new Set(), 'event')
  await nextTurn()
  expect(reportChange).toHaveBeenCalledTimes(1)
  jest.advanceTimersByTime(200)
  expect(reportChange).toHaveBeenCalledTimes(2)
  await hue.close()
})
