import { borrowedReadingsSchema, createReadingSource } from '../../../drivers/ir/borrowedReadings.ts'
import type { Trait } from '../../../src/home/traits.ts'

const { signal } = new AbortController()

test('a reading of another appliance that is needed is asked of that appliance as its own trait', async () => {
  const asked: [string, readonly Trait[] | undefined][] = []
  const source = createReadingSource(
    borrowedReadingsSchema.parse({
      power: { from: 'plug', watts: 8 },
      currentTemperature: 'sensor',
      humidity: 'sensor',
    }),
    {
      async readAppliance(id, _signal, needed) {
        asked.push([id, needed])
        return { online: true, state: {} }
      },
    },
  )
  await source.readState(signal, ['power', 'humidity', 'brightness'])
  expect(asked.toSorted(([a], [b]) => a.localeCompare(b))).toEqual([
    ['plug', ['consumption']],
    ['sensor', ['humidity']],
  ])
})
