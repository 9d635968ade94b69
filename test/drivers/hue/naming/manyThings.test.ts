import { ResourceMap } from '../../../../drivers/hue/bridge/resources.ts'
import { createDiscovery } from '../../../../drivers/hue/naming/discovery.ts'
import { createRegistry } from '../../../../drivers/hue/naming/registry.ts'
import { stableIdStore } from '../../../../drivers/hue/naming/stableIdStore.ts'
import { runSteps } from '../../../../src/util/slices.ts'
import { testContext } from '../../../support/context.ts'
import { lamp } from '../../../support/hue/bridgeHome.ts'

test('what the things of a large bridge are called is found in a time that grows with their number alone', () => {
  const resources = new ResourceMap()
  const lamps = Array.from({ length: 200 }, (_, i) => lamp(`lamp ${i}`))
  runSteps(resources.replace(lamps.flat()))
  const bridge = { resources, onChange: () => () => {} } as unknown as Parameters<typeof createRegistry>[0]
  const registry = createRegistry(bridge, stableIdStore(testContext().memory, 'hue', false, undefined))
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
  const devices = createDiscovery({ expose: 'all' }, registry).devices()
  expect(devices).toHaveLength(200)
  expect(looks).toBeLessThan(20 * devices.length)
  expect(devices[7]?.refs).toContainEqual(expect.stringContaining('lamp 7'))
})
