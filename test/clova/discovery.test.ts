import { jest } from '@jest/globals'
import { discoverAppliances } from '../../src/clova/discovery.ts'
import { createAppliance } from '../../src/home/appliance.ts'
import type { Device } from '../../src/home/device.ts'
import { createHome, type Scene } from '../../src/home/home.ts'
import { fakeDevice } from '../support/fakeDevice.ts'
import { settable, spec } from './caseBuilders.ts'

const lamp = spec({ power: settable })
const settings = { language: 'ko', previousState: 'always', timeZone: 'Asia/Seoul' } as const
const applianceOf = (id: string, device: Device) =>
  createAppliance({ id, name: id, type: 'LIGHT', driver: 'fake', tags: [], confirm: [] }, device)

afterEach(() => {
  jest.useRealTimers()
})

test('discovery of jp waits half a second for the devices, and cancels the reads that did not finish', async () => {
  jest.useFakeTimers()
  let signalOfRead: AbortSignal | undefined
  const answering = fakeDevice({ spec: lamp })
  const neverAnswering: Device = {
    ...answering,
    read({ signal }) {
      signalOfRead = signal
      return new Promise(() => {})
    },
  }
  const home = createHome([applianceOf('a', neverAnswering), applianceOf('b', answering)], [])
  const discovered = discoverAppliances(home, { ...settings, edition: 'jp' }, new AbortController().signal)
  await jest.advanceTimersByTimeAsync(499)
  expect(signalOfRead?.aborted).toBe(false)
  await jest.advanceTimersByTimeAsync(1)
  expect(signalOfRead?.aborted).toBe(true)
  const { discoveredAppliances } = await discovered
  expect(discoveredAppliances).toMatchObject([{ isReachable: false }, { isReachable: true }])
  expect(jest.getTimerCount()).toBe(0)
})

test('discovery of kr reads no device, and lists a scene only once if an appliance has the id of its switch', async () => {
  const device: Device = {
    ...fakeDevice({ spec: lamp }),
    read() {
      throw new Error('it was read')
    },
  }
  const scene: Scene = { id: 'evening', name: 'evening', confirm: false, actions: [] }
  const home = createHome([applianceOf('scene:evening', device)], [scene])
  const { discoveredAppliances } = await discoverAppliances(
    home,
    { ...settings, edition: 'kr' },
    new AbortController().signal,
  )
  expect(discoveredAppliances).toStrictEqual([
    expect.objectContaining({ applianceId: 'scene:evening', modelName: 'LIGHT' }),
  ])
  expect(discoveredAppliances).not.toHaveProperty('0.isReachable')
})
