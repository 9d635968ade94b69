import { setImmediate as nextTurn } from 'node:timers/promises'
import { jest } from '@jest/globals'
import type { KnownState } from '../../../../drivers/hue/appliances/command.ts'
import { stateOf } from '../../../../drivers/hue/appliances/kinds.ts'
import { listAppliances } from '../../../../drivers/hue/appliances/listAppliances.ts'
import { Reachability } from '../../../../drivers/hue/appliances/reachability.ts'
import { type Resource, ResourceMap } from '../../../../drivers/hue/bridge/resources.ts'
import { runSteps } from '../../../../src/util/slices.ts'
import { silent } from '../../../support/log.ts'

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i)
const resourcesOf = (data: readonly object[]): ResourceMap => {
  const resources = new ResourceMap()
  runSteps(resources.replace(data))
  return resources
}
const radio = (i: number, device = `device ${i}`) => ({
  id: `radio ${i}`,
  type: 'zigbee_connectivity',
  owner: { rid: device, rtype: 'device' },
  status: 'connected',
})
const light = (i: number, device = `device ${i}`) => ({
  id: `light ${i}`,
  type: 'light',
  owner: { rid: device, rtype: 'device' },
  on: { on: true },
  // All of them too far from each other to be taken for one colour.
  color: { xy: { x: 0.01 + (i % 20) / 20, y: 0.01 + Math.floor(i / 20) / 20 } },
})
const home = [
  { id: 'home', type: 'bridge_home', services: [{ rid: 'all', rtype: 'grouped_light' }] },
  { id: 'all', type: 'grouped_light', owner: { rid: 'home', rtype: 'bridge_home' }, on: { on: true } },
]

/** The same resources, which count how often a member of one of them, or this member of it, is looked at. */
function counted(resources: ResourceMap, member?: keyof Resource) {
  const counts = { looks: 0 }
  const byId = new Map(
    [...resources.all()].map((one) => [
      one.id,
      new Proxy(one, {
        get(target, key: keyof Resource) {
          counts.looks += Number(member === undefined || key === member)
          return target[key]
        },
      }),
    ]),
  )
  return {
    counts,
    resources: { get: (id: string) => byId.get(id), all: () => byId.values(), size: byId.size, leftOut: 0 },
  }
}

test('the state of a large group is computed in a time linear in its lamps', () => {
  const count = 300
  const resources = resourcesOf([...home, ...numbers(count).flatMap((i) => [light(i), radio(i)])])
  const group = runSteps(listAppliances(resources)).find(({ kind }) => kind === 'home')
  const { counts, resources: counting } = counted(resources)
  const known: KnownState = { resources: counting, sent: new Map(), reaches: (radios) => radios.length === 1 }
  if (!group) throw new Error('there is no group of all lights')
  expect(stateOf(group, known)).toEqual({ power: true })
  expect(counts.looks).toBeGreaterThan(count)
  expect(counts.looks).toBeLessThan(200 * count)
})

test('lamps of one device do not each list the services of all others', () => {
  const count = 300
  const resources = resourcesOf([...home, ...numbers(count).flatMap((i) => [light(i, 'one'), radio(i, 'one')])])
  const appliances = runSteps(listAppliances(resources))
  expect(appliances).toHaveLength(count + 1)
  const parts = appliances.map(({ connectivityServices }) => connectivityServices.length)
  expect(Math.max(...parts)).toBeLessThanOrEqual(100)
})

test('the reachability of the lamps of a large bridge is computed in slices', async () => {
  const known = resourcesOf(numbers(600).flatMap((i) => [light(i), { ...radio(i), status: 'disconnected' }]))
  const { counts, resources } = counted(known, 'type')
  // With each look at the clock two milliseconds have passed.
  let nowMs = performance.now()
  jest.spyOn(performance, 'now').mockImplementation(() => (nowMs += 2))
  const looksPerTurn: number[] = []
  try {
    const reachability = new Reachability(resources, () => () => {}, silent)
    do {
      looksPerTurn.push(counts.looks)
      counts.looks = 0
      await nextTurn()
    } while (counts.looks > 0)
    expect(reachability.reaches(['radio 7'])).toBe(false)
    reachability.close()
  } finally {
    jest.restoreAllMocks()
  }
  expect(looksPerTurn.reduce((sum, one) => sum + one, 0)).toBeGreaterThanOrEqual(1200)
  expect(Math.max(...looksPerTurn)).toBeLessThan(1200)
})
