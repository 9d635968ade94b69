import { sensorDevice, sensorSpec } from '../../../drivers/ir/sensors.ts'
import { Failure } from '../../../src/home/failure.ts'
import { untranslated } from '../../../src/util/translate.ts'

const { signal } = new AbortController()
const blaster = (measure?: () => Promise<{ temperature?: number; humidity?: number }>) => ({
  ready: Promise.resolve(),
  online: () => true,
  send: async () => {},
  close: async () => {},
  ...(measure && { measure }),
})

describe('the sensors of a blaster', () => {
  test('are read on request, and once for several simultaneous requests', async () => {
    let asked = 0
    let clock = 0
    const measure = async () => {
      asked += 1
      return { temperature: 20 + asked, humidity: 40 }
    }
    const device = sensorDevice(blaster(measure), undefined, undefined, () => clock)
    expect((await device.read({ signal })).state).toEqual({ currentTemperature: 21, humidity: 40 })
    clock = 4999
    expect((await device.read({ signal })).state).toEqual({ currentTemperature: 21, humidity: 40 })
    clock = 5000
    expect((await device.read({ signal })).state).toEqual({ currentTemperature: 22, humidity: 40 })
    expect(device.spec).toEqual(sensorSpec)
  })

  test.each([
    ['no sensors', [], []],
    ['one for the temperature', ['temperature'], ['currentTemperature']],
    ['both', ['temperature', 'humidity'], ['currentTemperature', 'humidity']],
  ] as const)('of a model with %s are offered as soon as the model is known', (_name, measures, traits) => {
    const device = sensorDevice({ ...blaster(), capabilities: () => ({ name: 'RM', radio: false, measures }) })
    expect(Object.keys(device.spec.traits)).toEqual(traits)
  })

  test('are offline with their blaster, and unknown if it has none', async () => {
    const gone = sensorDevice(
      blaster(async () => {
        throw new Failure('offline', untranslated('gone'))
      }),
    )
    const { offlineReason, ...reading } = await gone.read({ signal })
    expect(reading).toEqual({ online: false, state: {} })
    expect(offlineReason?.ko).toBe('송신기에 닿지 않습니다: gone')
    expect(await sensorDevice(blaster()).read({ signal })).toEqual({ online: true, state: {} })
  })
})
