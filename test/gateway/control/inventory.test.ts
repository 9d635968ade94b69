import { setImmediate as nextTurn } from 'node:timers/promises'
import { jest } from '@jest/globals'
import { inventory } from '../../../src/gateway/control/inventory.ts'
import { createAppliance } from '../../../src/home/appliance.ts'
import { createHome } from '../../../src/home/home.ts'

const device = {
  spec: { traits: { power: { can: ['read', 'set'] } }, verbs: [] },
  read: async () => ({ online: true, state: { power: true } }),
  apply: async () => ({}),
} as const
const appliances = Array.from({ length: 60 }, (_, i) => ({
  ...{ id: `lamp${i}`, name: `lamp ${i}`, type: 'LIGHT', driver: 'a', tags: [], confirm: [] },
}))

afterEach(() => jest.restoreAllMocks())

test('a list of many appliances is made in slices, between which the event loop does other work', async () => {
  const home = createHome(
    appliances.map((description) => createAppliance(description, device)),
    [],
  )
  const runtime = { home: () => home, discovered: () => [], isConfigured: () => true, memories: {} }
  // With each look at the clock two milliseconds have passed.
  let nowMs = performance.now()
  jest.spyOn(performance, 'now').mockImplementation(() => (nowMs += 2))
  let list: readonly unknown[] | undefined
  const sources = { runtime, settings: { edition: 'kr', language: 'ko' } } as unknown as Parameters<typeof inventory>[0]
  const listing = inventory(sources, new AbortController().signal).then((all) => {
    list = all
  })
  let turns = 0
  for (; list === undefined; turns += 1) await nextTurn()
  await listing
  expect(list).toHaveLength(60)
  expect(list[59]).toMatchObject({ id: 'lamp59', online: true, state: { power: true } })
  expect(turns).toBeGreaterThan(20)
})
